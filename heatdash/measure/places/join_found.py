"""What happened in several parts of a recording, as if it had been found at once."""

from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from typing import TypeVar

import numpy as np

from heatdash.measure.places.find_places import FoundLine, FoundPlaces, FoundZone
from heatdash.measure.places.line_crossings import Crossings
from heatdash.measure.places.zone_visits import Visits
from heatdash.values.arrays import Floats

_Happened = TypeVar("_Happened", Crossings, Visits)


def join_found(parts: Sequence[FoundPlaces], /, *, watched_s: Floats, until_s: float) -> FoundPlaces:
    """All that was found in the parts, at the same places; tracks are numbered from 1 on, part after part.

    No track is in two parts: who goes on from one into the next was found apart from both. `watched_s` are the
    stretches of time that were watched, as in `FoundPlaces`; the time range is from the first begin to the last end,
    and events count until `until_s`.
    """
    names = tuple(dict.fromkeys(name for part in parts for name in part.class_names))
    codes = {name: number for number, name in enumerate(names)}
    firsts = np.cumsum([0, *(len(part.track_id) for part in parts)]).tolist()
    classes = [np.array([codes[name] for name in part.class_names], np.int64)[part.class_of_track] for part in parts]

    def joined(of: Callable[[FoundPlaces], _Happened]) -> _Happened:
        return _together([_renumbered(of(part), first) for part, first in zip(parts, firsts, strict=False)])

    def zone(number: int) -> FoundZone:
        def of(name: str) -> Visits:
            visits: Visits = joined(lambda part: getattr(part.zones[number], name))
            return visits

        return FoundZone(parts[0].zones[number].zone, of("always"), of("visits"), of("entries"), of("exits"))

    def line(number: int) -> FoundLine:
        def of(name: str) -> Crossings:
            crossings: Crossings = joined(lambda part: getattr(part.lines[number], name))
            return crossings

        return FoundLine(parts[0].lines[number].line, of("always"), of("crossings"))

    return FoundPlaces(
        from_s=float(watched_s[0, 0]),
        to_s=float(watched_s[-1, 1]),
        until_s=until_s,
        watched_s=watched_s,
        class_names=names,
        class_of_track=np.concatenate(classes),
        track_id=np.arange(1, firsts[-1] + 1),
        zones=tuple(zone(number) for number in range(len(parts[0].zones))),
        lines=tuple(line(number) for number in range(len(parts[0].lines))),
        picture=joined(lambda part: part.picture),
    )


def _renumbered(happened: _Happened, first: int) -> _Happened:
    return replace(happened, track=happened.track + first)


def _together(parts: Sequence[_Happened]) -> _Happened:
    kind = type(parts[0])
    return kind(*(np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(kind)))
