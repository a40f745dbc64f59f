"""Values as a reader says them."""

from dataclasses import replace

import pytest

from heatdash.values.classes import ClassChoice
from heatdash.values.recording_start import RecordingStart
from heatdash.values.wording import Wording, few, length

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
    assert by_clock("12:03:20").moment(39.6) == "12:04:00"
    assert by_clock("12:03:20.5").moment(0) == "12:03:20"
    assert by_clock("23:59:50").moment(20) == "00:00:10"
    assert by_clock("2026-11-21 23:59:50").moment(5) == "23:59:55"
    assert by_clock("2026-11-21 23:59:50").moment(20) == "22 Nov 00:00:10"
    assert replace(by_clock("2026-11-21 23:59:50"), language="zh").moment(20) == "11月22日 00:00:10"


def test_moments_at_which_the_clock_shows_the_same_are_told_apart():
    night = by_clock("2026-10-25 01:30:00 Europe/Berlin")
    told = [night.moment(t_s) for t_s in (0, 3600, 7200, 9000)]
    assert told == ["01:30:00", "02:30:00 CEST", "02:30:00 CET", "03:00:00"]


@pytest.mark.parametrize(
    ("start", "english", "chinese"),
    [
        ("12:03:20", "12:03:20", "12:03:20"),
        ("2026-11-23 12:00", "Mon 23 Nov 2026, 12:00:00", "2026年11月23日 周一 12:00:00"),
        (
            "2026-11-22 12:00 Europe/Berlin",
            "Sun 22 Nov 2026, 12:00:00 (Europe/Berlin)",
            "2026年11月22日 周日 12:00:00（Europe/Berlin）",
        ),
    ],
)
def test_the_beginning_is_told_with_as_much_as_is_known(start, english, chinese):
    assert by_clock(start).began() == english
    assert replace(by_clock(start), language="zh").began() == chinese


def test_without_a_start_no_beginning_is_told():
    assert ENGLISH.began() is None


@pytest.mark.parametrize(
    ("seconds", "step_s", "told"),
    [(1.27, 0.04, "1.3 s"), (1.27, 0.1, "1.3 s"), (1.27, 0.2, "1.2 s"), (1.27, 0.5, "1.5 s"), (13.6, 0.2, "14 s")],
)
def test_what_was_measured_is_told_no_finer_than_the_pictures_were_watched(seconds, step_s, told):
    assert Wording(step_s=step_s).measured(seconds) == told
    assert Wording(step_s=step_s).measured(None) == "–"


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


@pytest.mark.parametrize(
    ("names", "told"),
    [
        ([], ""),
        (["a"], "a"),
        (["a", "b", "c"], "a, b, c"),
        (["a", "b", "c", "d"], "a, b, c, …"),
        (list("abcdef"), "a, b, c, …"),
    ],
)
def test_of_many_names_the_first_three_are_told(names: list[str], told: str) -> None:
    assert few(names) == told


@pytest.mark.parametrize(("seconds", "told"), [(8.44, "8.4 s"), (45, "45 s"), (72, "1 min 12 s"), (7500, "2 h 5 min")])
def test_a_length_is_told_within_a_sentence_as_elsewhere(seconds: float, told: str) -> None:
    assert str(length(seconds)) == told == ENGLISH.seconds(seconds)
