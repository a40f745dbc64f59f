"""How turning movements are told: in which intervals, and in how many passenger-car units."""

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd
import streamlit as st

from heatdash.values.class_map import ClassMap
from heatdash.values.measure_settings import INTERVALS_MIN, MeasureSettings
from heatdash.values.pcu import LARGEST_PCU, PcuWeights
from pages.parts.text.spoken import spoken_class
from pages.parts.text.words import say

_KIND, _WEIGHT, _USUAL = "kind", "weight", "usual"


def choose_interval(*, key: str, measure: MeasureSettings) -> MeasureSettings:
    """The settings with the length of the intervals that movements are counted in."""
    minutes = st.selectbox(
        say("traffic.interval"),
        INTERVALS_MIN,
        INTERVALS_MIN.index(measure.interval_min),
        format_func=lambda minutes: say(f"look.bin_{minutes}"),
        key=f"{key}:interval",
        help=say("traffic.interval_help"),
    )
    return replace(measure, interval_min=minutes)


def choose_pcu(*, key: str, weights: PcuWeights, class_map: ClassMap, class_names: Sequence[str]) -> PcuWeights:
    """The weights as the visitor types them into a table, which has a row for each of the classes.

    Weights of other classes stay as they are. One button brings all the usual ones back.
    """
    turn, back, begun = f"{key}:pcu-turn", f"{key}:pcu-back", f"{key}:pcu-begun"
    if st.session_state.pop(back, False):
        # Another table, without what was typed into this one.
        st.session_state[turn] = st.session_state.get(turn, 0) + 1
        weights = PcuWeights()
    table = f"{key}:pcu:{st.session_state.get(turn, 0)}:{'|'.join(class_names)}"
    # The table holds what is typed beside what it began with, which has to stay the same while it is shown.
    if table not in st.session_state:
        st.session_state[begun] = weights
    with st.expander(say("traffic.pcu")):
        st.caption(say("traffic.pcu_meaning"))
        chosen = _typed(table, st.session_state[begun], class_map, class_names)
        st.button(
            say("traffic.usual_weights"),
            on_click=lambda: st.session_state.update({back: True}),
            disabled=not chosen.unusual(class_map),
            key=f"{key}:pcu-usual",
        )
    return chosen


def _typed(key: str, weights: PcuWeights, class_map: ClassMap, class_names: Sequence[str]) -> PcuWeights:
    now, usual = weights.through(class_map), PcuWeights().through(class_map)
    shown = pd.DataFrame(
        {
            _KIND: [spoken_class(name) for name in class_names],
            _WEIGHT: [float(now.of(name)) for name in class_names],
            _USUAL: [usual.of(name) for name in class_names],
        }
    )
    number = st.column_config.NumberColumn
    edited = st.data_editor(
        shown,
        column_config={
            _KIND: st.column_config.TextColumn(say("columns.class_name"), disabled=True),
            _WEIGHT: number(say("traffic.weight"), min_value=0, max_value=LARGEST_PCU, required=True, format="%g"),
            _USUAL: number(say("traffic.usual"), disabled=True, format="%g"),
        },
        hide_index=True,
        key=key,
        alt=say("traffic.pcu"),
    )
    return weights.changed(
        {
            name: weight
            for name, weight, before in zip(class_names, edited[_WEIGHT].tolist(), shown[_WEIGHT].tolist(), strict=True)
            if weight != before
        }
    )
