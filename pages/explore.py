"""The answers: map, video, counts, zones, flows and tracks. Nothing here runs the model."""

from dataclasses import replace

import streamlit as st

from heatdash.jobs.key_figures import key_figures
from heatdash.jobs.open_look import Look
from heatdash.values.run import Run
from pages.parts.choose_look import choose_colours, choose_measure, choose_metric, choose_style
from pages.parts.choose_objects import choose_objects, present
from pages.parts.choose_time import choose_time
from pages.parts.figures import show_figures
from pages.parts.head import show_head
from pages.parts.show_counts import show_counts
from pages.parts.show_flows import show_flows
from pages.parts.show_map import show_map
from pages.parts.show_tracks import show_tracks
from pages.parts.show_video import show_video
from pages.parts.show_zones import show_zones
from pages.parts.this_run import keep_question, look_of, question_of, this_run
from pages.parts.words import say

TABS = ("map", "video", "counts", "zones", "flows", "tracks")


@st.fragment
def explore(run: Run, look: Look) -> None:
    """Controls and answers; a change makes only this part of the page anew."""
    key = run.run_id
    project = question_of(run)
    figures_row = st.container()
    left, right = st.columns([3, 1], gap="large")
    with right:
        measure = choose_metric(key=key, measure=project.measure)
        asked = present(project.classes, look.counts)
        if project.classes and not asked:
            st.info(say("objects.none_found"))
        choices = choose_objects(key=key, choices=asked, counts=look.counts)
        project = replace(project, classes=choices, measure=measure)
        from_s, to_s = choose_time(
            key=key,
            chosen=(measure.from_s, measure.to_s),
            over_time=look.over_time(project),
            duration_s=look.clip.duration_s,
            start=project.start,
        )
        style = choose_colours(key=key, style=project.style)
        project = replace(project, measure=replace(project.measure, from_s=from_s, to_s=to_s), style=style)
        more = st.expander(say("look.more"))
        with more:
            project = replace(project, measure=choose_measure(key=key, measure=project.measure))
    measured = look.measured(project)
    with more:
        style = choose_style(key=key, style=project.style, measure=project.measure, largest=measured.heat.top)
        project = replace(project, style=style)
    with figures_row:
        show_figures(figures=key_figures(measured=measured, start=project.start), start=project.start)
    with left:
        tabs = st.tabs([say(f"explore.{name}") for name in TABS], key="tab", on_change="rerun", bind="query-params")
        shown = next((number for number, tab in enumerate(tabs) if tab.open), 0)
        with tabs[shown]:
            if TABS[shown] == "map":
                show_map(look=look, project=project, measured=measured)
            elif TABS[shown] == "video":
                project = show_video(key=key, run=run, look=look, project=project)
            elif TABS[shown] == "counts":
                show_counts(key=key, project=project, measured=measured)
            elif TABS[shown] == "zones":
                show_zones(project=project, measured=measured)
            elif TABS[shown] == "flows":
                show_flows(project=project, measured=measured)
            else:
                show_tracks(key=key, run=run, look=look, project=project, measured=measured)
    keep_question(run=run, project=project)


run = this_run()
if run is None:
    st.title(say("frame.explore"))
    st.info(say("explore.nothing_open"))
    st.page_link("start.py", label=say("explore.to_start"))
elif run.found is None:
    st.title(run.name)
    st.info(say("explore.not_yet"))
    st.page_link("set_up.py", label=say("explore.to_set_up"))
else:
    look = look_of(run)
    show_head(run=run, look=look)
    for notice in run.found.notices:
        st.info(notice)
    explore(run, look)
