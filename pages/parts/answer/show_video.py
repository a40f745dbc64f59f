"""The video with the heat over it, made once for each question."""

from dataclasses import replace

import streamlit as st

from heatdash.stages.finished_analysis import FinishedAnalysis
from heatdash.stages.render import video_key
from heatdash.store.run_register import open_register
from heatdash.values.artefacts import VIDEOS
from heatdash.values.project import Project
from heatdash.values.run import FAILED, STOPPED, VIDEO, Run, Task
from pages.parts.ask.map_controls import choose_drawing
from pages.parts.run.show_work import show_work, told_failure
from pages.parts.run.this_run import file_url
from pages.parts.text.words import say

_FRAMES_PER_S = 60.0
"""The speed of drawing on a small machine, from which its time is guessed."""


_PLAYABLE = {"h264", "vp8", "vp9", "av1"}
"""The codecs that every browser plays."""


def video_url(*, run: Run, finished: FinishedAnalysis, project: Project) -> str | None:
    """A video to watch: the one with the heat if there is one, else the clip.

    None where people are hidden, as the clip shows them, and where browsers cannot play it.
    """
    ready = ready_video(finished=finished, project=project)
    if ready is not None:
        return file_url("video", run.run_id, f"{ready}.mp4")
    may_be_seen = finished.clip.codec in _PLAYABLE and not project.style.blur
    return file_url("clip", run.run_id) if may_be_seen else None


def ready_video(*, finished: FinishedAnalysis, project: Project) -> str | None:
    """The key of the video for exactly this project; None where it has not been made, or is gone."""
    key = video_key(tracks_key=finished.found.tracks_key, project=project)
    with finished.store.open(kind=VIDEOS, key=key) as artefact:
        return None if artefact is None else key


def show_video(*, key: str, run: Run, finished: FinishedAnalysis, project: Project) -> Project:
    """The project with what the visitor ticks to be drawn; shows its video, the work on it, or the offer to make it."""
    if finished.clip.is_image:
        st.info(say("video.still"))
        return project
    project = replace(project, style=choose_drawing(key=key, style=project.style))
    task = open_register().last_task(run_id=run.run_id, kind=VIDEO)
    ready = ready_video(finished=finished, project=project)
    if ready is not None:
        st.video(file_url("video", run.run_id, f"{ready}.mp4"))
    elif task is not None and task.is_open and task.project == project:
        show_work(run_id=run.run_id, kind=VIDEO, may_stop=True)
    else:
        _offer(key=key, run=run, finished=finished, project=project, task=task)
    return project


def _offer(*, key: str, run: Run, finished: FinishedAnalysis, project: Project, task: Task | None) -> None:
    """Show a button that makes the video; what became of the last one, and its video where there is one."""
    if task is not None and task.project == project and task.state in (FAILED, STOPPED):
        st.warning(told_failure(task) if task.state == FAILED else say("video.stopped"))
    may_be_seen = task is not None and (task.project.style.blur or not project.style.blur)
    earlier = ready_video(finished=finished, project=task.project) if task is not None and may_be_seen else None
    minutes = max(1, round(finished.clip.frame_count / _FRAMES_PER_S / 60))
    st.info(say("video.changed") if earlier else say("video.none", minutes=minutes))
    if st.button(say("video.make"), type="primary", key=f"{key}:make-video"):
        open_register().ask(run_id=run.run_id, kind=VIDEO, project=project)
        st.rerun()
    if earlier:
        st.video(file_url("video", run.run_id, f"{earlier}.mp4"))
        st.caption(say("video.earlier"))
