"""The cells that a track crosses between two samples."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from heatdash.measure.anchor_points import Points
from heatdash.measure.cell_grid import CellGrid, Cells
from heatdash.measure.paths import Paths

Places = npt.NDArray[np.int64]
Shares = npt.NDArray[np.float64]

# Where a way is cut is kept as a whole number, so that all cuts of all ways are sorted at once, as one number each.
SHARE_BITS = 30
SLIGHTEST = 2


@dataclass(frozen=True, eq=False)
class Passes:
    """Between row `row` and the next, the track passes through `cell`; half-way through it is `share` of that way."""

    row: Places
    share: Shares
    cell: Cells


def passes_of(*, paths: Paths, points: Points, grid: CellGrid) -> Passes:
    """The cells between those of each two samples of a track in a row, on the straight way from one to the other.

    The two samples' own cells are none of them. A way through the corner of four cells passes only through the two
    it leaves and enters; a way along a border is in the cell to which the border belongs.
    """
    row, begin, end = _ways(paths, points, grid)
    # What follows has one line for x and one for y.
    from_cell, to_cell = _cells(begin, grid), _cells(end, grid)
    step = np.sign(to_cell - from_cell)
    borders = np.abs(to_cell - from_cell)
    way, axis, cut = _cuts(begin, end, from_cell, step, borders)

    # After each cut one axis is a cell further. What comes after the last cut is the second sample's own cell.
    crossed = np.cumsum(axis == 0)
    first = np.cumsum(borders.sum(axis=0)) - borders.sum(axis=0)
    across = crossed - (crossed - (axis == 0))[first[way]]
    down = np.arange(1, len(way) + 1) - first[way] - across
    within = np.flatnonzero((way[1:] == way[:-1]) & (cut[1:] - cut[:-1] >= SLIGHTEST))
    of_way = way[within]
    column = from_cell[0, of_way] + step[0, of_way] * across[within]
    line = from_cell[1, of_way] + step[1, of_way] * down[within]
    share = (cut[within] + cut[within + 1]) / 2.0 ** (SHARE_BITS + 1)
    return Passes(row[of_way], share, (line * grid.columns + column).astype(np.int32))


def _ways(paths: Paths, points: Points, grid: CellGrid) -> tuple[Places, Shares, Shares]:
    """The rows from which a track goes further than to a neighbouring cell, and where those ways begin and end."""
    x, y = points
    columns, rows = grid.columns_at(x), grid.rows_at(y)
    far = np.abs(np.diff(columns)) + np.abs(np.diff(rows)) >= 2
    far[paths.first[1:-1] - 1] = False
    row = np.flatnonzero(far)
    begin, end = (np.stack([grid.across(x[at]), grid.down(y[at])]) for at in (row, row + 1))
    return row, begin, end


def _cells(at: Shares, grid: CellGrid) -> Places:
    last = np.array([[grid.columns - 1], [grid.rows - 1]])
    return np.asarray(np.minimum(at.astype(np.int64), last))


def _cuts(
    begin: Shares, end: Shares, from_cell: Places, step: Places, borders: Places
) -> tuple[Places, Places, Places]:
    """Where borders cut the ways: the way, the axis along which the cut leads on, and its place from 0 to 2^30."""
    count = borders.sum(axis=0)
    way = np.repeat(np.arange(len(count)), count)
    number = np.arange(len(way)) - (np.cumsum(count) - count)[way]
    axis = (number >= borders[0, way]).astype(np.int64)
    number -= axis * borders[0, way]
    # Forwards, the first border is the far side of the cell that is left; backwards, its near side.
    border = from_cell[axis, way] + np.where(step[axis, way] > 0, number + 1, -number)
    share = (border - begin[axis, way]) / (end[axis, way] - begin[axis, way])
    cut = np.rint(np.clip(share, 0, 1) * 2.0**SHARE_BITS).astype(np.int64)
    packed = np.sort(way << (SHARE_BITS + 2) | cut << 1 | axis)
    return packed >> (SHARE_BITS + 2), packed & 1, (packed >> 1) & (2 ** (SHARE_BITS + 1) - 1)
