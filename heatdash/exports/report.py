"""The report: an answer as one HTML page that opens anywhere, without a network."""

from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd

from heatdash.detect.find_model import MOTION
from heatdash.exports.cards import answer_cards
from heatdash.exports.page_template import page_template
from heatdash.exports.report_chart import occupancy_chart
from heatdash.exports.summary import versions
from heatdash.measure.places.measure_counts import measure_counts
from heatdash.media.pictures import SCREEN_PX, as_jpeg, resized
from heatdash.stages.answer import Answer
from heatdash.tables.columns import BIN_START_S, PLACE
from heatdash.values.arrays import Pixels
from heatdash.values.measure_settings import BINS_MIN, MeasureSettings
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
    if project.scene.lines:
        yield "line_rule", say(f"report.rule_{measure.line_rule}")
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


MOST_BINS = 40


@dataclass(frozen=True, eq=False)
class ReportCounts:
    """Each place with its bins, as in `Counts.bins_together`; what cannot be known of a place is None.

    `coarser_min` is the bins' length in minutes where they are longer than asked for, 0 where one bin holds the whole
    time, and None where they are as asked for.
    """

    places: tuple[tuple[str, list[dict[str, Any]]], ...]
    coarser_min: int | None


def report_counts(answer: Answer) -> ReportCounts:
    """The counts with all classes together, place by place, the whole picture first; at most `MOST_BINS` bins.

    Where more bins were asked for, the objects are counted again in the shortest longer bins that are few enough: how
    many different objects came in an hour cannot be added up from its minutes.
    """
    bins, coarser_min = answer.measured.counts.bins_together, None
    wanted_min = answer.analysis.project.measure.bin_min
    least_min = wanted_min if isinstance(wanted_min, int) else 0
    for longer_min in (*(length for length in BINS_MIN if length > least_min), None):
        if bins[BIN_START_S].nunique() <= MOST_BINS:
            break
        bins, coarser_min = _counted(answer, longer_min), longer_min or 0
    names = [str(name) for name in bins[PLACE].cat.categories]
    return ReportCounts(
        places=tuple((name, _bin_rows(bins[bins[PLACE] == name])) for name in (names[-1], *names[:-1])),
        coarser_min=coarser_min,
    )


def _counted(answer: Answer, bin_min: int | None) -> pd.DataFrame:
    project = answer.analysis.project
    counts = measure_counts(
        paths=answer.measured.paths,
        settings=replace(project.measure, bin_min=bin_min),
        scene=project.scene,
        start=project.start,
    )
    return counts.bins_together


def _bin_rows(bins: pd.DataFrame) -> list[dict[str, Any]]:
    cells = bins.astype(object).where(bins.notna(), None)
    return [{str(name): cell for name, cell in row.items()} for row in cells.to_dict("records")]


_TEMPLATE = Path(__file__).parent / "templates" / "report.html"


@dataclass(frozen=True)
class _Picture:
    """A picture as a data URL that holds it, and its size."""

    address: str
    width_px: int
    height_px: int


def write_report(*, answer: Answer, name: str, language: str, path: Path) -> None:
    """Write to `path` a page named `name`, in that language, that needs no other file and no script.

    Names that come from users or files are shown as the text they are.
    """
    analysis = answer.analysis
    watched = answer.measured.paths.watched
    wording = Wording(language=language, start=analysis.project.start, step_s=watched.step_s)
    page = page_template(_TEMPLATE).render(
        name=name,
        say=wording.say,
        wording=wording,
        made_on=datetime.now().date().isoformat(),
        clip=analysis.clip,
        start=analysis.project.start,
        looked_at=wording.span(**answer.measured.counts.summary["looked_at"]),
        picture=_embedded(answer.rendered.picture),
        metric=METRICS[answer.measured.heat.metric],
        top=_top(answer, wording),
        cards=answer_cards(answer=answer, wording=wording),
        notices=[notice.told(language) for notice in analysis.notices],
        chart=None
        if analysis.clip.is_image
        else occupancy_chart(over_time=answer.measured.counts.over_time, start=wording.start),
        lines=answer.measured.counts.summary["lines"],
        zones=answer.measured.counts.summary["zones"],
        counts=report_counts(answer),
        settings=report_settings(answer=answer, wording=wording),
        model=analysis.model,
        versions=versions(),
    )
    path.write_text(page, encoding="utf-8")


def _embedded(picture: Pixels) -> _Picture:
    height, width = picture.shape[:2]
    small = resized(picture=picture, width_px=max(1, round(width * min(1.0, SCREEN_PX / max(height, width)))))
    address = f"data:image/jpeg;base64,{b64encode(as_jpeg(small)).decode()}"
    return _Picture(address, width_px=small.shape[1], height_px=small.shape[0])


def _top(answer: Answer, wording: Wording) -> str:
    """The value at the top of the map's scale, with its unit."""
    metric = METRICS[answer.measured.heat.metric]
    top = answer.analysis.project.style.top(answer.measured.drawn_heat.top)
    if metric.unit == "s":
        return wording.seconds(top)
    return f"{wording.number(top)} {metric.unit_text(wording.language)}"
