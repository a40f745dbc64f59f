"""The Explore page: the map, video, counts, zones, flows, tracks and checks. Nothing here runs the model."""

from dataclasses import replace

import streamlit as st

from heatdash.exports.cards import place_cards
from heatdash.measure.checks.sureness import grade_figures
from heatdash.measure.places.key_figures import key_figures
from heatdash.stages.finished_analysis import FinishedAnalysis
from heatdash.values.wording import Wording
from pages.parts.answer.download import show_download
from pages.parts.answer.focus import open_tab
from pages.parts.answer.head import show_checks, show_head
from pages.parts.answer.place_cards import show_cards
from pages.parts.answer.tabs import show_tabs
from pages.parts.ask.answer_controls import answer_controls
from pages.parts.ask.choose_start import choose_start
from pages.parts.run.delete_clip_only import tell_clip_deleted
from pages.parts.run.show_work import show_unanalysed
from pages.parts.run.this_run import (
    finished_of,
    keep_question,
    may_change,
    may_show_people,
    named_run,
    question_of,
    this_run,
    widget_key,
)
from pages.parts.text.spoken import told
from pages.parts.text.words import language, say


@st.fragment
def explore(finished: FinishedAnalysis) -> None:
    """Show the controls and the answers; a change reruns only this part of the page."""
    run = named_run()
    if run is None or finished is not finished_of(run):
        # The whole page tells why it is gone, or that its clip is.
        st.rerun()
    head, download = st.columns([2, 1], vertical_alignment="bottom")
    project = finished.found.asked(question_of(run))
    with head:
        show_head(run=run, finished=finished)
        if not finished.clip.is_image:
            project = replace(project, start=choose_start(key=widget_key(run), start=project.start))
    cards_row = st.container()
    left, right = st.columns([3, 1], gap="large")
    with right:
        project, measured = answer_controls(
            key=widget_key(run),
            finished=finished,
            project=project,
            tab=open_tab(),
            may_show_people=may_show_people(run),
        )
    finished = finished.named(project)
    # The picture is what the visitor looks at, so it is sent first.
    with left, st.container(key="answers"):
        shown = show_tabs(run=run, finished=finished, project=project, measured=measured)
    # How the next analysis watches is chosen on Set up, and stays.
    keep_question(run=run, project=replace(shown, watch=run.project.watch, link=run.project.link))
    if shown.scene != project.scene:
        st.rerun()
    with cards_row:
        checks = finished.checks(project=project, measured=measured)
        show_checks(checks=[check for check in checks if check.place is None], start=project.start)
        cards = place_cards(
            figures=key_figures(measured.counts),
            sureness=grade_figures(summary=measured.counts.summary, refining=finished.refining, checks=checks),
            checks=checks,
            wording=Wording(language(), project.start, measured.paths.watched.step_s),
            still=finished.clip.is_image,
        )
        show_cards(run=run, cards=cards, scene=project.scene, still=finished.clip.is_image)
    with download:
        show_download(run=run, finished=finished, project=shown, measured=measured)


run = this_run()
if run is None:
    st.title(say("frame.explore"), anchor=False)
    st.info(say("explore.nothing_open"))
    st.page_link("start.py", label=say("explore.to_start"))
elif run.found is None:
    show_unanalysed(run)
else:
    if not may_change(run):
        st.info(say("share.guest"), icon=":material/visibility:")
    for notice in run.found.notices:
        st.info(told(notice))
    finished = finished_of(run)
    tell_clip_deleted(run=run, finished=finished)
    explore(finished)
