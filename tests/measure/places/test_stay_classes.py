import numpy as np
import pytest

from heatdash.measure.places.stay_classes import StayClass, class_counts, stay_classes


def test_short_visits_are_told_apart_to_the_second():
    assert [(one.from_s, one.to_s) for one in stay_classes(4.0)] == [(0, 1), (1, 2), (2, 5)]


def test_of_long_visits_the_long_ones_are_told_apart():
    classes = stay_classes(700.0)
    assert [(one.from_s, one.to_s) for one in classes] == [
        (0, 30), (30, 45), (45, 60), (60, 120), (120, 180), (180, 300), (300, 600), (600, 900),
    ]  # fmt: skip


@pytest.mark.parametrize("longest_s", [0.0, 0.4, 1.0, 59.9, 60.0, 3600.0, 1e6])
def test_every_length_has_its_class(longest_s):
    classes = stay_classes(longest_s)
    assert len(classes) <= 8
    assert sum(class_counts(lengths_s=np.array([0.0, longest_s / 2, longest_s]), classes=classes)) == 3
    assert classes[0].from_s == 0
    assert classes[-1].to_s is None or classes[-1].to_s > longest_s


def test_what_lasted_just_as_long_as_a_class_begins_is_in_it():
    classes = (StayClass(0, 5), StayClass(5, 10), StayClass(10, None))
    assert class_counts(lengths_s=np.array([4.99, 5.0, 9.99, 10.0, 99.0]), classes=classes) == (1, 2, 2)
