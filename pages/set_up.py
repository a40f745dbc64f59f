"""The Set up page: sketch zones and lines, choose whom to count and how carefully, and have the clip analysed."""

from dataclasses import replace

import streamlit as st

from heatdash.store.run_register import open_register
from heatdash.values.clip import Clip
from heatdash.values.run import ANALYSIS, DONE, FAILED, STOPPED, Run
from heatdash.values.scene import Scene
from pages.parts.ask.choose_care import choose_care, choose_detector
from pages.parts.ask.choose_objects import choose_objects, every_class
from pages.parts.ask.choose_start import choose_start
from pages.parts.ask.map_controls import choose_hiding
from pages.parts.frame.lost_presses import sure_button
from pages.parts.run.begin_run import AWAITED, ask_for_analysis
from pages.parts.run.delete_clip_only import stop_without_clip
from pages.parts.run.show_work import show_work, told_failure
from pages.parts.run.tell_before import tell_before
from pages.parts.run.this_run import (
    clip_of,
    keep_question,
    link_to,
    may_change,
    open_run,
    question_of,
    this_run,
    widget_key,
)
from pages.parts.run.waiting_clips import tell_waiting
from pages.parts.sketch.list_places import known_places, list_places
from pages.parts.sketch.picture_of_place import picture_of_place
from pages.parts.sketch.sketch_places import sketch_places
from pages.parts.text.spoken import literal, spoken_clip
from pages.parts.text.words import say


def set_up(run: Run, clip: Clip) -> None:
    """Show the picture to sketch on, and beside it everything that is asked before the clip is watched."""
    key, project = f"set-up:{widget_key(run)}", question_of(run)
    start = project.start if clip.is_image else choose_start(key=key, start=project.start)

    def keep(scene: Scene) -> None:
        keep_question(run=run, project=question_of(run).with_scene(scene))

    picture, choices = st.columns([2, 1], gap="large")
    with picture:
        project = replace(project, start=start, style=choose_hiding(key=key, style=project.style))
        place = picture_of_place(key=key, run=run, clip=clip, project=project)
        scene = sketch_places(key=key, scene=project.scene, background=place, keep=keep)
        st.caption(say("places.tips"))
        amiss = st.container()
    project = project.with_scene(scene)
    keep_question(run=run, project=project)
    with choices:
        names = project.names
        whom = f"{key}:{hash(names)}" if names.limits_m else key
        chosen = choose_objects(key=whom, choices=project.classes, counts=every_class(names), class_map=names)
        st.markdown(f"**{say('places.places')}**")
        list_places(key=key, scene=scene, keep=keep)
        known_places(key=key, run=run, scene=scene, keep=keep)
        project = choose_care(key=key, run=run, project=replace(project, classes=chosen), clip=clip)
        with st.expander(say("care.more")):
            project = choose_detector(key=key, project=project)
        keep_question(run=run, project=project)
        if sure_button(say("set_up.analyse"), key=f"{key}:analyse"):
            ask_for_analysis(replace(run, project=project))
            st.rerun()
        st.caption(say("set_up.later"))
    with amiss:
        tell_before(clip=clip, scene=scene, start=project.start)


run = this_run()
if run is None:
    st.title(say("frame.set_up"), anchor=False)
    st.info(say("set_up.no_clip"))
    st.page_link("start.py", label=say("explore.to_start"))
    st.stop()
st.title(literal(run.name), anchor=False)
stop_without_clip(run)
clip = clip_of(run)
st.caption(spoken_clip(clip))
tell_waiting(but=run)
task = open_register().last_task(run_id=run.run_id, kind=ANALYSIS)
if task is not None and task.is_open:
    show_work(task_id=task.task_id, may_stop=may_change(run))
    st.stop()
if st.session_state.pop(AWAITED, None) == run.run_id and task is not None and task.state == DONE:
    open_run(run.run_id, page="explore.py")
if task is not None and task.state == FAILED:
    st.error(told_failure(task))
elif task is not None and task.state == STOPPED:
    st.info(say("progress.stopped"))
if run.found is not None:
    st.page_link("explore.py", label=say("set_up.to_explore"), icon=":material/east:", query_params=link_to(run))
if may_change(run):
    set_up(run, clip)
else:
    st.info(say("set_up.not_yours"))
