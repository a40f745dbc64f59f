"""The controls beside the answers: what is shown, of whom, when, and how it looks. Each change is answered at once."""

from dataclasses import replace

import streamlit as st

from heatdash.stages.finished_analysis import FinishedAnalysis
from heatdash.stages.measure import Measured
from heatdash.values.classes import present
from heatdash.values.measure_settings import MeasureSettings
from heatdash.values.project import Project
from pages.parts.ask.choose_class_map import choose_class_map
from pages.parts.ask.choose_objects import choose_objects
from pages.parts.ask.choose_time import choose_time
from pages.parts.ask.choose_traffic import choose_interval
from pages.parts.ask.map_controls import (
    choose_bins,
    choose_counting,
    choose_heat,
    choose_hiding,
    choose_look,
    choose_metric,
    choose_style,
)
from pages.parts.text.words import say

PICTURES = ("map", "video")
"""The tabs that show heat."""
SIGHTS = ("video", "objects", "check")
"""The tabs that show the clip; those of a still picture show it on the map too."""


def answer_controls(
    *, key: str, finished: FinishedAnalysis, project: Project, tab: str, may_show_people: bool
) -> tuple[Project, Measured]:
    """The project as the visitor sets it, starting from `project`, and its answers.

    Only what acts on the open `tab`, or on the cards above it, is offered. Whoever may not show people whom the
    result's owner hides is told so.
    """
    measure = choose_metric(key=key, measure=project.measure) if tab in PICTURES else project.measure
    project = replace(_choose_whom(key, finished, project), measure=measure)
    project = replace(project, measure=_keep_static(key, finished, project))
    from_s, to_s = choose_time(
        key=key,
        chosen=(measure.from_s, measure.to_s),
        over_time=finished.over_time(project),
        duration_s=finished.clip.duration_s,
        start=project.start,
    )
    project = replace(project, measure=replace(project.measure, from_s=from_s, to_s=to_s))
    if tab in PICTURES:
        project = replace(project, style=choose_look(key=key, style=project.style))
    if tab == "ways" and len(project.scene.arms) > 1:
        project = replace(project, measure=choose_interval(key=key, measure=project.measure))
    if tab in SIGHTS or (tab == "map" and finished.clip.is_image):
        style = choose_hiding(key=key, style=project.style, may_show_people=may_show_people)
        project = replace(project, style=style)
    with st.expander(say("look.expert")):
        return _expert(key, finished, project, tab)


def _choose_whom(key: str, finished: FinishedAnalysis, project: Project) -> Project:
    """The project with the classes that the visitor asks for, and the names that they are counted by."""
    whom, below = st.container(), st.container()
    with below:
        class_map = choose_class_map(key=key, class_map=project.class_map)
    before, names = project.names, replace(project, class_map=class_map).names
    classes = project.classes if names == before else before.renamed(project.classes, to=names)
    counts = finished.named(replace(project, class_map=class_map)).counts
    asked = present(classes, among=counts)
    with whom:
        if classes and not asked:
            st.info(say("objects.none_found"))
        # Other names are another choice: what was chosen among the names before means nothing here.
        key = f"{key}:{hash(names)}" if names.pairs else key
        chosen = choose_objects(key=key, choices=asked, counts=counts, class_map=names)
    return replace(project, classes=chosen, class_map=class_map)


def _expert(key: str, finished: FinishedAnalysis, project: Project, tab: str) -> tuple[Project, Measured]:
    measure = choose_counting(key=key, measure=project.measure, scene=project.scene)
    if tab == "when":
        measure = choose_bins(key=key, measure=measure)
    if tab in PICTURES:
        measure = choose_heat(key=key, measure=measure)
    project = replace(project, measure=measure)
    measured = finished.measured(project)
    if tab in PICTURES:
        style = choose_style(key=key, style=project.style, measure=measure, largest=measured.heat.top)
        project = replace(project, style=style)
    return project, measured


def _keep_static(key: str, finished: FinishedAnalysis, project: Project) -> MeasureSettings:
    """The settings, counting what never moved where the visitor asks for it; shows nothing where everything moved."""
    measure = project.measure
    count = finished.static_count(project)
    if not count:
        return measure
    note = st.empty()
    keep = st.checkbox(say("explore.show_static"), measure.keep_static, key=f"{key}:static")
    note.caption(say("explore.static_kept" if keep else "explore.static", count=count))
    return replace(measure, keep_static=keep)
