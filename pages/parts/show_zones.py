"""How long visits to the zones lasted, and how busy the zones were."""

import pandas as pd
import streamlit as st

from heatdash.jobs.measure_clip import Measured
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
)
from heatdash.values.project import Project
from pages.parts.charts import occupancy_chart, show_chart, stays_chart
from pages.parts.spoken import spoken_class, spoken_seconds
from pages.parts.words import say


def show_zones(*, project: Project, measured: Measured) -> None:
    """The stays, the occupancy over time, and the table of zones."""
    counts = measured.counts
    show_chart(
        say("zones.occupancy_title"),
        occupancy_chart(over_time=counts.over_time, scene=project.scene, start=project.start),
    )
    if counts.zones.empty:
        st.info(say("zones.no_zone"))
        return
    visits = counts.visits
    if visits.empty:
        st.info(say("zones.no_visit"))
    else:
        dwell = pd.DataFrame({PLACE: visits[PLACE].astype(str), "seconds": visits[EXIT_S] - visits[ENTER_S]})
        show_chart(say("zones.stays_title"), stays_chart(dwell=dwell, scene=project.scene))
    zones = counts.zones
    lengths = {
        say(f"zones.{name}"): [spoken_seconds(None if pd.isna(s) else s) for s in zones[name]]
        for name in (DWELL_MEDIAN_S, DWELL_MEAN_S, DWELL_MAX_S)
    }
    st.dataframe(
        pd.DataFrame(
            {
                say("zones.place"): zones[PLACE].astype(str),
                say("counts.class"): [spoken_class(str(name)) for name in zones[CLASS_NAME]],
                say("figures.visits"): zones[VISIT_COUNT],
                say("counts.unique"): zones[UNIQUE],
                **lengths,
                say("counts.occupancy_mean"): zones[OCCUPANCY_MEAN].round(2),
                say("counts.occupancy_max"): zones[OCCUPANCY_MAX],
            }
        ),
        hide_index=True,
    )
