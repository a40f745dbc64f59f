"""How busy a place was hour by hour, as a grid with a number in each cell."""

from datetime import timedelta
from typing import Literal

import pandas as pd
import streamlit as st

from heatdash.measure.places.hour_grid import HourGrid
from heatdash.tables.columns import BIN_END_S, BIN_START_S, IN, OUT, UNIQUE
from heatdash.values.wording import Wording
from pages.parts.answer.charts import Chart, hours_chart, show_chart
from pages.parts.text.words import say

What = Literal["passages", "visitors", "different"]
"""What is counted at a line, in a zone, and in the whole picture."""
_HOURS = tuple(str(hour) for hour in range(24))
_QUARTERS = ("0–15", "15–30", "30–45", "45–60")


def show_hours(*, hours: HourGrid, bins: pd.DataFrame, place: str, what: What, words: Wording) -> None:
    """Show a place's bins of the grid: passages in both directions, or how many were there."""
    title = say(f"hours.{what}_title", place=words.place(place))
    show_chart(title, grid_chart(hours=hours, bins=bins, what=what, words=words))
    st.caption(say("hours.cut"))


def grid_chart(*, hours: HourGrid, bins: pd.DataFrame, what: What, words: Wording) -> Chart:
    """The grid with its rows and columns named, and the exact time of each cell."""
    in_row, in_column = hours.cell_of(bins)
    rows = [_row(number, t_s, hours, words) for number, t_s in enumerate(hours.row_s)]
    columns = _HOURS if hours.by_days else _QUARTERS
    cells = pd.DataFrame(
        {
            "row": [rows[number] for number in in_row],
            "column": [columns[number] for number in in_column],
            "when": [words.span(from_s=begin, to_s=end) for begin, end in bins[[BIN_START_S, BIN_END_S]].to_numpy()],
            "count": (bins[IN] + bins[OUT] if what == "passages" else bins[UNIQUE]).to_numpy(dtype=float),
        }
    )
    across = "minutes" if not hours.by_days else "hours_clock" if words.start else "hours"
    return hours_chart(cells=cells, rows=rows, columns=columns, across=say(f"hours.{across}"))


def _row(number: int, t_s: float, hours: HourGrid, words: Wording) -> str:
    """The day or the hour that a row stands for; the recording may begin within it."""
    if words.start is None:
        return say("hours.day", number=number + 1) if hours.by_days else words.moment(t_s)
    at = words.start.at(t_s)
    if hours.by_days:
        return words.weekday(at) if words.start.has_day else say("hours.day", number=number + 1)
    past_hour = timedelta(minutes=at.minute, seconds=at.second, microseconds=at.microsecond)
    return words.minute(t_s - past_hour.total_seconds())
