"""How long visits to the zones lasted, and how busy the zones were."""

import pandas as pd
import streamlit as st

from heatdash.stages.measure import Measured
from heatdash.tables.columns import (
    CLASS_NAME,
    DWELL_MAX_S,
    DWELL_MEAN_S,
    DWELL_MEDIAN_S,
    ENTER_S,
    EXIT_S,
    OCCUPANCY_MAX,
    OCCUPANCY_MEAN,
    PLACE,
    UNIQUE,
    VISIT_COUNT,
    ZONES,
)
from heatdash.values.project import Project
from pages.parts.answer.charts import occupancy_chart, show_chart, stays_chart
from pages.parts.text.spoken import spoken_class
from pages.parts.text.words import language, say

_MINUTE_S = 60.0
_IN_MINUTES_FROM_S = 300.0


def show_places(*, project: Project, measured: Measured) -> None:
    """Show the occupancy over time and the stays, each with the numbers of every zone below its chart."""
    counts = measured.counts
    show_chart(
        say("zones.occupancy_title"),
        occupancy_chart(over_time=counts.over_time, scene=project.scene, start=project.start),
    )
    zones = counts.zones
    if zones.empty:
        st.info(say("zones.no_zone"))
        return
    st.dataframe(
        _places(zones).assign(
            **{
                _title(OCCUPANCY_MEAN): zones[OCCUPANCY_MEAN].round(ZONES.column(OCCUPANCY_MEAN).shown_decimals or 0),
                _title(OCCUPANCY_MAX): zones[OCCUPANCY_MAX],
            }
        ),
        hide_index=True,
        alt=say("zones.occupancy_title"),
    )
    visits = counts.visits
    if visits.empty:
        st.info(say("zones.no_visit"))
        return
    dwell = pd.DataFrame({PLACE: visits[PLACE].astype(str), "seconds": visits[EXIT_S] - visits[ENTER_S]})
    show_chart(say("zones.stays_title"), stays_chart(dwell=dwell, scene=project.scene))
    st.dataframe(_stays(zones), hide_index=True, alt=say("zones.stays_title"))


def _stays(zones: pd.DataFrame) -> pd.DataFrame:
    """How many visits each zone had and how long they lasted, in a unit that suits the longest."""
    in_minutes = zones[DWELL_MAX_S].max() >= _IN_MINUTES_FROM_S
    unit, unit_s = (say("metrics.unit_min"), _MINUTE_S) if in_minutes else (say("metrics.unit_s"), 1.0)
    lengths = {
        f"{_title(name)} ({unit})": [
            round(length_s / unit_s, ZONES.column(name).shown_decimals) for length_s in zones[name]
        ]
        for name in (DWELL_MEDIAN_S, DWELL_MEAN_S, DWELL_MAX_S)
    }
    counted = {_title(VISIT_COUNT): zones[VISIT_COUNT], _title(UNIQUE): zones[UNIQUE]}
    return _places(zones).assign(**counted, **lengths)


def _title(column: str) -> str:
    return ZONES.column(column).title(language())


def _places(zones: pd.DataFrame) -> pd.DataFrame:
    """The zones, one per row; with the kind of object, where there are several kinds."""
    columns = {_title(PLACE): zones[PLACE].astype(str)}
    if zones[CLASS_NAME].nunique() > 1:
        columns[_title(CLASS_NAME)] = zones[CLASS_NAME].astype(str).map(spoken_class)
    return pd.DataFrame(columns)
