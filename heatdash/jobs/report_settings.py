"""The settings of an answer in plain words."""

from collections.abc import Iterator

from heatdash.detect.find_model import MOTION
from heatdash.jobs.answer_clip import Answer
from heatdash.jobs.teller import Teller
from heatdash.values.measure_settings import MeasureSettings
from heatdash.values.project import Project
from heatdash.values.scene import EXCLUDE, ROI


def report_settings(*, answer: Answer, teller: Teller) -> list[tuple[str, str]]:
    """Names and values: how the clip was watched, what was counted and how the map is drawn.

    What only matters where it was changed is left out where it was not.
    """
    project = answer.analysis.project
    return [
        (teller.say(f"report.set_{name}"), value)
        for name, value in (*_watching(answer, teller), *_counting(project, teller), *_drawing(project, teller))
    ]


def _watching(answer: Answer, teller: Teller) -> Iterator[tuple[str, str]]:
    analysis, say = answer.analysis, teller.say
    project, model = analysis.project, analysis.model
    chosen = ", ".join(map(teller.choice, project.classes))
    yield "classes", chosen or say("report.all_classes")
    on_device = say("report.model_on", model=model.name, device=analysis.runs_on)
    yield "model", say("report.motion") if model.backend == MOTION else on_device
    rate = project.watch.sample_fps
    how = say("report.every_frame") if rate is None else say("report.some_frames", fps=teller.number(rate))
    yield "frames", say("report.frames_watched", how=how, frames=teller.number(analysis.watched_frames))
    yield "conf", say("report.conf", conf=f"{project.link.conf:g}")
    yield "tracker", project.link.tracker


def _counting(project: Project, teller: Teller) -> Iterator[tuple[str, str]]:
    measure, say = project.measure, teller.say
    yield "anchor", say(f"report.anchor_{measure.anchor.replace('-', '_')}")
    if project.scene.lines:
        yield "line_rule", say(f"report.rule_{measure.line_rule}")
    if measure.min_visit_s > 0:
        yield "min_visit", teller.seconds(measure.min_visit_s)
    if measure.min_track_s > 0:
        yield "min_track", teller.seconds(measure.min_track_s)
    if measure.min_track_conf > 0:
        yield "min_track_conf", f"{measure.min_track_conf:g}"
    for kind in (ROI, EXCLUDE):
        names = ", ".join(zone.name for zone in project.scene.zones_of(kind))
        if names:
            yield kind, names


def _drawing(project: Project, teller: Teller) -> Iterator[tuple[str, str]]:
    measure, say = project.measure, teller.say
    yield "map", say("report.map_of", metric=say(f"report.{measure.metric}"), mode=_mode(measure, teller))
    yield "scale", say(f"report.scale_{project.style.normalization}")
    yield "smoothing", say("report.smoothing", steps=f"{measure.smoothing:g}", grid=measure.grid)


def _mode(measure: MeasureSettings, teller: Teller) -> str:
    if measure.mode == "cumulative":
        return teller.say("report.cumulative")
    return teller.say("report.decaying", half=teller.seconds(measure.half_life_s))
