"""The axis of time: what its marks stand for, and what is written at them."""

from datetime import UTC, datetime
from typing import Any

import pandas as pd
import pytest

from heatdash.values.recording_start import RecordingStart
from pages.parts.answer.time_axis import moments, time_axis


def axis(start: RecordingStart | None, seconds: float) -> dict[str, Any]:
    return time_axis(start=start, from_s=0.0, to_s=seconds)


def test_what_is_round_by_the_clock_is_round_for_the_chart_wherever_that_is() -> None:
    start = RecordingStart.read("2026-11-23 23:59:30 Asia/Tokyo")
    midnight = datetime(2026, 11, 24, tzinfo=UTC).timestamp() * 1000
    assert moments(pd.Series([30.0]), start=start).tolist() == [midnight]
    assert moments(pd.Series([30.0]), start=RecordingStart.read("23:59:30")).tolist() == [86_400_000]
    assert moments(pd.Series([30.0]), start=None).tolist() == [30_000]


def test_the_days_are_named_where_midnight_is_passed() -> None:
    assert axis(RecordingStart.read("2026-11-23 23:59:30"), 90)["title"] == "Time of day, 23 Nov to 24 Nov"
    assert axis(RecordingStart.read("2026-11-23 23:58:30"), 80)["title"] == "Time of day"
    assert axis(RecordingStart.read("23:59:30"), 90)["title"] == "Time of day"
    assert axis(None, 90)["title"] == "Time in the clip"


def test_the_axis_ends_with_the_time_looked_at() -> None:
    begin, end = axis(RecordingStart.read("2026-11-23 23:59:30"), 90.5)["scale"]["domain"]
    assert [begin[part] for part in ("date", "hours", "minutes", "seconds")] == [23, 23, 59, 30]
    assert [end[part] for part in ("date", "hours", "minutes", "seconds", "milliseconds")] == [24, 0, 1, 0, 500]


@pytest.mark.parametrize(
    ("start", "seconds", "has", "has_not"),
    [
        (None, 90, "':%M:%S'", "%H"),
        ("12:00:00", 90, "true ? '%H:%M:%S'", "86400000"),
        ("12:00:00", 3600, "utcseconds", "86400000"),
        ("2026-11-23 12:00:00", 3600, "'%-d %b'", "3600000 : 0"),
        # Two hours after its start, at 3:00, the clock is put back by an hour.
        ("2026-10-25 01:00:00 Europe/Berlin", 20_000, f">= {1_792_890_000_000 + 7_200_000} ? -3600000", "true"),
    ],
)
def test_marks_are_told_as_suits_the_length(start: str | None, seconds: float, has: str, has_not: str) -> None:
    label = axis(None if start is None else RecordingStart.read(start), seconds)["axis"]["labelExpr"]
    assert has in label
    assert has_not not in label


def test_a_short_clip_has_no_more_marks_than_seconds() -> None:
    assert axis(None, 2.9)["axis"]["tickCount"] == 2
    assert axis(None, 2000)["axis"]["tickCount"] == 8
