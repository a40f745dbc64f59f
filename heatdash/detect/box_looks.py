"""What the object in each box looks like: eight numbers to recognise it by."""

import numpy as np
import numpy.typing as npt

from heatdash.values.arrays import Numbers

_COLUMNS, _ROWS = 6, 6
_MIDDLE = (np.arange(_COLUMNS) + 0.5) / _COLUMNS * 0.5 + 0.25
_PARTS = ((0.15, 0.45), (0.55, 0.9))
"""Shares of the box's height, from its upper edge: shirt and trousers, windows and doors."""
_DOWN = np.concatenate([np.linspace(begin, end, _ROWS) for begin, end in _PARTS])


def points_in(
    *, pixels: npt.NDArray[np.uint8], boxes_px: Numbers, across: Numbers, down: Numbers
) -> npt.NDArray[np.uint8]:
    """The pixels of each box at these shares of its width and height, row by row; `down` may have a row per box."""
    height, width = pixels.shape[:2]
    x1, y1, x2, y2 = boxes_px[:, :4].T[:, :, None]
    columns = (x1 + (x2 - x1) * across).astype(np.intp).clip(0, width - 1)
    rows = (y1 + (y2 - y1) * down).astype(np.intp).clip(0, height - 1)
    points: npt.NDArray[np.uint8] = pixels[rows[:, :, None], columns[:, None, :]]
    return points


def describe_looks(*, pixels: npt.NDArray[np.uint8], boxes_px: Numbers) -> npt.NDArray[np.uint8]:
    """Eight numbers per box: lightness, red-blue, green-magenta and contrast of its upper half, then of its lower half.

    They are the means over 36 points in the middle half of the box's width; contrast is the mean distance from the
    mean lightness. Colours are centred at 128.
    """
    count = len(boxes_px)
    if count == 0:
        return np.empty((0, 8), dtype=np.uint8)
    points = points_in(pixels=pixels, boxes_px=boxes_px, across=_MIDDLE, down=_DOWN)
    points = points.reshape(count, len(_PARTS), -1, 3).astype(np.float32)
    blue, green, red = np.moveaxis(points.mean(axis=2), -1, 0)
    light = points.mean(axis=3)
    contrast = np.abs(light - light.mean(axis=2, keepdims=True)).mean(axis=2)
    looks = [light.mean(axis=2), 128 + (red - blue) / 2, 128 + (2 * green - red - blue) / 4, contrast]
    described: npt.NDArray[np.uint8] = np.stack(looks, axis=2).reshape(count, 8).astype(np.uint8)
    return described
