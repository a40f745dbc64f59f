"""How carefully a clip is watched: the frames a second, the size of what the model looks at, and under More the model,
tracker and confidence.
"""

import math
from dataclasses import replace
from importlib.util import find_spec

import streamlit as st

from heatdash.detect.find_model import MOTION, describe_models, find_at_hand, is_offered
from heatdash.store.run_register import open_register
from heatdash.values.clip import Clip
from heatdash.values.link_settings import TRACKER_NAMES
from heatdash.values.project import Project
from heatdash.values.run import ANALYSIS, Run
from heatdash.values.trial import OWN_PX, TRIED_FPS, Trial, larger_px
from heatdash.work.expect_time import expected_seconds, likely_model
from pages.parts.run.try_far import trial_of, try_far
from pages.parts.text.spoken import spoken_range
from pages.parts.text.words import say

FAR = "far"
CARES = {"quick": 5.0, "balanced": TRIED_FPS, "every": None, FAR: TRIED_FPS}
"""Frames watched a second; None watches every frame. FAR has the model look at a larger picture, too."""
_AUTO = "auto"


def choose_care(*, key: str, run: Run, project: Project, clip: Clip) -> Project:
    """The project with the frames a second, and the size of what the model looks at, that the visitor picks.

    Shows how long the analysis will take, and what ten seconds tell of Small and far. What an earlier analysis of the
    run has found need not be looked for again.
    """
    care = st.pills(
        say("care.title"),
        list(CARES),
        format_func=lambda name: say(f"care.{name}"),
        default=_care_of(project),
        required=True,
        wrap=True,
        key=f"{key}:care",
        help=say("care.help"),
    )
    trial = trial_of(clip=clip, project=project)
    usual = replace(project, watch=replace(project.watch, sample_fps=CARES[care], input_px=None))
    asked = usual
    if care == FAR:
        asked = replace(usual, watch=replace(usual.watch, input_px=_far_px(clip, project.watch.model, trial)))
    time, usual_time = (spoken_range(_seconds(one, run=run, clip=clip)) for one in (asked, usual))
    if care == FAR and likely_model(asked.watch) == MOTION:
        st.caption(say("care.far_motion"))
    elif care == FAR:
        st.caption(say("care.far_cost", time=time, usual=usual_time, px=asked.watch.input_px))
    else:
        st.caption(say("care.cost", time=time))
    try_far(key=key, run=run, clip=clip, project=project, trial=trial)
    return asked


def _care_of(project: Project) -> str:
    if project.watch.input_px is not None:
        return FAR
    by_rate = {rate: name for name, rate in CARES.items() if name != FAR}
    return by_rate.get(project.watch.sample_fps, "balanced")


def _far_px(clip: Clip, model_name: str, trial: Trial | None) -> int:
    """The size that was tried; before that, the largest that is, but for clips that have not so many pixels."""
    if trial is not None:
        return trial.larger.input_px
    model = find_at_hand(model_name)
    own_px = (model and model.own_side_px) or OWN_PX
    medium_px, large_px = (larger_px(own_px=own_px, size_px=size_px) for size_px in (math.inf, None))
    return large_px if max(clip.size_px) > medium_px else medium_px


def _seconds(project: Project, *, run: Run, clip: Clip) -> float:
    expected = expected_seconds(kind=ANALYSIS, clip=clip, project=project, register=open_register(), found=run.found)
    return sum(expected.values())


def choose_detector(*, key: str, project: Project) -> Project:
    """The project with the model, tracker, confidence and refining that the visitor picks."""
    at_hand = [_AUTO, project.watch.model, *(model["name"] for model in describe_models())]
    models = [name for name in dict.fromkeys(at_hand) if is_offered(name)]
    model = st.selectbox(
        say("care.model"),
        models,
        models.index(project.watch.model if project.watch.model in models else _AUTO),
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
        watch=replace(project.watch, model=model, int8=_choose_int8(key=key, model_name=model, project=project)),
        link=replace(project.link, tracker=tracker, conf=conf / 100, refine=refine),
    )


def _choose_int8(*, key: str, model_name: str, project: Project) -> bool:
    """Whether weights are to run as INT8; asked only where the model is such a file and this machine can make it so."""
    model = find_at_hand(model_name)
    weights = model is not None and model.path is not None and model.path.suffix == ".pt"
    if not weights or find_spec("nncf") is None:
        return False
    return st.checkbox(say("care.int8"), project.watch.int8, key=f"{key}:int8", help=say("care.int8_help"))


def _model_word(name: str) -> str:
    return say(f"care.{name}") if name in (_AUTO, MOTION) else name
