"""Every chart, in one style: a title that says what it shows, axes with units, one colour per place.

In Vega-Lite's own words: each change on the page shows its charts anew, and Altair would take a third of that time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

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
Words = dict[str, Any]
"""What Vega-Lite is told."""
WHOLE_NUMBERS: Words = {"tickMinStep": 1}
"""An axis without halves of a person."""


@dataclass(frozen=True)
class Chart:
    """A table, and how it is drawn."""

    table: pd.DataFrame
    words: Words


def named(field: str, **more: Any) -> Words:
    """A column of names, in a chart's words."""
    return {"field": field, "type": "nominal", **more}


def counted(field: str, **more: Any) -> Words:
    """A column of numbers, in a chart's words."""
    return {"field": field, "type": "quantitative", **more}


def coloured(field: str, scale: Words) -> Words:
    """A colour for each name in a column, told above the chart."""
    return named(field, scale=scale, title=None, legend={"orient": "top", "columns": 2})


def passages_chart(*, bins: pd.DataFrame, place: str, start: RecordingStart | None) -> Chart:
    """How many went in and out at a place, bin by bin."""
    rows = bins[bins[PLACE] == place]
    table = rows.melt(id_vars=[BIN_START_S, BIN_END_S], value_vars=[IN, OUT], var_name="way", value_name="count")
    table = table.assign(
        when=[spoken_moment(t_s, start) for t_s in table[BIN_START_S]],
        way=[say(f"columns.{way}") for way in table["way"]],
        count=table["count"].astype(float),
    )
    ways = [say("columns.in"), say("columns.out")]
    return _bars(table, colour="way", scale={"domain": ways, "range": [_IN, _OUT]}, start=start, beside=ways)


def different_chart(*, bins: pd.DataFrame, place: str, start: RecordingStart | None) -> Chart:
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
    return _bars(table, colour="kind", scale={"scheme": "tableau10"}, start=start)


def _bars(
    table: pd.DataFrame,
    *,
    colour: str,
    scale: Words,
    start: RecordingStart | None,
    beside: list[str] | None = None,
) -> Chart:
    """Stacked bars; or bars side by side, where `beside` gives their order."""
    # The first and the last bin may be cut short.
    longest_s = (table[BIN_END_S] - table[BIN_START_S]).max() if len(table) else 0
    axis_title = say("counts.bin_axis", step=spoken_step(longest_s))
    order = table.sort_values(BIN_START_S)["when"].drop_duplicates().tolist()
    encoding = {
        "x": named("when", sort=order, title=axis_title, axis=_bin_labels(longest_s, start)),
        "y": counted("count", title=say("counts.count_axis"), axis=WHOLE_NUMBERS),
        "color": coloured(colour, scale),
        "tooltip": [
            named("when", title=say("time.at")),
            named(colour, title=say("counts.what")),
            counted("count", title=say("counts.count_axis")),
        ],
    }
    if beside:
        encoding["xOffset"] = named(colour, sort=beside)
    return Chart(table, {"mark": "bar", "encoding": encoding, "height": _HEIGHT_PX})


def _bin_labels(longest_s: float, start: RecordingStart | None) -> Words:
    """The axis of bins; where they are long, full minutes of the clock are told without their seconds."""
    without_seconds = start is not None and longest_s >= 60
    label = "replace(datum.label, regexp(':00$'), '')" if without_seconds else "datum.label"
    # The day, where it is told, goes below the time.
    lines = f"split(replace({label}, regexp('^(.*) ([0-9]+:.*)$'), '$2|$1'), '|')"
    return upright_labels(labelExpr=lines)


def upright_labels(**more: Any) -> Words:
    """An axis with as many upright labels as there is room for."""
    return {"labelAngle": 0, "labelOverlap": True, "labelSeparation": 8, **more}


def occupancy_chart(*, over_time: pd.DataFrame, scene: Scene, start: RecordingStart | None) -> Chart:
    """How many were at each place at once, over time; it can be zoomed."""
    colours = hex_colours(scene)
    names = [name for name in over_time[PLACE].unique() if name in colours]
    table = over_time.assign(
        when=[spoken_moment(t_s, start) for t_s in over_time[BIN_START_S]],
        place=[spoken_place(name) for name in over_time[PLACE]],
        at=moments(over_time[BIN_START_S], start=start),
    )
    from_s, to_s = (table[BIN_START_S].min(), table[BIN_END_S].max()) if len(table) else (0.0, 1.0)
    scale = {"domain": [spoken_place(name) for name in names], "range": [colours[name] for name in names]}
    words = {
        "mark": {"type": "line", "interpolate": "step-after", "strokeWidth": 2},
        "encoding": {
            "x": time_axis(start=start, from_s=from_s, to_s=to_s),
            "y": counted(OCCUPANCY_MEAN, title=say("zones.at_once_axis")),
            "color": coloured("place", scale),
            "tooltip": [
                named("when", title=say("time.at")),
                named("place", title=say("columns.place")),
                counted(OCCUPANCY_MEAN, title=say("zones.at_once_axis"), format=".1f"),
            ],
        },
        "params": [{"name": "zoom", "select": {"type": "interval", "encodings": ["x"]}, "bind": "scales"}],
        "height": _HEIGHT_PX,
    }
    return Chart(table, words)


def hours_chart(*, cells: pd.DataFrame, rows: Sequence[str], columns: Sequence[str], across: str) -> Chart:
    """A grid, the fuller the darker, with a number in each of the cells, which tell their row, column and time."""
    top = max(1.0, float(cells["count"].max()))
    count = counted("count", format=",d")
    # Where a cell is narrower than its number, as on a phone, its colour tells.
    least_px = len(f"{top:,.0f}") * _DIGIT_PX
    fits = {"expr": f"{_NUMBER_PX}*(width>{least_px * len(columns)})"}
    colour = counted("count", scale={"domain": [0, top], "range": [_PALE, ACCENT]}, legend=None)
    words = {
        "encoding": {
            "x": named("column", sort=list(columns), title=across, axis={"labelAngle": 0, "orient": "top"}),
            "y": named("row", sort=list(rows), title=None),
            "tooltip": [named("when", title=say("time.at")), {**count, "title": say("counts.count_axis")}],
        },
        "layer": [
            {"mark": {"type": "rect", "stroke": "white", "strokeWidth": 1}, "encoding": {"color": colour}},
            {"mark": {"type": "text", "fontSize": fits, "color": "black"}, "encoding": {"text": count}},
        ],
        # As high as its rows need.
        "height": {"step": _ROW_PX},
    }
    return Chart(cells, words)


def show_chart(title: str, chart: Chart) -> None:
    """Show the chart below its title; it can be hovered and saved, and is as wide as there is room."""
    st.markdown(f"**{literal(title)}**")
    st.vega_lite_chart(chart.table, chart.words, alt=title)
