"""When a recording began, so that clip times can be shown as clock times."""

import math
from bisect import bisect_left
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from heatdash.errors import BadSettingError

FROM_NAME, FROM_METADATA, FROM_FILE_TIME = "name", "metadata", "file_time"
"""What a start may have been read from: the file's name, what the camera wrote into the file, or, which is a guess, the
time at which the file was last written.
"""
_SOURCES = (FROM_NAME, FROM_METADATA, FROM_FILE_TIME)

_FIRST_YEAR, _LAST_YEAR = 1900, 9000
"""A start beyond them is a mistake, and times counted from it could leave the calendar."""
_MOST_SHOWN = 60
_LEAST_CHANGE_S = 60
"""No clock is put forward or back by less; what differs by less does so by rounding."""


@dataclass(frozen=True)
class RecordingStart:
    """The clock time of the clip's first frame; with the day, where that is known.

    A `moment` in a time zone follows it: where the clock is put forward or back during the clip, so are the clip's
    clock times. Without a zone the clock goes on evenly. `source` says what it was read from; None where a person said
    it.
    """

    moment: datetime
    has_day: bool
    source: str | None = None

    def __post_init__(self) -> None:
        if self.source is not None and self.source not in _SOURCES:
            raise BadSettingError("values.odd_start_source", source=str(self.source))

    @classmethod
    def read(cls, text: Any, *, source: str | None = None) -> "RecordingStart":
        """The start that `text` states: `12:03:20`, `2026-11-21 12:03:20` or `2026-11-21 12:03:20 Europe/Berlin`.

        An offset, as in `02:30+01:00`, is the zone where none follows it; else it tells the two times apart that a
        clock shows twice when it is put back. A time without a day has no zone.
        """
        try:
            shown = time.fromisoformat(text).replace(tzinfo=None)
            moment, has_day = datetime.combine(date.min, shown), False
        except (ValueError, TypeError):
            try:
                moment, has_day = _with_day(text), True
            except (AttributeError, OSError, OverflowError, TypeError, ValueError, ZoneInfoNotFoundError) as error:
                raise BadSettingError("values.odd_start", text=text) from error
        # Python reads 2026 as twenty past eight, and 20261121 as a midnight.
        if ":" not in text or (has_day and not _FIRST_YEAR <= moment.year <= _LAST_YEAR):
            raise BadSettingError("values.odd_start", text=text)
        return cls(moment, has_day=has_day, source=source)

    def __str__(self) -> str:
        if isinstance(self.moment.tzinfo, ZoneInfo):
            return f"{self.clock(0.0)} {self.zone}"
        offset = self.moment.replace(microsecond=0).isoformat()[len("2026-11-21T12:03:20") :]
        return f"{self.clock(0.0)}{offset}"

    @property
    def is_guess(self) -> bool:
        """True where only the file's own time tells it, which a copy may have changed."""
        return self.source == FROM_FILE_TIME

    @property
    def zone(self) -> str | None:
        """The name of its time zone, such as Europe/Berlin or UTC+02:00; None where it is not known."""
        return self.moment.tzinfo.key if isinstance(self.moment.tzinfo, ZoneInfo) else self.moment.tzname()

    def at(self, t_s: float) -> datetime:
        """The moment `t_s` after the start, in the start's time zone where that is known."""
        elapsed = timedelta(seconds=round(t_s, 3))
        if self.moment.tzinfo is None:
            return self.moment + elapsed
        # Added to a moment in a zone, Python would move the hands of the clock, and not let the time pass.
        return (self.moment.astimezone(UTC) + elapsed).astimezone(self.moment.tzinfo)

    def clock(self, t_s: float) -> str:
        """The clock time `t_s` after the start, to the second, or to the millisecond where it falls between two.

        Of two times that the clock shows twice, each has its offset from UTC.
        """
        moment = self.at(t_s)
        precision = "milliseconds" if moment.microsecond else "seconds"
        if not self.has_day:
            return moment.time().isoformat(timespec=precision)
        shown = moment if is_shown_twice(moment) else moment.replace(tzinfo=None)
        return shown.isoformat(sep=" ", timespec=precision)

    def seconds_until(self, shown: datetime) -> float:
        """The time of the clip at which the clock shows this; the first of two where it shows it twice."""
        return (flat(shown.replace(tzinfo=self.moment.tzinfo)) - flat(self.moment)).total_seconds()

    def full_steps_s(self, *, from_s: float, to_s: float, step_s: float) -> list[float]:
        """The times of the clip, `to_s` included, at which the clock shows a multiple of `step_s` since midnight.

        No two are further apart than the step: what the clock shows twice, and where it is put forward, is in it.
        """
        begin, end = (self.at(t_s).replace(tzinfo=None) for t_s in (from_s, to_s))
        moved = abs((end - begin).total_seconds() - (to_s - from_s))
        midnight = datetime.combine(begin.date(), time.min)
        if moved < _LEAST_CHANGE_S:
            zero_s = round((begin - midnight).total_seconds() - from_s, 3)
            first, last = (math.floor((t_s + zero_s) / step_s) for t_s in (from_s, to_s))
            evenly = (round(number * step_s - zero_s, 3) for number in range(first, last + 1))
            return [t_s for t_s in evenly if from_s <= t_s <= to_s]
        first = math.floor(((begin - midnight).total_seconds() - moved) / step_s)
        last = math.floor(((end - midnight).total_seconds() + moved) / step_s)
        times = set()
        for number in range(first, last + 1):
            shown = midnight + timedelta(seconds=number * step_s)
            once = self.seconds_until(shown)
            # Of a time that the clock leaves out, the second reading lies before the first, and is no such time.
            times |= {once, max(once, self.seconds_until(shown.replace(fold=1)))}
        return sorted(t_s for t_s in times if from_s <= t_s <= to_s)

    def clock_change(self, *, from_s: float, to_s: float) -> tuple[float, float] | None:
        """When, within that time, the clock is put forward (or back, then less than 0), and by how many seconds."""
        before, after = self.at(from_s).utcoffset(), self.at(to_s).utcoffset()
        if before is None or after is None or before == after:
            return None
        seconds = range(int(from_s), int(to_s) + 1)
        at = bisect_left(seconds, True, key=lambda t_s: self.at(t_s).utcoffset() != before)
        return float(seconds[at]), (after - before).total_seconds()


def _with_day(text: str) -> datetime:
    said, _, last = text.rpartition(" ")
    if last[:1].isalpha():
        return in_zone(datetime.fromisoformat(said), zone=ZoneInfo(last))
    return datetime.fromisoformat(text)


def zone_called(name: str, /) -> ZoneInfo:
    """The time zone of that name, such as Europe/Berlin; one that there is not is refused."""
    try:
        return ZoneInfo(name)
    except (OSError, TypeError, ValueError, ZoneInfoNotFoundError) as error:
        raise BadSettingError("values.odd_zone", zone=str(name)[:_MOST_SHOWN]) from error


def in_zone(moment: datetime, *, zone: tzinfo) -> datetime:
    """The moment as the zone's clocks show it; without an offset of its own, it is what they show.

    A time that they leave out, when the clock is put forward, is the one that they show instead.
    """
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC).astimezone(zone)


def is_shown_twice(moment: datetime) -> bool:
    """True where the zone's clock is put back, so that it shows this time twice."""
    first, second = (moment.replace(fold=fold).utcoffset() for fold in (0, 1))
    return first is not None and second is not None and first > second


def flat(moment: datetime, /) -> datetime:
    """The moment on a clock that is never put forward or back: that of Greenwich; without a zone, its own."""
    return moment.astimezone(UTC) if moment.tzinfo else moment
