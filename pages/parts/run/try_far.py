"""Trying ten seconds of a clip with Small and far: the button, how far it is, and what it has found."""

from dataclasses import replace

import streamlit as st

from heatdash.store.artefact_store import open_store
from heatdash.store.run_register import open_register
from heatdash.values.clip import Clip
from heatdash.values.project import Project
from heatdash.values.run import ANALYSIS, FAILED, TRIAL, Run
from heatdash.values.tell_trial import advice, trial_in_words
from heatdash.values.trial import TRIED_FPS, Trial
from heatdash.values.wording import Wording
from heatdash.work.expect_time import expected_seconds
from pages.parts.run.count_asked import count_asked
from pages.parts.run.show_work import spoken_work, told_failure
from pages.parts.run.this_run import owner
from pages.parts.text.spoken import literal, spoken_range
from pages.parts.text.words import language, say

_EVERY_S = 0.7


def trial_of(*, clip: Clip, project: Project) -> Trial | None:
    """What ten seconds of the clip have shown, with the project's model; None where they were not tried."""
    if clip.is_image:
        return None
    # The first page need not load what works on models.
    from heatdash.stages.try_larger import stored_trial

    return stored_trial(clip=clip, project=project, store=open_store())


def try_far(*, key: str, run: Run, clip: Clip, project: Project, trial: Trial | None) -> None:
    """Show what the trial has found; before it, a button that asks for it, and how far it is. None for a picture."""
    if clip.is_image:
        return
    if trial is not None:
        _show(trial, clip=clip, project=project)
        return
    task = open_register().last_task(run_id=run.run_id, kind=TRIAL)
    if task is not None and task.is_open:
        _show_progress(task.task_id)
        return
    # What was asked about another model says nothing about this one.
    if task is not None and task.state == FAILED and task.project.watch.model == project.watch.model:
        st.caption(told_failure(task))
    expected = expected_seconds(kind=TRIAL, clip=clip, project=project, register=open_register())
    st.button(
        say("care.try"),
        key=f"{key}:try",
        help=say("care.try_help", time=spoken_range(sum(expected.values()))),
        on_click=_ask,
        args=(run, project, expected),
    )


def _ask(run: Run, project: Project, expected: dict[str, float]) -> None:
    count_asked()
    open_register().ask(run_id=run.run_id, kind=TRIAL, project=project, asked_by=owner(), expected=expected)


@st.fragment(run_every=_EVERY_S)
def _show_progress(task_id: int) -> None:
    """Show how far the trial is, and a button that stops it; show the page anew when it is over."""
    register = open_register()
    work = register.work(task_id)
    if work is None:
        st.rerun(scope="app")
    task = work.task
    st.progress(min(1.0, task.done / task.total) if task.total else 0.0, text=spoken_work(work))
    if st.button(say("progress.stop"), key=f"stop:{task_id}"):
        register.ask_to_stop(task_id, asked_by=owner())
        st.rerun(scope="app")


def _show(trial: Trial, *, clip: Clip, project: Project) -> None:
    """Show the advice, and below it what it rests on."""
    wording = Wording(language(), project.start)
    usual, longer = (
        spoken_range(_seconds(clip, project, input_px=input_px)) for input_px in (None, trial.larger.input_px)
    )
    sentences = trial_in_words(trial=trial, choices=project.classes, wording=wording, usual=usual, longer=longer)
    with st.container(border=True, gap="xsmall", key="trial"):
        st.markdown(f"**{literal(advice(trial=trial, choices=project.classes, wording=wording))}**")
        st.markdown(literal(sentences[0]))
        st.caption(literal(" ".join(sentences[1:])))


def _seconds(clip: Clip, project: Project, *, input_px: int | None) -> float:
    asked = replace(project, watch=replace(project.watch, sample_fps=TRIED_FPS, input_px=input_px))
    return sum(expected_seconds(kind=ANALYSIS, clip=clip, project=asked, register=open_register()).values())
