"""Values as a reader says them."""

import pytest

from heatdash.values.classes import ClassChoice
from heatdash.values.recording_start import RecordingStart
from heatdash.values.wording import Wording

ENGLISH = Wording()


def by_clock(start: str) -> Wording:
    return Wording(start=RecordingStart.read(start))


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (None, "–"),
        (0, "0 s"),
        (9.94, "9.9 s"),
        (9.96, "10 s"),
        (59.6, "1 min 0 s"),
        (72, "1 min 12 s"),
        (3599.7, "1 h 0 min"),
        (7500, "2 h 5 min"),
    ],
)
def test_a_length_of_time(seconds, told):
    assert ENGLISH.seconds(seconds) == told


@pytest.mark.parametrize(
    ("t_s", "told"), [(0, "0:00"), (65, "1:05"), (59.6, "1:00"), (3723, "1:02:03"), (36_000, "10:00:00")]
)
def test_a_moment_of_the_clip(t_s, told):
    assert ENGLISH.moment(t_s) == told


def test_a_moment_by_the_clock_names_the_day_only_where_it_is_another():
    assert by_clock("12:03:20").moment(40.4) == "12:04:00"
    assert by_clock("12:03:20.5").moment(0) == "12:03:20"
    assert by_clock("23:59:50").moment(20) == "00:00:10"
    assert by_clock("2026-11-21 23:59:50").moment(5) == "23:59:55"
    assert by_clock("2026-11-21 23:59:50").moment(20) == "2026-11-22 00:00:10"


def test_a_stretch_too_short_to_tell_is_one_moment():
    assert ENGLISH.span(from_s=1, to_s=2) == "0:01 – 0:02"
    assert ENGLISH.span(from_s=1.1, to_s=1.3) == "0:01"


@pytest.mark.parametrize(
    ("value", "told"), [(0, "0"), (0.04231, "0.0423"), (1.5, "1.5"), (99.96, "100"), (123.4, "123"), (12345, "12,345")]
)
def test_a_number_has_the_digits_that_matter(value, told):
    assert ENGLISH.number(value) == told


def test_classes_and_colours_are_told_in_the_readers_words():
    chinese = Wording("zh")
    assert chinese.choice(ClassChoice("person", "red")) == "红色的人"
    assert chinese.class_name("forklift") == "forklift"
    assert ENGLISH.choice(ClassChoice("car")) == "car"
