"""One row a track: what it was, when it was seen, how far it went."""

import numpy as np
import pandas as pd

from heatdash.measure.anchor_points import anchor_points
from heatdash.measure.paths import Paths
from heatdash.tables.columns import CLASS_NAME, COLOUR, CONF, FIRST_S, LAST_S, TRACK_ID, TRACK_LIST, WAY_SHARE


def track_table(*, paths: Paths, anchor: str) -> pd.DataFrame:
    """The tracks by when they were first seen; columns as in TRACK_LIST.

    `way_share` is the length of the way that the anchor went, as a share of the picture's width; `conf` the mean.
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
    }
    table = pd.DataFrame(columns, columns=list(TRACK_LIST))
    return table.sort_values([FIRST_S, TRACK_ID], kind="stable", ignore_index=True)


def _sums(values: np.ndarray, begins: np.ndarray) -> np.ndarray:
    return np.add.reduceat(values, begins, dtype=np.float64) if len(begins) else np.empty(0)
