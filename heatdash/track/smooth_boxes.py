"""Boxes without their tremble."""

import numpy as np
import numpy.typing as npt

from heatdash.track.pieces import Pieces

LARGEST_SHIFT = 0.05
"""Of the object's size: less than the band of 8 % in which a line counts nobody, so that no crossing comes or goes."""


def smooth_boxes(*, pieces: Pieces, reach_s: float) -> npt.NDArray[np.float64]:
    """The boxes, each side on the line that fits its neighbours in time best; the nearer a neighbour, the more it counts.

    Neighbours are the rows of the same piece less than `reach_s` before and after. Before and after count alike, so
    that nothing comes later than it was, and an even motion stays as it is.
    """
    owner, t_s, box = pieces.owner, pieces.t_s, pieces.box
    count = len(t_s)
    weight, off = np.ones(count), np.zeros(count)
    spread, value, slope = np.zeros(count), box.copy(), np.zeros_like(box)
    for step in range(1, count):
        apart_s = t_s[step:] - t_s[:-step]
        near = np.where(owner[step:] == owner[:-step], 1.0 - apart_s / reach_s, 0.0).clip(0.0) if reach_s > 0 else 0.0
        if not np.any(near > 0):
            break
        for rows, others, sign in ((slice(None, -step), slice(step, None), 1.0), (slice(step, None), slice(None, -step), -1.0)):
            weight[rows] += near
            off[rows] += near * apart_s * sign
            spread[rows] += near * apart_s**2
            value[rows] += near[:, None] * box[others]
            slope[rows] += (near * apart_s * sign)[:, None] * box[others]
    depth = (weight * spread - off**2)[:, None]
    level = value / weight[:, None]
    line = np.divide(spread[:, None] * value - off[:, None] * slope, depth, out=level, where=depth > 1e-12)
    limit = (LARGEST_SHIFT * pieces.size_px)[owner][:, None]
    return box + (line - box).clip(-limit, limit)
