"""How carefully a clip is watched: the frames a second, and under More the model, tracker and confidence."""

from dataclasses import replace

import streamlit as st

from heatdash.detect.find_model import MOTION, describe_models
from heatdash.store.run_register import open_register
from heatdash.values.clip import Clip
from heatdash.values.link_settings import TRACKER_NAMES
from heatdash.values.project import Project
from heatdash.values.run import ANALYSIS, Found
from heatdash.work.expect_time import expected_seconds
from pages.parts.text.spoken import spoken_range
from pages.parts.text.words import say

CARES = {"quick": 5.0, "balanced": 10.0, "every": None}
"""Frames watched a second; None watches every frame."""
_AUTO = "auto"


def choose_care(*, key: str, project: Project, clip: Clip, found: Found | None) -> Project:
    """The project with the frames a second that the visitor picks; shows how long the analysis will take.

    What an earlier analysis has `found` need not be looked for again.
    """
    by_rate = {rate: name for name, rate in CARES.items()}
    care = st.pills(
        say("care.title"),
        list(CARES),
        format_func=lambda name: say(f"care.{name}"),
        default=by_rate.get(project.watch.sample_fps, "balanced"),
        required=True,
        wrap=True,
        key=f"{key}:care",
        help=say("care.help"),
    )
    project = replace(project, watch=replace(project.watch, sample_fps=CARES[care]))
    expected = expected_seconds(kind=ANALYSIS, clip=clip, project=project, register=open_register(), found=found)
    st.caption(say("care.cost", time=spoken_range(sum(expected.values()))))
    return project


def choose_detector(*, key: str, project: Project) -> Project:
    """The project with the model, tracker, confidence and refining that the visitor picks."""
    models = list(dict.fromkeys([_AUTO, project.watch.model, *(model["name"] for model in describe_models())]))
    model = st.selectbox(
        say("care.model"),
        models,
        models.index(project.watch.model),
        format_func=_model_word,
        key=f"{key}:model",
        help=say("care.model_help"),
    )
    tracker = st.selectbox(
        say("care.tracker"),
        TRACKER_NAMES,
        TRACKER_NAMES.index(project.link.tracker),
        key=f"{key}:tracker",
        help=say("care.tracker_help"),
    )
    conf = st.slider(
        say("care.conf"),
        5,
        90,
        min(90, max(5, round(project.link.conf * 100))),
        format="%d %%",
        step=5,
        key=f"{key}:conf",
        help=say("care.conf_help"),
    )
    refine = st.checkbox(say("care.refine"), project.link.refine, key=f"{key}:refine", help=say("care.refine_help"))
    return replace(
        project,
        watch=replace(project.watch, model=model),
        link=replace(project.link, tracker=tracker, conf=conf / 100, refine=refine),
    )


def _model_word(name: str) -> str:
    return say(f"care.{name}") if name in (_AUTO, MOTION) else name
