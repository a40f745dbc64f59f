"""Which track visited which cell, and when: cells where it was seen, and cells it passed between two samples."""

from dataclasses import dataclass

import numpy as np

from heatdash.measure.heat.cell_grid import CellGrid, Cells
from heatdash.measure.heat.cell_stays import counted_cells, stay_rows
from heatdash.measure.in_threads import in_threads
from heatdash.measure.paths import Paths
from heatdash.measure.points import Points, anchor_points, counted_points
from heatdash.values.arrays import Floats, Ints, Marks
from heatdash.values.scene import EXCLUDE, ROI, Scene

# The place of a cut is a whole number, so that all cuts of all segments can be sorted at once, as one number each.
SHARE_BITS = 30
SLIGHTEST = 2


@dataclass(frozen=True, eq=False)
class CellPasses:
    """Between row `row` and the next, the track passes `cell`, and is half-way through it at `share` of the segment."""

    row: Ints
    share: Floats
    cell: Cells


def cell_passes(*, paths: Paths, points: Points, grid: CellGrid) -> CellPasses:
    """The cells that each track passes on the straight segments between its samples.

    The cells of a segment's two samples are not among them. A segment through the corner of four cells passes only
    through the two that it leaves and enters; one along a border is in the cell to which the border belongs.
    """
    row, begin, end = _long_segments(paths, points, grid)
    # These arrays have two rows, one for x and one for y.
    from_cell, to_cell = _cells(begin, grid), _cells(end, grid)
    step = np.sign(to_cell - from_cell)
    borders = np.abs(to_cell - from_cell)
    segment, axis, cut = _cuts(begin, end, from_cell, step, borders)

    # Each cut leads one cell further along one axis. After the last cut comes the second sample's own cell.
    crossed = np.cumsum(axis == 0)
    first = np.cumsum(borders.sum(axis=0)) - borders.sum(axis=0)
    across = crossed - (crossed - (axis == 0))[first[segment]]
    down = np.arange(1, len(segment) + 1) - first[segment] - across
    passed = np.flatnonzero((segment[1:] == segment[:-1]) & (cut[1:] - cut[:-1] >= SLIGHTEST))
    owner = segment[passed]
    grid_column = from_cell[0, owner] + step[0, owner] * across[passed]
    grid_row = from_cell[1, owner] + step[1, owner] * down[passed]
    share = (cut[passed] + cut[passed + 1]) / 2.0 ** (SHARE_BITS + 1)
    return CellPasses(row[owner], share, (grid_row * grid.columns + grid_column).astype(np.int32))


def _long_segments(paths: Paths, points: Points, grid: CellGrid) -> tuple[Ints, Floats, Floats]:
    """The rows from which a track goes further than to a neighbouring cell, and where those segments begin and end."""
    x, y = points
    columns, rows = grid.columns_at(x), grid.rows_at(y)
    far = np.abs(np.diff(columns)) + np.abs(np.diff(rows)) >= 2
    far[paths.first[1:-1] - 1] = False
    row = np.flatnonzero(far)
    begin, end = (np.stack([grid.across(x[at]), grid.down(y[at])]) for at in (row, row + 1))
    return row, begin, end


def _cells(at: Floats, grid: CellGrid) -> Ints:
    last = np.array([[grid.columns - 1], [grid.rows - 1]])
    return np.asarray(np.minimum(at.astype(np.int64), last))


def _cuts(begin: Floats, end: Floats, from_cell: Ints, step: Ints, borders: Ints) -> tuple[Ints, Ints, Ints]:
    """Where borders cut segments: the segment, the axis along which the cut leads on, and its place from 0 to 2^30."""
    count = borders.sum(axis=0)
    segment = np.repeat(np.arange(len(count)), count)
    number = np.arange(len(segment)) - (np.cumsum(count) - count)[segment]
    axis = (number >= borders[0, segment]).astype(np.int64)
    number -= axis * borders[0, segment]
    # Forwards, the first border is the far side of the cell that is left; backwards, its near side.
    border = from_cell[axis, segment] + np.where(step[axis, segment] > 0, number + 1, -number)
    share = (border - begin[axis, segment]) / (end[axis, segment] - begin[axis, segment])
    cut = np.rint(np.clip(share, 0, 1) * 2.0**SHARE_BITS).astype(np.int64)
    packed = np.sort(segment << (SHARE_BITS + 2) | cut << 1 | axis)
    return packed >> (SHARE_BITS + 2), packed & 1, (packed >> 1) & (2 ** (SHARE_BITS + 1) - 1)


@dataclass(frozen=True, eq=False)
class CellVisits:
    """One item per touch: a track touches `cell` from `begin_s` to `end_s`, and had last touched it at `before_s`.

    `again` is False where it had not touched the cell before; `before_s` then means nothing.
    """

    cell: Cells
    begin_s: Floats
    end_s: Floats
    again: Marks
    before_s: Floats


def cell_visits(*, paths: Paths, anchor: str, scene: Scene, grid: CellGrid) -> CellVisits:
    """Each touch of a cell by a track, the touches of one cell by one track in order of time.

    A sample touches its own cell at its own time, and a stay of several samples from its first to its last. A cell
    that is only passed between two samples is touched when the track is half-way through it; that point also decides
    whether the touch lies in a region of interest. A track is taken to move straight over frames where it was lost.
    """

    def touches(part: Paths) -> CellVisits:
        return _visits(part, anchor_points(paths=part, anchor=anchor), scene, grid)

    parts = in_threads(paths=paths, work=touches)
    columns = ("cell", "begin_s", "end_s", "again", "before_s")
    return CellVisits(**{name: np.concatenate([getattr(part, name) for part in parts]) for name in columns})


def _visits(paths: Paths, points: Points, scene: Scene, grid: CellGrid) -> CellVisits:
    cells = counted_cells(points=points, scene=scene, grid=grid)
    first, last = stay_rows(cells=cells, first=paths.first, begin=paths.moment, end=paths.moment + 1)
    passes = _counted(cell_passes(paths=paths, points=points, grid=grid), points, scene, grid)
    t_s = paths.watched.t_s
    from_s, to_s = t_s[paths.moment[passes.row]], t_s[paths.moment[passes.row + 1]]
    passed_s = from_s + (to_s - from_s) * passes.share
    cell = np.concatenate([cells[first], passes.cell])
    begin_s = np.concatenate([t_s[paths.moment[first]], passed_s])
    end_s = np.concatenate([t_s[paths.moment[last]], passed_s])

    # Rows are in order of track and time, and what is passed after a row comes before the next row.
    place = np.concatenate([2 * first, 2 * passes.row + 1])
    row = np.concatenate([first, passes.row])
    track_and_cell = (np.searchsorted(paths.first, row, side="right") - 1) * grid.cell_count + cell
    order = np.argsort(track_and_cell * (2 * len(paths) + 1) + place)
    ordered = track_and_cell[order]
    again = np.append(np.zeros(len(order[:1]), dtype=bool), ordered[1:] == ordered[:-1])
    before_s = np.append(begin_s[order][:1], end_s[order][:-1])
    return CellVisits(cell[order], begin_s[order], end_s[order], again, before_s)


def _counted(passes: CellPasses, points: Points, scene: Scene, grid: CellGrid) -> CellPasses:
    """The passes that count, by the point half-way through the cell."""
    if not (scene.zones_of(ROI) or scene.zones_of(EXCLUDE)) or len(passes.row) == 0:
        return passes
    x, y = (at[passes.row] + (at[passes.row + 1] - at[passes.row]) * passes.share for at in points)
    keep = counted_points(x=x, y=y, scene=scene, width_px=grid.width_px, height_px=grid.height_px)
    return CellPasses(passes.row[keep], passes.share[keep], passes.cell[keep])
