"""What moves from picture to picture, in coarse cells, noted beside the watching."""

from collections import deque
from collections.abc import Iterable, Iterator

import numpy as np
import pandas as pd

from heatdash.tables.columns import CELLS, FRAME, MOTION, T_S
from heatdash.values.arrays import Floats32, Marks, Pixels
from heatdash.values.clip import Frame
from heatdash.values.motion_grid import SLACK_S, step_of

LAG_S = 0.2
"""A picture is compared with one so much earlier: a walker has come on by a sixth of their height, noise by nothing."""
LONGEST_LAG_S = 0.5
"""Pictures further apart are of different moments, not of one motion."""
LEAST_LEVELS = 5.0
"""Of 255 grey levels, averaged over a cell: less is compression."""
NOISE_TIMES = 4.0
"""A change that many times as large as the usual one is no noise. Where most cells change, that is the light."""
SHAKE_SHARE = 0.2
"""A picture that trembles by a pixel or two changes a cell by that share of the steps between its pixels."""
_LONGEST_PX = 320
"""Every n-th pixel of a larger picture is enough for averages over cells."""


_Small = tuple[Floats32, Floats32]
"""Of each cell its mean level, and how much its pixels differ from those beside them."""


class MotionNotes:
    """Notes of what moves in the frames that pass: each cell that changed against the picture 0.2 s before.

    The light of both pictures is made the same first. What is noted depends on nothing outside one call of `noted`;
    where frames are further than half a second apart, nothing is.
    """

    def __init__(self, *, cells: tuple[int, int]):
        self._cells = cells
        self._frames: list[int] = []
        self._times_s: list[float] = []
        self._moving: list[bytes] = []

    def noted(self, frames: Iterable[Frame]) -> Iterator[Frame]:
        """The same frames, each looked at as it is taken."""
        past: deque[tuple[float, _Small]] = deque()
        for frame in frames:
            if not past or step_of(frame.t_s) > step_of(past[-1][0]):
                past.append((frame.t_s, _small(frame.pixels, self._cells)))
                self._note(frame, past)
            yield frame

    def _note(self, frame: Frame, past: deque[tuple[float, _Small]]) -> None:
        while len(past) > 2 and frame.t_s - past[1][0] >= LAG_S - SLACK_S:
            past.popleft()
        ago_s = frame.t_s - past[0][0]
        if not LAG_S - SLACK_S <= ago_s <= LONGEST_LAG_S + SLACK_S:
            return
        self._frames.append(frame.index)
        self._times_s.append(frame.t_s)
        self._moving.append(np.packbits(_moving(before=past[0][1], now=past[-1][1])).tobytes())

    def take(self) -> pd.DataFrame:
        """The notes so far, as a table of MOTION; they are begun anew."""
        frames, times_s, moving = self._frames, self._times_s, self._moving
        self._frames, self._times_s, self._moving = [], [], []
        return MOTION.frame(
            {
                FRAME: np.array(frames, np.int32),
                T_S: np.array(times_s, np.float64),
                CELLS: pd.array(moving, dtype="binary[pyarrow]"),
            }
        )


def _moving(*, before: _Small, now: _Small) -> Marks:
    """Which cells changed by more than noise, light or a trembling camera explains."""
    (level, steps), (new_level, new_steps) = before, now
    # Every third cell is enough for the usual value.
    ratio = float(np.median(level.flat[::3] / np.maximum(new_level.flat[::3], 1.0)))
    change = np.abs(new_level * np.float32(ratio) - level)
    usual = float(np.median(change.flat[::3]))
    least = max(LEAST_LEVELS, NOISE_TIMES * usual)
    marks: Marks = change > least + SHAKE_SHARE * np.maximum(steps, new_steps)
    return marks


def _small(pixels: Pixels, cells: tuple[int, int]) -> _Small:
    """The picture in cells, by its green, which is nearly its brightness."""
    import cv2

    every = max(1, max(pixels.shape[:2]) // _LONGEST_PX)
    green = np.ascontiguousarray(pixels[::every, ::every, 1])
    beside = np.ones((3, 3), np.uint8)
    steps = cv2.subtract(cv2.dilate(green, beside), cv2.erode(green, beside))
    level, step = (cv2.resize(one, cells, interpolation=cv2.INTER_AREA).astype(np.float32) for one in (green, steps))
    return level, step
