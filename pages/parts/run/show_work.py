"""The work for a run while it waits or runs: how far it is, what is being seen, and a button to stop it."""

from contextlib import suppress

import streamlit as st

from heatdash.media.pictures import jpeg_url
from heatdash.store.run_register import open_register
from heatdash.values.run import ANALYSIS, FAILED, QUEUED, VIDEO, Run, Task, Work
from heatdash.work.live_picture import live_picture_path
from pages.parts.run.this_run import is_this_run, link_to, owner
from pages.parts.text.spoken import literal, spoken_range, told
from pages.parts.text.words import say

_EVERY_S, _WAITING_EVERY_S = 0.7, 2.0
_LIVE_PX = 760
_STAGES = ("watch", "link", "refine", "render", "trial")


def show_work(*, task_id: int, may_stop: bool) -> None:
    """Show how far the open run's task is, and keep that up to date; rerun the page when the task is over.

    Also where the visitor may not see the run any more, as when the link that they have was revoked.
    """
    task = open_register().task(task_id)
    waits = task is not None and task.state == QUEUED
    # Many may wait, of whom few are worked for.
    shown = st.fragment(_work, run_every=_WAITING_EVERY_S if waits else _EVERY_S)
    shown(task_id=task_id, may_stop=may_stop, waits=waits)


def _work(*, task_id: int, may_stop: bool, waits: bool) -> None:
    register = open_register()
    task = register.task(task_id)
    if task is None or not task.is_open or not is_this_run(task.run_id) or (task.state == QUEUED) != waits:
        st.rerun(scope="app")
    if task.state == QUEUED:
        st.progress(0.0, text=_waiting(task, register.work(task_id)))
    else:
        st.progress(_share(task), text=_progress(task))
    if may_stop and st.button(say("progress.stop"), key=f"stop:{task.task_id}"):
        register.ask_to_stop(task.task_id, asked_by=owner())
        st.rerun(scope="app")
    # There is no picture before the first frame, nor after the last.
    with suppress(FileNotFoundError), st.container(width=_LIVE_PX):
        seen, caption = live_picture_path(task.task_id).read_bytes(), say("progress.live")
        st.image(jpeg_url(seen), width="stretch", caption=caption, alt=caption)


@st.fragment(run_every=_EVERY_S)
def tell_work(task_id: int) -> None:
    """Tell in one line how far the task is, and keep that up to date; rerun the page when the task is over."""
    work = open_register().work(task_id)
    if work is None:
        st.rerun(scope="app")
    st.caption(spoken_work(work))


def show_unanalysed(run: Run) -> None:
    """Show why there is no result yet, and the way to one; it opens by itself where the clip is being watched."""
    st.title(literal(run.name), anchor=False)
    task = open_register().last_task(run_id=run.run_id, kind=ANALYSIS)
    if task is not None and task.is_open:
        st.info(say("progress.opens_itself"))
        tell_work(task.task_id)
        st.page_link("set_up.py", label=say("progress.see"), query_params=link_to(run))
        return
    if task is not None and task.state == FAILED:
        st.error(told_failure(task))
    else:
        st.info(say("explore.not_yet"))
    st.page_link("set_up.py", label=say("explore.to_set_up"), query_params=link_to(run))


def told_failure(task: Task) -> str:
    """Why the task failed, as Markdown."""
    return say("progress.failed", error=told(task.error) if task.error else "")


def spoken_work(work: Work) -> str:
    """How far the open task is, and how long it will be until it is done, in one line."""
    task = work.task
    if task.state == QUEUED and task.ahead:
        parts = [say("progress.video_waits" if task.kind == VIDEO else "progress.waits", count=task.ahead)]
    else:
        parts = [_stage(task)]
        if task.total:
            parts.append(f"{_share(task):.0%}")
    if work.seconds_left is not None:
        parts.append(say("progress.left", time=spoken_range(work.seconds_left)))
    return " · ".join(parts)


def _share(task: Task) -> float:
    return min(1.0, task.done / task.total) if task.total else 0.0


def _stage(task: Task) -> str:
    return say(f"progress.{task.stage}") if task.stage in _STAGES else say("progress.starting")


def _waiting(task: Task, work: Work | None) -> str:
    """How many are before the task, and when it should be done, as far as that is known."""
    if not task.ahead:
        return say("progress.starting")
    parts = [say("progress.queued", count=task.ahead)]
    if work is not None and work.seconds_left is not None:
        parts.append(say("progress.left", time=spoken_range(work.seconds_left)))
    return " · ".join(parts)


def _progress(task: Task) -> str:
    """The stage, its frames and its speed, as far as they are known, and the time that the whole task still needs."""
    parts = [_stage(task)]
    if task.total:
        parts.append(say("progress.frames", done=task.done, total=task.total))
        if task.frames_per_s:
            parts.append(say("progress.speed", rate=round(task.frames_per_s)))
    if task.seconds_left is not None:
        parts.append(say("progress.left", time=spoken_range(task.seconds_left)))
    return " · ".join(parts)
