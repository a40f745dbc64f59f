"""The workbook: an answer's tables, with the key figures and what they mean on the first sheet."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import pandas as pd
from pandas.api.types import is_numeric_dtype

from heatdash.exports.tables import FileTable
from heatdash.measure.places.key_figures import LineFigures, PictureFigures, ZoneFigures, key_figures
from heatdash.stages.answer import Answer
from heatdash.values.metrics import METRICS
from heatdash.values.recording_start import RecordingStart
from heatdash.version import VERSION

_FOLLOWED = "Each is one object as the tracker followed it. Whoever is lost from view for long may count twice."
_IN = "How often something crossed the line the way its arrow points."
_OUT = "How often something crossed the line against its arrow."
_VISITS = "How often something came to the zone, or was there already when the clip began."
_MEDIAN = "Half of the visits lasted longer, half shorter."


@dataclass(frozen=True)
class SummaryRow:
    """One row: a figure's name, its value (text or number; None where unknown), its unit and its meaning."""

    figure: str
    value: str | float | None
    unit: str = ""
    meaning: str = ""


def workbook_summary(*, answer: Answer, remarks: Iterable[str]) -> list[SummaryRow]:
    """The rows of the first sheet: key figures, map, clip, model, then notices and `remarks`."""
    figures = key_figures(answer.measured.counts)
    notes = [SummaryRow("Note", None, meaning=str(text)) for text in (*answer.analysis.notices, *remarks)]
    return [
        *_picture_rows(figures.picture, answer.analysis.project.start),
        *chain.from_iterable(map(_line_rows, figures.lines)),
        *chain.from_iterable(map(_zone_rows, figures.zones)),
        *_heat_rows(answer),
        *_clip_rows(answer),
        *notes,
    ]


def _picture_rows(picture: PictureFigures, start: RecordingStart | None) -> Iterator[SummaryRow]:
    yield SummaryRow("Followed", picture.followed, "objects", _FOLLOWED)
    for name, count in picture.followed_by_class:
        yield SummaryRow(f"Followed: {name}", count, "objects")
    busiest = picture.busiest
    yield SummaryRow("Most at once", busiest.count if busiest else 0, "objects", "The most in view at the same time.")
    if busiest:
        for name, t_s in (("from", busiest.from_s), ("to", busiest.to_s)):
            meaning = f"The first stretch of time with the most at once, in seconds of the clip.{_by_clock(t_s, start)}"
            yield SummaryRow(f"Busiest {name}", round(t_s, 3), "s", meaning)


def _by_clock(t_s: float, start: RecordingStart | None) -> str:
    return "" if start is None else f" By the clock: {start.clock(round(t_s))}."


def _line_rows(line: LineFigures) -> Iterator[SummaryRow]:
    yield SummaryRow(f"{line.name}: in", line.came_in, "crossings", _IN)
    yield SummaryRow(f"{line.name}: out", line.went_out, "crossings", _OUT)


def _zone_rows(zone: ZoneFigures) -> Iterator[SummaryRow]:
    yield SummaryRow(f"{zone.name}: visits", zone.visits, "visits", _VISITS)
    median_s = None if zone.typical_s is None else round(zone.typical_s, 3)
    yield SummaryRow(f"{zone.name}: median stay", median_s, "s", _MEDIAN)


def _heat_rows(answer: Answer) -> Iterator[SummaryRow]:
    heat = answer.measured.heat
    metric = METRICS[heat.metric]
    yield SummaryRow("Map", metric.title(), "", metric.meaning())
    yield SummaryRow(
        "Largest value of the map", round(heat.top, 6), metric.unit_text(), "Of one cell of the grid, unsmoothed."
    )


def _clip_rows(answer: Answer) -> Iterator[SummaryRow]:
    analysis, looked_at = answer.analysis, answer.measured.counts.summary["looked_at"]
    yield SummaryRow("Clip", analysis.clip.path.name)
    yield SummaryRow("Length", round(analysis.clip.duration_s, 3), "s")
    start = analysis.project.start
    if start is not None:
        yield SummaryRow("Recording began", str(start))
    for name, meaning in (("from", "Seconds from the clip's first frame."), ("to", "The end itself is not in it.")):
        t_s = looked_at[f"{name}_s"]
        yield SummaryRow(f"Looked at {name}", round(t_s, 3), "s", f"{meaning}{_by_clock(t_s, start)}")
    yield SummaryRow("Model", analysis.model.name, "", f"Ran on {analysis.runs_on}.")
    yield SummaryRow("Made with", f"HeatDash {VERSION}")


LONGEST_SHEET = 1_048_575
"""The rows that fit on a sheet below its header."""
MOST_TRACK_ROWS = 20_000
"""As many as are written in a second. More stay in their CSV file, which takes no time to write."""
_SHEETS = ("counts", "zones", "flows", "events", "tracks", "heat")
"""The tables that have a sheet, in order."""
_OPTIONS = {
    "constant_memory": True,
    **dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False),
}
_DAY_S = 86_400.0
_SUMMARY_WIDTHS = {"figure": 30.0, "value": 26.0, "unit": 10.0, "meaning": 90.0}
_HEAT_WIDTH = 7.0
_COLDEST, _HOTTEST = "#FFFFFF", "#E8743B"


@dataclass(frozen=True, eq=False)
class _Column:
    """A column of a sheet; its cells are texts, numbers, or None where empty."""

    title: str
    cells: Sequence[str | float | None]
    width: float
    cell_format: Any = None


def write_workbook(*, answer: Answer, tables: Mapping[str, FileTable], path: Path) -> None:
    """Write to `path` a workbook with the key figures on its first sheet, and each table of the CSV files on its own.

    A table with more rows than its sheet may have is left out; the first sheet then points to its CSV file.
    """
    import xlsxwriter

    too_long = [name for name in _SHEETS if len(tables[name].rows) > _most_rows(name)]
    with path.open("wb") as file, xlsxwriter.Workbook(file, _OPTIONS) as book:
        remarks = [_left_out(tables[name]) for name in too_long]
        _write_summary(book, workbook_summary(answer=answer, remarks=remarks))
        clock = book.add_format({"num_format": "[h]:mm:ss"})
        for name in _SHEETS:
            if name not in too_long:
                sheet = _write_sheet(book, name.capitalize(), list(_columns(tables[name], clock)))
                if name == "heat":
                    _colour(sheet, tables[name].rows)


def _most_rows(name: str) -> int:
    return MOST_TRACK_ROWS if name == "tracks" else LONGEST_SHEET


def _left_out(table: FileTable) -> str:
    name, rows = table.spec.name, len(table.rows)
    return f"{name.capitalize()} has {rows:,} rows, which are too many for this workbook; they are in {name}.csv."


def _write_summary(book: Any, rows: Sequence[SummaryRow]) -> None:
    wrapped = book.add_format({"text_wrap": True, "valign": "top", "align": "left"})
    columns = [
        _Column(title, [getattr(row, title) for row in rows], width, wrapped)
        for title, width in _SUMMARY_WIDTHS.items()
    ]
    _write_sheet(book, "Summary", columns)


def _columns(table: FileTable, clock: Any) -> Iterator[_Column]:
    """The table's columns; each in seconds is followed by the same time in hours, minutes and seconds."""
    for column in table.columns:
        title, cells = column.name, _cells(table.cells(column))
        yield _Column(title, cells, _width(title, cells))
        if column.unit == "s":
            days = [None if t_s is None else t_s / _DAY_S for t_s in cells]
            yield _Column(f"{title.removesuffix('_s')}_hms", days, len(title) + 5.0, clock)


def _cells(column: "pd.Series[Any]") -> list[Any]:
    if not is_numeric_dtype(column.dtype):
        return [str(text) for text in column]
    return [None if unknown else value for value, unknown in zip(column.tolist(), column.isna(), strict=True)]


def _width(title: str, cells: Sequence[Any]) -> float:
    longest = max((len(str(cell)) for cell in cells[:1000]), default=0)
    return float(min(60, max(longest, len(title) + 2) + 2))


def _write_sheet(book: Any, title: str, columns: Sequence[_Column]) -> Any:
    """The sheet, filled row by row, because the workbook keeps only the current row in memory."""
    sheet = book.add_worksheet(title)
    header = book.add_format({"bold": True, "bottom": 1})
    for number, column in enumerate(columns):
        sheet.set_column(number, number, column.width)
        sheet.write_string(0, number, column.title, header)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(columns[0].cells), len(columns) - 1)
    formats = [column.cell_format for column in columns]
    for row, cells in enumerate(zip(*(column.cells for column in columns), strict=True), start=1):
        for number, (cell, cell_format) in enumerate(zip(cells, formats, strict=True)):
            if isinstance(cell, str):
                sheet.write_string(row, number, cell, cell_format)
            elif cell is not None:
                sheet.write_number(row, number, cell, cell_format)
    return sheet


def _colour(sheet: Any, rows: pd.DataFrame) -> None:
    """Colour the grid's cells by their value, so that the table shows the map too."""
    last_row, last_column = len(rows), len(rows.columns) - 1
    sheet.set_column(1, last_column, _HEAT_WIDTH)
    colours = {"type": "2_color_scale", "min_color": _COLDEST, "max_color": _HOTTEST}
    sheet.conditional_format(1, 1, last_row, last_column, colours)
