"""The one point of a box that counts."""

import numpy as np
import numpy.typing as npt

from heatdash.measure.paths import Paths

Coordinates = npt.NDArray[np.float32]
Points = tuple[Coordinates, Coordinates]


def anchor_points(*, paths: Paths, anchor: str) -> Points:
    """Each row's x and y in pixels: `bottom-center` is where the feet stand, `centroid` the middle of the box.

    A point beyond the picture's edge, where a box is cut off, is moved onto the edge.
    """
    middle_x, middle_y = _middle(paths.x1, paths.x2), _middle(paths.y1, paths.y2)
    points: dict[str, Points] = {
        "bottom-center": (middle_x, paths.y2),
        "centroid": (middle_x, middle_y),
        "top-center": (middle_x, paths.y1),
        "left-center": (paths.x1, middle_y),
        "right-center": (paths.x2, middle_y),
    }
    x, y = points[anchor]
    return _held(x, paths.width_px), _held(y, paths.height_px)


def _middle(a: Coordinates, b: Coordinates) -> Coordinates:
    return (a + b) * np.float32(0.5)


def _held(values: Coordinates, limit_px: int) -> Coordinates:
    return np.minimum(np.maximum(values, np.float32(0)), np.float32(limit_px))
