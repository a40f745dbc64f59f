"""The protocol that every detector follows, and the boxes that it finds in a frame."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from heatdash.values.arrays import Floats32, Numbers, Pixels
from heatdash.values.clip import Frame


@dataclass(frozen=True, eq=False, slots=True)
class FrameBoxes:
    """The boxes of one frame, surest first, as fractions of the upright picture: x1, y1, x2, y2 in columns.

    `colour` holds codes into SEEN_COLOURS, `look` eight numbers per box, as `describe_looks` returns them.
    """

    frame: int
    t_s: float
    boxes: Floats32
    conf: Floats32
    class_id: npt.NDArray[np.int16]
    colour: npt.NDArray[np.uint8]
    look: npt.NDArray[np.uint8]


class Detector(Protocol):
    """Finds objects in upright frames of the size it asks for."""

    @property
    def class_names(self) -> Mapping[int, str]:
        """Every class that can be found, by its number."""

    @property
    def picture_px(self) -> tuple[int, int]:
        """The width and height that frames must have."""

    @property
    def side_px(self) -> int:
        """The longer side of what it looks at, grey around the picture included."""

    @property
    def runs_on(self) -> str:
        """The backend and device that do the work, in words for the summary."""

    def detect(self, *, frames: Iterable[Frame], background: Callable[[], Pixels]) -> Iterator[FrameBoxes]:
        """The boxes of every frame, in the frames' order, each with confidence >= LOWEST_CONFIDENCE.

        One call covers one span, and its result depends on nothing outside the span but `background`: the empty
        scene around that span, in the size of the frames, made only when called.
        """


def no_background() -> Pixels:
    """Raise an error: what sees with a model's eyes alone asks for no empty scene."""
    raise AssertionError("A model asked for the empty scene.")


def frame_boxes(
    *, frame: Frame, rows: Numbers, colour: npt.NDArray[np.uint8], look: npt.NDArray[np.uint8]
) -> FrameBoxes:
    """The FrameBoxes of `rows` (x1, y1, x2, y2 as fractions, conf, class), clipped to the picture.

    Boxes outside the picture or without area are dropped.
    """
    boxes = rows[:, :4].astype(np.float32).clip(0.0, 1.0)
    real = (boxes[:, 2] > boxes[:, 0]) & (boxes[:, 3] > boxes[:, 1])
    order = np.flatnonzero(real)[np.argsort(-rows[real, 4], kind="stable")]
    return FrameBoxes(
        frame=frame.index,
        t_s=frame.t_s,
        boxes=boxes[order],
        conf=rows[order, 4].astype(np.float32),
        class_id=rows[order, 5].astype(np.int16),
        colour=colour[order],
        look=look[order],
    )
