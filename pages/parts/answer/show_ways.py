"""From passing by to stopping, and who went from which place to which."""

import pandas as pd
import streamlit as st

from heatdash.stages.measure import Measured
from heatdash.tables.columns import CLASS_NAME, FROM_PLACE, TO_PLACE, TRACK_COUNT
from heatdash.values.project import Project
from heatdash.values.scene import COUNT
from pages.parts.answer.charts import flows_chart, show_chart
from pages.parts.answer.show_funnel import show_funnel
from pages.parts.text.spoken import spoken_class
from pages.parts.text.words import say


def show_ways(*, key: str, project: Project, measured: Measured) -> None:
    """Show who went on to the next step, then the flows between the places and their table."""
    places = len(project.scene.lines) + len(project.scene.zones_of(COUNT))
    if places:
        show_funnel(key=key, project=project, measured=measured)
    if places < 2:
        st.info(say("flows.too_few", count=places))
        return
    flows = measured.counts.flows
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
