"""How near every tracker comes to clips whose truth is known: raw, as the tracker left them, and refined.

python -m benchmarks.accuracy [--model MODEL] [--clips FOLDER] [--trackers botsort ...] [--sample-fps N] [--json]

On the built-in sample the boxes, crossings and visits are known exactly. In FOLDER, `NAME.gt.csv` beside `NAME.mp4`
holds true boxes (frame, track_id, x1, y1, x2, y2), and `NAME.stays.csv` who is in view when (track_id, first_frame,
last_frame). The raw tracks are those of ultralytics' own YOLO.track with the same weights.
"""

import argparse
import json
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import motmetrics
import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.optimize import linear_sum_assignment

from heatdash.detect.find_model import MOTION, find_model
from heatdash.jobs.link_clip import TRACKS_FILE, link_clip
from heatdash.jobs.measure_clip import Measured, clip_paths, measure_paths
from heatdash.jobs.open_store import open_store
from heatdash.jobs.progress import Quiet
from heatdash.jobs.sample_clip import sample_clip, sample_scene
from heatdash.jobs.watch_clip import watch_clip
from heatdash.media.probe_clip import probe_clip
from heatdash.store.parquet_tables import read_table
from heatdash.tables.columns import (
    BOX, CLASS_ID, CLASS_NAME, COLOUR, CONF, CROSS, DIRECTION, ENTER_S, EXIT_S, FRAME, KIND, PLACE, T_S, TRACK_ID,
    TRACKS,
)  # fmt: skip
from heatdash.track.refine_tracks import refine_tracks
from heatdash.values.clip import Clip
from heatdash.values.link_settings import TRACKER_NAMES, LinkSettings
from heatdash.values.project import Project
from heatdash.values.refine_settings import RefineSettings
from heatdash.values.scene import Line, Scene, Zone
from heatdash.values.watch_settings import WatchSettings

# motmetrics still calls it; NumPy 2 dropped it.
np.asfarray = lambda values, dtype=float: np.asarray(values, dtype=dtype)  # type: ignore[attr-defined]
LEAST_OVERLAP = 0.4
SAME_CROSSING_S = 0.5
WAYS = ("raw", "refined")
MIDDLE = Scene(
    zones=(Zone("Middle third", ((1 / 3, 0.0), (2 / 3, 0.0), (2 / 3, 1.0), (1 / 3, 1.0))),),
    lines=(Line("Middle", (0.5, 0.0), (0.5, 1.0)),),
)
"""Where things are counted in a clip that has boxes but no scene of its own."""
SEEN_BY_EYE = {
    "one-by-one": ((60, 197), (227, 449), (502, 701), (744, 869), (921, 1201), (1234, 1361)),
}
"""The first and the last frame in which any part of each person is in view."""


@dataclass(frozen=True, eq=False)
class Known:
    """A clip, a scene in which to count, and what is known: true boxes as a table of tracks, or who is there when."""

    clip: Clip
    scene: Scene
    boxes: pd.DataFrame | None
    stays: pd.DataFrame | None


def main() -> None:
    """Prints one table, or one JSON document: for each clip, tracker and way, how near it came."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", default="auto")
    parser.add_argument("--clips", type=Path, help="a folder of clips with their truth beside them")
    parser.add_argument("--trackers", nargs="+", default=list(TRACKER_NAMES))
    parser.add_argument("--sample-fps", type=float)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    rows = [
        {"clip": known.clip.path.stem, "tracker": tracker, "tracks": way, **figures}
        for known in known_clips(chosen.clips)
        for tracker in chosen.trackers
        for way, figures in scores(known, chosen.model, tracker, chosen.sample_fps).items()
    ]
    print(json.dumps(rows, indent=2) if chosen.json else pd.DataFrame(rows).fillna("").to_string(index=False))


def known_clips(folder: Path | None) -> Iterator[Known]:
    """The sample, then every clip of the folder whose truth is known."""
    store = open_store()
    sample = sample_clip(store)
    boxes = pd.read_csv(sample.with_name("sample.truth.csv"))
    yield Known(probe_clip(sample), sample_scene(store), as_tracks(boxes), None)
    for path in sorted(folder.glob("*.mp4")) if folder else ():
        clip, boxes_file, stays_file = probe_clip(path), path.with_suffix(".gt.csv"), path.with_suffix(".stays.csv")
        if boxes_file.exists():
            boxes = pd.read_csv(boxes_file)
            yield Known(clip, MIDDLE, as_tracks(boxes.assign(**{T_S: clip.times_s[boxes[FRAME]]})), None)
        elif stays_file.exists():
            yield Known(clip, Scene(), None, pd.read_csv(stays_file))
        elif path.stem in SEEN_BY_EYE:
            stays = pd.DataFrame(SEEN_BY_EYE[path.stem], columns=["first_frame", "last_frame"])
            yield Known(clip, Scene(), None, stays)


def as_tracks(boxes: pd.DataFrame) -> pd.DataFrame:
    """True boxes as a table of tracks."""
    names = boxes[CLASS_NAME] if CLASS_NAME in boxes else "person"
    known = boxes.assign(**{CLASS_ID: 0, CLASS_NAME: names, CONF: 1.0, COLOUR: "grey"})
    return known[list(TRACKS)].sort_values([FRAME, TRACK_ID], ignore_index=True)


def scores(known: Known, model: str, tracker: str, sample_fps: float | None) -> dict[str, dict[str, Any]]:
    """The figures of one tracker on one clip, raw and refined."""
    clip, frames = known.clip, known.clip.sampled_frames(sample_fps)
    raw = linked(clip, model, tracker, sample_fps)
    refined = refine_tracks(
        tracks=raw,
        settings=RefineSettings(),
        frames=frames,
        times_s=clip.times_s[frames],
        size_px=(clip.width_px, clip.height_px),
    )
    figures = {}
    for way, said in zip(WAYS, (raw, refined.tracks[list(TRACKS)]), strict=True):
        # `motion` cannot tell people from anything else.
        if find_model(model).backend != MOTION:
            said = said[said[CLASS_NAME] == "person"]
        if known.stays is not None:
            figures[way] = stays_score(known.stays, said, clip)
        elif known.boxes is not None:
            true = known.boxes[np.isin(known.boxes[FRAME], frames)]
            if find_model(model).backend != MOTION:
                true = true[true[CLASS_NAME] == "person"]
            figures[way] = {**boxes_score(true, said), **counts_score(known, true, said, sample_fps)}
    return figures


def linked(clip: Clip, model: str, tracker: str, sample_fps: float | None) -> pd.DataFrame:
    """The raw tracks of everything in the clip."""
    store, watch = open_store(), WatchSettings(model=model, sample_fps=sample_fps)
    with ExitStack() as in_use:
        watched = in_use.enter_context(
            watch_clip(
                clip=clip,
                model=find_model(model),
                settings=watch,
                store=store,
                progress=Quiet(),
                check_names=lambda names: None,
                meanwhile=lambda: None,
            )
        )
        tracks = in_use.enter_context(
            link_clip(
                clip=clip,
                detections=watched.detections,
                sample_fps=sample_fps,
                settings=LinkSettings(tracker=tracker),
                store=store,
                progress=Quiet(),
            )
        )
        return read_table(tracks.folder / TRACKS_FILE)[list(TRACKS)]


def boxes_score(truth: pd.DataFrame, said: pd.DataFrame) -> dict[str, Any]:
    """Scores of boxes and identities over the frames whose truth is known."""
    figures = {"idf1": "IDF1", "mota": "MOTA", "num_switches": "switches"}
    accumulator = motmetrics.MOTAccumulator(auto_id=True)
    true_at, said_at = dict(list(truth.groupby(FRAME))), dict(list(said.groupby(FRAME)))
    for frame in sorted(true_at):
        there, seen = true_at[frame], said_at.get(frame, said.iloc[:0])
        distance = motmetrics.distances.iou_matrix(corner_and_size(there), corner_and_size(seen), 1 - LEAST_OVERLAP)
        accumulator.update(there[TRACK_ID].tolist(), seen[TRACK_ID].tolist(), distance)
    found = motmetrics.metrics.create().compute(accumulator, metrics=list(figures), name="clip").iloc[0]
    people, tracks = truth[TRACK_ID].nunique(), said[said[FRAME] <= truth[FRAME].max()][TRACK_ID].nunique()
    scored = {name: round(float(found[figure]), 3) for figure, name in figures.items()}
    return {**scored, "unique": f"{tracks}/{people}", "unique error": tracks - people}


def corner_and_size(rows: pd.DataFrame) -> npt.NDArray[np.float64]:
    """Each box as left, top, width, height."""
    x1, y1, x2, y2 = (rows[name].to_numpy(float) for name in BOX)
    return np.column_stack([x1, y1, x2 - x1, y2 - y1])


def counts_score(known: Known, true: pd.DataFrame, said: pd.DataFrame, sample_fps: float | None) -> dict[str, Any]:
    """Crossings, time in zones and heat, beside those of the true boxes."""
    project = Project(scene=known.scene)
    told: list[Measured] = [
        measure_paths(
            paths=clip_paths(clip=known.clip, tracks=rows.reset_index(drop=True), sample_fps=fps), project=project
        )
        for rows, fps in ((true, sample_fps), (said, sample_fps))
    ]
    crossed, ours = (measured.counts.events[measured.counts.events[KIND] == CROSS] for measured in told)
    right = same_crossings(crossed, ours)
    visits = [measured.counts.visits.rename(columns={ENTER_S: "from_s", EXIT_S: "to_s"}) for measured in told]
    heats = [measured.drawn_heat.values.ravel() for measured in told]
    return {
        "crossings": f"{len(ours)}/{len(crossed)}",
        "precision": round(right / len(ours), 3) if len(ours) else None,
        "recall": round(right / len(crossed), 3) if len(crossed) else None,
        "visits": f"{len(visits[1])}/{len(visits[0])}",
        "dwell error s": dwell_error_s(*visits),
        "heat": round(float(np.corrcoef(*heats)[0, 1]), 3),
    }


def same_crossings(true: pd.DataFrame, said: pd.DataFrame) -> int:
    """How many crossings are in both: of the same line, in the same direction, at about the same time."""
    apart_s = np.abs(true[T_S].to_numpy()[:, None] - said[T_S].to_numpy()[None])
    for name in (PLACE, DIRECTION):
        other = true[name].astype(str).to_numpy()[:, None] != said[name].astype(str).to_numpy()[None]
        apart_s[other] = np.inf
    near = apart_s <= SAME_CROSSING_S
    pairs = linear_sum_assignment(near, maximize=True)
    return int(near[pairs].sum())


def dwell_error_s(true: pd.DataFrame, said: pd.DataFrame) -> float | None:
    """By how much each true stay is told too long or too short, on average; one that nobody tells of is lost whole.

    A stay is told by the one in the same place that shares most of its time.
    """
    if true.empty:
        return None
    (begin, end), (from_s, to_s) = (rows[["from_s", "to_s"]].to_numpy().T for rows in (true, said))
    shared_s = (np.minimum.outer(end, to_s) - np.maximum.outer(begin, from_s)).clip(0)
    if PLACE in true:
        shared_s[true[PLACE].astype(str).to_numpy()[:, None] != said[PLACE].astype(str).to_numpy()[None]] = 0
    ours, theirs = linear_sum_assignment(shared_s, maximize=True)
    told_s = np.zeros(len(true))
    told_s[ours] = np.where(shared_s[ours, theirs] > 0, (to_s - from_s)[theirs], 0)
    return round(float(np.abs(told_s - (end - begin)).mean()), 2)


def stays_score(stays: pd.DataFrame, said: pd.DataFrame, clip: Clip) -> dict[str, Any]:
    """How many people there were, and how long they stayed, where only that is known."""
    seen = said.groupby(TRACK_ID)[T_S]
    true = pd.DataFrame({"from_s": clip.times_s[stays["first_frame"]], "to_s": clip.times_s[stays["last_frame"]]})
    ours = pd.DataFrame({"from_s": seen.min(), "to_s": seen.max()})
    return {
        "unique": f"{len(ours)}/{len(true)}",
        "unique error": len(ours) - len(true),
        "visits": f"{len(ours)}/{len(true)}",
        "dwell error s": dwell_error_s(true, ours),
    }


if __name__ == "__main__":
    main()
