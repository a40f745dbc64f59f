"""From a clip to its tracks and its empty scene: probing, watching, linking and refining, each done once."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from importlib import import_module
from pathlib import Path

import pandas as pd

from heatdash.detect.find_model import MOTION, FoundModel, find_model
from heatdash.errors import BadSettingError
from heatdash.measure.paths import Paths
from heatdash.media.empty_scene import EmptyScene
from heatdash.media.probe_clip import probe_clip
from heatdash.messages import Message, message, message_from_json
from heatdash.stages.clip_paths import paths_by_names
from heatdash.stages.empty_scene import background_of, pictures_meanwhile
from heatdash.stages.link import TRACKS_FILE, link_clip
from heatdash.stages.people_boxes import no_boxes, people_boxes
from heatdash.stages.probe import camera_report
from heatdash.stages.progress import Progress
from heatdash.stages.refine import refine_clip, refining_of, unseen_paths
from heatdash.stages.stage_report import StageReport, report_stage
from heatdash.stages.watch import watch_clip
from heatdash.store.artefact_store import Artefact, ArtefactStore
from heatdash.store.parquet_tables import read_table
from heatdash.values.clip import Clip, Frame
from heatdash.values.project import Project
from heatdash.values.run import UsedModel
from heatdash.values.sureness import RefineReport
from heatdash.values.wording import Wording


@dataclass(frozen=True, eq=False)
class Analysis:
    """What a run found, and what each stage cost.

    `tracks` and `paths` hold all objects of the clip by the project's names, whichever it asks for. `refining` says
    what refining did, and `unseen` are the paths of what moved and was followed as nothing; None where it was not asked
    for. `background` is the picture under the map. `hidden` (frame and box) has the boxes of all people where the
    project hides them, else none.
    """

    clip: Clip
    model: UsedModel
    project: Project
    runs_on: str
    watched_frames: int
    detections_key: str
    tracks_key: str
    tracks: pd.DataFrame
    paths: Paths
    refining: RefineReport | None
    unseen: Paths | None
    background: EmptyScene
    hidden: pd.DataFrame
    stages: tuple[StageReport, ...]
    notices: tuple[Message, ...]


def analyse_clip(*, source: Path, project: Project, store: ArtefactStore, progress: Progress) -> Analysis:
    """The analysis of the clip or image at `source`; what an earlier run has made is reused.

    The camera report is left in the store. Watching, linking and refining leave part of the machine idle, so what else
    there is to do runs beside them.
    """
    began = time.perf_counter()
    clip = _probed(source, project)
    probe_report = report_stage("probe", began=began, frames=clip.frame_count)
    model = find_model(project.watch.model)
    notices = _Notices(progress)
    notices.add(model.notice, *_motion_notices(clip, model, project), _lost_notice(clip.lost_frames, "at_end"))

    kind, sample_fps = project.style.background, project.watch.sample_fps
    pictures: list[Frame] = []

    def meanwhile() -> None:
        _load_trackers(clip)
        camera_report(clip=clip, store=store)
        pictures.extend(pictures_meanwhile(clip=clip, kind=kind, sample_fps=sample_fps))

    began = time.perf_counter()
    watching = watch_clip(
        clip=clip,
        model=model,
        settings=project.watch,
        store=store,
        progress=progress,
        check_names=lambda known: project.understood(known=known),
        meanwhile=meanwhile,
    )
    with watching as watched:
        found, folder, meta = watched.detections, watched.detections.folder, watched.detections.meta
        classes = project.understood(known=meta["class_names"])
        watch_report = report_stage("watch", began=began, frames=watched.frames_now, cached=found.was_cached)
        notices.add(*map(message_from_json, meta["notices"]), _lost_notice(meta["lost_frames"], "on_the_way"))
        scene = partial(background_of, clip=clip, kind=kind, detections_key=folder.name, sample_fps=sample_fps)
        with ThreadPoolExecutor(max_workers=1) as beside:
            background = beside.submit(scene, store=store, pictures=pictures)
            linked = _link(clip=clip, detections=found, project=project, store=store, progress=progress)
        hidden = people_boxes(detections=folder, tracks=linked.tracks) if project.style.blur else no_boxes()
    tracks, paths = paths_by_names(tracks=linked.tracks, clip=clip, project=project)
    return Analysis(
        clip=clip,
        model=UsedModel(name=model.name, backend=model.backend, origin=model.origin, sha256=model.sha256),
        project=replace(project, classes=classes, watch=replace(project.watch, model=model.asked_again)),
        runs_on=meta["runs_on"],
        watched_frames=meta["watched_frames"],
        detections_key=folder.name,
        tracks_key=linked.key,
        tracks=tracks,
        paths=paths,
        refining=linked.refining,
        unseen=linked.unseen,
        background=background.result(),
        hidden=hidden,
        stages=(probe_report, watch_report, *linked.stages),
        notices=notices.given,
    )


def _probed(source: Path, project: Project) -> Clip:
    """The clip; a time range in which it has nothing is refused, since its zeros would look like counts."""
    clip, from_s = probe_clip(source), project.measure.from_s
    if from_s is not None and from_s >= clip.duration_s:
        told = Wording(start=project.start).moment
        raise BadSettingError("values.range_outside", begin=told(from_s), start=told(0.0), end=told(clip.duration_s))
    # A picture is read without it, and of two threads that first import it at once, one gets half of it.
    import_module("av")
    return clip


@dataclass(frozen=True, eq=False)
class _Linked:
    """All tracks, the key of their artefact, what refining did and found (None where not asked for), and the cost."""

    key: str
    tracks: pd.DataFrame
    refining: RefineReport | None
    unseen: Paths | None
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
        link_report = report_stage("link", began=began, frames=artefact.meta["frames"], cached=artefact.was_cached)
        if not project.link.refine:
            return _read(clip, project, artefact, link_report)
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
            refine_report = report_stage("refine", began=began, frames=frames, cached=refined.was_cached)
            return _read(clip, project, refined, link_report, refine_report)


def _read(clip: Clip, project: Project, artefact: Artefact, *stages: StageReport) -> _Linked:
    tracks = read_table(artefact.folder / TRACKS_FILE)
    return _Linked(
        key=artefact.folder.name,
        tracks=tracks,
        refining=refining_of(artefact),
        unseen=unseen_paths(clip=clip, tracks=artefact, sample_fps=project.watch.sample_fps),
        stages=stages,
    )


def _load_trackers(clip: Clip) -> None:
    """Import ultralytics and torch, which linking a clip needs, and which take seconds to load."""
    if not clip.is_image:
        from heatdash.track.open_tracker import load_trackers

        load_trackers()


class _Notices:
    """The notices for the user, each passed on at once and kept."""

    def __init__(self, progress: Progress):
        self._progress = progress
        self.given: tuple[Message, ...] = ()

    def add(self, *notices: Message | None) -> None:
        for notice in filter(None, notices):
            self.given += (notice,)
            self._progress.notice(notice)


def _motion_notices(clip: Clip, model: FoundModel, project: Project) -> Iterator[Message]:
    """What `motion` cannot do of what was asked for. Its detections are the same whatever input was asked for."""
    if model.name == MOTION and clip.is_image:
        yield message("stages.blind")
    if model.name == MOTION and project.watch.input_px is not None:
        yield message("stages.one_size", asked=project.watch.input_px)


def _lost_notice(frames: int, where: str) -> Message | None:
    if frames == 0:
        return None
    return message("stages.lost", count=frames, what=message(f"stages.{where}"))


def analyse_everything(*, source: Path, project: Project, store: ArtefactStore, progress: Progress) -> Analysis:
    """The analysis of all objects in the clip, of whatever class, for whoever opens it later to ask about some."""
    everything = replace(project, classes=(), style=replace(project.style, blur=False))
    analysis = analyse_clip(source=source, project=everything, store=store, progress=progress)
    # Not examined beside the watching where nothing had to be watched.
    camera_report(clip=analysis.clip, store=store)
    return analysis
