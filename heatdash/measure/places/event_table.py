"""events.csv and the table of visits: one row for each thing that happened."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from heatdash.measure.places.find_places import FoundPlaces
from heatdash.tables.columns import (
    CLASS_NAME,
    CROSS,
    CUT_BEGIN,
    CUT_END,
    DIRECTION,
    ENTER,
    ENTER_S,
    EVENTS,
    EXIT,
    EXIT_S,
    IN,
    KIND,
    OUT,
    PLACE,
    T_S,
    TRACK_ID,
    VISITS,
    X,
    Y,
)
from heatdash.values.arrays import Floats, Ints

_KINDS, _DIRECTIONS = (CROSS, ENTER, EXIT), (IN, OUT)


@dataclass(frozen=True, eq=False)
class _Events:
    """The events of one kind and direction at one place."""

    place: int
    kind: str
    direction: str
    track: Ints
    t_s: Floats
    x: Floats
    y: Floats


def event_table(*, found: FoundPlaces) -> pd.DataFrame:
    """One row per crossing, entry or exit: by time, then place in the order drawn, then track; columns as in EVENTS.

    An entry is `in` and an exit `out`. The beginning or end of a visit is no event where it was not seen.
    """
    parts = list(_events_by_place(found))
    lengths = np.array([len(part.track) for part in parts], dtype=np.int64)
    place = np.repeat(np.array([part.place for part in parts], dtype=np.int64), lengths)
    track = np.concatenate([np.empty(0, np.int64), *(part.track for part in parts)])
    t_s, x, y = (np.concatenate([np.empty(0), *(getattr(part, name) for part in parts)]) for name in ("t_s", "x", "y"))
    order = np.lexsort((found.track_id[track], place, t_s))
    kind, direction = (
        np.repeat(np.array([words.index(getattr(part, name)) for part in parts], dtype=np.int64), lengths)
        for name, words in (("kind", _KINDS), ("direction", _DIRECTIONS))
    )
    table = {
        T_S: t_s,
        KIND: _categorical(kind, _KINDS),
        PLACE: _categorical(place, found.place_names),
        DIRECTION: _categorical(direction, _DIRECTIONS),
        TRACK_ID: found.track_id[track],
        CLASS_NAME: _categorical(found.class_of_track[track], found.class_names),
        X: x,
        Y: y,
    }
    return EVENTS.frame({name: column[order] for name, column in table.items()})


def visit_table(*, found: FoundPlaces) -> pd.DataFrame:
    """One row per visit to a counted zone, as far as it lies in the time range; columns as in VISITS."""
    visits = [zone.visits for zone in found.zones]
    place = np.repeat(np.arange(len(visits)), np.array([len(part) for part in visits], dtype=np.int64))
    track = np.concatenate([np.empty(0, np.int64), *(part.track for part in visits)])
    enter_s, exit_s, cut_begin, cut_end = (
        np.concatenate([np.empty(0, kind), *(getattr(part, name) for part in visits)])
        for name, kind in ((ENTER_S, float), (EXIT_S, float), (CUT_BEGIN, bool), (CUT_END, bool))
    )
    order = np.lexsort((found.track_id[track], place, enter_s))
    table = {
        PLACE: _categorical(place, found.place_names),
        TRACK_ID: found.track_id[track],
        CLASS_NAME: _categorical(found.class_of_track[track], found.class_names),
        ENTER_S: enter_s,
        EXIT_S: exit_s,
        CUT_BEGIN: cut_begin,
        CUT_END: cut_end,
    }
    return VISITS.frame({name: column[order] for name, column in table.items()})


def _events_by_place(found: FoundPlaces) -> Iterator[_Events]:
    for place, zone in enumerate(found.zones):
        entries, exits = zone.entries, zone.exits
        yield _Events(place, ENTER, IN, entries.track, entries.enter_s, entries.enter_x, entries.enter_y)
        yield _Events(place, EXIT, OUT, exits.track, exits.exit_s, exits.exit_x, exits.exit_y)
    for place, line in enumerate(found.lines, start=len(found.zones)):
        for direction in _DIRECTIONS:
            crossings = line.crossings.of(line.crossings.goes_in == (direction == IN))
            yield _Events(place, CROSS, direction, crossings.track, crossings.t_s, crossings.x, crossings.y)


def _categorical(codes: Ints, words: Sequence[str]) -> "pd.Categorical[str]":
    return pd.Categorical.from_codes(codes, categories=pd.Index(words))
