"""When a recording began, so that clip times can be shown as clock times."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from heatdash.errors import BadSettingError


@dataclass(frozen=True)
class RecordingStart:
    """The clock time of the clip's first frame; with the day, where that is known."""

    moment: datetime
    has_day: bool

    @classmethod
    def read(cls, text: Any) -> "RecordingStart":
        """The start that `text` states: `12:03:20`, or with the day, `2026-11-21 12:03:20`."""
        try:
            return cls(datetime.combine(date.min, time.fromisoformat(text)), has_day=False)
        except (ValueError, TypeError):
            pass
        try:
            return cls(datetime.fromisoformat(text).replace(tzinfo=None), has_day=True)
        except (ValueError, TypeError) as error:
            raise BadSettingError("values.odd_start", text=text) from error

    def __str__(self) -> str:
        return self.clock(0.0)

    @property
    def seconds_of_day(self) -> float:
        """The seconds from midnight to the start."""
        return (self.moment - datetime.combine(self.moment.date(), time.min)).total_seconds()

    def clock(self, t_s: float) -> str:
        """The clock time `t_s` after the start, to the second, or to the millisecond where it falls between two."""
        moment = self.moment + timedelta(seconds=round(t_s, 3))
        precision = "milliseconds" if moment.microsecond else "seconds"
        if self.has_day:
            return moment.isoformat(sep=" ", timespec=precision)
        return moment.time().isoformat(timespec=precision)
