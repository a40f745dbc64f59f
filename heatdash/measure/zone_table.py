"""zones.csv: how often and for how long each zone was visited."""

import numpy as np
import pandas as pd

from heatdash.measure.find_places import FoundPlaces, FoundZone
from heatdash.measure.occupancy import most_at_once
from heatdash.measure.zone_visits import Visits
from heatdash.tables.columns import ZONES


def zone_table(*, found: FoundPlaces) -> pd.DataFrame:
    """One row a counted zone and class, also where nobody came; columns as in ZONES.

    Dwell is that of the visits in the time looked at, a cut visit's as long as it was seen; empty without a visit.
    """
    rows = [
        (zone.zone.name, name, *_numbers(found, _of_class(found, zone, number)))
        for zone in found.zones
        for number, name in enumerate(found.class_names)
    ]
    return pd.DataFrame(rows, columns=list(ZONES))


def _of_class(found: FoundPlaces, zone: FoundZone, number: int) -> Visits:
    return zone.visits.of(found.class_of_track[zone.visits.track] == number)


def _numbers(found: FoundPlaces, visits: Visits) -> tuple[int, int, float, float, float, float, int]:
    if len(visits) == 0:
        return 0, 0, np.nan, np.nan, np.nan, 0.0, 0
    dwell_s = visits.dwell_s
    edges_s = np.array([found.from_s, found.to_s])
    most = most_at_once(enter_s=visits.enter_s, exit_s=visits.exit_s, edges_s=edges_s)
    return (
        len(visits),
        len(np.unique(visits.track)),
        float(dwell_s.mean()),
        float(np.median(dwell_s)),
        float(dwell_s.max()),
        float(dwell_s.sum() / found.seconds),
        int(most[0]),
    )
