"""Clip times as clock times."""

import pytest

from heatdash.errors import BadSettingError
from heatdash.values.recording_start import RecordingStart


@pytest.mark.parametrize(
    ("start", "t_s", "clock"),
    [
        ("12:03:20", 0.0, "12:03:20"),
        ("12:03", 100.25, "12:04:40.250"),
        ("23:59:59", 2.0, "00:00:01"),
        ("2026-12-31 23:59:59", 1.0, "2027-01-01 00:00:00"),
        ("2026-11-21T08:00:00", 3600.0, "2026-11-21 09:00:00"),
        ("12:00:00", 0.0004, "12:00:00"),
    ],
)
def test_a_clip_time_is_told_as_a_clock_time(start, t_s, clock):
    assert RecordingStart.read(start).clock(t_s) == clock


@pytest.mark.parametrize("text", ["noon", "", "25:00", "2026-13-01 10:00", 12, None])
def test_a_start_that_cannot_be_read_is_refused(text):
    with pytest.raises(BadSettingError, match="cannot be read; write it as"):
        RecordingStart.read(text)


@pytest.mark.parametrize("text", ["12:03:20", "2026-11-21 12:03:20"])
def test_a_start_is_written_as_it_is_read(text):
    assert str(RecordingStart.read(text)) == text


def test_the_seconds_of_the_day():
    assert RecordingStart.read("2026-11-21 01:00:10").seconds_of_day == 3610
