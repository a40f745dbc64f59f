"""Builds tracks that read like a sentence: `paths(walk(track=1, start=(0, 0), end=(9, 0), seconds=3))`."""

from collections.abc import Callable, Collection, Iterable, Mapping
from itertools import chain
from types import MappingProxyType

import numpy as np
import pandas as pd

from heatdash.measure.paths import Paths, paths_of
from heatdash.measure.watched_time import watched_time
from heatdash.tables.columns import BOX, CLASS_ID, CLASS_NAME, COLOUR, CONF, FRAME, T_S, TRACK_ID, TRACKS
from heatdash.values.class_votes import UNANIMOUS, ClassVote, votes_text
from tests.builders.detections import CLASS_IDS

Row = dict[str, object]
Point = tuple[float, float]
FPS = 10.0
PICTURE_PX = (160, 90)
BODY_PX = (10.0, 20.0)
_NUMBERS = {
    **{FRAME: np.int32, T_S: np.float64, TRACK_ID: np.int32, CLASS_ID: np.int16, CONF: np.float32},
    **dict.fromkeys(BOX, np.float32),
}


def walk(
    *,
    track: int,
    start: Point,
    end: Point,
    seconds: float,
    begin_s: float = 0.0,
    size: tuple[float, float] = BODY_PX,
    conf: float = 0.9,
    class_name: str = "person",
    colour: str = "red",
    missing: Collection[int] = (),
) -> list[Row]:
    """One box a frame, whose feet (the middle of the lower edge) go from `start` to `end`, arriving after `seconds`.

    Frames come ten a second; `seconds` of walking have a frame at the start and one at the end.
    """
    steps, first = round(seconds * FPS), round(begin_s * FPS)
    points = np.linspace(start, end, steps + 1)
    return [
        _row(track, frame, point, size, conf, class_name, colour)
        for frame, point in enumerate(points, start=first)
        if frame not in missing
    ]


def stand(*, track: int, at: Point, seconds: float, begin_s: float = 0.0, class_name: str = "person") -> list[Row]:
    """One box a frame, in one place."""
    return walk(track=track, start=at, end=at, seconds=seconds, begin_s=begin_s, class_name=class_name)


def along(*, track: int, points: Iterable[Point], begin_s: float = 0.0, class_name: str = "person") -> list[Row]:
    """One box a frame, the feet at one point after another."""
    first = round(begin_s * FPS)
    return [_row(track, first + i, point, BODY_PX, 0.9, class_name, "red") for i, point in enumerate(points)]


def _row(
    track: int, frame: int, feet: Iterable[float], size: tuple[float, float], conf: float, class_name: str, colour: str
) -> Row:
    (x, y), (width, height) = feet, size
    return {
        FRAME: frame,
        T_S: frame / FPS,
        TRACK_ID: track,
        CLASS_ID: CLASS_IDS[class_name],
        CLASS_NAME: class_name,
        CONF: conf,
        **dict(zip(BOX, (x - width / 2, y - height, x + width / 2, y), strict=True)),
        COLOUR: colour,
    }


def tracks(*walks: Iterable[Row]) -> pd.DataFrame:
    """The boxes as the table that linking makes: by frame, then by track."""
    rows = sorted(chain.from_iterable(walks), key=lambda row: (row[FRAME], row[TRACK_ID]))
    columns = {name: [row[name] for row in rows] for name in TRACKS}
    return pd.DataFrame(
        {
            name: np.array(entries, _NUMBERS[name]) if name in _NUMBERS else pd.Categorical(entries)
            for name, entries in columns.items()
        }
    )


def objects(
    *walks: Iterable[Row], static: Collection[int] = (), votes: Mapping[int, Mapping[str, int]] = MappingProxyType({})
) -> pd.DataFrame:
    """The boxes as the table that refining makes; `static` are the tracks that never moved.

    `votes` has the thousandths that each class got, of the tracks whose boxes were called differently.
    """
    table = tracks(*walks)
    texts = {
        track: votes_text(ClassVote(CLASS_IDS[name], name, share) for name, share in shares.items())
        for track, shares in votes.items()
    }
    return table.assign(
        filled=False,
        static=table[TRACK_ID].isin(static),
        votes=pd.Categorical([texts.get(track, UNANIMOUS) for track in table[TRACK_ID]]),
    )


def paths(
    *walks: Iterable[Row], seconds: float = 10.0, order: Callable[[pd.DataFrame], pd.DataFrame] | None = None
) -> Paths:
    """The boxes as paths in a clip of `seconds`, ten frames a second; `order` may shuffle the rows within frames."""
    table = tracks(*walks)
    return table_paths(table if order is None else order(table), seconds=seconds)


def table_paths(table: pd.DataFrame, *, seconds: float = 10.0) -> Paths:
    """The table of tracks as paths in a clip of `seconds`."""
    frames = np.arange(round(seconds * FPS), dtype=np.int64)
    watched = watched_time(frames=frames, t_s=frames / FPS, duration_s=seconds)
    return paths_of(tracks=table, watched=watched, width_px=PICTURE_PX[0], height_px=PICTURE_PX[1])
