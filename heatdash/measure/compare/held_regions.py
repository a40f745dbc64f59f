"""The parts of the picture in which a difference holds, and their outlines."""

from dataclasses import dataclass

import numpy as np
from scipy import ndimage

from heatdash.values.arrays import Floats, Marks
from heatdash.values.corners import Point

_Step = tuple[int, int]
_RIGHT, _DOWN, _LEFT, _UP = (1, 0), (0, 1), (-1, 0), (0, -1)
_RIGHT_OF = {_RIGHT: _DOWN, _DOWN: _LEFT, _LEFT: _UP, _UP: _RIGHT}
_LEFT_OF = {right: way for way, right in _RIGHT_OF.items()}
_SIDES = {(0, 0): _RIGHT, (1, 0): _DOWN, (1, 1): _LEFT, (0, 1): _UP}
"""From which of its corners each side of a cell begins, clockwise."""


@dataclass(frozen=True, eq=False)
class HeldRegion:
    """Cells side by side that hold and changed in one direction.

    `outlines` are closed lines around it and around its holes, each as corners in fractions of the picture. The
    seconds are those of all its cells in a watched hour; `p` is that of its surest cell.
    """

    is_more: bool
    cells: Marks
    outlines: tuple[tuple[Point, ...], ...]
    before_s_per_h: float
    after_s_per_h: float
    p: float


def held_regions(*, held: Marks, score: Floats, before: Floats, after: Floats, p: Floats) -> tuple[HeldRegion, ...]:
    """The regions of the held cells, those that changed most first. Cells that touch at a corner only are apart."""
    found = list[HeldRegion]()
    for is_more in (True, False):
        numbers, count = ndimage.label(held & ((score > 0) == is_more))
        for number in range(1, count + 1):
            cells: Marks = numbers == number
            seconds = float(before[cells].sum()), float(after[cells].sum())
            found.append(HeldRegion(is_more, cells, outlines_of(cells), *seconds, float(p[cells].min())))
    return tuple(sorted(found, key=lambda region: -abs(region.after_s_per_h - region.before_s_per_h)))


def outlines_of(cells: Marks, /) -> tuple[tuple[Point, ...], ...]:
    """The closed lines around the marked cells, clockwise, and around their holes, the other way round.

    Corners are in fractions of the grid, from its top left; only those where the line turns. Lines that meet where two
    cells touch at a corner do not cross there.
    """
    rows, columns = cells.shape
    ways = _ways_along(cells)
    lines = list[tuple[Point, ...]]()
    while ways:
        start = at = min(ways, key=lambda corner: corner[::-1])
        way, line = None, list[Point]()
        while not line or at != start:
            onward = ways.pop(at)
            turn = onward[0] if way is None or len(onward) == 1 else _RIGHT_OF[way]
            if len(onward) > 1:
                ways[at] = [one for one in onward if one != turn]
            if turn != way:
                line.append((at[0] / columns, at[1] / rows))
            at, way = (at[0] + turn[0], at[1] + turn[1]), turn
        lines.append(tuple(line))
    return tuple(lines)


def _ways_along(cells: Marks) -> dict[_Step, list[_Step]]:
    """From each corner of a cell, the ways along the border of the marked ones that have them on the right."""
    ways = dict[_Step, list[_Step]]()
    around = np.pad(cells, 1)
    for row, column in np.argwhere(cells).tolist():
        for (right, down), way in _SIDES.items():
            if not around[row + 1 + _LEFT_OF[way][1], column + 1 + _LEFT_OF[way][0]]:
                ways.setdefault((column + right, row + down), []).append(way)
    return ways
