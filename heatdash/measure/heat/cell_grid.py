"""The cells in which heat is collected."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from heatdash.values.arrays import Floats, Floats32

Cells = npt.NDArray[np.int32]


@dataclass(frozen=True)
class CellGrid:
    """Cells of one size that cover the whole picture, numbered row by row from the top left."""

    columns: int
    rows: int
    width_px: int
    height_px: int

    @property
    def cell_count(self) -> int:
        """The number of cells."""
        return self.columns * self.rows

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns, as NumPy names them."""
        return self.rows, self.columns

    def across(self, x: Floats32) -> Floats:
        """How many columns lie left of each x, including the fraction of its own column.

        In double precision a point just short of a border stays on its side of it.
        """
        return _cells_along(x, self.columns, self.width_px)

    def down(self, y: Floats32) -> Floats:
        """How many rows lie above each y, including the fraction of its own row."""
        return _cells_along(y, self.rows, self.height_px)

    def columns_at(self, x: Floats32) -> Cells:
        """The column of each x. A border belongs to the column right of it, the picture's right edge to the last."""
        return np.minimum(self.across(x).astype(np.int32), np.int32(self.columns - 1))

    def rows_at(self, y: Floats32) -> Cells:
        """The row of each y. A border belongs to the row below it, the picture's lower edge to the last."""
        return np.minimum(self.down(y).astype(np.int32), np.int32(self.rows - 1))

    def cells_at(self, x: Floats32, y: Floats32) -> Cells:
        """The cell of each point within the picture."""
        return self.rows_at(y) * np.int32(self.columns) + self.columns_at(x)


def _cells_along(at: Floats32, cells: int, length_px: int) -> Floats:
    along = np.multiply(at, cells, dtype=np.float64)
    along /= length_px
    return along


def cell_grid(*, grid: int, width_px: int, height_px: int) -> CellGrid:
    """A grid of `grid` columns, with as many rows as make the cells as square as possible; at least one."""
    return CellGrid(grid, max(1, round(grid * height_px / width_px)), width_px, height_px)
