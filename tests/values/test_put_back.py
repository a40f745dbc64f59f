"""The night on which the clock is put back, and names show one hour twice."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from heatdash.values.part import Part
from heatdash.values.recording import Recording, recording_of
from heatdash.values.recording_start import FROM_METADATA
from tests.builders.recordings import HOUR_S, MINUTE_S, names, offsets, part, told

BERLIN = "Europe/Berlin"
NIGHTS = {
    # At 3:00 it is put back to 2:00; at 3:00 to 2:00; at 2:00 to 1:30; at midnight to 23:00.
    BERLIN: ("2026-10-25T01:30", 60),
    "Australia/Sydney": ("2026-04-05T01:30", 60),
    "Australia/Lord_Howe": ("2026-04-05T01:00", 30),
    "America/Santiago": ("2026-04-04T22:30", 60),
}
"""When the recording begins, by the clock, and how many minutes are shown twice."""

Tells = Callable[[int, float], dict[str, float]]
"""What a file tells beside its name: by its number and when the clip began, in seconds since 1970."""


def night(zone: str, *, minutes: int, tells: Tells = lambda number, begin_s: {}) -> list[Part]:
    """Files of so many minutes each over three hours, named by the clock alone."""
    first = datetime.fromisoformat(NIGHTS[zone][0]).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    parts = []
    for number in range(180 // minutes):
        begin = first + timedelta(minutes=number * minutes)
        shown = begin.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
        file = tells(number, begin.timestamp())
        parts.append(part(str(shown), minutes=minutes, name=f"{number:02}.mp4", **file))
    return parts


def written_at_the_end(minutes: int, late_s: float = 0.0) -> Tells:
    return lambda number, begin_s: {"file_time_s": begin_s + minutes * MINUTE_S + late_s}


def is_whole(recording: Recording, minutes: int) -> bool:
    return offsets(recording) == [number * minutes for number in range(180 // minutes)] and not any(
        placed.skip_s for placed in recording.parts
    )


@pytest.mark.parametrize("zone", NIGHTS)
@pytest.mark.parametrize("minutes", [5, 10, 30, 60])
@pytest.mark.parametrize("late_s", [-40, 0, 2, 300])
def test_when_files_were_written_tells_the_two_hours_apart(zone: str, minutes: int, late_s: float) -> None:
    parts = night(zone, minutes=minutes, tells=written_at_the_end(minutes, late_s))
    recording = recording_of(parts=parts, zone=zone)
    assert names(recording) == [one.name for one in parts]
    assert is_whole(recording, minutes)
    assert (recording.stretches, recording.gaps) == ((tuple(range(len(parts))),), ())
    twice = NIGHTS[zone][1] // minutes
    if twice:
        assert len(recording.problems) == 1
        assert "in an hour that the clock showed twice, as it was put back" in told(recording)[0]
        assert "that it was the second time" in told(recording)[0]


def test_how_many_are_put_later_is_told() -> None:
    parts = night(BERLIN, minutes=10, tells=written_at_the_end(10))
    assert told(recording_of(parts=parts, zone=BERLIN)) == [
        "6 clips began in an hour that the clock showed twice, as it was put back; their files tell that it was the "
        "second time: 09.mp4, 10.mp4, 11.mp4, …."
    ]


@pytest.mark.parametrize("minutes", [10, 30])
@pytest.mark.parametrize("of_end", [False, True])
def test_metadata_in_utc_tells_the_two_hours_apart(minutes: int, of_end: bool) -> None:
    added_s = minutes * MINUTE_S * of_end + 2
    parts = night(BERLIN, minutes=minutes, tells=lambda number, begin_s: {"metadata_time_s": begin_s + added_s})
    assert is_whole(recording_of(parts=parts, zone=BERLIN), minutes)


def test_starts_that_state_their_offset_need_nothing_else() -> None:
    parts = [
        part("2026-10-25 02:20:00+02:00", name="a"),
        part("2026-10-25 02:20:00+01:00", name="b"),
        part("2026-10-25 00:30:00+00:00", name="c", source=FROM_METADATA),
        part("2026-10-25 01:30:00+00:00", name="d", source=FROM_METADATA),
    ]
    for zone in (BERLIN, None):
        recording = recording_of(parts=parts, zone=zone)
        assert (names(recording), offsets(recording)) == (["a", "c", "b", "d"], [0, 10, 60, 70])
        assert recording.problems == ()


def nothing(number: int, begin_s: float) -> dict[str, float]:
    return {}


def copied(number: int, begin_s: float) -> dict[str, float]:
    return {"file_time_s": 1795860000.0 + number}


def by_the_clock(number: int, begin_s: float) -> dict[str, float]:
    """As a card that holds the time of the clock, read where the clock is an hour ahead of Greenwich."""
    shown = datetime.fromtimestamp(begin_s, ZoneInfo(BERLIN)).replace(tzinfo=UTC)
    return {"file_time_s": shown.timestamp() - HOUR_S + 10 * MINUTE_S}


def clock_as_utc(number: int, begin_s: float) -> dict[str, float]:
    """As a recorder that writes its own clock into metadata as if it were Greenwich's."""
    return {"metadata_time_s": datetime.fromtimestamp(begin_s, ZoneInfo(BERLIN)).replace(tzinfo=UTC).timestamp()}


@pytest.mark.parametrize("tells", [nothing, copied, by_the_clock, clock_as_utc])
def test_where_nothing_tells_they_overlap_and_are_told(tells: Tells) -> None:
    recording = recording_of(parts=night(BERLIN, minutes=10, tells=tells), zone=BERLIN)
    # 1:30 to 3:00, then an hour that nothing shows, then 3:00 to 3:30.
    assert len(recording.parts) == 12
    assert recording.gaps == ((90 * MINUTE_S, 150 * MINUTE_S),)
    (problem,) = told(recording)
    assert problem.startswith(
        "6 clips began in an hour that the clock showed twice, as it was put back, and nothing tells"
    )
    assert problem.endswith("Give their starts with the offset, such as 02:30+01:00.")


def test_an_hour_of_which_only_the_end_may_be_of_either_is_told_too() -> None:
    parts = [part("2026-10-25 02:00:00", name="first"), part("2026-10-25 02:05:00", name="second")]
    recording = recording_of(parts=parts, zone=BERLIN)
    assert recording.parts[1].skip_s == 5 * MINUTE_S
    assert told(recording)[0].startswith("second began in an hour that the clock showed twice")
    # By day, or where it is not known where the camera stands, that is any overlap.
    assert told(recording_of(parts=parts))[0].startswith("second begins 5 min 0 s before")


def test_clips_that_do_not_overlap_are_told_apart_as_well() -> None:
    # As where only what moves is recorded: 2:03 and 2:20 of the first hour, 2:11 and 2:30 of the second.
    first_s = datetime(2026, 10, 25, 0, tzinfo=UTC).timestamp()
    parts = [
        part(f"2026-10-25 02:{minute:02}:00", minutes=1, file_time_s=first_s + (minute + 1 + later) * MINUTE_S)
        for minute, later in ((3, 0), (11, 60), (20, 0), (30, 60))
    ]
    recording = recording_of(parts=parts, zone=BERLIN)
    assert offsets(recording) == [0, 17, 68, 87]
    # Of one hour alone, nothing tells that its files' times are right.
    alone = recording_of(parts=parts[1::2], zone=BERLIN)
    assert (offsets(alone), str(alone.start)) == ([0, 19], "2026-10-25 02:11:00+02:00 Europe/Berlin")


def test_what_a_person_says_stays_where_it_was_put() -> None:
    said = part("2026-10-25 02:10:00", source=None, file_time_s=datetime(2026, 10, 25, 1, 20, tzinfo=UTC).timestamp())
    first = part("2026-10-25 02:00:00", file_time_s=datetime(2026, 10, 25, 0, 10, tzinfo=UTC).timestamp())
    assert offsets(recording_of(parts=[said, first], zone=BERLIN)) == [0, 10]
