"""Boxes without their tremble."""

import numpy as np
import numpy.typing as npt

from heatdash.track.pieces import Pieces

LARGEST_SHIFT = 0.05
"""Of the object's size: less than the band of 8 % in which a counting line knows no side."""

Floats = npt.NDArray[np.float64]


def smooth_boxes(*, pieces: Pieces, reach_s: float) -> Floats:
    """The boxes, each side moved onto the line that fits its neighbours in time best, by at most 5 % of the size.

    Neighbours are the rows of the same piece less than `reach_s` before and after; the nearer one is, the more it
    counts. Before and after count alike, so that nothing comes later than it was, and even motion stays as it is.
    """
    count = len(pieces.t_s)
    weight, lever, spread = np.ones(count), np.zeros(count), np.zeros(count)
    level, slope = pieces.box.copy(), np.zeros_like(pieces.box)
    for step in range(1, count):
        earlier, later = slice(None, -step), slice(step, None)
        apart_s = pieces.t_s[later] - pieces.t_s[earlier]
        near = np.where(pieces.owner[later] == pieces.owner[earlier], 1.0 - apart_s / max(reach_s, 1e-9), 0.0).clip(0.0)
        if not near.any():
            break
        for rows, others, away_s in ((earlier, later, apart_s), (later, earlier, -apart_s)):
            weight[rows] += near
            lever[rows] += near * away_s
            spread[rows] += near * away_s**2
            level[rows] += near[:, None] * pieces.box[others]
            slope[rows] += (near * away_s)[:, None] * pieces.box[others]
    depth = (weight * spread - lever**2)[:, None]
    line = np.divide(
        spread[:, None] * level - lever[:, None] * slope, depth, out=level / weight[:, None], where=depth > 1e-12
    )
    limit_px = (LARGEST_SHIFT * pieces.size_px)[pieces.owner][:, None]
    smoothed: Floats = pieces.box + (line - pieces.box).clip(-limit_px, limit_px)
    return smoothed
