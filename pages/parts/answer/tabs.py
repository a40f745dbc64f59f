"""The answers under tabs, one of which is open."""

import streamlit as st

from heatdash.stages.finished_analysis import FinishedAnalysis
from heatdash.stages.measure import Measured
from heatdash.values.project import Project
from heatdash.values.run import Run
from pages.parts.answer.focus import TAB, TABS, keep_in_link, open_tab
from pages.parts.answer.room_size import room_size
from pages.parts.answer.show_map import show_map
from pages.parts.answer.show_objects import show_objects
from pages.parts.answer.show_places import show_places
from pages.parts.answer.show_video import show_video
from pages.parts.answer.show_ways import show_ways
from pages.parts.answer.show_when import show_when
from pages.parts.audit.check_count import check_count
from pages.parts.run.this_run import widget_key
from pages.parts.text.words import say


def show_tabs(*, run: Run, finished: FinishedAnalysis, project: Project, measured: Measured) -> Project:
    """The project with what the visitor changes in the tab that is open; only that tab is made."""
    key = widget_key(run)
    labels = {name: say(f"explore.{name}") for name in TABS}
    tab = open_tab()
    keep_in_link(tab)
    # The label may be in another language: the one before a switch.
    st.session_state[TAB] = labels[tab]
    # Measured above the tabs, as it is the same below each of them.
    room = room_size(key="answers-room")
    tabs = st.tabs(list(labels.values()), key=TAB, on_change="rerun")
    with tabs[TABS.index(tab)]:
        match tab:
            case "map":
                return show_map(key=key, run=run, finished=finished, project=project, measured=measured, room=room)
            case "video":
                return show_video(key=key, run=run, finished=finished, project=project)
            case "when":
                show_when(key=key, run=run, project=project, measured=measured)
            case "places":
                show_places(key=key, finished=finished, project=project, measured=measured, room=room)
            case "ways":
                return show_ways(key=key, finished=finished, project=project, measured=measured, room=room)
            case "objects":
                show_objects(key=key, run=run, finished=finished, project=project, measured=measured)
            case "check":
                check_count(run=run, finished=finished, project=project, measured=measured)
    return project
