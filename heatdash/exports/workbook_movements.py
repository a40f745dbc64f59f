"""The sheet of turning movements: a row for each interval, and for each arm its turns side by side."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from heatdash.measure.places.movements import ALL, ONE_ARM, Movements, Span, peak_hour_factors
from heatdash.values.arrays import Floats
from heatdash.values.classes import ALL_CLASSES
from heatdash.values.junction import TURNS, Junction
from heatdash.values.pcu import PcuWeights
from heatdash.values.wording import Wording

_FIRST_COLUMN = 3
"""Before it stand what is marked, and the begin and the end of the time."""
_MARKED, _HEAD = "#FBE3CF", "#EDF2F2"
_LABEL_WIDTH, _NUMBER_WIDTH = 26.0, 11.0


@dataclass(frozen=True, eq=False)
class MovementSheet:
    """Writes the movements as a traffic count is handed over, all classes first and then each by itself."""

    movements: Movements
    junction: Junction
    weights: PcuWeights
    wording: Wording

    def write(self, *, book: Any, sheet: Any) -> None:
        """Fill the sheet: what the peak hour was, then a block for each class that was seen."""
        bold = book.add_format({"bold": True, "font_size": 14})
        sheet.set_column(0, 0, _LABEL_WIDTH)
        sheet.set_column(1, _FIRST_COLUMN + len(self._heads) - 1, _NUMBER_WIDTH)
        sheet.write_string(0, 0, self._say("title"), bold)
        sheet.write_string(1, 0, told_peak_hour(self.movements, wording=self.wording))
        sheet.write_string(2, 0, self._say("sheet_note"))
        row = 4
        for name in (ALL_CLASSES, *self.movements.classes_that_went):
            row = self._write_block(book, sheet, row, name) + 2

    def _write_block(self, book: Any, sheet: Any, row: int, class_name: str) -> int:
        """Write the block of one class; the row behind it."""
        look = {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top", "bg_color": _HEAD}
        head, number = book.add_format(look), book.add_format({**look, "align": "right"})
        group = book.add_format({"bold": True, "align": "center", "left": 1, "bg_color": _HEAD})
        sheet.write_string(row, 0, self.wording.class_name(class_name), book.add_format({"bold": True}))
        for column, title, width in self._groups():
            if width > 1:
                sheet.merge_range(row, column, row, column + width - 1, title, group)
            else:
                sheet.write_string(row, column, title, group)
        row += 1
        for column, title in enumerate(["", self._say("from"), self._say("to"), *self._heads]):
            sheet.write_string(row, column, title, number if column >= _FIRST_COLUMN else head)
        for label, span_s, values, look in self._rows(class_name):
            row += 1
            cell_format = book.add_format(look)
            sheet.write_string(row, 0, label, cell_format)
            for column, t_s in enumerate(span_s, start=1):
                sheet.write_string(row, column, self.wording.moment(t_s), cell_format)
            for column, value in enumerate(values, start=_FIRST_COLUMN):
                if not np.isnan(value):
                    sheet.write_number(row, column, round(float(value), 2), cell_format)
        return row + 1

    def _rows(self, class_name: str) -> Iterator[tuple[str, Span, Floats, dict[str, Any]]]:
        """The rows of a block: their label, their time, their numbers, and what they look like."""
        movements, peak_s = self.movements, self.movements.peak_hour_s
        for begin_s, end_s in movements.intervals_s:
            in_peak = peak_s is not None and peak_s[0] <= begin_s and end_s <= peak_s[1]
            values = self._values((begin_s, end_s), class_name)
            yield (
                self._say("peak_hour") if in_peak else "",
                (begin_s, end_s),
                values,
                {"bg_color": _MARKED} if in_peak else {},
            )
        whole = self._values(movements.whole_s, class_name)
        yield self._say("whole_time"), movements.whole_s, whole, {"bold": True, "top": 1}
        if peak_s is None:
            yield self._say("per_hour"), movements.whole_s, movements.per_hour(whole), {"italic": True}
            return
        quarters = np.array([self._values(span_s, class_name) for span_s in pairwise(movements.peak_s)])
        yield self._say("peak_hour"), peak_s, quarters.sum(axis=0), {"bold": True, "bg_color": _MARKED}
        yield self._say("factor"), peak_s, peak_hour_factors(quarters), {"bg_color": _MARKED, "num_format": "0.00"}

    def _values(self, span_s: Span, class_name: str) -> Floats:
        """The numbers of a row: the turns of each arm and their total, all, in units, and those at one arm only."""
        counts, number = self.movements.counts(span_s), self.movements.class_index(class_name)
        units = self.movements.in_pcu(counts, weights=self.weights)[ALL, ALL, number]
        of_class, values, arms = counts[..., number], [], range(len(self.movements.arms))
        for origin in arms:
            turns = [self.junction.turn(origin=origin, destination=destination) for destination in arms]
            for turn in TURNS:
                values.append(sum(of_class[origin, arm] for arm in arms if turns[arm] == turn))
            values.append(of_class[origin, ALL])
        return np.array([*values, of_class[ALL, ALL], units, *of_class[:ALL, ONE_ARM]], dtype=np.float64)

    @property
    def _heads(self) -> Sequence[str]:
        turns = [self.wording.say(f"movements.turn_{turn}") for turn in TURNS]
        of_arm = [*turns, self._say("total")]
        return [*(of_arm * len(self.movements.arms)), self._say("total"), self._say("pcu"), *self.movements.arms]

    def _groups(self) -> Iterator[tuple[int, str, int]]:
        """Where the columns of each arm begin, how they are called together, and how many they are."""
        width = len(TURNS) + 1
        for number, arm in enumerate(self.movements.arms):
            yield _FIRST_COLUMN + number * width, self._say("from_arm", arm=arm), width
        last = _FIRST_COLUMN + len(self.movements.arms) * width
        yield last, self._say("all_arms"), 2
        yield last + 2, self._say("one_arm"), len(self.movements.arms)

    def _say(self, entry: str, **values: object) -> str:
        return self.wording.say(f"movements.{entry}", **values)


def told_peak_hour(movements: Movements, /, *, wording: Wording) -> str:
    """When the peak hour was, how many it had and how even it was; or that there is none, and the rate instead."""
    peak_s = movements.peak_hour_s
    if peak_s is None:
        count = int(movements.counts(movements.whole_s)[ALL, ALL, ALL])
        rate = wording.number(float(movements.per_hour(np.array(count)).round()))
        return wording.say("movements.no_peak", count=count, rate=rate)
    return wording.say(
        "movements.peak",
        span=wording.span(from_s=peak_s[0], to_s=peak_s[1]),
        count=f"{movements.counts(peak_s)[ALL, ALL, ALL]:,}",
        factor=f"{movements.peak_factors()[ALL, ALL, ALL]:.2f}",
    )
