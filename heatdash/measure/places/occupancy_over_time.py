"""How busy each zone and the whole picture were, in small steps of time, for charts over time."""

import numpy as np
import pandas as pd

from heatdash.measure.places.find_places import FoundPlaces
from heatdash.measure.places.occupancy import shares_of_bins
from heatdash.measure.places.zone_visits import Visits
from heatdash.tables.columns import BIN_END_S, BIN_START_S, OCCUPANCY_MEAN, OVER_TIME, PLACE
from heatdash.values.scene import WHOLE_PICTURE

MOST_STEPS = 240
STEPS_S = (0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600)


def occupancy_over_time(*, found: FoundPlaces) -> pd.DataFrame:
    """One row per step and place, zones in the order drawn and then the whole picture; columns as in OVER_TIME.

    The steps are the shortest round ones of which there are no more than 240; the last may end early. A range
    without length has no rows, nor has a step in a gap; the mean of another one is of its watched time.
    """
    seconds = found.to_s - found.from_s
    step_s = next((step for step in STEPS_S if seconds / step <= MOST_STEPS), seconds / MOST_STEPS)
    edges_s = np.append(np.arange(found.from_s, found.to_s - step_s * 1e-6, step_s), found.to_s)
    stays = {zone.zone.name: zone.visits for zone in found.zones} | {WHOLE_PICTURE: found.picture}
    watched_s = found.watched_in(edges_s)
    seen = watched_s > 0
    begins, ends = edges_s[:-1][seen], edges_s[1:][seen]
    means = {name: _seconds(visits, edges_s)[seen] / watched_s[seen] for name, visits in stays.items()}
    tables = [
        OVER_TIME.frame({BIN_START_S: begins, BIN_END_S: ends, PLACE: name, OCCUPANCY_MEAN: mean})
        for name, mean in means.items()
    ]
    return pd.concat(tables, ignore_index=True)


def _seconds(stays: Visits, edges_s: np.ndarray) -> np.ndarray:
    if len(edges_s) < 2:
        return np.empty(0)
    shares = shares_of_bins(enter_s=stays.enter_s, exit_s=stays.exit_s, edges_s=edges_s)
    return np.bincount(shares.bin, weights=shares.seconds, minlength=len(edges_s) - 1)
