"""Who went from which place to which, and from passing by to stopping."""

import pandas as pd
import streamlit as st

from heatdash.stages.finished_analysis import FinishedAnalysis
from heatdash.stages.measure import Measured
from heatdash.tables.columns import CLASS_NAME, FROM_PLACE, TO_PLACE, TRACK_COUNT
from heatdash.values.project import Project
from heatdash.values.scene import COUNT
from pages.parts.answer.answer_picture import show_picture
from pages.parts.answer.room_size import Room
from pages.parts.answer.show_funnel import show_funnel
from pages.parts.answer.show_movements import show_movements
from pages.parts.text.spoken import spoken_class
from pages.parts.text.words import language, say

_ARMS_OF_A_JUNCTION = 3
"""Where there are so many, the turns between them are what is asked first."""


def show_ways(
    *, key: str, finished: FinishedAnalysis, project: Project, measured: Measured, room: Room | None
) -> Project:
    """The project with what the visitor sets beside the turning movements.

    Shows who went from place to place, straight, from start to end or as turns, and who went on to the next step.
    """
    places = len(project.scene.lines) + len(project.scene.zones_of(COUNT))
    what = _choose(key, project, measured)
    if what == "turning":
        project = show_movements(key=key, finished=finished, project=project, measured=measured, room=room)
    elif places < 2:
        st.info(say("flows.too_few", count=places))
    elif measured.counts.flows.empty:
        st.info(say("flows.none"))
    else:
        whole = what == "whole"
        show_picture(
            key="ways",
            clip=finished.clip,
            room=room,
            draw=lambda seen_px: finished.ways_picture(
                project=project, measured=measured, whole=whole, seen_px=seen_px, language=language()
            ),
            caption=say("flows.whole_meaning" if whole else "flows.meaning"),
        )
        _show_table(measured.counts.journeys if whole else measured.counts.flows, whole=whole)
    if places:
        show_funnel(key=key, project=project, measured=measured)
    return project


def _choose(key: str, project: Project, measured: Measured) -> str:
    """Which ways the visitor wants to see; the straight ones where there are no others."""
    kinds = [] if measured.counts.flows.empty else ["straight", "whole"]
    kinds += ["turning"] if measured.counts.movements.has_any else []
    if len(kinds) < 2:
        return next(iter(kinds), "straight")
    is_junction = "turning" in kinds and len(project.scene.arms) >= _ARMS_OF_A_JUNCTION
    return st.segmented_control(
        say("flows.which"),
        kinds,
        format_func=lambda kind: say(f"flows.{kind}"),
        default="turning" if is_junction else kinds[0],
        required=True,
        # Where other ones can be shown, that is another choice, with a key of its own.
        key=f"{key}:ways:{'|'.join(kinds)}:{is_junction}",
    )


def _show_table(ways: pd.DataFrame, *, whole: bool) -> None:
    begin, end = ("first_place", "last_place") if whole else ("from_place", "to_place")
    st.dataframe(
        pd.DataFrame(
            {
                say(f"columns.{begin}"): ways[FROM_PLACE].astype(str),
                say(f"columns.{end}"): [str(name) or say("flows.one_place") for name in ways[TO_PLACE]],
                say("columns.class_name"): [spoken_class(str(name)) for name in ways[CLASS_NAME]],
                say("columns.tracks"): ways[TRACK_COUNT],
            }
        ),
        hide_index=True,
        alt=say("flows.title"),
    )
