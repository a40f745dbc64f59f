"""Seconds for all tables and one heat grid of an hour of footage, and for each single change of the question.

python -m benchmarks.measure [--minutes 60] [--objects 20] [--rounds 5]
"""

import argparse
import json
import resource
import statistics
import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd

from heatdash.measure.paths import Paths, paths_of
from heatdash.measure.watched_time import watched_time
from heatdash.stages.measure import measure_paths
from heatdash.tables.columns import BOX, CLASS_ID, CLASS_NAME, COLOUR, CONF, FRAME, T_S, TRACK_ID, TRACKS
from heatdash.values.classes import parse_classes
from heatdash.values.measure_settings import MeasureSettings
from heatdash.values.metrics import METRICS
from heatdash.values.project import Project
from heatdash.values.scene import Line, Scene, Zone

FPS, WIDTH_PX, HEIGHT_PX = 30, 1920, 1080
STAY_S = 30


def main() -> None:
    """Prints the medians as one JSON document."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--objects", type=int, default=20, help="objects in view at once")
    parser.add_argument("--rounds", type=int, default=5)
    chosen = parser.parse_args()
    tracks = walks(frames=round(chosen.minutes * 60 * FPS), at_once=chosen.objects)
    paths = as_paths(tracks)
    project = Project(scene=scene(), measure=MeasureSettings(bin_min=5))
    remembered: dict = {}
    measure_paths(paths=paths, project=project, remembered=remembered)
    report: dict[str, object] = {
        "rows": len(tracks),
        "tracks": paths.track_count,
        "table to paths, seconds": median(lambda: as_paths(tracks), chosen.rounds),
        "all tables and one heat grid, from the table, seconds": median(
            lambda: measure_paths(paths=as_paths(tracks), project=project), chosen.rounds
        ),
        "all tables and one heat grid, from the paths, seconds": median(
            lambda: measure_paths(paths=paths, project=project), chosen.rounds
        ),
        "one change, seconds": {
            name: median(lambda: measure_paths(paths=paths, project=changed, remembered=remembered), chosen.rounds)  # noqa: B023
            for name, changed in changes(project).items()
        },
        "peak memory, MB": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }
    print(json.dumps(report, indent=2))


def changes(project: Project) -> dict[str, Project]:
    """The question, changed in one way at a time."""
    measure = project.measure
    first, *others = project.scene.zones
    moved = replace(first, points=tuple((x + 0.01, y + 0.01) for x, y in first.points))
    return {
        **{metric: replace(project, measure=replace(measure, metric=metric)) for metric in METRICS},
        "decaying": replace(project, measure=replace(measure, mode="decaying")),
        "class filter": replace(project, classes=parse_classes("car")),
        "colour filter": replace(project, classes=parse_classes("person.red")),
        "time range": replace(project, measure=replace(measure, from_s=600, to_s=1800)),
        "one zone moved": replace(project, scene=replace(project.scene, zones=(moved, *others))),
    }


def walks(*, frames: int, at_once: int) -> pd.DataFrame:
    """Objects that wander for half a minute each, `at_once` of them at any time."""
    random = np.random.default_rng(3)
    stay = STAY_S * FPS
    rows = frames * at_once
    frame = np.repeat(np.arange(frames), at_once)
    track = np.tile(np.arange(at_once), frames) + at_once * (frame // stay)
    count = int(track.max()) + 1
    start = random.uniform((100, 200), (WIDTH_PX - 100, HEIGHT_PX - 50), (count, 2))
    speed = random.normal(0, 2.0, (count, 2))
    age = frame % stay
    wobble = random.normal(0, 1.0, (rows, 2))
    feet = np.abs(start[track] + speed[track] * age[:, None] + wobble)
    limit = np.array([WIDTH_PX, HEIGHT_PX])
    feet = np.where(feet > limit, 2 * limit - feet, feet).clip(0, limit)
    height = 60 + feet[:, 1] / 8
    x1, x2 = feet[:, 0] - height / 5, feet[:, 0] + height / 5
    table = pd.DataFrame(
        {
            FRAME: frame.astype(np.int32),
            T_S: frame / FPS,
            TRACK_ID: (track + 1).astype(np.int32),
            CLASS_ID: np.zeros(rows, np.int16),
            CLASS_NAME: pd.Categorical.from_codes((track % 3 == 0).astype(np.int8), ["person", "car"]),
            CONF: np.full(rows, 0.6, np.float32),
            **dict(zip(BOX, np.stack([x1, feet[:, 1] - height, x2, feet[:, 1]]).astype(np.float32), strict=True)),
            COLOUR: pd.Categorical.from_codes((track % 5 == 0).astype(np.int8), ["grey", "red"]),
        }
    )
    return table[list(TRACKS)]


def as_paths(tracks: pd.DataFrame) -> Paths:
    """The table as paths in a clip of its length."""
    frames = np.arange(int(tracks[FRAME].iloc[-1]) + 1)
    watched = watched_time(frames=frames, t_s=frames / FPS, duration_s=len(frames) / FPS)
    return paths_of(tracks=tracks, watched=watched, width_px=WIDTH_PX, height_px=HEIGHT_PX)


def scene() -> Scene:
    """Five zones and five lines, spread over the picture."""
    zones = tuple(
        Zone(name=f"Zone {i}", points=((x, 0.3), (x + 0.14, 0.35), (x + 0.12, 0.8), (x + 0.02, 0.7)))
        for i, x in enumerate((0.05, 0.22, 0.4, 0.6, 0.8))
    )
    lines = tuple(Line(name=f"Line {i}", start=(0.1 + 0.15 * i, 0.2), end=(0.2 + 0.15 * i, 0.95)) for i in range(5))
    return Scene(zones=zones, lines=lines)


def median(work: Callable[[], object], rounds: int) -> float:
    """The median seconds of the work; one uncounted run goes first."""
    work()
    seconds = []
    for _ in range(rounds):
        began = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - began)
    return round(statistics.median(seconds), 3)


if __name__ == "__main__":
    main()
