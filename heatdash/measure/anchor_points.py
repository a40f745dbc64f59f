"""The one point of a box that counts."""

import numpy as np
import numpy.typing as npt

from heatdash.measure.paths import Paths

Points = tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]


def anchor_points(*, paths: Paths, anchor: str) -> Points:
    """Each row's x and y in pixels: `bottom-center` is where the feet stand, `centroid` the middle of the box.

    A point beyond the picture's edge, where a box is cut off, is moved onto the edge.
    """
    middle_x, middle_y = (paths.x1 + paths.x2) / 2, (paths.y1 + paths.y2) / 2
    points: dict[str, Points] = {
        "bottom-center": (middle_x, paths.y2),
        "centroid": (middle_x, middle_y),
        "top-center": (middle_x, paths.y1),
        "left-center": (paths.x1, middle_y),
        "right-center": (paths.x2, middle_y),
    }
    x, y = points[anchor]
    return _held(x, paths.width_px), _held(y, paths.height_px)


def _held(values: npt.NDArray[np.float32], limit_px: int) -> npt.NDArray[np.float32]:
    return np.minimum(np.maximum(values, np.float32(0)), np.float32(limit_px))
