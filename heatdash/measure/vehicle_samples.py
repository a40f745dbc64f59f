"""Some whole boxes of each vehicle, spread over its way."""

from dataclasses import dataclass

import numpy as np

from heatdash.measure.ground_camera import GroundCamera
from heatdash.measure.paths import Paths
from heatdash.values.arrays import Floats, Ints, Marks

BOX_NOISE = 0.02
"""By how much of its size a box misses the object on each side."""
EDGE_NOISE = 0.0006
"""Of the picture's longer side; added to it."""
FEWEST_BOXES, MOST_BOXES = 5, 12
CELL_M = 0.5
"""A vehicle that stands gives one box, not thousands."""
FARTHEST_M = 300.0


@dataclass(frozen=True, eq=False)
class Samples:
    """A row for each track with enough boxes, a column for each of its boxes in order of time; `mask` marks them.

    `x_m` and `y_m` are where the middle of the lower edge lies on the ground; `box` has left, top, right and bottom, in
    pixels from the picture's middle, and `noise_px` how unsure they are, across and down: each a table of its own.
    """

    track: Ints
    mask: Marks
    x_m: Floats
    y_m: Floats
    box: Floats
    noise_px: Floats


def samples_of(*, paths: Paths, whole: Marks, camera: GroundCamera) -> Samples:
    """Up to MOST_BOXES of the `whole` boxes of each track, from spots of the ground that lie apart.

    Tracks that have been at fewer than FEWEST_BOXES spots are left out: they stood.
    """
    track = np.repeat(np.arange(paths.track_count), paths.lengths)
    middle = (paths.x1 + paths.x2) / 2
    x_m, y_m = camera.on_ground(x_px=middle.astype(np.float64), y_px=paths.y2.astype(np.float64))
    rows = np.flatnonzero(whole & (np.hypot(x_m, y_m) < FARTHEST_M))
    cells = int(2 * FARTHEST_M / CELL_M) + 2
    column, line = (((values[rows] + FARTHEST_M) / CELL_M).astype(np.int64) for values in (x_m, y_m))
    spot = (track[rows] * cells + column) * cells + line
    moved = np.diff(spot, prepend=-1) != 0
    rows, spot = rows[moved], spot[moved]
    rows = rows[np.sort(np.unique(spot, return_index=True)[1])]
    counts = np.bincount(track[rows], minlength=paths.track_count)
    chosen = np.flatnonzero(counts >= FEWEST_BOXES)
    first = np.concatenate([np.zeros(1, np.int64), np.cumsum(counts)])[:-1][chosen]
    count = counts[chosen]
    taken = np.minimum(count, MOST_BOXES)
    place = np.arange(MOST_BOXES)[None, :]
    mask = place < taken[:, None]
    # From the first to the last, evenly spread.
    share = place * (count[:, None] - 1) // np.maximum(taken[:, None] - 1, 1)
    row = rows[first[:, None] + np.where(mask, share, 0)]
    return _sampled(paths, chosen, mask, row, (x_m, y_m))


def _sampled(paths: Paths, track: Ints, mask: Marks, row: Ints, ground: tuple[Floats, Floats]) -> Samples:
    half = paths.width_px / 2, paths.height_px / 2
    sides = ((paths.x1, half[0]), (paths.y1, half[1]), (paths.x2, half[0]), (paths.y2, half[1]))
    box = np.stack([side[row].astype(np.float64) - middle for side, middle in sides])
    size = np.stack([box[2] - box[0], box[3] - box[1]])
    noise = BOX_NOISE * size + EDGE_NOISE * max(paths.width_px, paths.height_px)
    return Samples(track, mask, ground[0][row], ground[1][row], box, noise)
