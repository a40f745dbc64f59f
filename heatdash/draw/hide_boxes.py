"""Hides what is in boxes, so that nobody can be recognised."""

import math

import cv2
import numpy as np
import pandas as pd

from heatdash.draw.planes import BGR, Space, flat_picture, whole_picture
from heatdash.tables.columns import BOX, FRAME
from heatdash.values.arrays import Floats, Pixels

_PADDING = 0.1
_BLOCKS = 6
"""The longer side of a box is reduced to at most this many patches: too few for a face, even one that fills the box."""


class HiddenBoxes:
    """The boxes to hide, looked up by frame. `rows` holds one row for each box in each frame where it is hidden."""

    def __init__(self, rows: pd.DataFrame) -> None:
        rows = rows.sort_values(FRAME, kind="stable")
        self._frames = rows[FRAME].to_numpy(dtype=np.int64)
        self._boxes = rows[list(BOX)].to_numpy(dtype=np.float64)

    def at(self, frame: int) -> Floats:
        """The boxes of one frame."""
        begin, end = np.searchsorted(self._frames, (frame, frame + 1))
        return self._boxes[begin:end]


def hide_in_picture(*, picture: Pixels, boxes: Floats) -> Pixels:
    """The BGR picture with what is in the boxes hidden; the same where there is none."""
    return whole_picture(hide_boxes(flat=flat_picture(picture), boxes=boxes, space=BGR)) if len(boxes) else picture


def hide_boxes(*, flat: Pixels, boxes: Floats, space: Space) -> Pixels:
    """The picture with every box, and a tenth more around it, washed out in all planes; a copy where there is any."""
    if not len(boxes):
        return flat
    hidden = flat.copy()
    views = space.views(hidden)
    height, width = views[0].shape
    for box in boxes.tolist():
        if not all(math.isfinite(value) for value in box):
            continue
        x1, y1, x2, y2 = box
        pad_x, pad_y = max(1.0, (x2 - x1) * _PADDING), max(1.0, (y2 - y1) * _PADDING)
        left, top = max(0, math.floor(x1 - pad_x)), max(0, math.floor(y1 - pad_y))
        right, bottom = min(width, math.ceil(x2 + pad_x)), min(height, math.ceil(y2 + pad_y))
        if right <= left or bottom <= top:
            continue
        longer = max(right - left, bottom - top)
        blocks = (_blocks(right - left, longer), _blocks(bottom - top, longer))
        for number, plane in enumerate(views):
            shrink = space.step if number else 1
            part = plane[top // shrink : -(-bottom // shrink), left // shrink : -(-right // shrink)]
            patches = cv2.resize(part, blocks, interpolation=cv2.INTER_AREA)
            part[:] = cv2.resize(patches, part.shape[::-1], interpolation=cv2.INTER_LINEAR)
    return hidden


def _blocks(side: int, longer: int) -> int:
    """How many patches a side is reduced to; patches are roughly square, and no smaller than 4 pixels."""
    return max(1, min(round(_BLOCKS * side / longer), side // 4))
