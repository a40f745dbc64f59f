"""How near every tracker comes to clips whose truth is known: raw, as the tracker left them, and refined.

python -m benchmarks.accuracy [--model MODEL] [--clips FOLDER] [--plazas N] [--traffic N] [--bushes N]
    [--trackers botsort ...] [--sample-fps N] [--imgsz N] [--json]

On the built-in sample the boxes, crossings and visits are known exactly. In FOLDER, `NAME.gt.csv` beside `NAME.mp4`
holds true boxes (frame, track_id, x1, y1, x2, y2), and `NAME.stays.csv` who is in view when (track_id, first_frame,
last_frame). Plazas are the sample's, with people who come and go by chance, and so is traffic, with buses that hide
each other, or that bushes hide. `seen` is the share of the true boxes that were found, `real` the share of the boxes
found that are true: of whom less than a third can be seen counts for neither. The raw tracks are those of ultralytics'
own YOLO.track with the same weights.
"""

import argparse
import json
from collections.abc import Iterator
from typing import Any

import motmetrics
import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.optimize import linear_sum_assignment

from benchmarks.known_clips import VISIBLE, Known, add_clip_options, known_clips
from heatdash.detect.find_model import MOTION, find_model
from heatdash.measure.checks.scene_checks import check_places
from heatdash.measure.checks.sureness import grade_figures
from heatdash.measure.paths import Paths
from heatdash.stages.clip_paths import clip_paths
from heatdash.stages.link import TRACKS_FILE, link_clip
from heatdash.stages.measure import Measured, measure_paths
from heatdash.stages.progress import Quiet
from heatdash.stages.watch import DETECTIONS_FILE, MOTION_FILE, watch_clip
from heatdash.store.artefact_store import open_store
from heatdash.store.parquet_tables import read_table
from heatdash.tables.columns import (
    BOX,
    CLASS_NAME,
    CONF,
    CROSS,
    DIRECTION,
    ENTER_S,
    EXIT_S,
    FRAME,
    KIND,
    PLACE,
    T_S,
    TRACK_ID,
    TRACKS,
)
from heatdash.track.moved_unseen import moved_unseen
from heatdash.track.refine_tracks import refine_tracks
from heatdash.values.boxes import overlap
from heatdash.values.classes import kind_of
from heatdash.values.clip import Clip
from heatdash.values.link_settings import TRACKER_NAMES, LinkSettings
from heatdash.values.project import Project
from heatdash.values.refine_settings import RefineSettings
from heatdash.values.sureness import RefineReport
from heatdash.values.watch_settings import WatchSettings

# motmetrics still calls it; NumPy 2 dropped it.
np.asfarray = lambda values, dtype=float: np.asarray(values, dtype=dtype)  # type: ignore[attr-defined]
LEAST_OVERLAP = 0.4
LEAST_VISIBLE = 1 / 3
SAME_CROSSING_S = 0.5
EVERYTHING = "everything"


def main() -> None:
    """Prints one table, or one JSON document: for each clip, tracker and way, how near it came."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_clip_options(parser)
    parser.add_argument("--traffic", type=int, default=0, help="so many plazas where buses drive by chance")
    parser.add_argument("--bushes", type=int, default=0, help="so many where buses drive by chance behind bushes")
    parser.add_argument("--trackers", nargs="+", default=list(TRACKER_NAMES))
    parser.add_argument("--imgsz", type=int, help="the longer side of what the model looks at (the model's own)")
    chosen = parser.parse_args()
    watch = WatchSettings(model=chosen.model, sample_fps=chosen.sample_fps, input_px=chosen.imgsz)
    rows = [
        {"clip": known.clip.path.stem, "tracker": tracker, **figures}
        for known in known_clips(chosen.clips, plazas=chosen.plazas, traffic=chosen.traffic, bushes=chosen.bushes)
        for tracker in chosen.trackers
        for figures in scores(known, watch, tracker)
    ]
    if chosen.json:
        print(json.dumps(rows, indent=2))
        return
    table = pd.DataFrame(rows)
    print(table.to_string(index=False, na_rep=""))
    told = table.filter(like=" told").stack().dropna()
    least, most = told.str.extract(r"(\d+)-(\d+)").astype(int).to_numpy().T
    print(f"bounds hold the truth in {(~told.str.contains('wrong')).sum()} of {len(told)} cases")
    print(f"from the least to the most they tell it is {(most - least).mean():.1f} on average")


def scores(known: Known, watch: WatchSettings, tracker: str) -> Iterator[dict[str, Any]]:
    """The figures of one tracker on one clip, for each kind of object, raw and refined."""
    clip, frames = known.clip, known.clip.sampled_frames(watch.sample_fps)
    detections, motion, raw = linked(clip, watch, tracker)
    refined = refine_tracks(
        tracks=raw,
        detections=detections[detections[CONF] >= LinkSettings().conf].reset_index(drop=True),
        settings=RefineSettings(),
        frames=frames,
        times_s=clip.times_s[frames],
        size_px=clip.size_px,
    )
    moved = moved_unseen(motion=motion, detections=detections, tracks=refined.tracks, size_px=clip.size_px)
    unseen = clip_paths(clip=clip, tracks=moved, sample_fps=watch.sample_fps)
    for kind in kinds_known(known, watch.model):
        ways = {"raw": (raw[list(TRACKS)], None), "refined": (refined.tracks[list(TRACKS)], refined.report)}
        for way, (tracks, report) in ways.items():
            said = of_kind(tracks, kind)
            if known.stays is not None:
                figures = stays_score(known.stays, said, clip)
            else:
                assert known.boxes is not None
                true = of_kind(known.boxes[np.isin(known.boxes[FRAME], frames)], kind)
                figures = {
                    **boxes_score(true, said),
                    **counts_score(known, true, said, watch.sample_fps, report, unseen),
                }
            yield {"who": kind, "tracks": way, **figures}


def kinds_known(known: Known, model: str) -> list[str]:
    """The kinds of objects in the clip; `motion` cannot tell them from one another."""
    if find_model(model).backend == MOTION:
        return [EVERYTHING]
    return ["people"] if known.boxes is None else sorted({kind_of(name) for name in known.boxes[CLASS_NAME]})


def of_kind(rows: pd.DataFrame, kind: str) -> pd.DataFrame:
    """The rows of that kind of object."""
    return (
        rows if kind == EVERYTHING else rows[np.array([kind_of(name) == kind for name in rows[CLASS_NAME]], dtype=bool)]
    )


def linked(clip: Clip, watch: WatchSettings, tracker: str) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """The boxes of everything in the clip, what moves in it, and the raw tracks linked from the sure enough boxes."""
    store, link = open_store(), LinkSettings(tracker=tracker)
    watching = watch_clip(
        clip=clip,
        model=find_model(watch.model),
        settings=watch,
        store=store,
        progress=Quiet(),
        check_names=lambda names: None,
        meanwhile=lambda: None,
    )
    with watching as watched:
        found, motion = (read_table(watched.detections.folder / file) for file in (DETECTIONS_FILE, MOTION_FILE))
        linking = link_clip(
            clip=clip,
            detections=watched.detections,
            sample_fps=watch.sample_fps,
            settings=link,
            store=store,
            progress=Quiet(),
        )
        with linking as tracks:
            raw = read_table(tracks.folder / TRACKS_FILE)
    return found, motion, raw


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
    return {**scored, **seen_and_real(truth, said), "unique": f"{tracks}/{people}", "unique error": tracks - people}


def seen_and_real(truth: pd.DataFrame, said: pd.DataFrame) -> dict[str, float | None]:
    """How many of the true boxes were found, and how many of the boxes found are true.

    A box counts as found where one overlaps it enough. Who can hardly be seen need not be found, and may be.
    """
    true_at, said_at = dict(list(truth.groupby(FRAME))), dict(list(said.groupby(FRAME)))
    wanted = right = found = 0
    for frame in range(int(truth[FRAME].min()), int(truth[FRAME].max()) + 1):
        there, seen = true_at.get(frame, truth.iloc[:0]), said_at.get(frame, said.iloc[:0])
        same = overlap(there[list(BOX)].to_numpy()[:, None], seen[list(BOX)].to_numpy()[None]) >= LEAST_OVERLAP
        plain = there[VISIBLE].to_numpy() >= LEAST_VISIBLE
        ours = linear_sum_assignment(same * (1.0 + plain[:, None]), maximize=True)
        matched = same[ours]
        hits = int((matched & plain[ours[0]]).sum())
        wanted, right, found = wanted + int(plain.sum()), right + hits, found + len(seen) - int(matched.sum()) + hits
    return {"seen": round(right / wanted, 3) if wanted else None, "real": round(right / found, 3) if found else None}


def corner_and_size(rows: pd.DataFrame) -> npt.NDArray[np.float64]:
    """Each box as left, top, width, height."""
    x1, y1, x2, y2 = (rows[name].to_numpy(float) for name in BOX)
    return np.column_stack([x1, y1, x2 - x1, y2 - y1])


def counts_score(
    known: Known,
    true: pd.DataFrame,
    said: pd.DataFrame,
    sample_fps: float | None,
    report: RefineReport | None,
    unseen: Paths,
) -> dict[str, Any]:
    """Crossings, time in zones and heat, beside those of the true boxes, and whether these lie in the bounds told."""
    project = Project(scene=known.scene)
    told: list[Measured] = [
        measure_paths(
            paths=clip_paths(clip=known.clip, tracks=rows.reset_index(drop=True), sample_fps=sample_fps),
            project=project,
        )
        for rows in (true[list(TRACKS)], said)
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
        **({} if report is None else bounds_score(known, *told, report, unseen)),
    }


def bounds_score(known: Known, true: Measured, ours: Measured, report: RefineReport, unseen: Paths) -> dict[str, Any]:
    """The bounds told of the different objects and of all lines' crossings, marked where the truth lies outside."""
    checks = check_places(paths=ours.paths, scene=known.scene, settings=Project().measure, unseen=unseen)
    figures = grade_figures(summary=ours.counts.summary, refining=report, checks=checks)
    lines, scored = true.counts.summary["lines"], dict[str, Any]()
    for one in figures:
        if one.least is not None and one.most is not None:
            count = true.counts.summary["picture"]["unique"]
            if one.place is not None:
                count = lines[one.place]["in"] + lines[one.place]["out"]
            holds = one.least <= count <= one.most
            scored[f"{one.figure} told"] = f"{one.least}-{one.most}{'' if holds else ' wrong'}"
    return scored


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
