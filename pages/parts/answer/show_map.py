"""The map: heat over the empty scene, with zones and lines that can be edited on it."""

from dataclasses import replace
from typing import Literal

import streamlit as st

from heatdash.media.pictures import as_jpeg
from heatdash.stages.finished_analysis import FinishedAnalysis
from heatdash.stages.measure import Measured
from heatdash.values.project import Project
from heatdash.values.run import Run
from heatdash.values.scene import Scene
from pages.parts.answer.heat_spots import PICTURE, show_spots
from pages.parts.answer.room_size import Room
from pages.parts.run.this_run import keep_question
from pages.parts.sketch.list_places import known_places, list_places
from pages.parts.sketch.sketch_places import show_anew, sketch_places
from pages.parts.text.spoken import spoken_moment
from pages.parts.text.words import language, say


def show_map(
    *, key: str, run: Run, finished: FinishedAnalysis, project: Project, measured: Measured, room: Room | None
) -> Project:
    """The project with its zones and lines as the visitor edits them; the picture is as large as there is room."""
    if st.toggle(say("explore.edit"), key=f"{key}:edit", help=say("explore.edit_help")):
        return _edit(key=key, run=run, finished=finished, project=project, measured=measured)
    seen_px = room.picture_px(width_px=finished.clip.width_px, height_px=finished.clip.height_px) if room else None
    picture = finished.picture(project=project, measured=measured, seen_px=seen_px, language=language())
    looked_at = measured.counts.summary["looked_at"]
    caption = say(
        "explore.map_caption",
        metric=say(f"metrics.{project.measure.metric}"),
        meaning=say(f"metrics.{project.measure.metric}_meaning"),
        begin=spoken_moment(looked_at["from_s"], project.start),
        end=spoken_moment(looked_at["to_s"], project.start),
    )
    # Given a width, st.image would shrink the picture before sending it, and it would be blurred on a sharp screen.
    width: int | Literal["stretch"] = "stretch" if seen_px is None or (room and seen_px == room.width_px) else seen_px
    with st.container(width=width, key=PICTURE):
        st.image(as_jpeg(picture), width="stretch", caption=caption, alt=caption)
    show_spots(run=run, finished=finished, project=project, measured=measured)
    return project


def _edit(*, key: str, run: Run, finished: FinishedAnalysis, project: Project, measured: Measured) -> Project:
    bare = replace(project, style=replace(project.style, places=False, legend=False, class_counts=False))
    key = f"{key}:sketch"

    def keep(scene: Scene) -> None:
        keep_question(run=run, project=replace(project, scene=scene))
        show_anew(key=key, scene=scene)

    picture = finished.picture(project=bare, measured=measured)
    scene = sketch_places(key=key, scene=project.scene, background=picture, keep=keep)
    st.caption(say("places.tips"))
    list_places(key=key, scene=scene, keep=keep)
    known_places(key=key, run=run, scene=scene, keep=keep)
    return replace(project, scene=scene)
