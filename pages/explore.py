"""The answers: map, video, counts, zones, flows and tracks. Nothing here runs the model."""

from dataclasses import replace

import streamlit as st

from heatdash.jobs.key_figures import key_figures
from heatdash.jobs.measure_clip import Measured
from heatdash.jobs.open_look import Look
from heatdash.values.project import Project
from heatdash.values.run import Run
from pages.parts.ask_again import ask_again
from pages.parts.audit_line import audit_line
from pages.parts.figures import show_figures
from pages.parts.head import show_head
from pages.parts.literal import literal
from pages.parts.show_checks import show_checks
from pages.parts.show_counts import show_counts
from pages.parts.show_flows import show_flows
from pages.parts.show_map import show_map
from pages.parts.show_tracks import show_tracks
from pages.parts.show_video import show_video
from pages.parts.show_zones import show_zones
from pages.parts.take_home import take_home
from pages.parts.this_run import keep_question, look_of, question_of, this_run, widget_key
from pages.parts.words import entry_of, say

TABS = ("map", "video", "counts", "zones", "flows", "tracks", "check")


@st.fragment
def explore(look: Look) -> None:
    """Controls and answers; a change makes only this part of the page anew."""
    run = this_run()
    if run is None:
        st.rerun()
    head, take = st.columns([2, 1], vertical_alignment="bottom")
    with head:
        show_head(run=run, look=look)
    figures_row = st.container()
    left, right = st.columns([3, 1], gap="large")
    with right:
        project, measured = ask_again(key=widget_key(run), look=look, project=look.found.asked(question_of(run)))
    # The picture is what the visitor looks at: it is sent first.
    with left:
        shown = show_tabs(run, look, project, measured)
    # How the next look watches is set up elsewhere, and stays.
    keep_question(run=run, project=replace(shown, watch=run.project.watch, link=run.project.link))
    if shown.scene != project.scene:
        st.rerun(scope="fragment")
    with figures_row:
        figures = key_figures(measured=measured, start=project.start)
        show_figures(figures=figures, start=project.start, still=look.clip.is_image)
        show_checks(checks=look.checks(project=project, measured=measured), start=project.start)
    with take:
        take_home(run=run, look=look, project=shown)


def show_tabs(run: Run, look: Look, project: Project, measured: Measured) -> Project:
    """The project with what the visitor changes within the tab that is open; only that one is made."""
    key = widget_key(run)
    labels = {name: say(f"explore.{name}") for name in TABS}
    asked = st.session_state.get("tab") or st.query_params.get("tab", "")
    if asked not in labels.values():
        # It is told in another language, which was spoken before or by whoever has sent the link.
        st.session_state["tab"] = labels.get(entry_of("explore", asked), labels["map"])
    tabs = st.tabs(list(labels.values()), key="tab", on_change="rerun", bind="query-params")
    number = next((number for number, tab in enumerate(tabs) if tab.open), 0)
    with tabs[number]:
        match TABS[number]:
            case "map":
                return show_map(key=key, run=run, look=look, project=project, measured=measured)
            case "video":
                return show_video(key=key, run=run, look=look, project=project)
            case "counts":
                show_counts(key=key, project=project, measured=measured)
            case "zones":
                show_zones(project=project, measured=measured)
            case "flows":
                show_flows(project=project, measured=measured)
            case "tracks":
                show_tracks(key=key, run=run, look=look, project=project, measured=measured)
            case "check":
                audit_line(run=run, look=look, project=project, measured=measured)
    return project


run = this_run()
if run is None:
    st.title(say("frame.explore"), anchor=False)
    st.info(say("explore.nothing_open"))
    st.page_link("start.py", label=say("explore.to_start"))
elif run.found is None:
    st.subheader(literal(run.name), anchor=False)
    st.info(say("explore.not_yet"))
    st.page_link("set_up.py", label=say("explore.to_set_up"))
else:
    for notice in run.found.notices:
        st.info(notice)
    explore(look_of(run))
