"""Checking a count by eye: one by one, then, where one can be missed, everything between."""

from collections.abc import Iterator

import streamlit as st

from heatdash.audit.sheet import audit_sheet
from heatdash.audit.snippet import audit_snippet
from heatdash.stages.finished_analysis import FinishedAnalysis
from heatdash.stages.measure import Measured
from heatdash.values.checked import LINE, Subject
from heatdash.values.project import Project
from heatdash.values.run import Run
from pages.parts.audit.judge_step import judge_step
from pages.parts.audit.kept_audit import kept_audit, subjects_of
from pages.parts.audit.show_checked import show_checked, show_figures
from pages.parts.run.delete_clip_only import told_deletion
from pages.parts.run.this_run import READER, served_url, widget_key
from pages.parts.text.spoken import literal, spoken_class
from pages.parts.text.words import say


def check_count(*, run: Run, finished: FinishedAnalysis, project: Project, measured: Measured) -> None:
    """Show what was counted to be judged, the parts between to look through, and what the verdicts say of the count."""
    if finished.clip.is_image:
        st.info(say("check_count.still"))
        return
    if deleted := told_deletion(run):
        st.info(f"{deleted} {say('check_count.without_clip')}")
        return
    if not project.scene.lines:
        st.info(say("check_count.no_line"))
    key = widget_key(run)
    subjects = {_named(one): one for one in subjects_of(project=project, measured=measured)}
    name = st.selectbox(say("check_count.subject"), list(subjects), key=f"{key}:audit-of:{'|'.join(subjects)}")
    subject = subjects[name]
    kept = kept_audit(run=run, subject=subject, finished=finished, measured=measured)
    if not kept.audit.steps:
        st.info(say("check_count.none", subject=literal(name)))
        return
    for note in _left_out(subject, project):
        st.info(note)
    # Another count has buttons and lists of its own.
    key = f"{key}:{kept.name}"
    left, right = st.columns([2, 1], gap="large")
    with left:
        scene, step = project.scene.only(subject.place, subject.to_place), kept.audit.steps[kept.step]
        with st.spinner(say("check_count.making")):
            hide, write = project.style.blur, READER.snippet
            snippet = audit_snippet(finished=finished, scene=scene, step=step, hide=hide, write=write)
        st.video(served_url("snippet", f"{snippet}.mp4", run=run), loop=True, autoplay=True, muted=True)
        classes = {spoken_class(name): name for name, _ in finished.found.class_counts}
        judge_step(key=key, kept=kept, classes=classes, start=project.start)
    show_figures(kept.audit)
    with right:
        looked_at = measured.counts.summary["looked_at"]
        show_checked(key=key, kept=kept, seconds=looked_at["to_s"] - looked_at["from_s"])
        sheet = audit_sheet(kept.audit)
        st.download_button(say("check_count.sheet"), sheet, "audit.csv", "text/csv", on_click="ignore")


def _named(subject: Subject) -> str:
    return say(f"check_count.of_{subject.kind}", place=subject.place, to_place=subject.to_place)


def _left_out(subject: Subject, project: Project) -> Iterator[str]:
    """Notes on what is not counted on purpose, and so was not missed."""
    if project.classes and subject.can_miss:
        kinds = dict.fromkeys(spoken_class(choice.class_name) for choice in project.classes)
        yield say("check_count.only", kinds=literal(", ".join(kinds)))
    if subject.kind == LINE and project.measure.line_rule != "every":
        yield say(f"check_count.rule_{project.measure.line_rule}")
