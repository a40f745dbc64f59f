"""Clips on one clock: where they lie, what is left out of them, and what is told."""

from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heatdash.errors import BadSettingError
from heatdash.values.part import Part
from heatdash.values.recording import PlacedPart, Recording, recording_of
from heatdash.values.recording_start import FROM_FILE_TIME, FROM_METADATA
from tests.builders.recordings import MINUTE_S, names, offsets, part, told

NOON = part("2026-11-21 12:00:00")
TEN_PAST = part("2026-11-21 12:10:00")
HALF_PAST = part("2026-11-21 12:30:00")


def test_parts_lie_where_their_starts_say_and_a_gap_was_not_watched() -> None:
    recording = recording_of(parts=[HALF_PAST, NOON, TEN_PAST])
    assert [placed.part for placed in recording.parts] == [NOON, TEN_PAST, HALF_PAST]
    assert offsets(recording) == [0, 10, 30]
    assert [placed.follows for placed in recording.parts] == [False, True, False]
    assert recording.stretches == ((0, 1), (2,))
    assert recording.gaps == ((20 * MINUTE_S, 30 * MINUTE_S),)
    assert (recording.length_s, recording.watched_s) == (40 * MINUTE_S, 30 * MINUTE_S)
    assert str(recording.start) == "2026-11-21 12:00:00"
    assert recording.beginning == datetime(2026, 11, 21, 12)
    assert recording.problems == ()


def test_nothing_makes_a_recording_of_nothing() -> None:
    recording = recording_of(parts=[])
    assert recording == Recording()
    assert (recording.stretches, recording.gaps, recording.beginning) == ((), (), None)
    assert (recording.length_s, recording.watched_s) == (0, 0)


@pytest.mark.parametrize(
    ("begins_after_s", "follows"),
    [(600, True), (601, True), (601.999, True), (602, False), (603, False)],
)
def test_less_than_two_seconds_are_no_gap(begins_after_s: float, follows: bool) -> None:
    second = part(f"2026-11-21 12:{begins_after_s // MINUTE_S:02.0f}:{begins_after_s % MINUTE_S:06.3f}")
    recording = recording_of(parts=[NOON, second])
    assert recording.parts[1] == PlacedPart(second, begins_after_s, skip_s=0, follows=follows)
    assert recording.gaps == (() if follows else ((600, begins_after_s),))
    assert recording.watched_s == 1200


@pytest.mark.parametrize(("duration_s", "skip_s"), [(299.2, 0.0), (300.75, 0.75)])
def test_over_288_parts_no_drift_adds_up(duration_s: float, skip_s: float) -> None:
    starts = [f"2026-11-21 {number // 12:02}:{number % 12 * 5:02}:00" for number in range(288)]
    day = recording_of(parts=[part(start, minutes=duration_s / MINUTE_S) for start in starts])
    assert [placed.offset_s for placed in day.parts] == [300 * number for number in range(288)]
    assert {round(placed.skip_s, 6) for placed in day.parts[1:]} == {skip_s}
    assert day.stretches == (tuple(range(288)),)
    assert day.length_s == pytest.approx(287 * 300 + duration_s)
    assert day.watched_s == pytest.approx(288 * min(duration_s, 300) + skip_s)
    assert day.problems == ()


def test_what_two_parts_show_is_taken_from_the_earlier_and_told_above_two_seconds() -> None:
    long, early, late = NOON, part("2026-11-21 12:08:00", minutes=4), part("2026-11-21 12:09:00")
    recording = recording_of(parts=[late, long, early])
    assert recording.parts == (
        PlacedPart(long, 0),
        PlacedPart(early, 480, skip_s=120, follows=True),
        PlacedPart(late, 540, skip_s=180, follows=True),
    )
    assert [(placed.from_s, placed.to_s) for placed in recording.parts] == [(0, 600), (600, 720), (720, 1140)]
    assert (recording.length_s, recording.watched_s) == (1140, 1140)
    assert told(recording) == [
        "2 clips begin before the one before them has ended, by up to 3 min 0 s; what both show is taken from the "
        "earlier one: 2026-11-21 12:08:00.mp4, 2026-11-21 12:09:00.mp4. If they are of two cameras, make a recording "
        "of each."
    ]


@pytest.mark.parametrize(("start", "is_told"), [("12:09:58", False), ("12:09:57.900", True)])
def test_two_seconds_of_overlap_are_the_rounding_of_names(start: str, is_told: bool) -> None:
    recording = recording_of(parts=[NOON, part(f"2026-11-21 {start}")])
    assert recording.parts[1].skip_s == pytest.approx(2.1 if is_told else 2)
    assert (recording.problems != ()) == is_told
    assert [text for text in told(recording) if "12:09:57.900.mp4 begins 2.1 s before" not in text] == []


def test_a_part_that_shows_nothing_of_its_own_is_not_used() -> None:
    within, same_end = part("2026-11-21 12:03:00", minutes=2), part("2026-11-21 12:05:00", minutes=5)
    recording = recording_of(parts=[within, same_end, TEN_PAST, NOON])
    assert names(recording) == [NOON.name, TEN_PAST.name]
    assert recording.parts[1].skip_s == 0
    assert told(recording) == [
        "2 clips show no time that others do not show, so they are not used: 2026-11-21 12:03:00.mp4, "
        "2026-11-21 12:05:00.mp4. If they are of another camera, make a recording of each."
    ]


def test_of_parts_that_begin_at_once_the_longest_is_used() -> None:
    # As where a recorder keeps a large and a small stream.
    short = part("2026-11-21 12:00:00", minutes=9, name="small.mp4")
    recording = recording_of(parts=[short, NOON])
    assert names(recording) == [NOON.name]
    assert "small.mp4 shows no time that others do not show" in told(recording)[0]


def test_the_same_clip_twice_is_used_once_by_the_best_evidence_of_its_start() -> None:
    copy = part(None, name="Copy of clip.mp4", sha256=NOON.sha256)
    guessed = part("2026-11-28 09:00:00", name="IMG_1.mp4", source=FROM_FILE_TIME, sha256=NOON.sha256)
    recording = recording_of(parts=[copy, guessed, NOON, TEN_PAST, NOON])
    assert names(recording) == [NOON.name, TEN_PAST.name]
    assert told(recording) == [
        "3 clips hold the same as others, byte for byte, and are used only once: 2026-11-21 12:00:00.mp4, "
        "Copy of clip.mp4, IMG_1.mp4."
    ]


def test_what_cannot_be_placed_is_left_out_and_told() -> None:
    never, no_day = part(None, name="IMG_1.mp4"), part("12:20:00", name="12.20.00-12.30.00[M].mp4")
    recording = recording_of(parts=[never, NOON, no_day, TEN_PAST])
    assert names(recording) == [NOON.name, TEN_PAST.name]
    assert told(recording) == [
        "It is not known when IMG_1.mp4 began, so it is left out. Say when it began, or how this camera names its "
        "files.",
        "12.20.00-12.30.00[M].mp4 tells a time but no day, so it is left out. Put it into a folder named after the "
        "day, such as 2026-11-21, or say when it began.",
    ]
    recording = recording_of(parts=[never, no_day])
    assert recording.parts == ()
    assert len(recording.problems) == 2


@pytest.mark.parametrize("start", [None, "12:20:00", "2026-11-21 12:20:00"])
def test_a_single_clip_is_a_recording_of_one_part_and_needs_no_start(start: str | None) -> None:
    clip = part(start)
    recording = recording_of(parts=[clip])
    assert recording.parts == (PlacedPart(clip, 0),)
    assert (recording.start, recording.problems) == (clip.start, ())
    assert (recording.length_s, recording.watched_s, recording.stretches) == (600, 600, ((0,),))
    assert (recording.beginning is None) == (start != "2026-11-21 12:20:00")


def test_another_size_than_that_of_most_is_told() -> None:
    small = [part(f"2026-11-21 13:{minute}:00", size_px=(1280, 720)) for minute in ("00", "10")]
    recording = recording_of(parts=[NOON, TEN_PAST, HALF_PAST, *small])
    assert len(recording.parts) == 5
    assert told(recording) == [
        "2 clips have another picture size than most, which have 1920 x 1080 pixels: 2026-11-21 13:00:00.mp4, "
        "2026-11-21 13:10:00.mp4. Check that they are of the same camera, and that its places lie right in them."
    ]
    # Of as many of each, the larger is taken for the usual one.
    even = recording_of(parts=[NOON, TEN_PAST, *small])
    assert "most, which have 1920 x 1080 pixels: 2026-11-21 13:00" in told(even)[0]


def test_many_are_told_in_one_sentence_with_the_first_three_by_name() -> None:
    recording = recording_of(parts=[part(None, name=f"{number}.mp4") for number in range(5)])
    assert "when 5 clips began, so they are left out: 0.mp4, 1.mp4, 2.mp4, …. Say when" in told(recording)[0]
    assert "有 5 个视频的开始时间未知，因此未使用：0.mp4, 1.mp4, 2.mp4, …。" in recording.problems[0].told("zh")


def guess(start: str) -> Part:
    return part(start, source=FROM_FILE_TIME)


def test_a_guess_is_told() -> None:
    recording = recording_of(parts=[NOON, guess("2026-11-21 12:10:03")])
    assert [placed.follows for placed in recording.parts] == [False, False]
    assert told(recording) == [
        "When 2026-11-21 12:10:03.mp4 began is only guessed, from when its file was written. Check it, and say when it "
        "began if it is wrong."
    ]
    assert "only guessed" in told(recording_of(parts=[guess("2026-11-21 12:10:03")]))[0]


def test_the_times_of_copied_files_are_not_believed() -> None:
    copied = [guess(f"2026-11-28 09:00:{second:02}") for second in (0, 2, 3)]
    recording = recording_of(parts=[NOON, *copied, guess("2026-11-28 12:00:00")])
    assert names(recording) == [NOON.name, "2026-11-28 12:00:00.mp4"]
    overlap, guessed = told(recording)
    assert overlap.startswith(
        "When 3 clips began could only be guessed, from when their files were written, and by that"
    )
    assert "2026-11-28 12:00:00.mp4 began is only guessed" in guessed


def test_a_guess_gives_way_to_what_is_known_and_its_few_seconds_are_no_reason() -> None:
    assert names(recording_of(parts=[NOON, guess("2026-11-21 12:04:00")])) == [NOON.name]
    late = recording_of(parts=[NOON, guess("2026-11-21 12:09:50")])
    assert (late.parts[1].skip_s, late.parts[1].follows) == (10, True)


def test_a_recording_checks_itself() -> None:
    first, second = PlacedPart(NOON, 0), PlacedPart(TEN_PAST, 600, follows=True)
    assert Recording(parts=(first, second)).watched_s == 1200
    for wrong in (
        (second,),
        (first, replace(second, follows=False)),
        (first, replace(second, skip_s=5)),
        (first, PlacedPart(TEN_PAST, 590, follows=True)),
        (first, PlacedPart(part("2026-11-21 12:01:00", minutes=1), 60, skip_s=540, follows=True)),
        (first, PlacedPart(TEN_PAST, 700), PlacedPart(HALF_PAST, 650, skip_s=650, follows=True)),
    ):
        with pytest.raises(BadSettingError, match="does not go on from the one before it; make the recording anew"):
            Recording(parts=wrong)


# Time zones.


@pytest.mark.parametrize(
    ("zone", "starts", "offsets_min"),
    [
        # Put forward from 2:00 to 3:00: what follows 1:50 is 3:00.
        ("Europe/Berlin", ["2026-03-29 01:50:00", "2026-03-29 03:00:00"], [0, 10]),
        (None, ["2026-03-29 01:50:00", "2026-03-29 03:00:00"], [0, 70]),
        ("Australia/Sydney", ["2026-10-04 01:50:00", "2026-10-04 03:00:00"], [0, 10]),
        # By half an hour, from 2:00 to 2:30.
        ("Australia/Lord_Howe", ["2026-10-04 01:50:00", "2026-10-04 02:30:00"], [0, 10]),
        # Put back: the day has 25 hours, and 24 and a half.
        ("Europe/Berlin", ["2026-10-25 00:00:00", "2026-10-26 00:00:00"], [0, 25 * 60]),
        ("Australia/Sydney", ["2026-04-05 00:00:00", "2026-04-06 00:00:00"], [0, 25 * 60]),
        ("Australia/Lord_Howe", ["2026-04-05 00:00:00", "2026-04-06 00:00:00"], [0, 24.5 * 60]),
        (None, ["2026-10-25 00:00:00", "2026-10-26 00:00:00"], [0, 24 * 60]),
        # Each by its own offset, in whatever zone they are told.
        (
            "Europe/Berlin",
            ["2026-11-21 12:00:00+00:00", "2026-11-21 13:10:00", "2026-11-21 07:20:00-05:00"],
            [0, 10, 20],
        ),
        (None, ["2026-11-21 12:00:00 Europe/Berlin", "2026-11-21 06:10:00-05:00", "2026-11-21 12:20:00"], [0, 10, 20]),
    ],
)
def test_what_lies_between_two_starts_is_what_passed(
    zone: str | None, starts: list[str], offsets_min: list[int]
) -> None:
    recording = recording_of(parts=[part(start) for start in starts], zone=zone)
    assert offsets(recording) == offsets_min
    assert recording.problems == ()


def test_a_recording_is_told_by_the_clock_of_its_zone() -> None:
    recording = recording_of(parts=[part("2026-10-25 01:50:00"), part("2026-10-25 03:00:00")], zone="Europe/Berlin")
    assert str(recording.start) == "2026-10-25 01:50:00 Europe/Berlin"
    assert recording.start is not None
    assert recording.start.clock(recording.parts[1].offset_s) == "2026-10-25 03:00:00"
    assert recording.parts[1].offset_s == 130 * MINUTE_S
    stated = recording_of(parts=[part("2026-11-21 11:00:00+00:00")], zone="Europe/Berlin")
    assert str(stated.start) == "2026-11-21 12:00:00 Europe/Berlin"


def test_a_zone_that_there_is_not_is_refused() -> None:
    with pytest.raises(BadSettingError, match="There is no time zone 'Mars/Base'"):
        recording_of(parts=[NOON], zone="Mars/Base")


# What holds for all.

SECONDS = st.integers(0, 200)
EVIDENCE = st.sampled_from([None, "name", FROM_METADATA, FROM_FILE_TIME])


@st.composite
def some_parts(draw: st.DrawFn) -> list[Part]:
    """Parts of a few seconds that lie close together, some copies, some without a start."""
    made = []
    for number in range(draw(st.integers(0, 8))):
        second = draw(SECONDS)
        start = draw(st.sampled_from([f"2026-10-25 02:{second // 60:02}:{second % 60:02}"] * 8 + [None, "12:00:00"]))
        made.append(
            part(
                start,
                minutes=draw(st.integers(1, 60)) / MINUTE_S,
                name=f"{draw(st.integers(0, 3))}.mp4",
                source=draw(EVIDENCE),
                sha256=f"{draw(st.integers(0, 9))}" if draw(st.booleans()) else f"own {number}",
                size_px=draw(st.sampled_from([(64, 48), (32, 24)])),
                file_time_s=draw(st.none() | st.integers(1792886400, 1792894000)),
            )
        )
    return made


@given(parts=some_parts(), zone=st.sampled_from([None, "Europe/Berlin"]), data=st.data())
def test_in_whatever_order_parts_are_given_the_recording_is_the_same(
    parts: list[Part], zone: str | None, data: st.DataObject
) -> None:
    one, other = (recording_of(parts=given, zone=zone) for given in (parts, data.draw(st.permutations(parts))))
    assert one == other
    # Two times that the clock shows alike are equal.
    assert [str(placed.part.start) for placed in one.parts] == [str(placed.part.start) for placed in other.parts]


@given(shown=st.lists(st.tuples(SECONDS, st.integers(1, 60)), min_size=1, max_size=8))
def test_each_second_that_any_part_shows_is_used_once(shown: list[tuple[int, int]]) -> None:
    recording = recording_of(
        parts=[
            part(f"2026-11-21 12:{begin // 60:02}:{begin % 60:02}", minutes=seconds / MINUTE_S, name=f"{number}.mp4")
            for number, (begin, seconds) in enumerate(shown)
        ]
    )
    zero = min(begin for begin, _ in shown)
    used = [second for one in recording.parts for second in range(round(one.from_s), round(one.to_s))]
    assert sorted({second for begin, s in shown for second in range(begin - zero, begin - zero + s)}) == used
    assert recording.watched_s == pytest.approx(len(used))
    assert recording.length_s == pytest.approx(max(begin + seconds for begin, seconds in shown) - zero)


@given(parts=some_parts())
def test_stretches_and_gaps_tell_all_of_it(parts: list[Part]) -> None:
    recording = recording_of(parts=parts, zone="Europe/Berlin")
    assert [number for stretch in recording.stretches for number in stretch] == list(range(len(recording.parts)))
    assert len(recording.gaps) == max(0, len(recording.stretches) - 1)
    between = [
        (recording.parts[before[-1]].to_s, recording.parts[after[0]].offset_s)
        for before, after in zip(recording.stretches, recording.stretches[1:], strict=False)
    ]
    assert list(recording.gaps) == between
    assert all(to_s - from_s >= 2 for from_s, to_s in recording.gaps)
    assert recording.watched_s + sum(to_s - from_s for from_s, to_s in recording.gaps) <= recording.length_s + 1e-6
