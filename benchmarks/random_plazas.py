"""Clips of people, or of buses, who come and go by chance over the sample's plaza, with their true boxes.

Before some roads stand bushes, which leave little of a bus to be seen.
"""

import csv
from collections.abc import Iterator
from dataclasses import astuple, fields, replace
from pathlib import Path

import cv2
import numpy as np

from heatdash.media.write_video import write_video
from heatdash.sample.camera import HEIGHT_PX, WIDTH_PX, project
from heatdash.sample.cutouts import Look
from heatdash.sample.make_sample import TruthRow, play
from heatdash.sample.stage import Stage
from heatdash.sample.walks import DURATION_S, Drive, Walk
from heatdash.values.arrays import Marks, Pixels
from heatdash.values.clip import Frame

Lane = tuple[float, int]
"""How far away it is, in metres, and 1 where buses go to the right, -1 where they go to the left."""
TRAFFIC = "traffic"
"""How the names of clips of buses begin."""
BUSHES = "bushes"
"""How the names of clips of buses behind bushes begin."""
_BUSH_AWAY_M, _BUSH_TALL_M, _FEWEST_LEAVES, _MOST_LEAVES = 19.2, 2.6, 400, 1500
"""The bushes stand at the near edge of the road and are as high as most buses; three quarters of one at the most."""
FEWEST, MOST = 8, 26
GROUPS = (1, 1, 1, 2, 2, 3)
"""How many walk side by side, each size as likely as it is often in here."""
NEAR_M, FAR_M = 6.0, 16.5


def make_random_plaza(*, seed: int, folder: Path) -> Path:
    """The clip, made now; its true boxes lie beside it as `NAME.gt.csv`. One seed makes one and the same clip."""
    return _film(Stage(random_cast(np.random.default_rng(seed))), folder / f"plaza-{seed:02d}.mp4")


def make_traffic_plaza(*, seed: int, folder: Path) -> Path:
    """The clip of buses that hide each other, with its true boxes beside it as for `make_random_plaza`."""
    return _film(Stage((), random_buses(np.random.default_rng(seed))), folder / f"{TRAFFIC}-{seed:02d}.mp4")


def make_bushes_plaza(*, seed: int, folder: Path) -> Path:
    """The clip of buses on the street behind bushes all along it, with its true boxes as for `make_random_plaza`."""
    random = np.random.default_rng(seed)
    return _film(Stage((), random_buses(random, lanes=_STREET)), folder / f"{BUSHES}-{seed:02d}.mp4", _bushes(random))


def _bushes(random: np.random.Generator) -> tuple[Pixels, Marks]:
    """A picture of leaves, and which of its pixels they cover."""
    picture, covers = (np.zeros((HEIGHT_PX, WIDTH_PX, *planes), np.uint8) for planes in ((3,), ()))
    leaves = int(random.integers(_FEWEST_LEAVES, _MOST_LEAVES))
    for right_m, up_m in random.uniform((2.4, 0), (25, _BUSH_TALL_M), (leaves, 2)):
        (x, y), shade = project([(right_m, _BUSH_AWAY_M, up_m)])[0].astype(int).tolist(), random.uniform(0.4, 1.2)
        leaf = ((x, y), tuple(random.integers(3, 12, 2).tolist()), float(random.uniform(0, 180)), 0, 360)
        cv2.ellipse(picture, *leaf, [62 * shade, 112 * shade, 96 * shade], -1, cv2.LINE_AA)
        cv2.ellipse(covers, *leaf, 255, -1)
    return picture, covers > 0


def _behind(frames: Iterator[Frame], rows: list[TruthRow], bushes: tuple[Pixels, Marks]) -> Iterator[Frame]:
    """The frames with the bushes before everything, which the truth of each then knows of."""
    picture, covers = bushes
    for frame in frames:
        for number in range(len(rows) - 1, -1, -1):
            row = rows[number]
            if row.frame != frame.index:
                break
            free = ~covers[int(row.y1) : int(row.y2) + 1, int(row.x1) : int(row.x2) + 1]
            rows[number] = replace(row, visible=round(row.visible * float(free.mean()), 2))
        yield replace(frame, pixels=np.where(covers[..., None], picture, frame.pixels))


def _film(stage: Stage, path: Path, bushes: tuple[Pixels, Marks] | None = None) -> Path:
    rows = list[TruthRow]()
    frames = play(stage, rows) if bushes is None else _behind(play(stage, rows), rows, bushes)
    write_video(path=path, frames=frames, width_px=WIDTH_PX, height_px=HEIGHT_PX)
    with path.with_suffix(".gt.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow([field.name for field in fields(TruthRow)])
        writer.writerows(astuple(row) for row in rows)
    return path


def random_cast(random: np.random.Generator) -> tuple[Walk, ...]:
    """Who walks: alone or side by side, from one side to the other or back, some with a stop in the middle."""
    cast: list[Walk] = []
    least = random.integers(FEWEST, MOST)
    while len(cast) < least:
        begin_m, turn_m, end_m = random.uniform(NEAR_M, FAR_M, 3)
        way = [(-_edge(begin_m), begin_m), (random.uniform(-3, 3), turn_m), (_edge(end_m), end_m)]
        if random.random() < 0.25:
            way[2] = (-way[2][0], way[2][1])
        side = random.choice((-1, 1))
        start_s, speed, stops = random.uniform(-8, DURATION_S - 5), random.uniform(0.8, 1.7), random.random() < 0.3
        stop_s = random.uniform(1, 14)
        for place in range(random.choice(GROUPS)):
            cast.append(
                Walk(
                    look=_look(random),
                    start_s=start_s + random.uniform(-0.2, 0.2),
                    speed_m_per_s=speed,
                    way_m=tuple((side * right_m, away_m + 0.75 * place) for right_m, away_m in way),
                    tall_m=random.uniform(1.55, 1.92),
                    stop_at=1 if stops else None,
                    stop_s=stop_s if stops else 0.0,
                )
            )
    return tuple(cast)


_PLAZA: tuple[Lane, ...] = ((9.5, 1), (13.0, -1))
_STREET: tuple[Lane, ...] = ((20.8, -1), (23.9, 1))


def random_buses(random: np.random.Generator, *, lanes: tuple[Lane, ...] = (*_PLAZA, *_STREET)) -> tuple[Drive, ...]:
    """Buses in those lanes, with pauses in which a lane is empty."""
    buses: list[Drive] = []
    for away_m, side in lanes:
        start_s = random.uniform(-3, 6)
        while start_s < DURATION_S - 4:
            speed, tall_m, edge_m = random.uniform(3, 7), random.uniform(1.9, 3.2), _edge(away_m) + 2.0
            paint = tuple(random.integers(90, 256, 3).tolist()) if random.random() < 0.8 else None
            buses.append(Drive(start_s, speed, -side * edge_m, side * edge_m, away_m, tall_m, paint))
            # The next one starts when this one has gone, lest it drive through it.
            start_s += 2 * edge_m / speed + random.uniform(0.5, 6)
    return tuple(buses)


def _edge(away_m: float) -> float:
    """How far right the plaza goes on beyond the picture."""
    return 4.0 + 0.62 * away_m


def _look(random: np.random.Generator) -> Look:
    coat, legs, shirt = (tuple(random.integers(30, 180, 3).tolist()) for _ in range(3))
    return Look(
        base=str(random.choice(("a", "b"))),
        mirrored=bool(random.random() < 0.5),
        coat=coat,
        legs=legs,
        shirt=shirt,
        skin=random.uniform(0.6, 1.05),
        breadth=random.uniform(0.94, 1.05),
    )
