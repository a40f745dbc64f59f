"""The work for a run while it waits or runs: how far it is, what is being seen, and a button to stop it."""

from contextlib import suppress

import streamlit as st

from heatdash.store.run_register import open_register
from heatdash.values.run import QUEUED, Task
from heatdash.work.live_picture import live_picture_path
from pages.parts.text.spoken import spoken_seconds, told
from pages.parts.text.words import say

_EVERY_S = 0.7
_LIVE_PX = 760
_STAGES = ("watch", "link", "refine", "render")


@st.fragment(run_every=_EVERY_S)
def show_work(*, run_id: str, kind: str, may_stop: bool) -> None:
    """Show how far the run's task of that kind is, and keep that up to date; rerun the page when the task is over."""
    register = open_register()
    task = register.last_task(run_id=run_id, kind=kind)
    if task is None or not task.is_open:
        st.rerun(scope="app")
    if task.state == QUEUED:
        st.progress(0.0, text=say("progress.queued", count=task.ahead) if task.ahead else say("progress.starting"))
    else:
        st.progress(_share(task), text=_progress(task))
    if may_stop and st.button(say("progress.stop"), key=f"stop:{task.task_id}"):
        register.ask_to_stop(task.task_id)
        st.rerun(scope="app")
    # There is no picture before the first frame, nor after the last.
    with suppress(FileNotFoundError), st.container(width=_LIVE_PX):
        st.image(live_picture_path(task.task_id).read_bytes(), width="stretch", caption=say("progress.live"))


def told_failure(task: Task) -> str:
    """Why the task failed, as Markdown."""
    return say("progress.failed", error=told(task.error) if task.error else "")


def _share(task: Task) -> float:
    return min(1.0, task.done / task.total) if task.total else 0.0


def _progress(task: Task) -> str:
    """The stage, its frames, its speed and the time left, as far as they are known."""
    stage = say(f"progress.{task.stage}") if task.stage in _STAGES else say("progress.starting")
    if not task.total:
        return stage
    parts = [stage, say("progress.frames", done=task.done, total=task.total)]
    if task.frames_per_s:
        parts.append(say("progress.speed", rate=round(task.frames_per_s)))
    if task.seconds_left is not None and task.done < task.total:
        parts.append(say("progress.left", time=spoken_seconds(max(1.0, task.seconds_left))))
    return " · ".join(parts)
