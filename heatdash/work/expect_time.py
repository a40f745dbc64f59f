"""How long a task will take here: a guess for a small machine, corrected by what the last tasks alike have taken."""

import math
from collections.abc import Sequence
from dataclasses import replace
from statistics import median
from typing import TYPE_CHECKING

from heatdash.detect.find_model import AUTO_MODELS, MOTION, look_up
from heatdash.settings import downloads_allowed
from heatdash.store.run_register import RunRegister
from heatdash.values.clip import Clip
from heatdash.values.project import Project
from heatdash.values.run import ANALYSIS, TRIAL, VIDEO, Found
from heatdash.values.stage_cost import StageCost
from heatdash.values.trial import OWN_PX, TRIED_FPS, TRIED_S, Trial, larger_px
from heatdash.values.watch_settings import WatchSettings

if TYPE_CHECKING:
    from heatdash.stages.analyse import Analysis
    from heatdash.stages.stage_report import StageReport

_AUTO = "auto"
_AT = " at "
"""Between a model's name and the longer side of its input."""
_WITHOUT_GREY = 0.72
"""A larger input has the clip's shape, without grey around the picture, of which the model's own has some."""
_START = "start"
"""Everything before and between the stages: opening the clip, loading what is needed, keeping what was found."""
_GUESSED = {
    _START: (1.0, 0.0, 0.0),
    "watch": (0.5, 0.016, 3.0e-9),
    "link": (0.2, 0.001, 0.0),
    "refine": (0.1, 0.0005, 0.0),
    "render": (0.3, 0.001, 6.5e-9),
}
"""The seconds of each stage on two cores: once, for each frame worked on, and for each pixel decoded on the way."""
_ALIKE = 5
"""So many tasks of about the same size are asked what they took; the median leaves out what came by chance."""


def expected_seconds(
    *, kind: str, clip: Clip, project: Project, register: RunRegister, found: Found | None = None
) -> dict[str, float]:
    """The seconds that each stage of such a task should take, in order; those that `found` spares are left out."""
    pixels = clip.frame_count * clip.width_px * clip.height_px
    if kind == VIDEO:
        stages = {_START: (VIDEO, 1, 0), "render": ("", clip.frame_count, pixels)}
    elif kind == TRIAL:
        return _of_trial(clip=clip, pixels=pixels, watch=project.watch, register=register)
    else:
        watched = len(clip.sampled_frames(project.watch.sample_fps))
        stages = {
            _START: (ANALYSIS, 1, 0),
            "watch": (_means(project.watch), watched, pixels),
            "link": (project.link.tracker, watched, 0),
            "refine": ("", watched, 0),
        }
        for name in _spared(project=project, found=found):
            del stages[name]
    return {
        stage: _expected(stage, means=means, frames=frames, pixels=pixels, known=register.costs(stage))
        for stage, (means, frames, pixels) in stages.items()
    }


def _of_trial(*, clip: Clip, pixels: int, watch: WatchSettings, register: RunRegister) -> dict[str, float]:
    """The same of a trial, as if nothing were found at the model's own size: the larger one is then largest."""
    every, known = len(clip.sampled_frames(TRIED_FPS)), register.costs("watch")
    frames = min(round(TRIED_S * TRIED_FPS), every)
    decoded = round(pixels * frames / every)
    sizes = (None, larger_px(own_px=OWN_PX, size_px=None))
    looks = [_means(replace(watch, input_px=input_px)) for input_px in sizes]
    tried_s = sum(_expected("watch", means=means, frames=frames, pixels=decoded, known=known) for means in looks)
    start_s = _expected(_START, means=TRIAL, frames=1, pixels=0, known=register.costs(_START))
    return {_START: start_s, "trial": tried_s}


def analysis_costs(analysis: "Analysis", *, seconds: float) -> list[StageCost]:
    """What each stage has cost of an analysis that took so many seconds; what was cached is left out."""
    clip, project = analysis.clip, analysis.project
    means = {"watch": _means(project.watch), "link": project.link.tracker, "refine": ""}
    stages = [report for report in analysis.stages if report.stage in means]
    pixels = clip.frame_count * clip.width_px * clip.height_px
    costs = [
        StageCost(
            stage=report.stage,
            means=means[report.stage],
            frames=report.frames,
            # Where a part had been watched before, only the rest was decoded now.
            pixels=round(pixels * report.frames / analysis.watched_frames) if report.stage == "watch" else 0,
            seconds=report.seconds,
        )
        for report in stages
        if report.frames
    ]
    return [*costs, _start_cost(ANALYSIS, seconds, stages)]


def video_costs(*, clip: Clip, stages: "Sequence[StageReport]", seconds: float) -> list[StageCost]:
    """What drawing the clip's video has cost, of which all took so many seconds; nothing where it was cached."""
    drawn = [report for report in stages if report.stage == "render" and report.frames]
    pixels = clip.frame_count * clip.width_px * clip.height_px
    costs = [StageCost("render", "", report.frames, pixels, report.seconds) for report in drawn]
    return [*costs, _start_cost(VIDEO, seconds, drawn)] if drawn else []


def trial_costs(*, trial: Trial, clip: Clip, watch: WatchSettings) -> list[StageCost]:
    """What watching at both sizes has cost in a trial, which tells how long the whole clip will take."""
    pixels = round(clip.frame_count * clip.width_px * clip.height_px * trial.frames / trial.clip_frames)
    sizes = ((None, trial.own), (trial.larger.input_px, trial.larger))
    return [
        StageCost("watch", _means(replace(watch, input_px=input_px)), trial.frames, pixels, look.seconds)
        for input_px, look in sizes
    ]


def _start_cost(kind: str, seconds: float, stages: "Sequence[StageReport]") -> StageCost:
    return StageCost(_START, kind, 1, 0, seconds - sum(report.seconds for report in stages))


def _spared(*, project: Project, found: Found | None) -> list[str]:
    """The stages whose result `found` has already."""
    if found is None:
        return []
    was, now = found.project.watch, project.watch
    if (_means(was), was.sample_fps, was.iou, was.int8) != (_means(now), now.sample_fps, now.iou, now.int8):
        return []
    return ["watch", "link", "refine"] if found.project.link == project.link else ["watch"]


def _means(watch: WatchSettings) -> str:
    """What watches: the model, and the size of its input where that is another than its own."""
    model = likely_model(watch)
    return model if watch.input_px is None or model == MOTION else f"{model}{_AT}{watch.input_px}"


def _model_and_side(means: str) -> tuple[str, int | None]:
    model, at, side = means.rpartition(_AT)
    # A model may be a path, in which anything may stand.
    return (model, int(side)) if at and side.isdecimal() else (means, None)


def likely_model(watch: WatchSettings) -> str:
    """The model that will watch: for `auto` the one at hand, which is not fetched for this."""
    if watch.model != _AUTO:
        return watch.model
    at_hand = (name for name in AUTO_MODELS if look_up(name) is not None)
    return next(at_hand, AUTO_MODELS[0] if downloads_allowed() else MOTION)


def _expected(stage: str, *, means: str, frames: int, pixels: int, known: Sequence[StageCost]) -> float:
    """The guess, times how much longer than guessed the stage took the last times with the same means and like size."""
    guess_s = _guess_s(stage, means=means, frames=frames, pixels=pixels)
    same_means = [cost for cost in known if cost.means == means]
    same_model = [cost for cost in known if _model_and_side(cost.means)[0] == _model_and_side(means)[0]]
    told = same_means or same_model or known
    alike = sorted(told, key=lambda cost: _unlikeness(cost, frames=frames, pixels=pixels))[:_ALIKE]
    ratios = [
        cost.seconds / _guess_s(stage, means=cost.means, frames=cost.frames, pixels=cost.pixels) for cost in alike
    ]
    return guess_s * (median(ratios) if ratios else 1.0)


def _guess_s(stage: str, *, means: str, frames: int, pixels: int) -> float:
    once_s, frame_s, pixel_s = _GUESSED[stage]
    side_px = _model_and_side(means)[1]
    times = 1.0 if side_px is None else (side_px / OWN_PX) ** 2 * _WITHOUT_GREY
    return once_s + frames * frame_s * times + pixels * pixel_s


def _unlikeness(cost: StageCost, *, frames: int, pixels: int) -> float:
    """How many times more or fewer frames the other had, and pixels for each of them; on a scale of logarithms."""
    per_frame = math.log((cost.pixels / cost.frames + 1) / (pixels / frames + 1))
    return abs(math.log(cost.frames / frames)) + abs(per_frame)
