"""The main numbers of each place, for summary.json and the screen."""

from typing import Any

import numpy as np

from heatdash.measure.places.find_places import FoundLine, FoundPlaces, FoundZone
from heatdash.measure.places.occupancy import Peak, busiest_stretch, busy_seconds
from heatdash.measure.places.zone_visits import Visits
from heatdash.tables.columns import IN, OUT
from heatdash.values.arrays import Ints

Summary = dict[str, Any]


def place_summaries(*, found: FoundPlaces) -> Summary:
    """What happened at each line and zone and in the whole picture, over all classes and by class; plain values only.

    The share of time in use is of the time range. `of_came_in` is how many came to the zone after they had come in
    over the line, and of how many; None where there is not exactly one line, or nobody came in. The peak is the first
    stretch with the most at once; its times are None where nobody came.
    """
    return {
        "looked_at": {"from_s": found.from_s, "to_s": found.to_s},
        "lines": {line.line.name: _line(found, line) for line in found.lines},
        "zones": {zone.zone.name: _zone(found, zone) for zone in found.zones},
        "picture": _picture(found),
    }


def _line(found: FoundPlaces, line: FoundLine) -> Summary:
    track, goes_in = line.crossings.track, line.crossings.goes_in
    came, went = _by_class(found, track[goes_in]), _by_class(found, track[~goes_in])
    return {
        IN: int(goes_in.sum()),
        OUT: int((~goes_in).sum()),
        "by_class": {name: {IN: came[name], OUT: went[name]} for name in found.class_names},
    }


def _zone(found: FoundPlaces, zone: FoundZone) -> Summary:
    visits = zone.visits
    of_came_in = _of_came_in(found, visits)
    return {
        "visits": len(visits),
        "visits_by_class": _by_class(found, visits.track),
        "cut_visits": int((visits.cut_begin | visits.cut_end).sum()),
        **_presence(found, visits),
        "dwell_median_s": float(np.median(visits.dwell_s)) if len(visits) else None,
        "dwell_max_s": float(visits.dwell_s.max()) if len(visits) else None,
        "of_came_in": of_came_in and list(of_came_in),
        "of_came_in_pct": of_came_in and 100 * of_came_in[0] / of_came_in[1],
    }


def _of_came_in(found: FoundPlaces, visits: Visits) -> tuple[int, int] | None:
    if len(found.lines) != 1:
        return None
    crossings = found.lines[0].crossings
    came_in_s = np.full(len(found.track_id), np.inf)
    np.minimum.at(came_in_s, crossings.track[crossings.goes_in], crossings.t_s[crossings.goes_in])
    came_in = int(np.isfinite(came_in_s).sum())
    stopped = len(np.unique(visits.track[visits.exit_s > came_in_s[visits.track]]))
    return (stopped, came_in) if came_in else None


def _picture(found: FoundPlaces) -> Summary:
    return _presence(found, found.picture)


def _presence(found: FoundPlaces, stays: Visits) -> Summary:
    peak: Peak = busiest_stretch(enter_s=stays.enter_s, exit_s=stays.exit_s)
    busy_s = busy_seconds(enter_s=stays.enter_s, exit_s=stays.exit_s)
    seconds = found.seconds
    return {
        "unique": len(np.unique(stays.track)),
        "unique_by_class": _by_class(found, np.unique(stays.track)),
        "occupied_pct": 100 * busy_s / seconds if seconds else 0.0,
        "occupancy_mean": float(stays.dwell_s.sum()) / seconds if seconds else 0.0,
        "occupancy_max": peak.at_once,
        "busiest_from_s": peak.from_s,
        "busiest_to_s": peak.to_s,
    }


def _by_class(found: FoundPlaces, track: Ints) -> dict[str, int]:
    counts = np.bincount(found.class_of_track[track], minlength=len(found.class_names))
    return dict(zip(found.class_names, counts.tolist(), strict=True))
