"""Clips cut into the files of a recorder, beside the whole: who is counted, and where the heat lies.

python -m benchmarks.timeline CLIP [--scene FILE] [--classes person] [--files 3 7 20]

The clip is watched once; its boxes are cut where a recorder's files would end. Each file is then linked, refined and
measured as a clip of its own, and put together with the others.
"""

import argparse
import json
import time
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd

from heatdash.detect.find_model import find_model
from heatdash.measure.timeline.measure_part import RecordingAnswer, sum_up
from heatdash.measure.timeline.stretch_times import stretch_times
from heatdash.media.probe_clip import probe_clip
from heatdash.stages.measure import for_the_eye
from heatdash.stages.measure_stretch import measure_stretch
from heatdash.stages.progress import ProgressBar
from heatdash.stages.watch import DETECTIONS_FILE, watch_clip
from heatdash.store.artefact_store import open_store
from heatdash.store.parquet_tables import read_table
from heatdash.tables.columns import CONF, FRAME, T_S, TRACK_ID
from heatdash.track.cross_seams import SeamClip, objects_across
from heatdash.track.link_tracks import link_tracks
from heatdash.track.open_tracker import pace_of
from heatdash.track.refine_tracks import refine_tracks
from heatdash.track.unite_objects import RefinedClip, unite_objects
from heatdash.values.clip import Clip
from heatdash.values.measure_settings import MeasureSettings
from heatdash.values.project import Project
from heatdash.values.refine_settings import RefineSettings
from heatdash.values.scene import scene_from_json

REFINING = RefineSettings()


def main() -> None:
    """Prints what the whole clip and each way to cut it give, as one JSON document."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("clip", type=Path)
    parser.add_argument("--scene", type=Path)
    parser.add_argument("--classes", default="person")
    parser.add_argument("--model", default="auto")
    parser.add_argument("--files", type=int, nargs="+", default=[3, 7, 20])
    chosen = parser.parse_args()
    project = Project().with_options({"classes": chosen.classes})
    if chosen.scene:
        project = replace(project, scene=scene_from_json(json.loads(chosen.scene.read_text(encoding="utf-8"))))
    clip = probe_clip(chosen.clip)
    boxes = _boxes(clip, project, chosen.model)
    whole = _in_files(clip, boxes, project, count=1)
    report = {"clip": chosen.clip.name, "whole": _told(whole, whole)}
    for count in chosen.files:
        began = time.perf_counter()
        cut = _in_files(clip, boxes, project, count=count)
        report[f"{count} files"] = {**_told(cut, whole), "seconds": round(time.perf_counter() - began, 1)}
    print(json.dumps(report, indent=2))


@dataclass(frozen=True, eq=False)
class Cut:
    """What the files give together, and how many objects they have each counted on its own."""

    answer: RecordingAnswer
    alone: int


def _boxes(clip: Clip, project: Project, model: str) -> pd.DataFrame:
    watching = watch_clip(
        clip=clip,
        model=find_model(model),
        settings=project.watch,
        store=open_store(),
        progress=ProgressBar(),
        check_names=lambda known: None,
        meanwhile=lambda: None,
    )
    with watching as watched:
        return read_table(watched.detections.folder / DETECTIONS_FILE)


def _in_files(clip: Clip, boxes: pd.DataFrame, project: Project, *, count: int) -> Cut:
    edges = np.linspace(0.0, clip.duration_s, count + 1)
    near, refined, times = [], [], []
    for begin_s, end_s in pairwise(edges.tolist()):
        frames = np.flatnonzero((clip.times_s >= begin_s) & (clip.times_s < end_s))
        offset_s = float(clip.times_s[frames[0]])
        own = boxes[boxes[FRAME].isin(frames)]
        own = own.assign(**{FRAME: (own[FRAME] - frames[0]).astype(np.int32), T_S: own[T_S] - offset_s})
        file = _followed(own.reset_index(drop=True), clip, clip.times_s[frames] - offset_s, offset_s, project)
        tracks = refine_tracks(
            tracks=file.linked,
            detections=file.detections,
            settings=REFINING,
            frames=file.frames,
            times_s=file.times_s,
            size_px=clip.size_px,
        ).tracks
        near.append(file)
        refined.append(RefinedClip(tracks, int(frames[0]), offset_s))
        times.append(clip.times_s[frames])
    seams = [_seam(near, number, clip) for number in range(1, count)]
    united = unite_objects(clips=refined, seams=seams, settings=REFINING)
    stretch = stretch_times(times, begin_s=0.0, end_s=clip.duration_s)
    answer = measure_stretch(
        tracks_of=lambda number: refined[number].tracks,
        united=united,
        times=stretch,
        project=project,
        size_px=clip.size_px,
    )
    watched_s = np.array([answer.span_s])
    alone = sum(one.tracks[TRACK_ID].nunique() for one in refined)
    return Cut(
        sum_up(parts=answer.parts, across=(answer.across,), watched_s=watched_s, settings=project.measure), alone
    )


def _followed(boxes: pd.DataFrame, clip: Clip, times_s: np.ndarray, offset_s: float, project: Project) -> SeamClip:
    frames = np.arange(len(times_s))
    linked = link_tracks(
        detections=boxes,
        frames=frames,
        size_px=clip.size_px,
        settings=project.link,
        pictures=_no_pictures,
        on_frames=lambda done: None,
        pace=pace_of((times_s[-1] + np.diff(times_s).mean()) / len(frames)),
    )
    sure = boxes[boxes[CONF] >= project.link.conf].reset_index(drop=True)
    return SeamClip(sure, linked, frames, times_s, offset_s)


def _no_pictures() -> None:
    raise AssertionError("the tracker of this benchmark needs no pictures")


def _seam(files: list[SeamClip], number: int, clip: Clip):
    """Only the files within a minute of the seam are handed on: others are too far away to matter."""
    at_s = files[number].offset_s
    near = [one for one, file in enumerate(files) if abs(file.offset_s - at_s) <= 60 or one in (number - 1, number)]
    return objects_across(
        clips=[files[one] for one in near], seam=near.index(number), settings=REFINING, size_px=clip.size_px
    )


def _told(cut: Cut, whole: Cut) -> dict[str, object]:
    found, heat, expected = cut.answer.found, cut.answer.heat.heat, whole.answer.heat.heat
    drawn = [for_the_eye(one, smoothing=MeasureSettings().smoothing)[0].values.ravel() for one in (heat, expected)]
    shared = np.minimum(heat.values, expected.values).sum() / expected.values.sum()
    return {
        "objects of each file on its own, together": cut.alone,
        "unique": len(np.unique(found.picture.track)),
        "visits": {zone.zone.name: len(zone.visits) for zone in found.zones},
        "crossings": {line.line.name: len(line.crossings) for line in found.lines},
        "seconds in view": round(float(found.picture.dwell_s.sum()), 2),
        "share of the whole's heat in the same cells": round(float(shared), 4),
        "correlation with the whole's map as it is drawn": round(float(np.corrcoef(*drawn)[0, 1]), 5),
    }


if __name__ == "__main__":
    main()
