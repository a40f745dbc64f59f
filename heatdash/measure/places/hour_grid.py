"""How busy it was hour by hour, as a grid: hours by their quarters, or days by their hours."""

from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from heatdash.measure.places.count_bins import bin_edges_s, count_bins
from heatdash.measure.places.find_places import FoundPlaces
from heatdash.tables.columns import BIN_START_S
from heatdash.values.arrays import Floats, Ints
from heatdash.values.recording_start import RecordingStart

LEAST_S = 7200.0
"""A grid of less than two hours would hardly have rows."""
_DAY_S, _HOUR_S = 86_400.0, 3600.0
_QUARTERS = 4


@dataclass(frozen=True, eq=False)
class HourGrid:
    """Cells in rows and columns, each with its own counts.

    Rows are days and columns hours where the time lasts longer than a day (`by_days`); else rows are hours and columns
    their quarters. `bins` has the columns of `Counts.bins`, and `bins_together` those of `Counts.bins_together`, with a
    bin for each cell; `row` and `column` say where in the grid a bin is, and `row_s` when each row begins.
    """

    by_days: bool
    row: Ints
    column: Ints
    row_s: tuple[float, ...]
    edges_s: Floats
    bins: pd.DataFrame
    bins_together: pd.DataFrame

    def cell_of(self, bins: pd.DataFrame) -> tuple[Ints, Ints]:
        """The row and the column of each of the bins."""
        number = np.searchsorted(self.edges_s, bins[BIN_START_S].to_numpy())
        return self.row[number], self.column[number]


def hour_grid(*, found: FoundPlaces, start: RecordingStart | None) -> HourGrid | None:
    """The grid of the time in which was searched; None where that is too short.

    Rows and columns follow the clock where it is known, else the time since the beginning. An hour that the clock shows
    twice, when it is put back, is two rows of hours; in a row of a day it is one cell, twice as long, in which each
    object is counted once.
    """
    seconds = found.to_s - found.from_s
    if seconds < LEAST_S:
        return None
    by_days = seconds > _DAY_S
    steps_s = bin_edges_s(from_s=found.from_s, to_s=found.to_s, bin_min=60 if by_days else 15, start=start)
    cells = [_cell(t_s, found.from_s, start, by_days=by_days) for t_s in steps_s[:-1]]
    # What is in the same cell as before it is one bin with it.
    begins = [number for number, cell in enumerate(cells) if number == 0 or cell != cells[number - 1]]
    edges_s = np.append(steps_s[begins], found.to_s)
    rows = list(dict.fromkeys(cells[number][0] for number in begins))
    in_row = np.array([rows.index(cells[number][0]) for number in begins])
    return HourGrid(
        by_days=by_days,
        row=in_row,
        column=np.array([cells[number][1] for number in begins]),
        row_s=tuple(edges_s[:-1][np.searchsorted(in_row, np.arange(len(rows)))].tolist()),
        edges_s=edges_s,
        bins=count_bins(found=found, edges_s=edges_s),
        bins_together=count_bins(found=found, edges_s=edges_s, by_class=False),
    )


def _cell(t_s: float, from_s: float, start: RecordingStart | None, *, by_days: bool) -> tuple[Hashable, int]:
    """What the row is known by, and the number of the column."""
    if start is None:
        row_s = _DAY_S if by_days else _HOUR_S
        row, rest_s = divmod(t_s - from_s, row_s)
        return row, int(rest_s // (_HOUR_S if by_days else _HOUR_S / _QUARTERS))
    at = start.at(t_s)
    if by_days:
        return at.date(), at.hour
    return (at.date(), at.hour, at.fold), at.minute * _QUARTERS // 60
