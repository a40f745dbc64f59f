"""When a place is open, by the clock and the day of the week."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo
from itertools import pairwise

from heatdash.errors import BadSettingError
from heatdash.values.recording_start import flat

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
LONGEST_HOURS = 500
_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAY_MIN = 24 * 60
_WHOLE_DAY = (0, _DAY_MIN)
_ONE_DAY, _DAY_S = timedelta(days=1), 24 * 60 * 60
_RULE = re.compile(r"([a-z][a-z ,-]*) (\d[\d: ,-]*|off|closed)", re.ASCII)
_TIMES = re.compile(r"(\d{1,2}):([0-5]\d)-(\d{1,2}):([0-5]\d)", re.ASCII)
_MOST_SHOWN = 60

Span = tuple[int, int]
"""From when to when, in minutes since the midnight at which the day begins; it may end on the next day."""


@dataclass(frozen=True)
class OpeningHours:
    """The spans of each day of the week, Monday first. What is open is so while the clock shows a time in a span.

    The end is not in it. A span that ends after midnight belongs to the day on which it begins. Where the clock is put
    back, what it shows twice counts twice.
    """

    spans: tuple[tuple[Span, ...], ...]

    def __post_init__(self) -> None:
        if len(self.spans) != len(DAYS) or not any(self.spans):
            raise BadSettingError("values.hours_never", text=_shown(self))
        for day, spans in zip(DAYS, self.spans, strict=True):
            for begin, end in spans:
                if not (0 <= begin < _DAY_MIN and (begin < end < begin + _DAY_MIN or (begin, end) == _WHOLE_DAY)):
                    raise BadSettingError("values.hours_no_span", day=day, text=_shown(self))
            if any(before[1] > after[0] for before, after in pairwise(spans)):
                raise BadSettingError("values.hours_overlap", day=day, text=_shown(self))

    @classmethod
    def read(cls, text: str, /) -> "OpeningHours":
        """The hours that a text such as `Mo-Fr 09:00-20:00; Sa 10:00-13:00,14:00-18:00` states; `24/7` is always.

        Days are named in English, by two letters or more. Each may stand once; those that do not stand are closed.
        """
        if not isinstance(text, str) or len(text) > LONGEST_HOURS:
            raise _unreadable(text)
        plain = re.sub(r"\s+", " ", re.sub(r"[\u2013\u2014]", "-", text)).strip().lower()
        if plain == "24/7":
            return cls(((_WHOLE_DAY,),) * len(DAYS))
        spans: dict[int, tuple[Span, ...]] = {}
        for rule in filter(None, map(str.strip, plain.split(";"))):
            found = _RULE.fullmatch(rule)
            if found is None:
                raise _unreadable(rule)
            times = _spans_in(found[2])
            for day in _days_in(found[1]):
                if day in spans:
                    raise BadSettingError("values.hours_twice", day=DAYS[day], text=text)
                spans[day] = times
        return cls(tuple(spans.get(day, ()) for day in range(len(DAYS))))

    def __str__(self) -> str:
        days_of: dict[tuple[Span, ...], list[int]] = {}
        for day, spans in enumerate(self.spans):
            if spans:
                days_of.setdefault(spans, []).append(day)
        return "; ".join(f"{_told_days(days)} {','.join(map(_told, spans))}" for spans, days in days_of.items())

    def contains(self, moment: datetime, /) -> bool:
        """True where it is open when the clock shows this: give the moment in the time zone of the place."""
        minute, day = moment.hour * 60 + moment.minute, moment.weekday()
        today = any(begin <= minute < end for begin, end in self.spans[day])
        return today or any(begin <= minute + _DAY_MIN < end for begin, end in self.spans[day - 1])

    def stretches(self, *, begin: datetime, end: datetime) -> tuple[tuple[datetime, datetime], ...]:
        """From when to when it is open, in order, within that time; by the clock of the time zone of `begin`.

        What goes on without a break is one stretch. The end is not in it. None where it ends before it begins.
        """
        found: list[tuple[datetime, datetime]] = []
        for from_, to, ahead in _even_pieces(flat(begin), flat(end), begin.tzinfo):
            for opens, closes in self._by_clock(from_ + ahead, to + ahead):
                opens, closes = opens - ahead, closes - ahead
                if found and opens <= found[-1][1]:
                    found[-1] = (found[-1][0], max(found[-1][1], closes))
                else:
                    found.append((opens, closes))
        if begin.tzinfo is None:
            return tuple(found)
        return tuple((opens.astimezone(begin.tzinfo), closes.astimezone(begin.tzinfo)) for opens, closes in found)

    def _by_clock(self, begin: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
        """The spans within that time, in order of their beginnings, of a clock that goes on evenly."""
        midnight = datetime.combine(begin.date(), time.min, begin.tzinfo) - _ONE_DAY
        while midnight < end:
            for from_min, to_min in self.spans[midnight.weekday()]:
                opens = max(begin, midnight + timedelta(minutes=from_min))
                closes = min(end, midnight + timedelta(minutes=to_min))
                if opens < closes:
                    yield opens, closes
            midnight += _ONE_DAY


def _even_pieces(begin: datetime, end: datetime, zone: tzinfo | None) -> Iterator[tuple[datetime, datetime, timedelta]]:
    """The time in pieces in which the zone's clock goes on evenly, and how far it is ahead in each."""
    while begin < end:
        ahead = _ahead(begin, zone)
        to = min(begin + _ONE_DAY, end)
        if _ahead(to, zone) != ahead:
            second = begin.replace(microsecond=0)
            changed = bisect_left(
                range(_DAY_S + 1), True, key=lambda s: _ahead(second + timedelta(seconds=s), zone) != ahead
            )
            to = second + timedelta(seconds=changed)
        yield begin, to, ahead
        begin = to


def _ahead(moment: datetime, zone: tzinfo | None) -> timedelta:
    return (moment.astimezone(zone).utcoffset() if zone else None) or timedelta()


def _days_in(text: str) -> Iterator[int]:
    for part in text.replace(" ", "").split(","):
        first, dash, last = part.partition("-")
        begin = _day(first)
        for number in range((_day(last) - begin) % len(DAYS) + 1 if dash else 1):
            yield (begin + number) % len(DAYS)


def _day(name: str) -> int:
    found = [number for number, full in enumerate(_NAMES) if len(name) >= 2 and full.startswith(name)]
    if not found:
        raise _unreadable(name)
    return found[0]


def _spans_in(text: str) -> tuple[Span, ...]:
    if text in ("off", "closed"):
        return ()
    return tuple(sorted(map(_span, text.replace(" ", "").split(","))))


def _span(text: str) -> Span:
    found = _TIMES.fullmatch(text)
    if found is None:
        raise _unreadable(text)
    from_h, from_min, to_h, to_min = map(int, found.groups())
    begin, end = from_h * 60 + from_min, to_h * 60 + to_min
    if begin >= _DAY_MIN or end > _DAY_MIN:
        raise _unreadable(text)
    # What ends when it begins is told as no span, not taken for a whole day.
    return begin, end + _DAY_MIN if end < begin else end


def _told_days(days: Sequence[int]) -> str:
    runs: list[list[int]] = []
    for day in days:
        if runs and day == runs[-1][-1] + 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return ",".join(DAYS[run[0]] if len(run) == 1 else f"{DAYS[run[0]]}-{DAYS[run[-1]]}" for run in runs)


def _told(span: Span) -> str:
    begin, end = span
    end = end if end <= _DAY_MIN else end - _DAY_MIN
    return f"{begin // 60:02}:{begin % 60:02}-{end // 60:02}:{end % 60:02}"


def _shown(hours: OpeningHours) -> str:
    return str(hours.spans) if len(hours.spans) != len(DAYS) else str(hours)


def _unreadable(text: object) -> BadSettingError:
    return BadSettingError("values.hours_odd", text=str(text)[:_MOST_SHOWN])
