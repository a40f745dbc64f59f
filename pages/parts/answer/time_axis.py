"""The axis of time of a chart: by the clock where the recording's start is known, else from the clip's beginning."""

from datetime import UTC, datetime
from typing import Any

import pandas as pd

from heatdash.values.recording_start import RecordingStart
from heatdash.values.wording import Wording
from pages.parts.text.words import language, say

AT = "at"
"""The column of moments that `time_axis` shows."""
_WITH_SECONDS_UP_TO_S = 300.0
_MOST_TICKS = 8


def moments(t_s: "pd.Series[float]", *, start: RecordingStart | None) -> "pd.Series[float]":
    """Times of the clip in milliseconds, so counted that what is round on the clock is round for the chart."""
    return 1000.0 * t_s + _zero_ms(start)


def time_axis(*, start: RecordingStart | None, from_s: float, to_s: float) -> dict[str, Any]:
    """The axis from `from_s` to `to_s`, of the column `AT`: 12:04, or 12:04:15 where it is short; 0:30 into the clip.

    Where it passes midnight it names the days. Its marks stay round where the chart is zoomed.
    """
    return {
        "field": AT,
        "type": "temporal",
        "title": _title(start, from_s, to_s),
        "scale": {"type": "utc", "nice": False, "domain": [_day_and_time(start, t_s) for t_s in (from_s, to_s)]},
        "axis": {
            "labelExpr": _clip_label() if start is None else _clock_label(start, from_s, to_s),
            "tickCount": max(1, min(_MOST_TICKS, int(to_s - from_s))),
            "labelFlush": True,
        },
    }


def _title(start: RecordingStart | None, from_s: float, to_s: float) -> str:
    if start is None:
        return say("time.clip_axis")
    words, days = Wording(language()), [start.at(t_s).date() for t_s in (from_s, to_s)]
    if not start.has_day or days[0] == days[1]:
        return say("time.clock_axis")
    return say("time.clock_axis_days", first=words.day_in_year(days[0]), last=words.day_in_year(days[1]))


def _zero_ms(start: RecordingStart | None) -> float:
    if start is None:
        return 0.0
    shown = start.moment.replace(tzinfo=UTC)
    return 1000.0 * (shown if start.has_day else shown.replace(year=1970)).timestamp()


def _day_and_time(start: RecordingStart | None, t_s: float) -> dict[str, int | bool]:
    """The moment as the chart's own scale takes it; a number would be a year."""
    at = datetime.fromtimestamp(_zero_ms(start) / 1000.0 + t_s, UTC)
    return {
        "year": at.year,
        "month": at.month,
        "date": at.day,
        "hours": at.hour,
        "minutes": at.minute,
        "seconds": at.second,
        "milliseconds": at.microsecond // 1000,
        "utc": True,
    }


def _clip_label() -> str:
    hours = "floor(time(datum.value) / 3600000)"
    return f"{hours} ? {hours} + utcFormat(datum.value, ':%M:%S') : utcFormat(datum.value, '%-M:%S')"


def _clock_label(start: RecordingStart, from_s: float, to_s: float) -> str:
    """What turns a mark into its label; where the clock is put forward or back, later marks are moved with it."""
    shown, change = "time(datum.value)", start.clock_change(from_s=from_s, to_s=to_s)
    if change is not None:
        at_ms, moved_ms = _zero_ms(start) + 1000.0 * change[0], 1000.0 * change[1]
        shown = f"({shown} + ({shown} >= {at_ms:.0f} ? {moved_ms:.0f} : 0))"
    is_short = "true" if to_s - from_s <= _WITH_SECONDS_UP_TO_S else f"utcseconds({shown}) > 0"
    clock = f"utcFormat({shown}, {is_short} ? '%H:%M:%S' : '%H:%M')"
    if not start.has_day:
        return clock
    return f"{shown} % 86400000 == 0 ? [{clock}, utcFormat({shown}, '{say('dates.axis_day')}')] : {clock}"
