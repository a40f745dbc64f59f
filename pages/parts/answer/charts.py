"""Every chart, in one style: a title that says what it shows, axes with units, one colour per place."""

from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from heatdash.draw.palette import ACCENT, hex_colours
from heatdash.tables.columns import (
    BIN_END_S,
    BIN_START_S,
    CLASS_NAME,
    IN,
    OCCUPANCY_MEAN,
    OUT,
    PLACE,
    UNIQUE,
)
from heatdash.values.recording_start import RecordingStart
from heatdash.values.scene import Scene
from pages.parts.answer.time_axis import moments, time_axis
from pages.parts.text.spoken import literal, spoken_class, spoken_moment, spoken_place, spoken_step
from pages.parts.text.words import say

FAINT = "#b9c4c6"
_PALE = "#e6eff0"
_IN, _OUT = ACCENT, "#d98324"
_HEIGHT_PX = 280
_ROW_PX, _NUMBER_PX, _DIGIT_PX = 28, 13, 9


def passages_chart(*, bins: pd.DataFrame, place: str, start: RecordingStart | None) -> alt.Chart:
    """How many went in and out at a place, bin by bin."""
    rows = bins[bins[PLACE] == place]
    table = rows.melt(id_vars=[BIN_START_S, BIN_END_S], value_vars=[IN, OUT], var_name="way", value_name="count")
    table = table.assign(
        when=[spoken_moment(t_s, start) for t_s in table[BIN_START_S]],
        way=[say(f"columns.{way}") for way in table["way"]],
        count=table["count"].astype(float),
    )
    ways = [say("columns.in"), say("columns.out")]
    return _bars(
        table, value="count", colour="way", scale=alt.Scale(domain=ways, range=[_IN, _OUT]), start=start, beside=ways
    )


def different_chart(*, bins: pd.DataFrame, place: str, start: RecordingStart | None) -> alt.Chart:
    """How many different objects were at a place, bin by bin, by class."""
    rows = bins[bins[PLACE] == place]
    table = pd.DataFrame(
        {
            BIN_START_S: rows[BIN_START_S],
            BIN_END_S: rows[BIN_END_S],
            "when": [spoken_moment(t_s, start) for t_s in rows[BIN_START_S]],
            "kind": [spoken_class(str(name)) for name in rows[CLASS_NAME]],
            "count": rows[UNIQUE],
        }
    )
    return _bars(table, value="count", colour="kind", scale=alt.Scale(scheme="tableau10"), start=start)


def _bars(
    table: pd.DataFrame,
    *,
    value: str,
    colour: str,
    scale: alt.Scale,
    start: RecordingStart | None,
    beside: list[str] | None = None,
) -> alt.Chart:
    """Stacked bars; or bars side by side, where `beside` gives their order."""
    # The first and the last bin may be cut short.
    longest_s = (table[BIN_END_S] - table[BIN_START_S]).max() if len(table) else 0
    axis_title = say("counts.bin_axis", step=spoken_step(longest_s))
    order = table.sort_values(BIN_START_S)["when"].drop_duplicates().tolist()
    return _framed(
        alt.Chart(table)
        .mark_bar()
        .encode(
            x=alt.X("when:N", sort=order, title=axis_title, axis=_bin_labels(longest_s, start)),
            xOffset=alt.XOffset(f"{colour}:N", sort=beside) if beside else alt.Undefined,
            y=alt.Y(f"{value}:Q", title=say("counts.count_axis"), axis=alt.Axis(tickMinStep=1)),
            color=alt.Color(f"{colour}:N", scale=scale, title=None, legend=alt.Legend(orient="top", columns=2)),
            tooltip=[
                alt.Tooltip("when", title=say("time.at")),
                alt.Tooltip(f"{colour}:N", title=say("counts.what")),
                alt.Tooltip(f"{value}:Q", title=say("counts.count_axis")),
            ],
        )
    )


def _bin_labels(longest_s: float, start: RecordingStart | None) -> alt.Axis:
    """The axis of bins; where they are long, full minutes of the clock are told without their seconds."""
    without_seconds = start is not None and longest_s >= 60
    label = "replace(datum.label, regexp(':00$'), '')" if without_seconds else "datum.label"
    # The day, where it is told, goes below the time.
    lines = f"split(replace({label}, regexp('^(.*) ([0-9]+:.*)$'), '$2|$1'), '|')"
    return upright_labels(labelExpr=lines)


def upright_labels(**more: Any) -> alt.Axis:
    """An axis with as many upright labels as there is room for."""
    return alt.Axis(labelAngle=0, labelOverlap=True, labelSeparation=8, **more)


def occupancy_chart(*, over_time: pd.DataFrame, scene: Scene, start: RecordingStart | None) -> alt.Chart:
    """How many were at each place at once, over time; it can be zoomed."""
    colours = hex_colours(scene)
    names = [name for name in over_time[PLACE].unique() if name in colours]
    table = over_time.assign(
        when=[spoken_moment(t_s, start) for t_s in over_time[BIN_START_S]],
        place=[spoken_place(name) for name in over_time[PLACE]],
        at=moments(over_time[BIN_START_S], start=start),
    )
    from_s, to_s = (table[BIN_START_S].min(), table[BIN_END_S].max()) if len(table) else (0.0, 1.0)
    scale = alt.Scale(domain=[spoken_place(name) for name in names], range=[colours[name] for name in names])
    return _framed(
        alt.Chart(table)
        .mark_line(interpolate="step-after", strokeWidth=2)
        .encode(
            x=time_axis(start=start, from_s=from_s, to_s=to_s),
            y=alt.Y(OCCUPANCY_MEAN, title=say("zones.at_once_axis")),
            color=alt.Color("place:N", scale=scale, title=None, legend=alt.Legend(orient="top", columns=2)),
            tooltip=[
                alt.Tooltip("when", title=say("time.at")),
                alt.Tooltip("place:N", title=say("columns.place")),
                alt.Tooltip(OCCUPANCY_MEAN, title=say("zones.at_once_axis"), format=".1f"),
            ],
        )
        .interactive(bind_y=False)
    )


def hours_chart(*, cells: pd.DataFrame, rows: Sequence[str], columns: Sequence[str], across: str) -> alt.LayerChart:
    """A grid, the fuller the darker, with a number in each of the cells, which tell their row, column and time."""
    top = max(1.0, float(cells["count"].max()))
    grid = alt.Chart(cells).encode(
        x=alt.X("column:N", sort=columns, title=across, axis=alt.Axis(labelAngle=0, orient="top")),
        y=alt.Y("row:N", sort=rows, title=None),
        tooltip=[
            alt.Tooltip("when", title=say("time.at")),
            alt.Tooltip("count:Q", title=say("counts.count_axis"), format=",d"),
        ],
    )
    ground = grid.mark_rect(stroke="white", strokeWidth=1).encode(
        color=alt.Color("count:Q", scale=alt.Scale(domain=[0, top], range=[_PALE, ACCENT]), legend=None)
    )
    # Where a cell is narrower than its number, as on a phone, its colour tells.
    least_px = len(f"{top:,.0f}") * _DIGIT_PX
    fits = alt.expr(f"{_NUMBER_PX}*(width>{least_px * len(columns)})")
    number = grid.mark_text(fontSize=fits, color="black").encode(text=alt.Text("count:Q", format=",d"))
    # As high as its rows need.
    chart: alt.LayerChart = (ground + number).properties(height=alt.Step(_ROW_PX))
    return chart


def show_chart(title: str, chart: alt.Chart | alt.LayerChart) -> None:
    """Show the chart below its title; it can be hovered and saved, and is as wide as there is room."""
    st.markdown(f"**{literal(title)}**")
    st.altair_chart(chart, alt=title)


def _framed(chart: alt.Chart) -> alt.Chart:
    return chart.properties(height=_HEIGHT_PX)
