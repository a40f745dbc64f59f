"""The hour that a clock shows twice when it is put back: which clips are of its second showing."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from heatdash.values.part import ROUNDING_S, Part
from heatdash.values.recording_start import FROM_NAME, RecordingStart, is_shown_twice

_NEAR_S = 300.0
"""What a camera writes into a file and what it names it are told by one clock, and no further apart."""


class _Showings(NamedTuple):
    """When a clip began if it is of the first showing, in seconds since 1970, and how much later the second is."""

    first_s: float
    later_s: float


def may_be_second(part: Part, /) -> bool:
    """True where the part's name states a time that the clock showed twice, and not which of the two it means."""
    start = part.start
    return start is not None and start.source == FROM_NAME and is_shown_twice(start.moment) and start.moment.fold == 0


def second_showings(parts: Collection[Part], /) -> tuple[Part, ...]:
    """Those parts that are of the second showing, as their files tell, with their starts put there.

    What a single file tells may be wrong: a copy changes its time, and some cards and recorders hold the time of the
    clock as if it were that of Greenwich. But then all files of a night tell the same. So it is believed where it puts
    some into the first showing and others into the second; and else where what overlaps then does so no more.
    """
    nights: dict[date, list[Part]] = defaultdict(list)
    for part in parts:
        if may_be_second(part):
            nights[_start(part).moment.date()].append(part)
    return tuple(part for night in nights.values() for part in _second_of(night, parts))


def _second_of(night: Iterable[Part], parts: Iterable[Part]) -> list[Part]:
    for tells in (_by_metadata, _by_file_time):
        told = {part: tells(part, _showings(part)) for part in night}
        later = [_put_later(part) for part, which in told.items() if which == 1]
        others = [part for part in parts if told.get(part) != 1]
        if later and (0 in told.values() or _ends_overlaps(later, others)):
            return later
    return []


def _ends_overlaps(later: Sequence[Part], others: Sequence[Part]) -> bool:
    """True where a part would overlap another if it were of the first showing, and none does in the second."""
    first = [part.with_start(replace(_start(part), moment=_start(part).moment.replace(fold=0))) for part in later]
    overlaps = any(_overlap(part, others) for part in first)
    return overlaps and not any(_overlap(part, [*others, *later]) for part in later)


def _overlap(part: Part, others: Iterable[Part]) -> bool:
    begin_s = _start(part).moment.timestamp()
    for other in others:
        other_s = _start(other).moment.timestamp()
        both_s = min(begin_s + part.duration_s, other_s + other.duration_s) - max(begin_s, other_s)
        if both_s > ROUNDING_S and other.sha256 != part.sha256:
            return True
    return False


def _by_metadata(part: Part, showings: _Showings) -> int | None:
    """The showing whose beginning or end the metadata states; None where it is neither, or could be of both."""
    if part.metadata_time_s is None:
        return None
    begins = [showings.first_s + which * showings.later_s for which in (0, 1)]
    fits = [
        min(abs(part.metadata_time_s - edge) for edge in (begin, begin + part.duration_s)) <= _NEAR_S
        for begin in begins
    ]
    return fits.index(True) if sum(fits) == 1 else None


def _by_file_time(part: Part, showings: _Showings) -> int | None:
    """The showing at whose end the file was written, by the nearest; None where that was at another time."""
    if part.file_time_s is None:
        return None
    which = round((part.file_time_s - showings.first_s - part.duration_s) / showings.later_s)
    return which if which in (0, 1) else None


def _showings(part: Part) -> _Showings:
    first, second = (_start(part).moment.replace(fold=fold).timestamp() for fold in (0, 1))
    return _Showings(first, second - first)


def _put_later(part: Part) -> Part:
    return part.with_start(replace(_start(part), moment=_start(part).moment.replace(fold=1)))


def _start(part: Part) -> RecordingStart:
    assert part.start is not None
    return part.start
