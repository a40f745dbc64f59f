"""Which boxes are cut off by the picture's edge."""

import numpy as np
import numpy.typing as npt

from heatdash.measure.paths import Paths

EDGE_SHARE = 0.01
"""Of the picture's longer side: boxes of what is cut off end so close to the edge, not just on it."""
Marks = npt.NDArray[np.bool_]


_SIDES = {
    "bottom-center": ("left", "right", "bottom"),
    "centroid": ("left", "top", "right", "bottom"),
    "top-center": ("left", "top", "right"),
    "left-center": ("left", "top", "bottom"),
    "right-center": ("top", "right", "bottom"),
}
"""The edges that move an anchor where they cut a box: heads above the picture do not move the feet."""


def cut_boxes(*, paths: Paths, anchor: str = "centroid") -> Marks:
    """Which rows' boxes reach the picture's edge on a side that moves their anchor; any side moves the centroid."""
    margin = EDGE_SHARE * max(paths.width_px, paths.height_px)
    reached = {
        "left": paths.x1 <= margin,
        "top": paths.y1 <= margin,
        "right": paths.x2 >= paths.width_px - margin,
        "bottom": paths.y2 >= paths.height_px - margin,
    }
    marks: Marks = np.logical_or.reduce([reached[side] for side in _SIDES[anchor]])
    return marks
