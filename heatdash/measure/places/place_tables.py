"""Tables with one row per zone, per flow between two places, or per track."""

import numpy as np
import pandas as pd

from heatdash.measure.paths import Paths
from heatdash.measure.places.find_places import FoundPlaces, FoundZone
from heatdash.measure.places.occupancy import most_at_once
from heatdash.measure.places.whole_ways import ways_over_places
from heatdash.measure.places.zone_visits import Visits
from heatdash.measure.points import anchor_points
from heatdash.tables.columns import (
    CLASS_NAME,
    COLOUR,
    CONF,
    DWELL_MAX_S,
    DWELL_MEAN_S,
    DWELL_MEDIAN_S,
    FIRST_S,
    FLOWS,
    FROM_PLACE,
    JOURNEYS,
    LAST_S,
    LENGTH_M,
    OCCUPANCY_MAX,
    OCCUPANCY_MEAN,
    PLACE,
    TO_PLACE,
    TRACK_COUNT,
    TRACK_ID,
    TRACK_LIST,
    UNIQUE,
    VISIT_COUNT,
    WAY_SHARE,
    ZONES,
)
from heatdash.tables.table import Table
from heatdash.values.arrays import Ints


def zone_table(*, found: FoundPlaces) -> pd.DataFrame:
    """One row per counted zone and class, also where nobody came; columns as in ZONES.

    Dwell is that of the visits in the time range, for a cut visit as long as it was seen; empty without a visit.
    """
    rows = [
        {PLACE: zone.zone.name, CLASS_NAME: name, **_numbers(found, _of_class(found, zone, number))}
        for zone in found.zones
        for number, name in enumerate(found.class_names)
    ]
    return ZONES.frame({name: [row[name] for row in rows] for name in ZONES})


def _of_class(found: FoundPlaces, zone: FoundZone, number: int) -> Visits:
    return zone.visits.of(found.class_of_track[zone.visits.track] == number)


def _numbers(found: FoundPlaces, visits: Visits) -> dict[str, float]:
    is_empty, dwell_s, edges_s = len(visits) == 0, visits.dwell_s, np.array([found.from_s, found.to_s])
    most = most_at_once(enter_s=visits.enter_s, exit_s=visits.exit_s, edges_s=edges_s)
    return {
        VISIT_COUNT: len(visits),
        UNIQUE: len(np.unique(visits.track)),
        DWELL_MEAN_S: np.nan if is_empty else float(dwell_s.mean()),
        DWELL_MEDIAN_S: np.nan if is_empty else float(np.median(dwell_s)),
        DWELL_MAX_S: np.nan if is_empty else float(dwell_s.max()),
        OCCUPANCY_MEAN: 0.0 if is_empty else float(dwell_s.sum() / found.seconds),
        OCCUPANCY_MAX: int(most[0]),
    }


def flows(*, found: FoundPlaces) -> pd.DataFrame:
    """One row per pair of places and class: how many different tracks came to the second straight from the first.

    A track is at a line when it crosses it and in a zone when its visit begins, also where that was not seen. Coming
    back to the place where it was last does not count. Most tracks first, then by name; pairs without tracks are left
    out.
    """
    stops = [(zone.visits.track, zone.visits.enter_s) for zone in found.zones]
    stops += [(line.crossings.track, line.crossings.t_s) for line in found.lines]
    place = np.repeat(np.arange(len(stops)), np.array([len(track) for track, _ in stops], dtype=np.int64))
    track = np.concatenate([np.empty(0, np.int64), *(track for track, _ in stops)])
    t_s = np.concatenate([np.empty(0), *(t_s for _, t_s in stops)])
    order = np.lexsort((place, t_s, track))
    place, track = place[order], track[order]
    moved = (track[1:] == track[:-1]) & (place[1:] != place[:-1])
    return _counted(FLOWS, found, place[:-1][moved], place[1:][moved], track[1:][moved])


def journeys(*, found: FoundPlaces) -> pd.DataFrame:
    """One row per pair of places and class: how many tracks came to the one first and to the other one last.

    Those that were at one place only have no other one. Ordered as flows are.
    """
    ways = ways_over_places(found)
    return _counted(JOURNEYS, found, ways.origin, ways.destination, ways.track)


def _counted(spec: Table, found: FoundPlaces, begin: Ints, end: Ints, track: Ints) -> pd.DataFrame:
    """The table of how many different tracks there are from each place to each; ONE_PLACE as the end has no name."""
    # A pair of places and its track are packed into one number, since comparing rows of numbers is slow.
    places, classes = len(found.place_names) + 1, max(1, len(found.class_names))
    pair = begin * places + end % places
    taken = np.unique(track * places**2 + pair)
    kind = (taken % places**2) * classes + found.class_of_track[taken // places**2]
    kinds, tracks = np.unique(kind, return_counts=True)
    first, last = np.divmod(kinds // classes, places)
    names, class_names = (np.array(words, dtype=object) for words in ((*found.place_names, ""), found.class_names))
    table = spec.frame(
        {
            FROM_PLACE: names[first],
            TO_PLACE: names[last],
            CLASS_NAME: class_names[kinds % classes],
            TRACK_COUNT: tracks,
        }
    )
    by = [TRACK_COUNT, FROM_PLACE, TO_PLACE, CLASS_NAME]
    return table.sort_values(by, ascending=[False, True, True, True], ignore_index=True)


def track_table(*, paths: Paths, anchor: str) -> pd.DataFrame:
    """One row per track, by when it was first seen; columns as in TRACK_LIST.

    `way_share` is the length of the anchor's path, as a share of the picture's width; `conf` is the mean.
    """
    x, y = anchor_points(paths=paths, anchor=anchor)
    steps = np.hypot(np.diff(x, prepend=x[:1]), np.diff(y, prepend=y[:1]))
    begins, ends = paths.first[:-1], paths.first[1:]
    steps[begins] = 0
    lengths = np.maximum(paths.lengths, 1)
    columns = {
        TRACK_ID: paths.track_id,
        CLASS_NAME: [paths.class_names[code] for code in paths.class_code],
        COLOUR: [paths.colour_names[code] for code in paths.colour_code],
        FIRST_S: paths.t_s[begins],
        LAST_S: paths.t_s[ends - 1],
        WAY_SHARE: _sums(steps, begins) / paths.width_px,
        CONF: _sums(paths.conf, begins) / lengths,
        LENGTH_M: paths.length_m,
    }
    return TRACK_LIST.frame(columns).sort_values([FIRST_S, TRACK_ID], kind="stable", ignore_index=True)


def _sums(values: np.ndarray, begins: np.ndarray) -> np.ndarray:
    return np.add.reduceat(values, begins, dtype=np.float64) if len(begins) else np.empty(0)
