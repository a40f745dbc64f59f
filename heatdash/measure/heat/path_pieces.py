"""Paths in pieces so short that who goes fast spends time all along the way, and not in dots."""

from dataclasses import dataclass

import numpy as np

from heatdash.measure.heat.cell_grid import CellGrid
from heatdash.measure.paths import Paths
from heatdash.measure.points import Points
from heatdash.values.arrays import Floats32, Ints
from heatdash.values.stretches import counting_up

HALF_TICKS = 32
"""Each half of a moment, before and after its own time, has so many ticks, and at most one piece for each of them."""
TICKS = 2 * HALF_TICKS
SLOW_CELLS = 1.0
"""Who goes no farther than so many cells from one moment to the next is in one place for each moment."""
_ROUNDING = 1e-6


@dataclass(frozen=True, eq=False)
class PathPieces:
    """One item per piece, track by track and by time: the track is at `x`, `y` from tick `begin` to before `end`.

    Moment `k` lasts from tick `TICKS * k` to the next moment's first. Pieces from `first[i]` to before `first[i + 1]`
    are those of track `i`.
    """

    first: Ints
    begin: Ints
    end: Ints
    x: Floats32
    y: Floats32


def path_pieces(*, paths: Paths, points: Points, grid: CellGrid) -> PathPieces | None:
    """The pieces of the paths, of which none on a fast way is longer than half a cell; None where nobody goes fast.

    A track goes straight on from one moment to the next, and is in the middle of a piece for as long as the piece
    lasts. Where it begins, ends or is lost, it stays at its nearest known place. Halves of moments are cut into powers
    of two, and never into more than their ticks: a jump across the whole picture costs no more than that.
    """
    after = _pieces_on_the_way(paths, points, grid)
    if after is None:
        return None
    begin = paths.moment * TICKS
    before = np.append(1, after[:-1])
    slow = (before == 1) & (after == 1)
    # Two halves for each row, one after the other; those of a slow row are one piece.
    count = np.stack([before, np.where(slow, 0, after)], axis=1).reshape(-1)
    lasts = np.stack([np.where(slow, TICKS, HALF_TICKS // before), HALF_TICKS // after], axis=1).reshape(-1)
    begins = np.stack([begin, begin + HALF_TICKS], axis=1).reshape(-1)
    half = np.repeat(np.arange(len(count)), count)
    number, count_of_half = counting_up(count), count[half]
    row, is_after = half // 2, half % 2 == 1
    other = np.clip(np.where(is_after, row + 1, row - 1), 0, len(paths) - 1)
    # Half of a way in four pieces has their middles at 1, 3, 5 and 7 sixteenths of the whole way.
    nth = np.where(is_after, 2 * number + 1, 2 * (count_of_half - number) - 1)
    share = np.where(count_of_half == 1, 0.0, nth / (4 * count_of_half))

    def on_the_way(at: Floats32) -> Floats32:
        # Rounded to single precision again, places fall on the borders of cells as exactly as the samples do.
        places: Floats32 = (at[row] + (at[other].astype(np.float64) - at[row]) * share).astype(np.float32)
        return places

    piece_begin = begins[half] + number * lasts[half]
    return PathPieces(
        first=np.append(0, np.cumsum(count))[2 * paths.first],
        begin=piece_begin,
        end=piece_begin + lasts[half],
        x=on_the_way(points[0]),
        y=on_the_way(points[1]),
    )


def _pieces_on_the_way(paths: Paths, points: Points, grid: CellGrid) -> Ints | None:
    """In how many pieces each row goes half of the way to the next, and the other half; None where all are 1."""
    wide_px, high_px = (np.abs(np.diff(at)) for at in points)
    most = SLOW_CELLS + _ROUNDING
    fast = (wide_px > most * grid.width_px / grid.columns) | (high_px > most * grid.height_px / grid.rows)
    row, far = np.flatnonzero(fast), np.maximum(grid.across(wide_px[fast]), grid.down(high_px[fast]))
    continues = (paths.moment[row + 1] - paths.moment[row] == 1) & ~np.isin(row + 1, paths.first)
    if not continues.any():
        return None
    pieces = np.ones(len(paths), dtype=np.int64)
    # A half of that many cells, in so many pieces, makes none longer than half a cell.
    powers = np.minimum(np.ceil(np.log2(far[continues]) - _ROUNDING), np.log2(HALF_TICKS))
    pieces[row[continues]] = np.exp2(powers)
    return pieces
