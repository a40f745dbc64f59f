"""What the object in each box looks like: the name of its colour, and eight numbers to recognise it by."""

from functools import cache

import numpy as np
import numpy.typing as npt

from heatdash.values.arrays import Numbers
from heatdash.values.classes import COLOUR_NAMES, HUELESS_COUNT

_SAMPLES = 12
_CORE = (np.arange(_SAMPLES) + 0.5) / _SAMPLES * 0.5 + 0.25
_BITS = 5
_HUED_SHARE = 0.3


def name_colours(*, pixels: npt.NDArray[np.uint8], boxes_px: Numbers) -> npt.NDArray[np.uint8]:
    """One code into COLOUR_NAMES per box, by the vote of 144 points in the middle half of its width and height.

    A hue wins once it covers 30 % of the core, since glass, tyres and shadow take their share of a red car;
    otherwise the most common of black, grey, silver and white wins.
    """
    count = len(boxes_px)
    if count == 0:
        return np.empty(0, dtype=np.uint8)
    height, width = pixels.shape[:2]
    x1, y1, x2, y2 = boxes_px[:, :4].T[:, :, None]
    columns = (x1 + (x2 - x1) * _CORE).astype(np.intp).clip(0, width - 1)
    rows = (y1 + (y2 - y1) * _CORE).astype(np.intp).clip(0, height - 1)
    points = pixels[rows[:, :, None], columns[:, None, :]].reshape(count, -1, 3)
    named = _names_by_bgr()[tuple((points >> (8 - _BITS)).transpose(2, 0, 1))]
    votes = np.zeros((count, len(COLOUR_NAMES)), dtype=np.int32)
    np.add.at(votes, (np.arange(count)[:, None], named), 1)
    hued = votes[:, HUELESS_COUNT:]
    winner = np.where(
        hued.max(axis=1) >= _HUED_SHARE * _SAMPLES**2,
        HUELESS_COUNT + hued.argmax(axis=1),
        votes[:, :HUELESS_COUNT].argmax(axis=1),
    )
    codes: npt.NDArray[np.uint8] = winner.astype(np.uint8)
    return codes


@cache
def _names_by_bgr() -> npt.NDArray[np.uint8]:
    """A colour code per cell of coarse blue, green and red, judged by the hue, saturation and value of its middle."""
    import cv2

    steps = (np.arange(2**_BITS) * 2 ** (8 - _BITS) + 2 ** (7 - _BITS)).astype(np.uint8)
    bgr = np.stack(np.meshgrid(steps, steps, steps, indexing="ij"), axis=-1)
    hue, saturation, value = np.moveaxis(cv2.cvtColor(bgr.reshape(-1, 1, 3), cv2.COLOR_BGR2HSV)[:, 0], -1, 0)
    code = {name: index for index, name in enumerate(COLOUR_NAMES)}
    rules = [
        (value < 55, "black"),
        ((saturation < 65) & (value < 110), "grey"),
        ((saturation < 65) & (value < 195), "silver"),
        (saturation < 65, "white"),
        ((hue >= 150) & (hue < 170), "pink"),
        (((hue < 6) | (hue >= 170)) & (saturation < 130) & (value > 180), "pink"),
        ((hue < 6) | (hue >= 170), "red"),
        ((hue < 20) & (value < 160), "brown"),
        (hue < 20, "orange"),
        (hue < 34, "yellow"),
        (hue < 86, "green"),
        (hue < 131, "blue"),
        (hue < 150, "purple"),
    ]
    names = np.select([rule for rule, _ in rules], [code[name] for _, name in rules], default=code["grey"])
    return names.astype(np.uint8).reshape((2**_BITS,) * 3)


_COLUMNS, _ROWS = 6, 6
_MIDDLE = (np.arange(_COLUMNS) + 0.5) / _COLUMNS * 0.5 + 0.25
_PARTS = ((0.15, 0.45), (0.55, 0.9))
"""Shares of the box's height, from its upper edge: shirt and trousers, windows and doors."""
_DOWN = np.concatenate([np.linspace(begin, end, _ROWS) for begin, end in _PARTS])


def describe_looks(*, pixels: npt.NDArray[np.uint8], boxes_px: Numbers) -> npt.NDArray[np.uint8]:
    """Eight numbers per box: lightness, red-blue, green-magenta and contrast of its upper half, then of its lower half.

    They are the means over 36 points in the middle half of the box's width; contrast is the mean distance from the
    mean lightness. Colours are centred at 128.
    """
    count = len(boxes_px)
    if count == 0:
        return np.empty((0, 8), dtype=np.uint8)
    height, width = pixels.shape[:2]
    x1, y1, x2, y2 = boxes_px[:, :4].T[:, :, None]
    columns = (x1 + (x2 - x1) * _MIDDLE).astype(np.intp).clip(0, width - 1)
    rows = (y1 + (y2 - y1) * _DOWN).astype(np.intp).clip(0, height - 1)
    points = pixels[rows[:, :, None], columns[:, None, :]].reshape(count, len(_PARTS), -1, 3).astype(np.float32)
    blue, green, red = np.moveaxis(points.mean(axis=2), -1, 0)
    light = points.mean(axis=3)
    contrast = np.abs(light - light.mean(axis=2, keepdims=True)).mean(axis=2)
    looks = [light.mean(axis=2), 128 + (red - blue) / 2, 128 + (2 * green - red - blue) / 4, contrast]
    described: npt.NDArray[np.uint8] = np.stack(looks, axis=2).reshape(count, 8).astype(np.uint8)
    return described
