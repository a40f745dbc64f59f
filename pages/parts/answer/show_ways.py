"""Who went from which place to which, and from passing by to stopping."""

import pandas as pd
import streamlit as st

from heatdash.stages.finished_analysis import FinishedAnalysis
from heatdash.stages.measure import Measured
from heatdash.tables.columns import CLASS_NAME, FROM_PLACE, TO_PLACE, TRACK_COUNT
from heatdash.values.project import Project
from heatdash.values.scene import COUNT
from pages.parts.answer.answer_picture import show_picture
from pages.parts.answer.room_size import Room
from pages.parts.answer.show_funnel import show_funnel
from pages.parts.text.spoken import spoken_class
from pages.parts.text.words import language, say


def show_ways(*, key: str, finished: FinishedAnalysis, project: Project, measured: Measured, room: Room | None) -> None:
    """Show the flows between the places, as arrows on the scene and as a table, and who went on to the next step."""
    places = len(project.scene.lines) + len(project.scene.zones_of(COUNT))
    if places < 2:
        st.info(say("flows.too_few", count=places))
    elif measured.counts.flows.empty:
        st.info(say("flows.none"))
    else:
        show_picture(
            key="ways",
            clip=finished.clip,
            room=room,
            draw=lambda seen_px: finished.ways_picture(
                project=project, measured=measured, seen_px=seen_px, language=language()
            ),
            caption=say("flows.meaning"),
        )
        _show_table(measured.counts.flows)
    if places:
        show_funnel(key=key, project=project, measured=measured)


def _show_table(flows: pd.DataFrame) -> None:
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
