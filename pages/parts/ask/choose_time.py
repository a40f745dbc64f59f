"""Which stretch of the clip a question is about."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np
import pandas as pd
import streamlit as st

from heatdash.draw.palette import ACCENT
from heatdash.measure.places.count_bins import STEPS_S
from heatdash.tables.columns import BIN_END_S, BIN_START_S, OCCUPANCY_MEAN
from heatdash.values.recording_start import RecordingStart
from heatdash.values.wording import Wording
from pages.parts.answer.charts import FAINT, Words, counted, named
from pages.parts.text.words import language, say

TimeRange = tuple[float | None, float | None]
_MOST_STOPS = 600
"""As many as a finger can tell apart; what lies between them can be typed."""
_DAY_S = 86_400
_HEIGHT_PX = 92


def choose_time(
    *, key: str, chosen: TimeRange, over_time: pd.DataFrame, duration_s: float, start: RecordingStart | None
) -> TimeRange:
    """The range that the visitor drags on a chart of how busy it was, or types; None for the clip's own ends."""
    if duration_s <= 1:
        return None, None
    # What a slider holds is told by the clock: by another clock, it would be another range.
    key = f"{key}:{start}"
    # Within a day and a night, every time of day is one moment: it needs no day, for which a slider has no room.
    shown_start = start and replace(start, has_day=start.has_day and duration_s >= _DAY_S)
    words, chosen_key = Wording(language(), shown_start), f"{key}:brushed"
    # Each range that is brushed or typed gives the slider a new key, and so a new value, which holds until it is moved.
    turns, from_s, to_s = st.session_state.get(
        chosen_key, (0, chosen[0] or 0.0, duration_s if chosen[1] is None else min(duration_s, chosen[1]))
    )
    slider_key = f"{key}:slider:{turns}"

    def choose(begin_s: float, end_s: float) -> None:
        begin_s = min(begin_s, duration_s - 1) if 0 <= begin_s < duration_s else 0.0
        st.session_state[chosen_key] = (turns + 1, begin_s, max(begin_s + 1, min(end_s, duration_s)))

    _show_bars(f"{key}:brush", over_time, duration_s, words, st.session_state.get(slider_key, (from_s, to_s)), choose)
    stops = slider_stops(duration_s=duration_s, also=(from_s, to_s), words=words)
    begin_s, end_s = st.select_slider(
        say("time.when"),
        list(stops.values()),
        (stops[words.moment(from_s)], stops[words.moment(to_s)]),
        format_func=words.moment,
        key=slider_key,
        help=say("time.when_help"),
    )
    if end_s <= begin_s:
        end_s = min(begin_s + 1, duration_s)
    if duration_s < _DAY_S:
        _type_times(key, (begin_s, end_s), start, choose)
    return begin_s or None, None if end_s >= duration_s else end_s


def slider_stops(*, duration_s: float, words: Wording, also: tuple[float, ...] = ()) -> dict[str, float]:
    """The times at which the slider can stop, by what is told of them: the clip's own ends, round times and `also`."""
    step_s = next((step for step in STEPS_S if duration_s <= step * _MOST_STOPS), STEPS_S[-1])
    if words.start is None:
        full = np.arange(0, duration_s, step_s).tolist()
    else:
        full = words.start.full_steps_s(from_s=0.0, to_s=duration_s, step_s=step_s)
    # Of times that read the same, the clip's own ends stay.
    stops = {words.moment(t_s): float(t_s) for t_s in (*full, *also, 0.0, duration_s)}
    return dict(sorted(stops.items(), key=lambda stop: stop[1]))


Choose = Callable[[float, float], None]


def _type_times(key: str, shown: tuple[float, float], start: RecordingStart | None, choose: Choose) -> None:
    """Show what takes the two times to the second; a time outside the clip stands for its beginning or end."""
    zero = datetime.min if start is None else start.moment.replace(tzinfo=None)
    # What the slider does is another value, with a key of its own.
    keys = [f"{key}:{name}:{t_s}" for name, t_s in zip(("from", "to"), shown, strict=True)]

    def follow(number: int) -> None:
        typed = datetime.combine(zero.date(), st.session_state[keys[number]])
        times = list(shown)
        times[number] = _seconds_until(typed, zero, start)
        choose(*times)

    with st.popover(say("time.exact"), type="tertiary", icon=":material/keyboard:"):
        st.caption(say("time.exact_clip" if start is None else "time.exact_clock"))
        for number, name in enumerate(("from", "to")):
            whole_s = float(round(shown[number]))
            at = zero + timedelta(seconds=whole_s) if start is None else start.at(whole_s)
            st.time_input(
                say(f"time.{name}"),
                at.time().replace(microsecond=0),
                step=1,
                key=keys[number],
                on_change=follow,
                args=(number,),
            )


def _seconds_until(shown: datetime, zero: datetime, start: RecordingStart | None) -> float:
    """The time of the clip at which a clock, or a watch set to 0 at its beginning, next shows this."""
    if shown < zero:
        shown += timedelta(days=1)
    return (shown - zero).total_seconds() if start is None else start.seconds_until(shown)


def _show_bars(
    key: str, over_time: pd.DataFrame, duration_s: float, words: Wording, chosen: tuple[float, float], choose: Choose
) -> None:
    """Show how busy it was over the whole clip, the chosen range in the accent colour; dragging chooses another."""

    def follow_brush() -> None:
        span = st.session_state[key]["selection"].get("when", {}).get(BIN_START_S)
        if span:
            choose(float(int(span[0])), float(round(span[1])))

    begin_s, end_s = chosen
    bars = over_time.assign(
        when=[words.moment(t_s) for t_s in over_time[BIN_START_S]],
        ground=0.0,
        chosen=(over_time[BIN_END_S] > begin_s) & (over_time[BIN_START_S] < end_s),
    )
    peak = float(over_time[OCCUPANCY_MEAN].max()) if len(over_time) else 0.0
    st.vega_lite_chart(
        bars,
        _bar_chart(peak=peak, duration_s=duration_s, words=words),
        key=key,
        on_select=follow_brush,
        height=_HEIGHT_PX,
        alt=say("time.busy_alt"),
    )


def _bar_chart(*, peak: float, duration_s: float, words: Wording) -> Words:
    """Bars whose axes name the clip's beginning and end, and the most at once."""
    begin, end = words.moment(0.0), words.moment(duration_s)
    time_axis = {
        "title": None,
        "values": [0, duration_s],
        "labelExpr": f"datum.value > 0 ? '{end}' : '{begin}'",
        "labelFlush": True,
        "labelLimit": 0,
    }
    # The most at once is told on its own mark, inside the picture, so that the bars stand above the slider's own ends.
    peak_axis = {
        "title": None,
        "values": [peak] if peak else [],
        "labelExpr": f"'{say('time.peak', count=words.number(round(peak, 1)))}'",
        "labelLimit": 0,
        "labelAlign": "left",
        "labelBaseline": "bottom",
        "labelPadding": -2,
        "domain": False,
        "ticks": False,
    }
    at_once = counted(OCCUPANCY_MEAN)
    return {
        "mark": "rect",
        "encoding": {
            "x": counted(BIN_START_S, scale={"domain": [0, duration_s], "nice": False}, axis=time_axis),
            "x2": {"field": BIN_END_S},
            "y": {**at_once, "scale": {"domainMin": 0, "nice": False}, "axis": peak_axis},
            "y2": {"field": "ground"},
            "color": {"value": FAINT, "condition": {"test": "datum.chosen", "value": ACCENT}},
            "tooltip": [
                named("when", title=say("time.at")),
                {**at_once, "title": say("time.at_once"), "format": ".1f"},
            ],
        },
        "params": [{"name": "when", "select": {"type": "interval", "encodings": ["x"]}}],
        "padding": {"left": 6, "right": 6, "top": 14, "bottom": 0},
        # As SVG, the marks of the selection would be pictures without a name.
        "usermeta": {"embedOptions": {"renderer": "canvas"}},
    }
