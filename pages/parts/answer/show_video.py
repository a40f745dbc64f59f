"""The video with the heat over it, made once for each question."""

from dataclasses import replace

import streamlit as st

from heatdash.stages.finished_analysis import FinishedAnalysis
from heatdash.stages.render import video_key
from heatdash.store.run_register import open_register
from heatdash.values.artefacts import VIDEOS
from heatdash.values.project import Project
from heatdash.values.run import FAILED, STOPPED, VIDEO, Run, Task
from heatdash.work.expect_time import expected_seconds
from pages.parts.ask.map_controls import choose_drawing
from pages.parts.run.count_asked import count_asked
from pages.parts.run.delete_clip_only import told_deletion
from pages.parts.run.show_work import show_work, told_failure
from pages.parts.run.this_run import may_change, owner, served_url
from pages.parts.text.spoken import spoken_moment, spoken_range
from pages.parts.text.words import say

_PLAYABLE = {"h264", "vp8", "vp9", "av1"}
"""The codecs that every browser plays."""


def video_url(*, run: Run, finished: FinishedAnalysis, project: Project) -> str | None:
    """A video to watch: the one with the heat if there is one, else the clip.

    None where people are hidden, as the clip shows them, and where browsers cannot play it.
    """
    ready = ready_video(finished=finished, project=project)
    if ready is not None:
        return served_url("video", f"{ready}.mp4", run=run)
    may_be_seen = finished.clip.codec in _PLAYABLE and not project.style.blur
    return served_url("clip", run=run) if may_be_seen else None


def show_moment(*, run: Run, finished: FinishedAnalysis, project: Project, t_s: float) -> None:
    """Show the video from that moment on, or why there is none to watch; of a still picture, nothing."""
    if finished.clip.is_image:
        return
    if deleted := told_deletion(run):
        st.info(deleted)
        return
    address = video_url(run=run, finished=finished, project=project)
    if address is None:
        st.info(say("tracks.people_hidden" if project.style.blur else "tracks.not_playable"))
        return
    st.video(address, start_time=int(t_s))
    st.caption(say("tracks.video_caption", moment=spoken_moment(t_s, project.start)))


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
    if deleted := told_deletion(run):
        st.info(f"{deleted} {say('video.without_clip')}")
        return project
    project = replace(project, style=choose_drawing(key=key, style=project.style))
    asked = [task for task in reversed(open_register().tasks_of(run.run_id)) if task.kind == VIDEO]
    same = next((task for task in asked if _is_for(task, project)), None)
    ready = ready_video(finished=finished, project=project)
    if ready is not None:
        st.video(served_url("video", f"{ready}.mp4", run=run))
    elif same is not None and same.is_open:
        if same.is_extra and may_change(run):
            # Now somebody waits for it.
            _ask(run=run, finished=finished, project=same.project)
        show_work(task_id=same.task_id, may_stop=may_change(run))
    else:
        _offer(key=key, run=run, finished=finished, project=project, asked=asked)
    return project


def _is_for(task: Task, project: Project) -> bool:
    """True where the task draws this project's video, in which no clock time is shown."""
    return task.project == replace(project, start=task.project.start)


def _ask(*, run: Run, finished: FinishedAnalysis, project: Project) -> None:
    register = open_register()
    expected = expected_seconds(kind=VIDEO, clip=finished.clip, project=project, register=register)
    count_asked()
    register.ask(run_id=run.run_id, kind=VIDEO, project=project, asked_by=owner(), expected=expected)


def _offer(*, key: str, run: Run, finished: FinishedAnalysis, project: Project, asked: list[Task]) -> None:
    """Show a button that makes the video; what became of the last one, and its video where there is one.

    A guest gets no button: only the owner has work done.
    """
    # In earlier versions guests could ask as well; what they have tried out is of no interest here.
    own = [task for task in asked if task.asked_by == run.owner]
    last = own[0] if own else None
    if last is not None and _is_for(last, project) and last.state in (FAILED, STOPPED) and may_change(run):
        st.warning(told_failure(last) if last.state == FAILED else say("video.stopped"))
    # Where people are hidden, no earlier video shows them.
    shown = [task.project for task in own if task.project.style.blur or not project.style.blur]
    earlier = next(filter(None, (ready_video(finished=finished, project=before) for before in shown)), None)
    if may_change(run):
        expected = expected_seconds(kind=VIDEO, clip=finished.clip, project=project, register=open_register())
        time = spoken_range(sum(expected.values()))
        st.info(say("video.changed", time=time) if earlier else say("video.none", time=time))
        if st.button(say("video.make"), type="primary", key=f"{key}:make-video"):
            _ask(run=run, finished=finished, project=project)
            st.rerun()
    else:
        st.info(say("video.owner_only"))
    if earlier:
        st.video(served_url("video", f"{earlier}.mp4", run=run))
        st.caption(say("video.earlier" if may_change(run) else "video.owners"))
