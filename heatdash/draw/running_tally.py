"""A tally of crossings and visitors that grows with time."""

import math
from dataclasses import replace

import pandas as pd

from heatdash.tables.columns import CLASS_NAME, CROSS, DIRECTION, ENTER_S, IN, KIND, PLACE, T_S, TRACK_ID
from heatdash.values.tally import Passages, Tally

_FIRST_VISIT = "first visit"


class RunningTally:
    """The tally up to a moment that only moves forward. `events` are EVENTS and `visits` VISITS, both ordered by time.

    A track is one visitor of a zone, from when its first visit there begins, however often it comes back.
    """

    def __init__(self, *, events: pd.DataFrame, visits: pd.DataFrame) -> None:
        crossings, firsts = events[events[KIND] == CROSS], visits.drop_duplicates([PLACE, TRACK_ID])
        columns = (crossings[T_S], *(crossings[name].astype(str) for name in (PLACE, CLASS_NAME, DIRECTION)))
        rows = list(zip(*columns, strict=True))
        rows += [(t_s, str(zone), "", _FIRST_VISIT) for t_s, zone in zip(firsts[ENTER_S], firsts[PLACE], strict=True)]
        self._rows = sorted(rows, key=lambda row: row[0])
        self._lines: dict[tuple[str, str], Passages] = {}
        self._zones: dict[str, int] = {}
        self._next = 0
        names = firsts[CLASS_NAME].astype(str).groupby(firsts[PLACE].astype(str)).unique()
        zone_classes = tuple((str(zone), tuple(sorted(classes))) for zone, classes in names.items())
        class_names = tuple(map(str, visits[CLASS_NAME].astype("category").cat.categories))
        self._tally = Tally(zone_classes=zone_classes, class_names=class_names)

    def until(self, t_s: float) -> Tally:
        """The tally up to and including this moment; the same object as before where nothing is new."""
        begin = self._next
        while self._next < len(self._rows) and self._rows[self._next][0] <= t_s:
            _, place, class_name, what = self._rows[self._next]
            if what == _FIRST_VISIT:
                self._zones[place] = self._zones.get(place, 0) + 1
            else:
                key = (place, class_name)
                self._lines[key] = _one_more(self._lines.get(key, Passages()), what)
            self._next += 1
        if self._next > begin:
            lines = tuple((line, name, passages) for (line, name), passages in self._lines.items())
            self._tally = replace(self._tally, lines=lines, zones=tuple(self._zones.items()))
        return self._tally


def tally_of(*, events: pd.DataFrame, visits: pd.DataFrame, still: bool = False) -> Tally:
    """The tally of all crossings and visits, or of all in view of a `still` picture."""
    return replace(RunningTally(events=events, visits=visits).until(math.inf), still=still)


def _one_more(passages: Passages, direction: str) -> Passages:
    if direction == IN:
        return Passages(came_in=passages.came_in + 1, went_out=passages.went_out)
    return Passages(came_in=passages.came_in, went_out=passages.went_out + 1)
