"""The settings of an answer in words: how it was made."""

from collections.abc import Iterator

from heatdash.detect.find_model import MOTION
from heatdash.stages.answer import Answer
from heatdash.values.measure_settings import MeasureSettings
from heatdash.values.metrics import METRICS
from heatdash.values.project import Project
from heatdash.values.scene import EXCLUDE, ROI
from heatdash.values.wording import Wording


def report_settings(*, answer: Answer, wording: Wording) -> list[tuple[str, str]]:
    """The settings as names and values: how the clip was watched, what was counted and how the map is drawn.

    Settings that only matter where they were changed are left out where they were not.
    """
    project = answer.analysis.project
    return [
        (wording.say(f"report.set_{name}"), value)
        for name, value in (*_watching(answer, wording), *_counting(project, wording), *_drawing(project, wording))
    ]


def _watching(answer: Answer, wording: Wording) -> Iterator[tuple[str, str]]:
    analysis, say = answer.analysis, wording.say
    project, model = analysis.project, analysis.model
    chosen = ", ".join(map(wording.choice, project.classes))
    yield "classes", chosen or say("report.all_classes")
    names = [f"{class_name} → {name}" for class_name, name in project.names.pairs if class_name != name]
    if names:
        yield "class_map", ", ".join(names)
    on_device = say("report.model_on", model=model.name, device=analysis.runs_on)
    yield "model", say("report.motion") if model.backend == MOTION else on_device
    rate = project.watch.sample_fps
    how = say("report.every_frame") if rate is None else say("report.some_frames", fps=wording.number(rate))
    yield "frames", say("report.frames_watched", how=how, frames=wording.number(analysis.watched_frames))
    yield "conf", say("report.conf", conf=f"{project.link.conf:g}")
    yield "tracker", project.link.tracker


def _counting(project: Project, wording: Wording) -> Iterator[tuple[str, str]]:
    measure, say = project.measure, wording.say
    yield "anchor", say(f"report.anchor_{measure.anchor.replace('-', '_')}")
    if project.scene.ground is not None:
        ground = project.scene.ground
        yield "ground", say("report.ground", width=f"{ground.width_m:g}", length=f"{ground.length_m:g}")
    if project.scene.lines:
        yield "line_rule", say(f"report.rule_{measure.line_rule}")
    if len(project.scene.arms) > 1:
        yield "interval", say("report.minutes", minutes=measure.interval_min)
        unusual = project.pcu.unusual(project.names)
        if unusual:
            weights = (f"{wording.class_name(name)} {weight:g}" for name, weight in unusual.items())
            yield "pcu", ", ".join(weights)
    if measure.min_visit_s > 0:
        yield "min_visit", wording.seconds(measure.min_visit_s)
    if measure.min_track_s > 0:
        yield "min_track", wording.seconds(measure.min_track_s)
    if measure.min_track_conf > 0:
        yield "min_track_conf", f"{measure.min_track_conf:g}"
    for kind in (ROI, EXCLUDE):
        names = ", ".join(zone.name for zone in project.scene.zones_of(kind))
        if names:
            yield kind, names


def _drawing(project: Project, wording: Wording) -> Iterator[tuple[str, str]]:
    measure, say = project.measure, wording.say
    yield (
        "map",
        say("report.map_of", metric=METRICS[measure.metric].title(wording.language), mode=_mode(measure, wording)),
    )
    yield "scale", say(f"report.scale_{project.style.normalization}")
    yield "smoothing", say("report.smoothing", steps=f"{measure.smoothing:g}", grid=measure.grid)


def _mode(measure: MeasureSettings, wording: Wording) -> str:
    if measure.mode == "cumulative":
        return wording.say("report.cumulative")
    return wording.say("report.decaying", half=wording.seconds(measure.half_life_s))
