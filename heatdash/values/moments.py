"""Moments of a clip as people write them: in seconds or minutes from its beginning, or by the clock."""

import re
from datetime import datetime, time, timedelta

from heatdash.errors import BadSettingError
from heatdash.values.recording_start import RecordingStart

_SECONDS = re.compile(r"\d+(\.\d+)?", re.ASCII)
_PARTS = re.compile(r"(\d+):([0-5]?\d)(?::([0-5]?\d(?:\.\d+)?))?(\.\d+)?", re.ASCII)
_WITH_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})[ T](.+)", re.ASCII)
_MINUTE_S, _HOUR_S = 60.0, 3600.0
_SAME_MOMENT_S = 1.0
"""8:00 is the beginning of a recording that began at 08:00:00.4."""


def moment_s(text: str, *, start: RecordingStart | None) -> float:
    """The time of the clip that `90`, `1:30`, `0:01:30`, or by the clock `8:15` or `2026-11-21 8:15`, stands for.

    Seconds alone are always counted from the clip's beginning. With colons it is a time of day where the recording's
    start is known: the first after the start, where no day is given.
    """
    if _SECONDS.fullmatch(text):
        return float(text)
    if start is None:
        if _WITH_DAY.fullmatch(text):
            raise BadSettingError("values.no_clock", text=text)
        parts = _parts(text)
        if parts is None:
            raise BadSettingError("values.odd_time", text=text)
        return parts
    begins = start.moment.replace(tzinfo=None)
    shown = _clock(text, begins.date().isoformat())
    if shown is None:
        raise BadSettingError("values.odd_time", text=text)
    t_s = start.seconds_until(shown)
    if t_s <= -_SAME_MOMENT_S:
        if _WITH_DAY.fullmatch(text):
            raise BadSettingError("values.before_start", text=text, start=start.clock(0.0))
        t_s = start.seconds_until(shown + timedelta(days=1))
    return max(0.0, t_s)


def _parts(text: str) -> float | None:
    """Minutes and seconds, or hours, minutes and seconds; None where it is something else."""
    found = _PARTS.fullmatch(text)
    if found is None:
        return None
    first, second, third, fraction = found.groups()
    if third is None:
        return int(first) * _MINUTE_S + int(second) + float(fraction or 0)
    return None if fraction else int(first) * _HOUR_S + int(second) * _MINUTE_S + float(third)


def _clock(text: str, day: str) -> datetime | None:
    """What the clock shows, on `day` where the text names none; None where no clock shows that."""
    with_day = _WITH_DAY.fullmatch(text)
    day, clock = with_day.groups() if with_day else (day, text)
    hours, colon, rest = clock.partition(":")
    try:
        return datetime.combine(datetime.fromisoformat(day), time.fromisoformat(f"{hours:0>2}{colon}{rest}"))
    except ValueError:
        return None
