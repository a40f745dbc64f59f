"""Builds tables of detections that read like a sentence: `detections(walk(start=(0, 50), end=(90, 50), frames=30))`."""

from collections.abc import Collection, Iterable
from itertools import chain

import numpy as np
import pandas as pd

from heatdash.tables.columns import BOX, CLASS_ID, CLASS_NAME, COLOUR, CONF, DETECTIONS, FRAME, LOOK, T_S

CLASS_NAMES = {
    0: "person",
    1: "bicycle",
    2: "car",
    3: "motorcycle",
    5: "bus",
    6: "train",
    7: "truck",
    16: "dog",
    56: "chair",
}
CLASS_IDS = {name: number for number, name in CLASS_NAMES.items()}
Row = dict[str, object]


def walk(
    *,
    start: tuple[float, float],
    end: tuple[float, float],
    frames: int,
    first: int = 0,
    fps: float = 10.0,
    size: tuple[float, float] = (40, 100),
    conf: float = 0.9,
    class_name: str = "person",
    colour: str = "red",
    missing: Collection[int] = (),
) -> list[Row]:
    """One box a frame, of `size`, whose left upper corner goes from `start` to `end`; none in the missing frames."""
    path = np.linspace(start, end, frames)
    return [
        box(frame=frame, at=(float(x), float(y)), size=size, conf=conf, class_name=class_name, colour=colour, fps=fps)
        for frame, (x, y) in enumerate(path, start=first)
        if frame not in missing
    ]


def stand(*, at: tuple[float, float], frames: int, first: int = 0, missing: Collection[int] = ()) -> list[Row]:
    """One box a frame, in one place."""
    return walk(start=at, end=at, frames=frames, first=first, missing=missing)


def box(
    *,
    frame: int,
    at: tuple[float, float],
    size: tuple[float, float] = (40, 100),
    conf: float = 0.9,
    class_name: str = "person",
    colour: str = "red",
    fps: float = 10.0,
) -> Row:
    """One box, by its left upper corner."""
    (x, y), (width, height) = at, size
    return {
        FRAME: frame,
        T_S: frame / fps,
        CLASS_ID: CLASS_IDS[class_name],
        CLASS_NAME: class_name,
        CONF: conf,
        **dict(zip(BOX, (x, y, x + width, y + height), strict=True)),
        COLOUR: colour,
        LOOK: 0,
    }


def detections(*walks: Iterable[Row]) -> pd.DataFrame:
    """The boxes as the table that watching makes: by frame, then by falling confidence."""
    table = pd.DataFrame(list(chain.from_iterable(walks)), columns=list(DETECTIONS))
    numbers = {FRAME: np.int32, T_S: np.float64, CLASS_ID: np.int16, CONF: np.float32, LOOK: np.uint64}
    kinds = {**numbers, **dict.fromkeys(BOX, np.float32)}
    table = table.astype(kinds).astype({CLASS_NAME: "category", COLOUR: "category"})
    return table.sort_values([FRAME, CONF], ascending=[True, False], kind="stable", ignore_index=True)
