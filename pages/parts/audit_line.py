"""Checking the count of a line by eye: crossing by crossing, then everything between them."""

from collections.abc import Iterator

import streamlit as st

from heatdash.jobs.audit_sheet import audit_sheet
from heatdash.jobs.audit_snippet import audit_snippet
from heatdash.jobs.measure_clip import Measured
from heatdash.jobs.open_look import Look
from heatdash.measure.audit_score import score_of
from heatdash.measure.audit_steps import audit_steps
from heatdash.values.project import Project
from heatdash.values.run import Run
from pages.parts.file_url import file_url
from pages.parts.judge_step import judge_step
from pages.parts.kept_audit import kept_audit
from pages.parts.literal import literal
from pages.parts.show_score import show_score
from pages.parts.spoken import spoken_class
from pages.parts.this_run import widget_key
from pages.parts.words import say


def audit_line(*, run: Run, look: Look, project: Project, measured: Measured) -> None:
    """One line's counted crossings to judge, the parts between them to look through, and what that comes to."""
    lines = {line.name: line for line in project.scene.lines}
    if look.clip.is_image or not lines:
        st.info(say("audit.still") if look.clip.is_image else say("audit.no_line"))
        return
    key = widget_key(run)
    name = st.selectbox(say("audit.line"), list(lines), key=f"{key}:audit-line:{'|'.join(lines)}")
    looked_at = measured.counts.summary["looked_at"]
    steps = audit_steps(events=measured.counts.events, line=name, duration_s=look.clip.duration_s, **looked_at)
    if not steps:
        st.info(say("audit.none", line=literal(name)))
        return
    for note in _left_out(project):
        st.info(note)
    kept = kept_audit(run=run, line=name, steps=steps)
    left, right = st.columns([2, 1], gap="large")
    with left:
        with st.spinner(say("audit.making")):
            snippet = audit_snippet(look=look, line=lines[name], step=steps[kept.step])
        st.video(file_url("snippet", run.run_id, f"{snippet}.mp4"), loop=True, autoplay=True, muted=True)
        judge_step(key=key, kept=kept, start=project.start)
    with right:
        seconds = looked_at["to_s"] - looked_at["from_s"]
        show_score(score=score_of(audit=kept.audit, seconds=seconds), audit=kept.audit)
        st.download_button(say("audit.sheet"), audit_sheet(kept.audit), "audit.csv", "text/csv", on_click="ignore")


def _left_out(project: Project) -> Iterator[str]:
    """What is not counted on purpose, and was not missed either."""
    if project.classes:
        kinds = dict.fromkeys(spoken_class(choice.class_name) for choice in project.classes)
        yield say("audit.only", kinds=literal(", ".join(kinds)))
    if project.measure.line_rule != "every":
        yield say(f"audit.rule_{project.measure.line_rule}")
