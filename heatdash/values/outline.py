"""Whether the outline of an area is a simple one: its edges, joined in order, meet only at their corners."""

from functools import lru_cache

import numpy as np

from heatdash.values.arrays import Floats, Ints, Marks
from heatdash.values.corners import Point


@lru_cache(maxsize=1024)
def crosses_itself(points: tuple[Point, ...]) -> bool:
    """True where two edges that share no corner meet, or two that share one run back over each other.

    The corners differ, and there are at least three. Each corner is held against each edge, all of them at once, so
    that the time for as many corners as a zone can have is some milliseconds. The same zones are read again and again.
    """
    x, y = np.asarray(points, dtype=np.float64).T
    along_x, along_y = np.roll(x, -1) - x, np.roll(y, -1) - y
    # On which side of each edge (row) each corner (column) lies, and how far; 0 where in line with it.
    sides: Floats = along_x[:, None] * (y - y[:, None]) - along_y[:, None] * (x - x[:, None])
    return _runs_back(sides, along_x, along_y) or (len(points) > 3 and _edges_meet(sides, x, y))


def _runs_back(sides: Floats, along_x: Floats, along_y: Floats) -> bool:
    """True where an edge goes back over the one before it."""
    every = np.arange(len(sides))
    in_line = sides[every, (every + 2) % len(sides)] == 0
    back = along_x * np.roll(along_x, -1) + along_y * np.roll(along_y, -1) < 0
    return bool((in_line & back).any())


def _edges_meet(sides: Floats, x: Floats, y: Floats) -> bool:
    """True where two edges that share no corner cross, or a corner lies on an edge that does not begin or end there."""
    every = np.arange(len(sides))
    parted: Marks = sides * np.roll(sides, -1, axis=1) < 0
    if bool((parted & parted.T).any()):
        return True
    touching: Marks = sides == 0
    touching[every, every] = touching[every, (every + 1) % len(sides)] = False
    edges, corners = np.nonzero(touching)
    return bool((_within(x, edges, corners) & _within(y, edges, corners)).any())


def _within(part: Floats, edges: Ints, corners: Ints) -> Marks:
    """Which of the corners lie between the ends of their edges, in this part of their places."""
    starts, ends = part[edges], np.roll(part, -1)[edges]
    inside: Marks = (np.minimum(starts, ends) <= part[corners]) & (part[corners] <= np.maximum(starts, ends))
    return inside
