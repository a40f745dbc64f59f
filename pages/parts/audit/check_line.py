"""Checking the count of a line by eye: crossing by crossing, then everything between them."""

from collections.abc import Iterator

import streamlit as st

from heatdash.audit.model import Audit
from heatdash.audit.score import AuditScore, Interval, score_of
from heatdash.audit.sheet import audit_sheet
from heatdash.audit.snippet import audit_snippet
from heatdash.audit.steps import audit_steps
from heatdash.stages.finished_analysis import FinishedAnalysis
from heatdash.stages.measure import Measured
from heatdash.values.project import Project
from heatdash.values.run import Run
from pages.parts.audit.judge_step import judge_step, kept_audit
from pages.parts.run.this_run import file_url, widget_key
from pages.parts.text.spoken import literal, spoken_class
from pages.parts.text.words import say


def show_score(*, score: AuditScore, audit: Audit) -> None:
    """Show how far the check is, and how good the count is, as far as that is known; each figure explains itself."""
    done = sum(bool(audit.verdict_of(step)) for step in range(len(audit.steps)))
    st.progress(done / len(audit.steps), text=say("check_line.progress", done=done, all=len(audit.steps)))
    _score_figure("precision", _share(score.precision), _range(score.precision_95))
    if score.missed is None:
        st.caption(say("check_line.unknown", count=len(audit.missed_s)))
        return
    _score_figure("recall", _share(score.recall), _range(score.recall_95))
    true_95 = score.true_95
    true_range = say("check_line.true_range", least=f"{true_95[0]:.0f}", most=f"{true_95[1]:.0f}") if true_95 else ""
    _score_figure("true_count", say("check_line.true_value", true=score.true_count, counted=score.counted), true_range)
    _score_figure("error", "–" if score.error_pct is None else f"{score.error_pct:+.1f} %", "")
    _score_figure("geh", "–" if score.geh is None else f"{score.geh:.1f}", "")


def _score_figure(name: str, value: str, interval: str) -> None:
    st.metric(say(f"check_line.{name}"), value, help=say(f"check_line.{name}_help"))
    if interval:
        st.caption(interval)


def _share(value: float | None) -> str:
    return "–" if value is None else f"{100 * value:.0f} %"


def _range(interval: Interval | None) -> str:
    if interval is None:
        return ""
    return say("check_line.range", least=f"{100 * interval[0]:.0f}", most=f"{100 * interval[1]:.0f}")


def audit_line(*, run: Run, finished: FinishedAnalysis, project: Project, measured: Measured) -> None:
    """Show one line's counted crossings to judge, the parts between them to look through, and the score so far."""
    lines = {line.name: line for line in project.scene.lines}
    if finished.clip.is_image or not lines:
        st.info(say("check_line.still") if finished.clip.is_image else say("check_line.no_line"))
        return
    key = widget_key(run)
    name = st.selectbox(say("check_line.line"), list(lines), key=f"{key}:audit-line:{'|'.join(lines)}")
    looked_at = measured.counts.summary["looked_at"]
    steps = audit_steps(events=measured.counts.events, line=name, duration_s=finished.clip.duration_s, **looked_at)
    if not steps:
        st.info(say("check_line.none", line=literal(name)))
        return
    for note in _left_out(project):
        st.info(note)
    kept = kept_audit(run=run, line=name, steps=steps)
    left, right = st.columns([2, 1], gap="large")
    with left:
        with st.spinner(say("check_line.making")):
            snippet = audit_snippet(finished=finished, line=lines[name], step=steps[kept.step], hide=project.style.blur)
        st.video(file_url("snippet", run.run_id, f"{snippet}.mp4"), loop=True, autoplay=True, muted=True)
        judge_step(key=key, kept=kept, start=project.start)
    with right:
        seconds = looked_at["to_s"] - looked_at["from_s"]
        show_score(score=score_of(audit=kept.audit, seconds=seconds), audit=kept.audit)
        st.download_button(say("check_line.sheet"), audit_sheet(kept.audit), "audit.csv", "text/csv", on_click="ignore")


def _left_out(project: Project) -> Iterator[str]:
    """Notes on what is not counted on purpose, and so was not missed."""
    if project.classes:
        kinds = dict.fromkeys(spoken_class(choice.class_name) for choice in project.classes)
        yield say("check_line.only", kinds=literal(", ".join(kinds)))
    if project.measure.line_rule != "every":
        yield say(f"check_line.rule_{project.measure.line_rule}")
