"""The workbook's own charts, which Excel draws from its sheets and people can go on working with."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

_WIDTH_PX, _HEIGHT_PX, _ROWS_EACH, _COLUMNS_EACH = 600, 300, 16, 10
"""The size of a chart, and how many cells further the next one stands."""
_INK, _FAINT = "#55626A", "#DDE3E4"


@dataclass(frozen=True)
class Cells:
    """Cells below each other: those of a sheet's column from the first row to the last."""

    sheet: str
    column: int
    first_row: int
    last_row: int

    @property
    def reference(self) -> list[Any]:
        """The cells as the workbook's writer wants them."""
        return [self.sheet, self.first_row, self.column, self.last_row, self.column]


@dataclass(frozen=True)
class Series:
    """Values to draw, what each stands for, and how the whole is called and coloured."""

    name: str
    values: Cells
    labels: Cells
    colour: str


@dataclass(frozen=True)
class BookChart:
    """A chart: its kind (`column`, `bar`: with its bars lying, or `line`), its titles and what it draws.

    Values that can only be whole numbers have marks `step` apart.
    """

    kind: str
    title: str
    labels_title: str
    values_title: str
    series: Sequence[Series]
    step: int | None = None


def insert_charts(*, book: Any, sheet: Any, charts: Sequence[BookChart]) -> None:
    """Put the charts on the sheet, two side by side."""
    for number, chart in enumerate(charts):
        drawn = book.add_chart({"type": chart.kind})
        for series in chart.series:
            line = {"color": series.colour, "width": 2} if chart.kind == "line" else {"none": True}
            drawn.add_series(
                {
                    "name": series.name,
                    "categories": series.labels.reference,
                    "values": series.values.reference,
                    "fill": {"color": series.colour},
                    "line": line,
                    "gap": 40,
                }
            )
        font = {"color": _INK, "size": 9, "bold": False}
        drawn.set_title({"name": chart.title, "name_font": {"size": 12}})
        lines = {"visible": True, "line": {"color": _FAINT}}
        labels = {"name": chart.labels_title, "name_font": font, "major_gridlines": {"visible": False}}
        values = {"name": chart.values_title, "name_font": font, "major_gridlines": lines, "min": 0}
        if chart.step is not None:
            values["major_unit"] = chart.step
        if chart.kind == "bar":
            # Lying bars are drawn from below, where the first is expected above.
            drawn.set_x_axis(values)
            drawn.set_y_axis({**labels, "reverse": True, "crossing": "max"})
        else:
            drawn.set_x_axis(labels)
            drawn.set_y_axis(values)
        drawn.set_legend({"none": True} if len(chart.series) == 1 else {"position": "top"})
        drawn.set_size({"width": _WIDTH_PX, "height": _HEIGHT_PX})
        sheet.insert_chart(
            _ROWS_EACH * (number // 2), _COLUMNS_EACH * (number % 2), drawn, {"description": chart.title}
        )
