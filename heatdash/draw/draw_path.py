"""Draws the way of one object over a picture."""

from collections.abc import Sequence

import cv2
import numpy as np

from heatdash.draw.palette import WHITE, Pixels, track_colour
from heatdash.draw.sizes import sizes_for

_BITS = 4


def draw_path(*, background: Pixels, points: Sequence[tuple[float, float]], track_id: int) -> Pixels:
    """The picture with the way through `points` (fractions of it): a ring at its begin, an arrow at its end."""
    picture = background.copy()
    height, width = picture.shape[:2]
    sizes = sizes_for(width_px=width, height_px=height, line_width_px=None)
    corners = np.array(points, dtype=np.float64).reshape(-1, 2) * (width, height)
    if len(corners) == 0:
        return picture
    fine = np.round(corners * (1 << _BITS)).astype(np.int32)
    thick = max(2, round(sizes.line_px))
    for colour, extra in ((WHITE, 2), (track_colour(track_id), 0)):
        cv2.polylines(picture, [fine], False, colour, thick + extra, cv2.LINE_AA, _BITS)
    cv2.circle(picture, _whole(corners[0]), thick * 3, WHITE, thick, cv2.LINE_AA)
    before = _before_end(corners, least_px=thick * 6)
    if before is not None:
        cv2.arrowedLine(picture, _whole(before), _whole(corners[-1]), WHITE, thick, cv2.LINE_AA, tipLength=0.6)
    return picture


def _before_end(corners: np.ndarray, *, least_px: float) -> np.ndarray | None:
    """The last point at least so far from the end; None where the whole way is shorter."""
    far = np.flatnonzero(np.hypot(*(corners - corners[-1]).T) >= least_px)
    return corners[far[-1]] if len(far) else None


def _whole(point: np.ndarray) -> tuple[int, int]:
    return round(float(point[0])), round(float(point[1]))
