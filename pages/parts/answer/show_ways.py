"""Who went from which place to which."""

import pandas as pd
import streamlit as st

from heatdash.stages.measure import Measured
from heatdash.tables.columns import CLASS_NAME, FROM_PLACE, TO_PLACE, TRACK_COUNT
from heatdash.values.project import Project
from heatdash.values.scene import COUNT
from pages.parts.answer.charts import flows_chart, show_chart
from pages.parts.text.spoken import spoken_class
from pages.parts.text.words import say


def show_ways(*, project: Project, measured: Measured) -> None:
    """Show the matrix of flows between the places, and its table."""
    places = len(project.scene.lines) + len(project.scene.zones_of(COUNT))
    flows = measured.counts.flows
    if places < 2:
        st.info(say("flows.too_few", count=places))
        return
    if flows.empty:
        st.info(say("flows.none"))
        return
    show_chart(say("flows.title"), flows_chart(flows=flows))
    st.caption(say("flows.meaning"))
    st.dataframe(
        pd.DataFrame(
            {
                say("columns.from_place"): flows[FROM_PLACE].astype(str),
                say("columns.to_place"): flows[TO_PLACE].astype(str),
                say("columns.class_name"): [spoken_class(str(name)) for name in flows[CLASS_NAME]],
                say("columns.tracks"): flows[TRACK_COUNT],
            }
        ),
        hide_index=True,
        alt=say("flows.title"),
    )
