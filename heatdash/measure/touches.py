"""Which track touched which cell, and when."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from heatdash.measure.anchor_points import Points, anchor_points
from heatdash.measure.cell_grid import CellGrid, Cells
from heatdash.measure.counted_points import counted_points
from heatdash.measure.in_parts import in_parts
from heatdash.measure.passes import Passes, passes_of
from heatdash.measure.paths import Paths
from heatdash.measure.stays import counted_cells, stay_rows
from heatdash.values.scene import EXCLUDE, ROI, Scene

Seconds = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Touches:
    """A track touches `cell` from `begin_s` to `end_s`, and last touched it before at `before_s`.

    `again` is False where it had not touched the cell before; `before_s` then means nothing.
    """

    cell: Cells
    begin_s: Seconds
    end_s: Seconds
    again: npt.NDArray[np.bool_]
    before_s: Seconds


def touches_of(*, paths: Paths, anchor: str, scene: Scene, grid: CellGrid) -> Touches:
    """Each touch of a cell by a track, the touches of one cell by one track in the order of time.

    A sample touches its own cell at its own time, and a stay of several samples from its first to its last. A cell
    that is only passed between two samples is touched at the time when half of the way through it is done; there is
    also the point that has to lie in a region of interest. Between the frames where a track was lost it went straight.
    """

    def touches(part: Paths) -> Touches:
        return _touches(part, anchor_points(paths=part, anchor=anchor), scene, grid)

    parts = in_parts(paths=paths, work=touches)
    columns = ("cell", "begin_s", "end_s", "again", "before_s")
    return Touches(**{name: np.concatenate([getattr(part, name) for part in parts]) for name in columns})


def _touches(paths: Paths, points: Points, scene: Scene, grid: CellGrid) -> Touches:
    cells = counted_cells(points=points, scene=scene, grid=grid)
    first, last = stay_rows(paths=paths, cells=cells)
    passes = _counted(passes_of(paths=paths, points=points, grid=grid), points, scene, grid)
    t_s = paths.watched.t_s
    from_s, to_s = t_s[paths.moment[passes.row]], t_s[paths.moment[passes.row + 1]]
    passed_s = from_s + (to_s - from_s) * passes.share
    cell = np.concatenate([cells[first], passes.cell])
    begin_s = np.concatenate([t_s[paths.moment[first]], passed_s])
    end_s = np.concatenate([t_s[paths.moment[last]], passed_s])

    # Rows stand by track and time, and what is passed after a row comes before the next row.
    place = np.concatenate([2 * first, 2 * passes.row + 1])
    row = np.concatenate([first, passes.row])
    track_and_cell = (np.searchsorted(paths.first, row, side="right") - 1) * grid.cell_count + cell
    order = np.argsort(track_and_cell * (2 * len(paths) + 1) + place)
    ordered = track_and_cell[order]
    again = np.append(np.zeros(len(order[:1]), dtype=bool), ordered[1:] == ordered[:-1])
    before_s = np.append(begin_s[order][:1], end_s[order][:-1])
    return Touches(cell[order], begin_s[order], end_s[order], again, before_s)


def _counted(passes: Passes, points: Points, scene: Scene, grid: CellGrid) -> Passes:
    """The passes that count, by the point half-way through the cell."""
    if not (scene.zones_of(ROI) or scene.zones_of(EXCLUDE)) or len(passes.row) == 0:
        return passes
    x, y = (at[passes.row] + (at[passes.row + 1] - at[passes.row]) * passes.share for at in points)
    keep = counted_points(x=x, y=y, scene=scene, width_px=grid.width_px, height_px=grid.height_px)
    return Passes(passes.row[keep], passes.share[keep], passes.cell[keep])
