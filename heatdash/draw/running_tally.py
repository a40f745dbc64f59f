"""A tally of events that grows with time."""

import math

import pandas as pd

from heatdash.tables.columns import CLASS_NAME, CROSS, DIRECTION, IN, KIND, PLACE, T_S
from heatdash.values.tally import Passages, Tally


class RunningTally:
    """The tally up to a moment that only moves forward. `events` are EVENTS, ordered by time.

    A class counts its crossings of lines; only where no line is crossed at all does it count its entries into zones
    and exits from them. Otherwise an object that passes both would be counted twice.
    """

    def __init__(self, events: pd.DataFrame) -> None:
        self._times = events[T_S].to_numpy(dtype=float)
        columns = (events[name].astype(str) for name in (PLACE, DIRECTION, CLASS_NAME))
        self._rows = list(zip(*columns, strict=True))
        is_crossing = (events[KIND] == CROSS).to_numpy(dtype=bool)
        self._counts_class = is_crossing if is_crossing.any() else ~is_crossing
        self._places: dict[str, Passages] = {}
        self._classes: dict[str, Passages] = {}
        self._next = 0
        self._tally = Tally()

    def until(self, t_s: float) -> Tally:
        """The tally up to and including this moment; the same object as before where nothing is new."""
        begin = self._next
        while self._next < len(self._rows) and self._times[self._next] <= t_s:
            place, direction, class_name = self._rows[self._next]
            self._places[place] = _one_more(self._places.get(place, Passages()), direction)
            if self._counts_class[self._next]:
                self._classes[class_name] = _one_more(self._classes.get(class_name, Passages()), direction)
            self._next += 1
        if self._next > begin:
            self._tally = Tally(places=tuple(self._places.items()), classes=tuple(self._classes.items()))
        return self._tally


def tally_of(events: pd.DataFrame) -> Tally:
    """The tally of all events."""
    return RunningTally(events).until(math.inf)


def _one_more(passages: Passages, direction: str) -> Passages:
    if direction == IN:
        return Passages(came_in=passages.came_in + 1, went_out=passages.went_out)
    return Passages(came_in=passages.came_in, went_out=passages.went_out + 1)
