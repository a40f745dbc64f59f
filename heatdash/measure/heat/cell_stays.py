"""When each cell was occupied: by each track, or by any track."""

from dataclasses import dataclass

import numpy as np

from heatdash.measure.heat.cell_grid import CellGrid, Cells
from heatdash.measure.heat.path_pieces import TICKS, path_pieces
from heatdash.measure.in_threads import in_threads
from heatdash.measure.paths import Paths
from heatdash.measure.points import Points, anchor_points, counted_points
from heatdash.values.arrays import Ints
from heatdash.values.scene import EXCLUDE, ROI, Scene

NOWHERE = -1


@dataclass(frozen=True, eq=False)
class CellStays:
    """One item per stay: something is in `cell` at every tick from `begin` up to, but not including, `end`.

    A moment is an index into the watched frames, and has `TICKS` ticks.
    """

    cell: Cells
    begin: Ints
    end: Ints


def cell_stays(*, paths: Paths, anchor: str, scene: Scene, grid: CellGrid) -> CellStays:
    """Each stay of a track in a cell, track by track and by time.

    A stay ends where the track enters another cell, is lost for a frame, or comes to a place where nothing counts.
    Who goes fast stays for a part of a moment in each cell on the way.
    """

    def stays(part: Paths) -> CellStays:
        points = anchor_points(paths=part, anchor=anchor)
        pieces = path_pieces(paths=part, points=points, grid=grid)
        if pieces is None:
            cells = counted_cells(points=points, scene=scene, grid=grid)
            first, last = stay_rows(cells=cells, first=part.first, begin=part.moment, end=part.moment + 1)
            return CellStays(cells[first], part.moment[first] * TICKS, (part.moment[last] + 1) * TICKS)
        cells = counted_cells(points=(pieces.x, pieces.y), scene=scene, grid=grid)
        first, last = stay_rows(cells=cells, first=pieces.first, begin=pieces.begin, end=pieces.end)
        return CellStays(cells[first], pieces.begin[first], pieces.end[last])

    parts = in_threads(paths=paths, work=stays)
    return CellStays(
        cell=np.concatenate([part.cell for part in parts]),
        begin=np.concatenate([part.begin for part in parts]),
        end=np.concatenate([part.end for part in parts]),
    )


def stays_within(*, stays: CellStays, begin: int, end: int) -> CellStays:
    """The parts of the stays from tick `begin` to before `end`, with ticks counted from `begin`."""
    if begin == 0 and end >= stays.end.max(initial=0):
        return stays
    begins, ends = np.maximum(stays.begin, begin), np.minimum(stays.end, end)
    keep = begins < ends
    return CellStays(stays.cell[keep], begins[keep] - begin, ends[keep] - begin)


def cell_stays_of_any(*, stays: CellStays, tick_count: int) -> CellStays:
    """When each cell was occupied by at least one track: stays that overlap or touch are joined into one.

    With begins and ends each sorted on their own, all earlier stays are over where as many ends as begins lie before
    a begin: a new joined stay starts there, and the end before it is the end of the previous one.
    """
    base = stays.cell.astype(np.int64) * (tick_count + 1)
    begins, ends = np.sort(base + stays.begin), np.sort(base + stays.end)
    apart = np.flatnonzero(begins[1:] > ends[:-1])
    begins, ends = np.append(begins[:1], begins[1:][apart]), np.append(ends[:-1][apart], ends[-1:])
    cell, begin = np.divmod(begins, tick_count + 1)
    return CellStays(cell.astype(np.int32), begin, ends - cell * (tick_count + 1))


def counted_cells(*, points: Points, scene: Scene, grid: CellGrid) -> Cells:
    """The cell of each point; NOWHERE for those that do not count."""
    x, y = points
    cells = grid.cells_at(x, y)
    if scene.zones_of(ROI) or scene.zones_of(EXCLUDE):
        counted = counted_points(x=x, y=y, scene=scene, width_px=grid.width_px, height_px=grid.height_px)
        cells[~counted] = NOWHERE
    return cells


def stay_rows(*, cells: Cells, first: Ints, begin: Ints, end: Ints) -> tuple[Ints, Ints]:
    """The first and the last row of each stay.

    Each row is in its cell from `begin` to `end`; `first` holds the first row of each track, and the number of all.
    """
    if len(cells) == 0:
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    new = np.empty(len(cells), dtype=bool)
    np.not_equal(cells[1:], cells[:-1], out=new[1:])
    new[1:] |= begin[1:] != end[:-1]
    new[first[:-1]] = True
    begins = np.flatnonzero(new)
    lasts = np.append(begins[1:], len(cells)) - 1
    somewhere = cells[begins] != NOWHERE
    return begins[somewhere], lasts[somewhere]
