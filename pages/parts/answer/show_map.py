"""The map: heat over the empty scene, with zones and lines that can be edited on it."""

from dataclasses import replace

import streamlit as st

from heatdash.stages.finished_analysis import FinishedAnalysis
from heatdash.stages.measure import Measured
from heatdash.values.project import Project
from heatdash.values.run import Run
from heatdash.values.scene import Scene
from pages.parts.answer.answer_picture import show_legend, show_picture
from pages.parts.answer.heat_spots import PICTURE, show_spots
from pages.parts.answer.room_size import Room
from pages.parts.run.this_run import keep_question
from pages.parts.sketch.list_places import known_places, list_places
from pages.parts.sketch.sketch_places import sketch_places
from pages.parts.text.spoken import spoken_moment
from pages.parts.text.words import language, say


def show_map(
    *, key: str, run: Run, finished: FinishedAnalysis, project: Project, measured: Measured, room: Room | None
) -> Project:
    """The project with its zones and lines as the visitor edits them; the picture is as large as there is room."""
    # The legend stands beside the picture, where it hides nobody.
    with st.container(horizontal=True, vertical_alignment="center", gap="large"):
        if not st.toggle(say("explore.edit"), key=f"{key}:edit", help=say("explore.edit_help"), width="content"):
            show_legend(finished.legend(project=project, measured=measured, language=language()))
    if st.session_state[f"{key}:edit"]:
        return _edit(key=key, run=run, finished=finished, project=project, measured=measured)
    looked_at = measured.counts.summary["looked_at"]
    caption = say(
        "explore.map_caption",
        metric=say(f"metrics.{project.measure.metric}"),
        meaning=say(f"metrics.{project.measure.metric}_meaning"),
        begin=spoken_moment(looked_at["from_s"], project.start),
        end=spoken_moment(looked_at["to_s"], project.start),
    )
    bare = replace(project, style=replace(project.style, legend=False))
    show_picture(
        key=PICTURE,
        clip=finished.clip,
        room=room,
        draw=lambda seen_px: finished.picture(project=bare, measured=measured, seen_px=seen_px, language=language()),
        caption=caption,
    )
    show_spots(run=run, finished=finished, project=project, measured=measured)
    return project


def _edit(*, key: str, run: Run, finished: FinishedAnalysis, project: Project, measured: Measured) -> Project:
    bare = replace(project, style=replace(project.style, places=False, legend=False, class_counts=False))
    key = f"{key}:sketch"

    def keep(scene: Scene) -> None:
        keep_question(run=run, project=project.with_scene(scene))

    picture = finished.picture(project=bare, measured=measured)
    scene = sketch_places(key=key, scene=project.scene, background=picture, keep=keep)
    st.caption(say("places.tips"))
    list_places(key=key, scene=scene, keep=keep)
    known_places(key=key, run=run, scene=scene, keep=keep)
    return project.with_scene(scene)
