"""Which objects are offered, and which of the ways to choose them is set."""

import pytest

from heatdash.values.classes import ClassChoice, parse_classes
from pages.parts.ask.choose_objects import _by_class, _offered, _preset_of, every_class

COUNTS = {ClassChoice("person", "red"): 2, ClassChoice("person", "blue"): 1, ClassChoice("car", "red"): 4}
PRESETS = ["people", "vehicles", "everything", "choose"]


@pytest.mark.parametrize(
    ("asked", "preset"),
    [
        ("", "everything"),
        ("person", "people"),
        ("people,person", "people"),
        ("car", "vehicles"),
        ("person,car", "choose"),
        ("person.red", "choose"),
        ("dog", "choose"),
    ],
)
def test_the_preset_is_the_one_that_says_the_same(asked: str, preset: str) -> None:
    assert _preset_of(parse_classes(asked), PRESETS, _by_class(COUNTS)) == preset


def test_a_part_of_a_group_is_not_the_group() -> None:
    classes = _by_class({**COUNTS, ClassChoice("bus", None): 1})
    assert _preset_of(parse_classes("car"), PRESETS, classes) == "choose"
    assert _preset_of(parse_classes("car,bus"), PRESETS, classes) == "vehicles"


def test_a_group_of_which_nothing_was_found_is_not_set() -> None:
    assert _preset_of(parse_classes("person"), ["everything", "choose"], {}) == "choose"


def test_classes_are_offered_by_how_often_they_came_each_with_its_colours() -> None:
    assert _offered(COUNTS, _by_class(COUNTS)) == {
        "car": "car (4)",
        "car.red": "car · red (4)",
        "person": "person (3)",
        "person.red": "person · red (2)",
        "person.blue": "person · blue (1)",
    }


def test_before_a_look_everything_that_has_a_word_may_be_asked_for() -> None:
    offered = _offered(every_class(), _by_class(every_class()))
    assert offered["person.red"] == "person · red"
    assert offered["bench"] == "bench"
    assert "bench.red" not in offered
