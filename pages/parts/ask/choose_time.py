"""Which stretch of the clip a question is about, and when the recording began."""

from datetime import datetime, timedelta

import altair as alt
import pandas as pd
import streamlit as st

from heatdash.tables.columns import BIN_END_S, BIN_START_S, OCCUPANCY_MEAN
from heatdash.values.recording_start import RecordingStart
from pages.parts.answer.charts import ACCENT, FAINT
from pages.parts.text.spoken import spoken_moment
from pages.parts.text.words import say


def choose_start(*, key: str, start: RecordingStart | None) -> RecordingStart | None:
    """The start as the visitor sets it; None where it is not known, and times are shown from the clip's beginning."""
    known_key, moment_key = f"{key}:start-known", f"{key}:start"
    if not st.checkbox(say("care.start_known"), start is not None, key=known_key, help=say("care.start_known_help")):
        return None
    this_morning = datetime.now().replace(hour=9, minute=0, second=0, microsecond=0)
    known = start.moment if start is not None and start.has_day else this_morning
    moment = st.datetime_input(say("care.start"), known, key=moment_key, step=60)
    return start if moment is None else RecordingStart(moment=moment, has_day=True)


TimeRange = tuple[float | None, float | None]
_DAY = datetime(2000, 1, 1)
"""A time slider needs a day, which it does not show; this one stands in where the real one is not known."""
_HEIGHT_PX = 64


def choose_time(
    *, key: str, chosen: TimeRange, over_time: pd.DataFrame, duration_s: float, start: RecordingStart | None
) -> TimeRange:
    """The range that the visitor drags, on a chart of how busy it was; None for the clip's own beginning or end."""
    if duration_s <= 1:
        return None, None
    zero = _DAY if start is None else start.moment
    end_s = float(int(duration_s) + (duration_s % 1 > 0))
    brush_key, brushed_key = f"{key}:brush", f"{key}:brushed"
    # Each range that is brushed gives the slider a new key, and so a new value; the last one holds until it is moved.
    brushes, from_s, to_s = st.session_state.get(
        brushed_key, (0, chosen[0] or 0.0, end_s if chosen[1] is None else min(end_s, chosen[1]))
    )
    slider_key = f"{key}:slider:{brushes}"

    def follow_brush() -> None:
        span = st.session_state[brush_key]["selection"].get("when", {}).get(BIN_START_S)
        if span:
            begin_s = max(0.0, float(int(span[0])))
            st.session_state[brushed_key] = (brushes + 1, begin_s, min(end_s, max(begin_s + 1, round(span[1]))))

    span = (_moment(zero, from_s), _moment(zero, to_s))
    st.altair_chart(
        _bar_chart(
            over_time, end_s, start, [(at - zero).total_seconds() for at in st.session_state.get(slider_key, span)]
        ),
        key=brush_key,
        on_select=follow_brush,
        height=_HEIGHT_PX,
        alt=say("time.busy_alt"),
    )
    begin, end = st.slider(
        say("time.when"),
        min_value=zero,
        max_value=zero + timedelta(seconds=end_s),
        value=span,
        step=timedelta(seconds=1),
        format="HH:mm:ss" if start is not None or end_s >= 3600 else "m:ss",
        key=slider_key,
        help=say("time.when_help"),
    )
    from_s, to_s = (begin - zero).total_seconds(), (end - zero).total_seconds()
    if to_s <= from_s:
        to_s = from_s + 1
    return from_s or None, None if to_s >= end_s else to_s


def _moment(zero: datetime, t_s: float) -> datetime:
    return zero + timedelta(seconds=round(t_s))


def _bar_chart(over_time: pd.DataFrame, end_s: float, start: RecordingStart | None, chosen_s: list[float]) -> alt.Chart:
    """How busy it was over the whole clip, the chosen range in the accent colour; dragging over it chooses another."""
    bars = over_time.assign(
        when=[spoken_moment(t_s, start) for t_s in over_time[BIN_START_S]],
        ground=0.0,
        chosen=(over_time[BIN_END_S] > chosen_s[0]) & (over_time[BIN_START_S] < chosen_s[1]),
    )
    chart: alt.Chart = (
        alt.Chart(bars)
        .mark_rect()
        .encode(
            x=alt.X(BIN_START_S, scale=alt.Scale(domain=[0, end_s], nice=False), axis=None),
            x2=BIN_END_S,
            y=alt.Y(OCCUPANCY_MEAN, axis=None, scale=alt.Scale(domainMin=0)),
            y2="ground",
            # What alt.condition would return; working it out takes that function as long as everything else here.
            color=alt.ColorValue(FAINT, condition={"test": "datum.chosen", "value": ACCENT}),
            tooltip=[
                alt.Tooltip("when", title=say("time.at")),
                alt.Tooltip(OCCUPANCY_MEAN, title=say("time.at_once"), format=".1f"),
            ],
        )
        .add_params(alt.selection_interval(name="when", encodings=["x"]))
        .properties(padding={"left": 6, "right": 6, "top": 2, "bottom": 0})
    )
    return chart
