"""From a file to an answer: every stage, each made once."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import pandas as pd

from heatdash.detect.find_model import MOTION, FoundModel, find_model
from heatdash.media.probe_clip import probe_clip
from heatdash.messages import Message, message, message_from_json
from heatdash.stages.link import TRACKS_FILE, link_clip
from heatdash.stages.probe import prepare_scene
from heatdash.stages.progress import Progress
from heatdash.stages.refine import refine_clip, refining_of
from heatdash.stages.stage_report import StageReport, report_stage
from heatdash.stages.watch import people_boxes, watch_clip
from heatdash.store.artefact_store import Artefact, ArtefactStore
from heatdash.store.parquet_tables import read_table
from heatdash.values.classes import check_classes
from heatdash.values.clip import Clip
from heatdash.values.project import Project
from heatdash.values.run import UsedModel
from heatdash.values.sureness import RefineReport


@dataclass(frozen=True, eq=False)
class Analysis:
    """What a run found, and what it took.

    `tracks` holds all objects of the clip, whichever the project asks for. `refining` tells what refining did, where
    it was asked for. `hidden` holds the boxes of all people where the project hides them; none elsewhere.
    """

    clip: Clip
    model: UsedModel
    project: Project
    runs_on: str
    watched_frames: int
    detections_key: str
    tracks_key: str
    tracks: pd.DataFrame
    refining: RefineReport | None
    hidden: pd.DataFrame
    stages: tuple[StageReport, ...]
    notices: tuple[Message, ...]


def analyse_clip(
    *,
    source: Path,
    project: Project,
    store: ArtefactStore,
    progress: Progress,
    meanwhile: Callable[[Clip], object] = lambda clip: None,
) -> Analysis:
    """The analysis of the clip or image at `source`. What an earlier run has made is not made again.

    `meanwhile` is done beside the watching, which leaves some of the machine idle.
    """
    began = time.perf_counter()
    clip = probe_clip(source)
    probed = report_stage("probe", began=began, frames=clip.frame_count)
    model = find_model(project.watch.model)
    notices = _Notices(progress)
    notices.add(model.notice, _blind(clip, model), _lost(clip.lost_frames, "at_end"))

    def beside() -> None:
        _load_trackers(clip)
        meanwhile(clip)

    began = time.perf_counter()
    watching = watch_clip(
        clip=clip,
        model=model,
        settings=project.watch,
        store=store,
        progress=progress,
        check_names=lambda known: check_classes(choices=project.classes, known=known),
        meanwhile=beside,
    )
    with watching as watched:
        meta = watched.detections.meta
        seen = report_stage("watch", began=began, frames=watched.frames_now, cached=watched.detections.was_cached)
        notices.add(*map(message_from_json, meta["notices"]), _lost(meta["lost_frames"], "on_the_way"))
        hidden = people_boxes(watched.detections.folder if project.style.blur else None)
        linked = _link(clip=clip, detections=watched.detections, project=project, store=store, progress=progress)
    return Analysis(
        clip=clip,
        model=UsedModel(name=model.name, backend=model.backend, origin=model.origin, sha256=model.sha256),
        project=replace(project, watch=replace(project.watch, model=model.asked_again)),
        runs_on=meta["runs_on"],
        watched_frames=meta["watched_frames"],
        detections_key=watched.detections.folder.name,
        tracks_key=linked.key,
        tracks=linked.tracks,
        refining=linked.refining,
        hidden=hidden,
        stages=(probed, seen, *linked.stages),
        notices=notices.told,
    )


@dataclass(frozen=True, eq=False)
class _Linked:
    """All tracks, the key of their artefact, what refining did where it was asked for, and what they cost."""

    key: str
    tracks: pd.DataFrame
    refining: RefineReport | None
    stages: tuple[StageReport, ...]


def _link(*, clip: Clip, detections: Artefact, project: Project, store: ArtefactStore, progress: Progress) -> _Linked:
    began = time.perf_counter()
    linking = link_clip(
        clip=clip,
        detections=detections,
        sample_fps=project.watch.sample_fps,
        settings=project.link,
        store=store,
        progress=progress,
    )
    with linking as artefact:
        linked = report_stage("link", began=began, frames=artefact.meta["frames"], cached=artefact.was_cached)
        if not project.link.refine:
            return _read(artefact, linked)
        began = time.perf_counter()
        refining = refine_clip(
            clip=clip,
            detections=detections,
            tracks=artefact,
            sample_fps=project.watch.sample_fps,
            conf=project.link.conf,
            store=store,
        )
        with refining as refined:
            frames = refined.meta["frames"]
            return _read(refined, linked, report_stage("refine", began=began, frames=frames, cached=refined.was_cached))


def _read(artefact: Artefact, *stages: StageReport) -> _Linked:
    tracks = read_table(artefact.folder / TRACKS_FILE)
    return _Linked(key=artefact.folder.name, tracks=tracks, refining=refining_of(artefact), stages=stages)


def _load_trackers(clip: Clip) -> None:
    """Linking a clip needs ultralytics and torch, which take seconds to import."""
    if not clip.is_image:
        from heatdash.track.open_tracker import load_trackers

        load_trackers()


class _Notices:
    """What the user should read, told at once and kept."""

    def __init__(self, progress: Progress):
        self._progress = progress
        self.told: tuple[Message, ...] = ()

    def add(self, *notices: Message | None) -> None:
        for notice in filter(None, notices):
            self.told += (notice,)
            self._progress.notice(notice)


def _blind(clip: Clip, model: FoundModel) -> Message | None:
    if not (clip.is_image and model.name == MOTION):
        return None
    return message("stages.blind")


def _lost(frames: int, where: str) -> Message | None:
    if frames == 0:
        return None
    return message("stages.lost", count=frames, what=message(f"stages.{where}"))


def analyse_everything(*, source: Path, project: Project, store: ArtefactStore, progress: Progress) -> Analysis:
    """Everything that moves in the clip, of whatever class, and its scene lies in the store afterwards."""
    scene = partial(prepare_scene, background=project.style.background, store=store)
    analysis = analyse_clip(
        source=source,
        project=replace(project, classes=(), style=replace(project.style, blur=False)),
        store=store,
        progress=progress,
        meanwhile=scene,
    )
    # Where nothing had to be watched, nothing was done meanwhile.
    scene(analysis.clip)
    return analysis
