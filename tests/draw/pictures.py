"""Pictures, frames and tables for the tests of drawing."""

from collections.abc import Iterable, Iterator

import cv2
import numpy as np
import numpy.typing as npt
import pandas as pd

from heatdash.tables.columns import BOX, CROSS, EVENTS, FRAME, TRACKS, VISITS
from heatdash.values.clip import Frame
from heatdash.values.heat import Heat

Pixels = npt.NDArray[np.uint8]
NO_OBJECTS = pd.DataFrame({name: [] for name in TRACKS})
NO_EVENTS = pd.DataFrame({name: [] for name in EVENTS})
NO_VISITS = pd.DataFrame({name: [] for name in VISITS})
NOTHING_HIDDEN = pd.DataFrame({name: [] for name in (FRAME, *BOX)})


def grey(*, width: int, height: int, value: int = 120) -> Pixels:
    """A plain BGR picture."""
    return np.full((height, width, 3), value, np.uint8)


def noise(*, width: int, height: int, seed: int = 1) -> Pixels:
    """A BGR picture in which every pixel differs from its neighbours."""
    return np.random.default_rng(seed).integers(0, 256, (height, width, 3)).astype(np.uint8)


def planar(picture: Pixels) -> Pixels:
    """The picture as yuv420p in BT.601, as OpenCV converts it."""
    return np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2YUV_I420), np.uint8)


def seen(pixels: Pixels) -> Pixels:
    """The BGR picture of yuv420p in BT.601, as OpenCV converts it."""
    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_YUV2BGR_I420), np.uint8)


def frames_of(picture: Pixels, *, count: int, fps: float = 25.0) -> Iterator[Frame]:
    """The same picture, frame after frame."""
    for index in range(count):
        yield Frame(index=index, t_s=index / fps, pixels=planar(picture))


def half_hot(*, metric: str = "dwell_time", value: float = 40.0) -> Heat:
    """Heat with nothing in the left half of the picture and one value in the right half."""
    values = np.zeros((90, 160))
    values[:, 80:] = value
    return Heat(values=values, metric=metric)


def no_heat() -> Heat:
    """Heat of an empty clip."""
    return Heat(values=np.zeros((90, 160)), metric="dwell_time")


def crossing(*, at: float, place: str, direction: str, class_name: str = "person", kind: str = CROSS) -> tuple:
    """One row of events."""
    return (at, kind, place, direction, 1, class_name, 0.0, 0.0)


def events(*rows: tuple) -> pd.DataFrame:
    """A table of events."""
    return pd.DataFrame(list(rows), columns=list(EVENTS))


def visits(*rows: tuple[float, str, int, str]) -> pd.DataFrame:
    """A table of visits of a second each: when it begins, the zone, the track and its class."""
    filled = [(place, track, name, at, at + 1.0, False, False) for at, place, track, name in rows]
    return pd.DataFrame(filled, columns=list(VISITS))


def standing(*, frames: Iterable[int], box: tuple[float, float, float, float], track: int = 1) -> pd.DataFrame:
    """A person who stands in one place in these frames, at 25 a second."""
    rows = [(frame, frame / 25, track, 0, "person", 0.87, *box, -1) for frame in frames]
    return pd.DataFrame(rows, columns=list(TRACKS))
