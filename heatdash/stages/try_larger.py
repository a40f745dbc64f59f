"""Trying on ten seconds of a clip what the model finds more in a larger picture, and how much longer that takes."""

import time
from collections.abc import Iterator
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from heatdash.detect.detector import Detector, FrameBoxes, no_background
from heatdash.detect.find_model import MOTION, FoundModel, find_at_hand, find_model
from heatdash.errors import BadClipError, BadModelError
from heatdash.media.read_frames import read_frames
from heatdash.stages.open_model import open_model
from heatdash.stages.progress import Progress
from heatdash.stages.watch import detections_key, detections_table
from heatdash.store.artefact_key import artefact_key
from heatdash.store.artefact_store import ArtefactStore
from heatdash.tables.columns import BOX, CLASS_NAME, CONF, STATIC, TRACK_ID
from heatdash.track.link_tracks import link_tracks
from heatdash.track.open_tracker import load_trackers, pace_of
from heatdash.track.refine_tracks import refine_tracks
from heatdash.values.arrays import Ints
from heatdash.values.classes import kind_of, should_move
from heatdash.values.clip import Clip
from heatdash.values.project import Project
from heatdash.values.refine_settings import RefineSettings
from heatdash.values.trial import BUSIEST, MIDDLE, TRIED_FPS, TRIED_S, WHOLE, Look, Trial, larger_px, trial_from_json
from heatdash.values.watch_settings import WatchSettings

TRIAL_VERSION = 1
"""Raise it whenever other seconds are tried, or what is found in them is counted in another way."""
STAGE = "trial"
GLANCES = 12
"""Pictures, taken evenly from the whole clip, of which the fullest tells which seconds are tried."""

_REFINING = RefineSettings(static_s=8.0)
"""In ten seconds, a poster has to be told by less than the twenty for which a whole clip is asked."""


def stored_trial(*, clip: Clip, project: Project, store: ArtefactStore) -> Trial | None:
    """What an earlier trial with the same model and confidence has found; None where there was none.

    No model is fetched for that: the trial has done so.
    """
    model = find_at_hand(project.watch.model)
    if model is None:
        return None
    key = _trial_key(clip=clip, model=model, project=project)
    with store.open(kind="trial", key=key) as artefact:
        return None if artefact is None else trial_from_json(artefact.meta)


def try_larger(*, clip: Clip, project: Project, store: ArtefactStore, progress: Progress) -> Trial:
    """Ten seconds of the clip, watched at the model's own size and at a larger one, which is chosen by what is seen.

    Objects are followed and refined as in an analysis. A still picture, `motion`, and a model that is bound to its
    size are refused.
    """

    def make(folder: Path) -> dict[str, Any]:
        return _Trying(clip=clip, project=project, store=store, progress=progress).made().to_json()

    key = _trial_key(clip=clip, model=find_model(project.watch.model), project=project)
    with store.get_or_make(kind="trial", key=key, make=make, belongs_to=clip.sha256) as artefact:
        return trial_from_json(artefact.meta)


def _trial_key(*, clip: Clip, model: FoundModel, project: Project) -> str:
    """The key of a trial: one for each clip, model, confidence and way of following."""
    link = project.link
    return artefact_key(
        kind="trial",
        version=TRIAL_VERSION,
        detections=detections_key(clip=clip, model=model, settings=_tried(project)),
        tracker=link.tracker,
        conf=link.conf,
        options=link.options,
        moving_camera=link.moving_camera,
        **asdict(_REFINING),
    )


def _tried(project: Project) -> WatchSettings:
    return replace(project.watch, sample_fps=TRIED_FPS, input_px=None, int8=False)


class _Trying:
    """The trial of one clip."""

    def __init__(self, *, clip: Clip, project: Project, store: ArtefactStore, progress: Progress):
        self._clip, self._store, self._progress = clip, store, progress
        self._settings, self._link = _tried(project), replace(project.link, refine=True)
        self._model = _able(find_model(self._settings.model), clip)
        self._every, self._done = clip.sampled_frames(TRIED_FPS), 0

    def made(self) -> Trial:
        """What was found at both sizes."""
        own = self._opened(self._settings)
        tried = min(len(self._every), round(TRIED_S * TRIED_FPS))
        self._progress.begin(stage=STAGE, total=GLANCES + 2 * tried, done=0)
        frames, where = self._frames(own, tried)
        load_trackers()
        first = self._look(own, frames)
        size_px = first.least_px(scale=own.picture_px[1] / self._clip.height_px)
        second = self._look(self._larger(larger_px(own_px=own.side_px, size_px=size_px), own_px=own.side_px), frames)
        self._progress.end()
        from_s = float(self._clip.times_s[frames[0]])
        return Trial(
            from_s=from_s,
            to_s=min(from_s + TRIED_S, self._clip.duration_s),
            where=where,
            picture_px=self._clip.height_px,
            frames=len(frames),
            clip_frames=len(self._every),
            own=first,
            larger=second,
        )

    def _opened(self, settings: WatchSettings) -> Detector:
        opened = open_model(
            clip=self._clip, model=self._model, settings=settings, store=self._store, progress=self._progress
        )
        return opened.detector

    def _larger(self, side_px: int, *, own_px: int) -> Detector:
        detector = self._opened(replace(self._settings, input_px=side_px))
        if detector.side_px != side_px or side_px <= own_px:
            raise BadModelError("stages.trial_bound", name=self._model.name, own=detector.side_px)
        return detector

    def _frames(self, detector: Detector, count: int) -> tuple[Ints, str]:
        """The frames to try, around the fullest of the glances, and which those are."""
        if count == len(self._every):
            return self._every, WHOLE
        places = (np.arange(GLANCES) + 0.5) / GLANCES * len(self._every)
        glances = self._every[places.astype(np.int64)]
        names = detector.class_names
        moving = [number for number, name in names.items() if should_move(name)] or list(names)
        full = [
            int((np.isin(boxes.class_id, moving) & (boxes.conf >= self._link.conf)).sum())
            for boxes in self._seen(detector, glances)
        ]
        fullest, where = (int(np.argmax(full)), BUSIEST) if any(full) else (GLANCES // 2, MIDDLE)
        middle = int(np.searchsorted(self._every, glances[fullest]))
        first = min(max(middle - count // 2, 0), len(self._every) - count)
        return self._every[first : first + count], where

    def _seen(self, detector: Detector, frames: Ints) -> Iterator[FrameBoxes]:
        width, height = detector.picture_px
        pictures = read_frames(clip=self._clip, only=frames, width_px=width, height_px=height)
        for boxes in detector.detect(frames=pictures, background=no_background):
            self._done += 1
            self._progress.advance(self._done)
            yield boxes

    def _look(self, detector: Detector, frames: Ints) -> Look:
        clip, link = self._clip, self._link
        size_px = clip.size_px
        began = time.perf_counter()
        seen = list(self._seen(detector, frames))
        seconds = time.perf_counter() - began
        found = detections_table(seen, class_names=detector.class_names, size_px=size_px)
        tracks = link_tracks(
            detections=found,
            frames=frames,
            size_px=size_px,
            settings=link,
            pictures=partial(read_frames, clip=clip, only=frames),
            on_frames=lambda done: None,
            pace=pace_of(clip.duration_s / len(self._every)),
        )
        refined = refine_tracks(
            tracks=tracks,
            detections=found[found[CONF] >= link.conf].reset_index(drop=True),
            settings=_REFINING,
            frames=frames,
            times_s=clip.times_s[frames],
            size_px=size_px,
        )
        return _look_of(refined.tracks, input_px=detector.side_px, seconds=seconds)


def _look_of(tracks: pd.DataFrame, *, input_px: int, seconds: float) -> Look:
    classes = tracks[CLASS_NAME].astype(str)
    still = tracks[STATIC].to_numpy(bool) & classes.map(should_move).to_numpy(bool)
    counted = tracks[~still].assign(**{CLASS_NAME: classes[~still]})
    by_class = counted.groupby(CLASS_NAME)[TRACK_ID]
    tall = counted.assign(tall=counted[BOX[3]] - counted[BOX[1]], kind=counted[CLASS_NAME].map(kind_of))
    each = tall.groupby(["kind", TRACK_ID])["tall"].median()
    return Look(
        input_px=input_px,
        objects={name: int(count) for name, count in by_class.nunique().items()},
        moments={name: int(count) for name, count in by_class.size().items()},
        height_px={str(kind): float(height) for kind, height in each.groupby("kind").median().items()},
        static=int(tracks[TRACK_ID][still].nunique()),
        seconds=seconds,
    )


def _able(model: FoundModel, clip: Clip) -> FoundModel:
    """The model; refused where a larger picture cannot change what it finds, or there are no ten seconds to try."""
    if model.backend == MOTION:
        raise BadModelError("stages.trial_motion")
    if clip.is_image:
        raise BadClipError("stages.trial_still", name=clip.path.name)
    return model
