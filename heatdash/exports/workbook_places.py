"""What the workbook shows of the places: a row for each, their figures over time, and charts of both."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from heatdash.exports.cards import noun_of
from heatdash.exports.report_content import Report
from heatdash.exports.workbook_charts import BookChart, Cells, Series
from heatdash.exports.workbook_sheet import SheetColumn
from heatdash.measure.places.key_figures import KeyFigures, LineFigures, PictureFigures, ZoneFigures
from heatdash.tables.columns import BIN_END_S, BIN_START_S, IN, OCCUPANCY_MEAN, OUT, PLACE, UNIQUE
from heatdash.values.scene import WHOLE_PICTURE
from heatdash.values.wording import Wording

HEADER_ROW = 3
"""The row of the summary's headings, below the report's title."""
_WHY_WIDTH, _TEXT_WIDTH, _FIGURE_WIDTH = 90.0, 24.0, 14.0
_OUT_COLOUR = "#8A9699"
_VISITORS, _STAY = 4, 6
"""The summary's columns of visitors and of typical stays."""
_MOST_MARKS = 5
Figures = LineFigures | ZoneFigures | PictureFigures


@dataclass(frozen=True, eq=False)
class PlaceSheets:
    """The columns and charts of an answer's `figures` and its counts in `steps`, for sheets of these names."""

    report: Report
    figures: KeyFigures
    steps: pd.DataFrame
    wording: Wording
    summary_sheet: str
    steps_sheet: str

    def summary_columns(self, wrapped: object) -> Iterator[SheetColumn]:
        """One row for each card: its figures, how sure they are, and why not surer; long texts are `wrapped`."""
        say, cards = self.wording.say, self.report.cards
        rows = [self._figures_of(card.place) for card in cards]
        yield SheetColumn(say("columns.place"), [card.title for card in cards], wrapped, width=_TEXT_WIDTH)
        yield SheetColumn(say("report.sureness"), [card.told_grade for card in cards], wrapped, width=_TEXT_WIDTH)
        numbers: Sequence[tuple[str, Callable[[Figures], float | None]]] = (
            (say("report.came_in"), lambda row: getattr(row, "came_in", None)),
            (say("report.went_out"), lambda row: getattr(row, "went_out", None)),
            (self._visitors, lambda row: getattr(row, "visitors", getattr(row, "followed", None))),
            (say("report.visits"), lambda row: getattr(row, "visits", None)),
            (self._in_seconds("typical"), lambda row: _rounded(getattr(row, "typical_s", None))),
            (self._in_seconds("longest"), lambda row: _rounded(getattr(row, "longest_s", None))),
            (say("exports.of_came_in"), lambda row: _rounded(getattr(row, "of_came_in_pct", None))),
            (say("report.most"), _most_at_once),
        )
        for title, number in numbers:
            yield SheetColumn(title, [number(row) for row in rows], wrapped, width=_FIGURE_WIDTH)
        yield SheetColumn(say("exports.busiest"), [self._busiest(row) for row in rows], wrapped, width=_TEXT_WIDTH)
        yield SheetColumn(
            say("exports.why"), ["\n".join(card.why) or None for card in cards], wrapped, width=_WHY_WIDTH
        )

    def steps_columns(self) -> Iterator[SheetColumn]:
        """One row for each step of time: when it was, then the figures of each place."""
        say, steps = self.wording.say, self.steps
        whole = steps[steps[PLACE] == WHOLE_PICTURE]
        for name in (BIN_START_S, BIN_END_S):
            yield SheetColumn(say(f"columns.{name}"), [self.wording.moment(t_s) for t_s in whole[name]])
        for place, name, figure in self._steps_figures:
            values = steps.loc[steps[PLACE] == place, name].astype(float).round(4)
            title = say("exports.of_place", place=self.wording.place(place), figure=figure)
            yield SheetColumn(title, values.tolist(), width=_FIGURE_WIDTH)

    def charts(self) -> Iterator[BookChart]:
        """When it was busy, each line's in and out, and the zones' visitors and stays."""
        say, colours = self.wording.say, self._colours
        when = say("report.clock_time" if self.wording.start else "report.clip_time")
        at_once, came, went = (say(f"report.{entry}") for entry in ("there_at_once", "came_in", "went_out"))
        busy = self._steps_series(WHOLE_PICTURE, OCCUPANCY_MEAN, at_once, colours[WHOLE_PICTURE])
        yield BookChart("column", say("report.busy"), when, at_once, [busy])
        for line in self.figures.lines:
            if line.came_in or line.went_out:
                ways = [
                    self._steps_series(line.name, IN, came, colours[line.name]),
                    self._steps_series(line.name, OUT, went, _OUT_COLOUR),
                ]
                title, step = say("report.passages_of", place=line.name), self._whole_step(line.name, (IN, OUT))
                yield BookChart("column", title, when, f"{came} / {went}", ways, step)
        zones = [zone.name for zone in self.figures.zones if zone.visitors]
        if not zones:
            return
        visitors, stay = self._visitors, self._in_seconds("typical")
        yield BookChart("bar", say("report.most_visited"), "", visitors, [self._zone_series(_VISITORS, visitors)])
        yield BookChart("bar", say("report.longest_stays"), "", stay, [self._zone_series(_STAY, stay)])
        over_time = [self._steps_series(name, UNIQUE, name, colours[name]) for name in zones]
        step = max(self._whole_step(name, (UNIQUE,)) for name in zones)
        yield BookChart("line", say("exports.visitors_over_time", visitors=visitors), when, visitors, over_time, step)

    def _whole_step(self, place: str, names: Sequence[str]) -> int:
        """A step between marks that are whole numbers, for what the place has in these columns."""
        rows = self.steps.loc[self.steps[PLACE] == place, list(names)]
        return max(1, round(float(rows.max().max()) / _MOST_MARKS))

    def _figures_of(self, place: str) -> Figures:
        places: tuple[LineFigures | ZoneFigures, ...] = (*self.figures.lines, *self.figures.zones)
        return next((one for one in places if one.name == place), self.figures.picture)

    def _busiest(self, row: Figures) -> str | None:
        if row.busiest is None:
            return None
        return self.wording.span(from_s=row.busiest.from_s, to_s=row.busiest.to_s)

    def _in_seconds(self, entry: str) -> str:
        return self.wording.say("exports.seconds", title=self.wording.say(f"report.{entry}"))

    @property
    def _visitors(self) -> str:
        return self.wording.say(f"report.visitors_{noun_of(self.figures.picture.followed_by_class)}")

    @property
    def _colours(self) -> dict[str, str]:
        return {card.place: card.colour for card in self.report.cards}

    @property
    def _steps_figures(self) -> list[tuple[str, str, str]]:
        """The columns behind those of the time: whose they are, which of the steps' columns, and what they tell."""
        at_once, came, went = (
            self.wording.say(f"report.{entry}") for entry in ("there_at_once", "came_in", "went_out")
        )
        found = [(WHOLE_PICTURE, OCCUPANCY_MEAN, at_once)]
        for line in self.figures.lines:
            found += [(line.name, IN, came), (line.name, OUT, went)]
        for zone in self.figures.zones:
            found += [(zone.name, UNIQUE, self._visitors), (zone.name, OCCUPANCY_MEAN, at_once)]
        return found

    def _steps_series(self, place: str, name: str, title: str, colour: str) -> Series:
        columns = [(of_place, column) for of_place, column, _ in self._steps_figures]
        last = self.steps[BIN_START_S].nunique()
        values = Cells(self.steps_sheet, 2 + columns.index((place, name)), 1, last)
        return Series(title, values, Cells(self.steps_sheet, 0, 1, last), colour)

    def _zone_series(self, column: int, title: str) -> Series:
        zones = {zone.name for zone in self.figures.zones}
        rows = [HEADER_ROW + 1 + number for number, card in enumerate(self.report.cards) if card.place in zones]
        values, names = (Cells(self.summary_sheet, at, rows[0], rows[-1]) for at in (column, 0))
        return Series(title, values, names, self._colours[WHOLE_PICTURE])


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 1)


def _most_at_once(row: Figures) -> float | None:
    # A line's busiest time is that with the most crossings.
    return None if isinstance(row, LineFigures) or row.busiest is None else row.busiest.count
