"""Where the whole way of each track began and ended: the first and the last place that it came to."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np

from heatdash.measure.places.find_places import FoundPlaces
from heatdash.values.arrays import Floats, Ints, Marks
from heatdash.values.junction import Junction
from heatdash.values.scene import arms_of

ONE_PLACE = -1
"""The destination of a track that was seen at one place only."""
_Stops = tuple[Ints, Floats, Marks]
"""When which track was at a place, and in which of two directions it then went, as only lines can tell."""


@dataclass(frozen=True, eq=False)
class WholeWays:
    """One item per track that came to any of the places, by track: the first of them, the last, and when it began.

    `track` is an index into `Paths.track_id`; `origin` and `destination` are numbers of places in the order asked for.
    """

    track: Ints
    origin: Ints
    destination: Ints
    begin_s: Floats

    def __len__(self) -> int:
        return len(self.track)

    def of(self, keep: Marks) -> "WholeWays":
        """The ways marked in `keep`."""
        return WholeWays(*(getattr(self, field.name)[keep] for field in fields(self)))


def ways_over_arms(found: FoundPlaces) -> WholeWays:
    """The ways from the first arm to the last, whichever were crossed between, that begin in the time range.

    Every crossing counts, whatever the line rule, also those before and after the range. A track that crossed a single
    arm has come back over it where its last crossing goes the other way than its first: then the arm is origin and
    destination. Where it does not, the track was seen at one place only.
    """
    lines = {line.line.name: line for line in found.lines}
    arms = arms_of([line.line for line in found.lines])
    # Which side of a line the centre is on is the same in a picture of every shape.
    junction = Junction(tuple(arms.values()), 1, 1)
    stops = []
    for arm in arms.values():
        parts = [(lines[line.name].always, junction.leads_in(line)) for line in arm]
        track = np.concatenate([one.track for one, _ in parts])
        t_s = np.concatenate([one.t_s for one, _ in parts])
        stops.append((track, t_s, np.concatenate([one.goes_in == leads_in for one, leads_in in parts])))
    return _whole_ways(found, stops)


def ways_over_places(found: FoundPlaces) -> WholeWays:
    """The ways from the first zone or line to the last, zones first, that begin in the time range.

    A track is in a zone from when its visit begins, also where that was not seen. Visits to a single zone, however
    many, are one place only.
    """
    visits = (zone.always for zone in found.zones)
    stops = [(one.track, one.enter_s, np.zeros(len(one), dtype=bool)) for one in visits]
    stops += [(line.always.track, line.always.t_s, line.always.goes_in) for line in found.lines]
    return _whole_ways(found, stops)


def _whole_ways(found: FoundPlaces, stops: Sequence[_Stops]) -> WholeWays:
    place = np.repeat(np.arange(len(stops)), np.array([len(track) for track, _, _ in stops], dtype=np.int64))
    track = np.concatenate([np.empty(0, np.int64), *(track for track, _, _ in stops)])
    t_s = np.concatenate([np.empty(0), *(t_s for _, t_s, _ in stops)])
    inwards = np.concatenate([np.empty(0, dtype=bool), *(inwards for _, _, inwards in stops)])
    order = np.lexsort((place, t_s, track))
    place, track, t_s, inwards = place[order], track[order], t_s[order], inwards[order]
    first = np.flatnonzero(np.diff(track, prepend=-1))
    last = np.append(first[1:], len(track))[: len(first)] - 1
    changes = np.append(False, place[1:] != place[:-1])
    changes[first] = False
    went_on = np.logical_or.reduceat(changes, first) if len(first) else np.empty(0, dtype=bool)
    came_back = inwards[first] != inwards[last]
    destination = np.where(went_on | came_back, place[last], ONE_PLACE)
    ways = WholeWays(track=track[first], origin=place[first], destination=destination, begin_s=t_s[first])
    return ways.of((ways.begin_s >= found.from_s) & (ways.begin_s < found.until_s))
