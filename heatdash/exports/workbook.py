"""The workbook: the cards with how sure they are, charts that can be worked with, and every table."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path
from typing import Any

import pandas as pd
from pandas.api.types import is_numeric_dtype

from heatdash.exports.cards import answer_wording
from heatdash.exports.report_content import Report
from heatdash.exports.tables import FileTable
from heatdash.exports.workbook_charts import insert_charts
from heatdash.exports.workbook_movements import MovementSheet
from heatdash.exports.workbook_places import HEADER_ROW, PlaceSheets
from heatdash.exports.workbook_sheet import SheetColumn, write_columns
from heatdash.measure.places.key_figures import key_figures
from heatdash.stages.answer import Answer
from heatdash.tables.columns import (
    CHECK,
    CLASS_NAME,
    DIRECTION,
    FIGURE,
    FROM_PLACE,
    KIND,
    PERIOD,
    PLACE,
    TO_PLACE,
    TRUE_CLASS,
    VERDICT,
)
from heatdash.tables.table import Column
from heatdash.values.junction import Junction
from heatdash.values.wording import Wording

LONGEST_SHEET = 1_048_575
"""The rows that fit on a sheet below its header."""
MOST_TRACK_ROWS = 20_000
"""As many as are written in a second. More stay in their CSV file, which takes no time to write."""
_TABLES = ("corrected", "verdicts", "counts", "zones", "flows", "journeys", "movements", "events", "tracks", "heat")
"""The tables that have a sheet, in order; those of corrections only where there are some."""
_GRADED = ("counts", "zones")
"""Those that hold figures of places, which have a grade."""
_OPTIONS = {
    "constant_memory": True,
    **dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False),
}
_DAY_S = 86_400.0
_A4 = 9
_HEAT_WIDTH = 7.0
_COLDEST, _HOTTEST = "#FFFFFF", "#E8743B"


def write_workbook(
    *, answer: Answer, report: Report, steps: pd.DataFrame, tables: Mapping[str, FileTable], path: Path
) -> None:
    """Write to `path` a workbook that begins with what the report says of each place, in the report's language.

    A table with more rows than its sheet may have is left out; the first sheet then points to its CSV file.
    """
    import xlsxwriter

    wording = answer_wording(answer=answer, language=report.language)
    with path.open("wb") as file, xlsxwriter.Workbook(file, _OPTIONS) as book:
        book.set_properties({"title": report.title})
        writer = _Writer(book=book, report=report, wording=wording)
        present = [name for name in _TABLES if name in tables]
        too_long = [name for name in present if len(tables[name].rows) > _most_rows(name)]
        places = PlaceSheets(
            report=report,
            figures=key_figures(answer.measured.counts),
            steps=steps,
            wording=wording,
            summary_sheet=writer.sheet_name("summary"),
            steps_sheet=writer.sheet_name("over_time"),
        )
        writer.write_summary(places, [writer.left_out(tables[name]) for name in too_long])
        if not answer.analysis.clip.is_image:
            charts = writer.add_sheet("charts")
            writer.write_rows("over_time", list(places.steps_columns()))
            insert_charts(book=book, sheet=charts, charts=list(places.charts()))
        movements = answer.measured.counts.movements
        if movements.has_any:
            analysis = answer.analysis
            size = {"width_px": analysis.clip.width_px, "height_px": analysis.clip.height_px}
            MovementSheet(
                movements=movements,
                junction=Junction(tuple(analysis.project.scene.arms.values()), **size),
                weights=analysis.project.weights,
                wording=wording,
            ).write(book=book, sheet=writer.add_sheet("turning"))
        for name in present:
            if name not in too_long:
                writer.write_table(tables[name])


def _most_rows(name: str) -> int:
    return MOST_TRACK_ROWS if name == "tracks" else LONGEST_SHEET


@dataclass(frozen=True, eq=False)
class _Writer:
    book: Any
    report: Report
    wording: Wording

    def sheet_name(self, name: str) -> str:
        return self.wording.say(f"exports.sheet_{name}")

    def add_sheet(self, name: str) -> Any:
        """An empty sheet, which prints as wide as a lying sheet of A4."""
        sheet = self.book.add_worksheet(self.sheet_name(name))
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        return sheet

    def left_out(self, table: FileTable) -> str:
        name, rows = table.spec.name, f"{len(table.rows):,}"
        return self.wording.say("exports.too_long", sheet=self.sheet_name(name), count=rows, name=name)

    def write_summary(self, places: PlaceSheets, remarks: Sequence[str]) -> None:
        """Write title, places, and below them what else must be known."""
        sheet, report = self.add_sheet("summary"), self.report
        bold = self.book.add_format({"bold": True})
        sheet.write_string(0, 0, report.title, self.book.add_format({"bold": True, "font_size": 16}))
        sheet.write_string(1, 0, report.facts)
        wrapped = self.book.add_format({"text_wrap": True, "valign": "top", "align": "left"})
        columns = list(places.summary_columns(wrapped))
        write_columns(book=self.book, sheet=sheet, columns=columns, first_row=HEADER_ROW)
        note = self.wording.say("exports.note")
        notes = [(note, text) for text in (*report.notices, *remarks)]
        notes += [(report.map_title, text) for text in (report.map_text, *report.map_why)]
        notes += [*report.settings, *((note, line) for line in report.footer)]
        for row, (label, text) in enumerate(notes, start=HEADER_ROW + len(report.cards) + 2):
            sheet.write_string(row, 0, label, bold)
            sheet.write_string(row, 1, text)

    def write_table(self, table: FileTable) -> None:
        """Write a table of the CSV files with headings in words."""
        name = table.spec.name
        sheet = self.write_rows(name, list(self._columns(table)))
        if name == "heat":
            last_row, last_column = len(table.rows), len(table.rows.columns) - 1
            sheet.set_column(1, last_column, _HEAT_WIDTH)
            # Coloured by their values, the cells show the map too.
            colours = {"type": "2_color_scale", "min_color": _COLDEST, "max_color": _HOTTEST}
            sheet.conditional_format(1, 1, last_row, last_column, colours)

    def write_rows(self, name: str, columns: Sequence[SheetColumn]) -> Any:
        """The sheet of that name, filled; its headings stay in sight and filter."""
        sheet = self.add_sheet(name)
        write_columns(book=self.book, sheet=sheet, columns=columns)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, len(columns[0].cells), len(columns) - 1)
        return sheet

    def _columns(self, table: FileTable) -> Iterator[SheetColumn]:
        """The table's columns; each in seconds is followed by the same time in hours, minutes and seconds.

        Clock times are Excel's own, which it can sort and reckon with.
        """
        clock = self.book.add_format({"num_format": "[h]:mm:ss"})
        has_day = self.wording.start is not None and self.wording.start.has_day
        by_clock = self.book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss" if has_day else "hh:mm:ss"})
        for column in table.columns:
            cells, look = self._cells(table, column), None
            if column.clock_of is not None:
                cells, look = [self._shown(t_s) for t_s in table.rows[column.clock_of]], by_clock
            yield SheetColumn(self._title(table, column), cells, look, self._note(table, column))
            if column.unit == "s":
                days = [None if t_s is None else t_s / _DAY_S for t_s in cells]
                yield SheetColumn(self._titled("as_clock", column), days, clock)
        if table.spec.name in _GRADED:
            grades = {card.place: card.told_grade for card in self.report.cards}
            sure = [grades.get(str(place)) for place in table.rows[PLACE]]
            yield SheetColumn(self.wording.say("report.sureness"), sure)

    def _shown(self, t_s: float) -> datetime | time:
        """What the clock shows; Excel knows no zones."""
        assert self.wording.start is not None
        at = self.wording.start.at(t_s).replace(tzinfo=None)
        return at if self.wording.start.has_day else at.time()

    def _title(self, table: FileTable, column: Column) -> str:
        if table.spec.name == "heat" and column.decimals is not None:
            return column.name.replace("_", " ")
        if column.clock_of is not None:
            return self._titled("by_clock", table.spec.column(column.clock_of))
        unit = {"s": "seconds", "px": "pixels"}.get(column.unit)
        return column.title(self.wording.language) if unit is None else self._titled(unit, column)

    def _titled(self, entry: str, column: Column) -> str:
        return self.wording.say(f"exports.{entry}", title=column.title(self.wording.language))

    def _note(self, table: FileTable, column: Column) -> str:
        if table.spec.name == "heat":
            return ""
        meaning = column.meaning(self.wording.language)
        return self.wording.say("exports.column_note", meaning=meaning, name=column.name)

    def _cells(self, table: FileTable, column: Column) -> list[Any]:
        cells = table.cells(column)
        if is_numeric_dtype(cells.dtype):
            return [None if unknown else value for value, unknown in zip(cells.tolist(), cells.isna(), strict=True)]
        words: dict[str, Callable[[str], str]] = {
            **dict.fromkeys((PLACE, FROM_PLACE, TO_PLACE), self.wording.place),
            PERIOD: lambda period: self.wording.say(f"exports.period_{period}"),
            **dict.fromkeys((CLASS_NAME, TRUE_CLASS), self.wording.class_name),
            KIND: lambda kind: self.wording.say(f"exports.event_{kind}"),
            DIRECTION: lambda way: self.wording.say(f"exports.way_{way}"),
            CHECK: lambda kind: self.wording.say(f"exports.check_{kind}"),
            FIGURE: lambda figure: self.wording.say(f"exports.figure_{figure}"),
            VERDICT: lambda verdict: self.wording.say(f"exports.verdict_{verdict}"),
        }
        told = {text: words.get(column.name, str)(str(text)) if text else "" for text in cells.unique()}
        return [told[text] for text in cells]
