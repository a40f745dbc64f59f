"""Writing columns of cells to a sheet of a workbook."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

Cell = str | float | datetime | time | None


@dataclass(frozen=True, eq=False)
class SheetColumn:
    """A column: its heading, its cells (None where empty), what they look like, and a note to the heading.

    Without a `width` it is as wide as its cells need; with one, long texts go on in the next line.
    """

    title: str
    cells: Sequence[Cell]
    cell_format: Any = None
    note: str = ""
    width: float | None = None

    @property
    def shown_width(self) -> float:
        """The width in letters."""
        if self.width is not None:
            return self.width
        longest = max((_letters(str(cell)) for cell in self.cells[:1000]), default=0)
        return float(min(60, max(longest, _letters(self.title) + 2) + 2))

    def lines(self, cell: Cell) -> int:
        """How many lines the cell takes."""
        if self.width is None or not isinstance(cell, str):
            return 1
        return sum(max(1, math.ceil(_letters(line) * _WIDER / self.width)) for line in cell.split("\n"))


_LINE_POINTS, _WIDER = 15.0, 1.1
"""The height of a line of text; letters that are wider than the width of columns allows for."""


def _letters(text: str) -> int:
    """How many Latin letters the text is as wide as."""
    return sum(2 if letter > "\u2e80" else 1 for letter in text)


def write_columns(*, book: Any, sheet: Any, columns: Sequence[SheetColumn], first_row: int = 0) -> None:
    """Write the headings into `first_row` and the cells below, row by row: only the current row is kept in memory."""
    header = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    _set_height(sheet, first_row, [column.lines(column.title) for column in columns])
    for number, column in enumerate(columns):
        sheet.set_column(number, number, column.shown_width)
        sheet.write_string(first_row, number, column.title, header)
        if column.note:
            sheet.write_comment(first_row, number, column.note, {"x_scale": 2})
    formats = [column.cell_format for column in columns]
    for row, cells in enumerate(zip(*(column.cells for column in columns), strict=True), start=first_row + 1):
        _set_height(sheet, row, [column.lines(cell) for column, cell in zip(columns, cells, strict=True)])
        for number, (cell, cell_format) in enumerate(zip(cells, formats, strict=True)):
            if isinstance(cell, str):
                sheet.write_string(row, number, cell, cell_format)
            elif isinstance(cell, datetime | time):
                sheet.write_datetime(row, number, cell, cell_format)
            elif cell is not None:
                sheet.write_number(row, number, cell, cell_format)


def _set_height(sheet: Any, row: int, lines: Sequence[int]) -> None:
    # Not every program finds out by itself how high a row must be.
    if max(lines) > 1:
        sheet.set_row(row, _LINE_POINTS * max(lines))
