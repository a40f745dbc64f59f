"""Clip times as clock times."""

import pytest

from heatdash.errors import BadSettingError
from heatdash.values.recording_start import FROM_FILE_TIME, FROM_METADATA, FROM_NAME, RecordingStart, zone_called

PUT_BACK = "2026-10-25 01:30:00 Europe/Berlin"
"""At 3:00 that night, the clocks of Berlin are put back to 2:00."""
PUT_FORWARD = "2026-03-29 01:30:00 Europe/Berlin"
"""At 2:00 that night, they are put forward to 3:00."""
HOUR_S = 3600


@pytest.mark.parametrize(
    ("start", "t_s", "clock"),
    [
        ("12:03:20", 0.0, "12:03:20"),
        ("12:03", 100.25, "12:04:40.250"),
        ("23:59:59", 2.0, "00:00:01"),
        ("2026-12-31 23:59:59", 1.0, "2027-01-01 00:00:00"),
        ("2026-11-21T08:00:00", 3600.0, "2026-11-21 09:00:00"),
        ("12:00:00", 0.0004, "12:00:00"),
        ("2026-11-21 12:00:00 Asia/Kolkata", 1.0, "2026-11-21 12:00:01"),
        (PUT_BACK, 0.75 * HOUR_S, "2026-10-25 02:15:00+02:00"),
        (PUT_BACK, 1.75 * HOUR_S, "2026-10-25 02:15:00+01:00"),
        (PUT_BACK, 2.5 * HOUR_S, "2026-10-25 03:00:00"),
        (PUT_FORWARD, 0.5 * HOUR_S, "2026-03-29 03:00:00"),
    ],
)
def test_a_clip_time_is_told_as_a_clock_time(start, t_s, clock):
    assert RecordingStart.read(start).clock(t_s) == clock


@pytest.mark.parametrize(
    "text",
    [
        *("noon", "", "25:00", "2026-13-01 10:00", 12, None, "2026-11-21 10:00 Mars/Base", "10:00 Europe/Berlin"),
        # Python would read each of these as some moment.
        *("2026", "20261121", "2026-11-21", "9999-12-31 23:59:55", "0001-01-01 00:00:00 Asia/Tokyo"),
    ],
)
def test_a_start_that_cannot_be_read_is_refused(text):
    with pytest.raises(BadSettingError, match="cannot be read; write it as"):
        RecordingStart.read(text)


@pytest.mark.parametrize(
    "text",
    [
        "12:03:20",
        "2026-11-21 12:03:20",
        "2026-11-21 12:03:20 Europe/Berlin",
        "2026-10-25 02:30:00+02:00 Europe/Berlin",
        "2026-10-25 02:30:00+01:00 Europe/Berlin",
        "2026-11-21 12:03:20+02:00",
        "2026-11-21 12:03:20+00:00",
    ],
)
def test_a_start_is_written_as_it_is_read(text):
    assert str(RecordingStart.read(text)) == text


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("2026-11-21 12:00+05:00", "2026-11-21 12:00:00+05:00"),
        ("2026-11-21T12:00Z", "2026-11-21 12:00:00+00:00"),
        ("12:00+05:00", "12:00:00"),
        ("2026-11-21 12:00+00:00 Europe/Berlin", "2026-11-21 13:00:00 Europe/Berlin"),
        ("2026-03-29 02:30:00 Europe/Berlin", "2026-03-29 03:30:00 Europe/Berlin"),
    ],
)
def test_an_offset_and_a_time_that_the_clock_leaves_out_are_understood(text, known):
    assert str(RecordingStart.read(text)) == known


def test_a_start_has_been_read_from_what_is_known_or_from_nothing():
    for source in (None, FROM_NAME, FROM_METADATA, FROM_FILE_TIME):
        assert RecordingStart.read("12:00", source=source).source == source
    with pytest.raises(BadSettingError, match="cannot have been read from 'dream'"):
        RecordingStart.read("12:00", source="dream")


def test_only_what_the_files_own_time_tells_is_a_guess():
    sources = (None, FROM_NAME, FROM_METADATA, FROM_FILE_TIME)
    assert [RecordingStart.read("12:00", source=source).is_guess for source in sources] == [False, False, False, True]


def test_a_zone_is_found_by_its_name():
    assert zone_called("Australia/Lord_Howe").key == "Australia/Lord_Howe"


@pytest.mark.parametrize("name", ["Mars/Base", "Berlin", "", "../../etc/passwd", "/etc/localtime", "Europe", 7])
def test_a_zone_that_there_is_not_is_refused(name):
    with pytest.raises(BadSettingError, match=f"There is no time zone '{name}'; write one such as Europe/Berlin"):
        zone_called(name)


def steps(start, to_s, step_s, from_s=0.0):
    return RecordingStart.read(start).full_steps_s(from_s=from_s, to_s=to_s, step_s=step_s)


@pytest.mark.parametrize(
    ("start", "from_s", "to_s", "step_s", "times"),
    [
        ("12:00:00", 0, 60, 30, [0, 30, 60]),
        ("11:59:50", 0, 60, 30, [10, 40]),
        ("2026-11-21 23:59:30", 0, 90, 60, [30, 90]),
        ("11:59:50", 5.0404, 60.3334, 30, [10, 40]),
        ("2026-11-21 12:10 Asia/Kolkata", 0, 2 * HOUR_S, HOUR_S, [3000, 6600]),
        # 2:00, 3:00 alias 2:00, 3:00: the hour that the clock shows twice is two hours.
        (PUT_BACK, 0, 3 * HOUR_S, HOUR_S, [1800, 5400, 9000]),
        # 2:00, 2:30, 2:00, 2:30, 3:00.
        (PUT_BACK, 1, 2.5 * HOUR_S, HOUR_S / 2, [1800, 3600, 5400, 7200, 9000]),
        # Of 2:50 to 2:10, which looks as if time went back.
        (PUT_BACK, 1.25 * HOUR_S, 1.75 * HOUR_S, HOUR_S / 2, [5400]),
        # 3:00, 4:00.
        (PUT_FORWARD, 0, 2 * HOUR_S, HOUR_S, [1800, 5400]),
        # 3:00 instead of 2:00, then 4:00.
        (PUT_FORWARD, 0, 2 * HOUR_S, 2 * HOUR_S, [1800, 5400]),
    ],
)
def test_the_full_steps_of_the_clock(start, from_s, to_s, step_s, times):
    assert steps(start, to_s, step_s, from_s) == times


def test_the_change_of_the_clock_is_known_to_the_second():
    assert RecordingStart.read(PUT_BACK).clock_change(from_s=0, to_s=10_000) == (5400, -3600)
    assert RecordingStart.read(PUT_FORWARD).clock_change(from_s=0, to_s=10_000) == (1800, 3600)
    assert RecordingStart.read(PUT_FORWARD).clock_change(from_s=0, to_s=1799) is None
    assert RecordingStart.read("2026-03-29 01:30:00").clock_change(from_s=0, to_s=10_000) is None
