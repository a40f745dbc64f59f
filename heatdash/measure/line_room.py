"""How much room a line leaves on both of its sides."""

import numpy as np
import numpy.typing as npt

from heatdash.values.scene import Line

Floats = npt.NDArray[np.float64]

# The very ends of a line may touch the picture's edge, as those of a line right across it do.
_PLACES_ALONG = np.linspace(0.05, 0.95, 19)


def line_places(*, line: Line, width_px: int, height_px: int) -> tuple[Floats, Floats]:
    """Points along the line, one a row, and the step of one pixel to its right, seen from start to end."""
    size = np.array([width_px, height_px])
    start, end = np.array(line.start) * size, np.array(line.end) * size
    along_x, along_y = (end - start) / np.hypot(*(end - start))
    return start + _PLACES_ALONG[:, None] * (end - start), np.array([-along_y, along_x])


def line_room(*, line: Line, width_px: int, height_px: int) -> float:
    """How far the picture's edge is away, in pixels, at right angles to the line, on the side with less room.

    It is the middle value over the points along the line, so that a line right across the picture has room.
    """
    places, aside = line_places(line=line, width_px=width_px, height_px=height_px)
    size = np.array([width_px, height_px])

    def room(step: Floats) -> float:
        with np.errstate(divide="ignore", invalid="ignore"):
            ways = np.where(step > 0, (size - places) / step, np.where(step < 0, -places / step, np.inf))
        return float(np.median(ways.min(axis=1)))

    return min(room(aside), room(-aside))
