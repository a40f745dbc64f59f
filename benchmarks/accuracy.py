"""How near every tracker comes to clips whose truth is known.

python -m benchmarks.accuracy [--model MODEL] [--clips FOLDER] [--trackers botsort ...]

On the built-in sample the boxes, crossings and visits are known exactly. In FOLDER, `NAME.gt.csv` beside `NAME.mp4`
holds true boxes (frame, track_id, x1, y1, x2, y2).
"""

import argparse
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import motmetrics
import numpy as np
import pandas as pd

from heatdash.detect.find_model import MOTION, find_model
from heatdash.jobs.analyse_clip import Analysis, analyse_clip
from heatdash.jobs.measure_clip import clip_paths, measure_paths
from heatdash.jobs.open_store import open_store
from heatdash.jobs.progress import Quiet
from heatdash.jobs.sample_clip import sample_clip, sample_scene
from heatdash.media.probe_clip import probe_clip
from heatdash.tables.columns import BOX, CLASS_ID, CLASS_NAME, COLOUR, CONF, FRAME, T_S, TRACK_ID, TRACKS
from heatdash.values.class_choice import parse_classes
from heatdash.values.clip import Clip
from heatdash.values.link_settings import TRACKER_NAMES, LinkSettings
from heatdash.values.project import Project
from heatdash.values.scene import Scene
from heatdash.values.watch_settings import WatchSettings

# motmetrics still calls it; NumPy 2 dropped it.
np.asfarray = lambda values, dtype=float: np.asarray(values, dtype=dtype)  # type: ignore[attr-defined]
LEAST_OVERLAP = 0.4
FIGURES = {"idf1": "IDF1", "mota": "MOTA", "num_switches": "identity switches", "precision": "P", "recall": "R"}


@dataclass(frozen=True, eq=False)
class Known:
    """A clip, its true boxes as a table of tracks, and a scene in which to count."""

    clip: Clip
    truth: pd.DataFrame
    scene: Scene


def main() -> None:
    """Prints one JSON document: for each clip and tracker, how near it came."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", default="auto")
    parser.add_argument("--clips", type=Path, help="a folder of clips with NAME.gt.csv beside them")
    parser.add_argument("--trackers", nargs="+", default=list(TRACKER_NAMES))
    chosen = parser.parse_args()
    report = {
        known.clip.path.stem: {tracker: score(known, chosen.model, tracker) for tracker in chosen.trackers}
        for known in known_clips(chosen.clips)
    }
    print(json.dumps(report, indent=2))


def known_clips(folder: Path | None) -> Iterator[Known]:
    """The sample, then every clip of the folder that has its truth beside it."""
    store = open_store()
    sample = sample_clip(store)
    people = pd.read_csv(sample.with_name("sample.truth.csv"))
    yield Known(probe_clip(sample), as_tracks(people[people[CLASS_NAME] == "person"]), sample_scene(store))
    for truth in sorted(folder.glob("*.gt.csv")) if folder else ():
        clip = probe_clip(truth.with_name(truth.name.removesuffix(".gt.csv") + ".mp4"))
        boxes = pd.read_csv(truth)
        boxes[T_S] = clip.times_s[boxes[FRAME]]
        yield Known(clip, as_tracks(boxes), Scene())


def as_tracks(boxes: pd.DataFrame) -> pd.DataFrame:
    """True boxes as a table of tracks."""
    known = boxes.assign(**{CLASS_ID: 0, CLASS_NAME: "person", CONF: 1.0, COLOUR: "grey"})
    return known[list(TRACKS)].sort_values([FRAME, TRACK_ID], ignore_index=True)


def score(known: Known, model: str, tracker: str) -> dict[str, Any]:
    """The figures of one tracker on one clip."""
    # `motion` cannot tell people from anything else.
    classes = parse_classes("" if find_model(model).backend == MOTION else "person")
    project = Project(watch=WatchSettings(model=model), link=LinkSettings(tracker=tracker), classes=classes)
    analysis = analyse_clip(source=known.clip.path, project=project, store=open_store(), progress=Quiet())
    return {**boxes_score(known.truth, analysis.tracks), **counts_score(known, analysis)}


def boxes_score(truth: pd.DataFrame, said: pd.DataFrame) -> dict[str, Any]:
    """Scores of boxes and identities over the frames whose truth is known."""
    last = int(truth[FRAME].max())
    accumulator = motmetrics.MOTAccumulator(auto_id=True)
    true_at, said_at = dict(list(truth.groupby(FRAME))), dict(list(said.groupby(FRAME)))
    for frame in range(last + 1):
        there, seen = true_at.get(frame, truth.iloc[:0]), said_at.get(frame, said.iloc[:0])
        distance = motmetrics.distances.iou_matrix(corner_and_size(there), corner_and_size(seen), 1 - LEAST_OVERLAP)
        accumulator.update(there[TRACK_ID].tolist(), seen[TRACK_ID].tolist(), distance)
    found = motmetrics.metrics.create().compute(accumulator, metrics=list(FIGURES), name="clip").iloc[0]
    people, tracks = truth[TRACK_ID].nunique(), said[said[FRAME] <= last][TRACK_ID].nunique()
    return {
        **{name: round(float(found[figure]), 3) for figure, name in FIGURES.items()},
        "unique, of so many": [int(tracks), int(people)],
    }


def corner_and_size(rows: pd.DataFrame) -> np.ndarray:
    """Each box as left, top, width, height."""
    x1, y1, x2, y2 = (rows[name].to_numpy(float) for name in BOX)
    return np.column_stack([x1, y1, x2 - x1, y2 - y1])


def counts_score(known: Known, analysis: Analysis) -> dict[str, Any]:
    """Heat's correlation with the truth's, and crossings and visits beside the true ones."""
    project = Project(scene=known.scene)
    true_tracks, said = (
        measure_paths(paths=clip_paths(clip=known.clip, tracks=rows, sample_fps=None), project=project)
        for rows in (known.truth, analysis.tracks)
    )
    heats = [measured.drawn_heat.values.ravel() for measured in (true_tracks, said)]
    score: dict[str, Any] = {"heat correlation": round(float(np.corrcoef(*heats)[0, 1]), 3)}
    for name, line in true_tracks.counts.summary["lines"].items():
        ours = said.counts.summary["lines"][name]
        score[f"{name}, in and out, of so many"] = [[ours["in"], ours["out"]], [line["in"], line["out"]]]
    for name, zone in true_tracks.counts.summary["zones"].items():
        ours = said.counts.summary["zones"][name]
        score[f"{name}, visits and median stay in s, of so much"] = [
            [place["visits"], place["dwell_median_s"] and round(place["dwell_median_s"], 2)] for place in (ours, zone)
        ]
    return score


if __name__ == "__main__":
    main()
