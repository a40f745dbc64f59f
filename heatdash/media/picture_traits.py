"""How bright, how clear, how sharp and how noisy grey pictures are."""

import numpy as np

from heatdash.values.arrays import Floats32, Pixels

BLOCK_PX = 16
VISIBLE_STEP = 8.0
"""A block shows something where its lightest and darkest pixel are at least this many grey levels apart."""
OUTLINE_STEP = 30.0
"""An outline that a detector relies on stands out by at least this many grey levels."""
_FEWEST_OUTLINES = 200
_WINDOW_PX = 9
_MID_TONES = (30, 225)
"""Closer to black or white, noise is cut off."""


def brightness_pct(picture: Pixels) -> float:
    """The percentage of white that three quarters of the picture stay below."""
    return float(np.percentile(picture, 75)) / 255 * 100


def detail_pct(picture: Pixels) -> float:
    """The percentage of blocks in which anything can be made out; noise and slow gradients do not count."""
    import cv2

    blocks = _blocks(np.asarray(cv2.GaussianBlur(picture, (0, 0), 1.5), dtype=np.float32))
    return float(np.mean(np.ptp(blocks, axis=1) >= VISIBLE_STEP)) * 100


def edge_px(picture: Pixels) -> float | None:
    """How wide the strongest outlines are: their height in grey levels over their steepest step; None without any.

    What the camera sees, a smooth floor or a fine pattern, does not matter, only how fast dark turns to light.
    """
    import cv2

    kernel = np.ones((_WINDOW_PX, _WINDOW_PX), np.uint8)
    height = np.asarray(cv2.subtract(cv2.dilate(picture, kernel), cv2.erode(picture, kernel)), dtype=np.float32)
    grey = picture.astype(np.float32)
    across = np.abs(np.diff(grey, axis=1, prepend=grey[:, :1]))
    down = np.abs(np.diff(grey, axis=0, prepend=grey[:1]))
    steepest = np.asarray(cv2.dilate(np.maximum(across, down), kernel), dtype=np.float32)
    strong = height >= max(OUTLINE_STEP, 0.7 * float(np.percentile(height, 90)))
    if strong.sum() < _FEWEST_OUTLINES:
        return None
    return float(np.median(height[strong] / np.maximum(steepest[strong], 1)))


def change_between(*, before: Pixels, after: Pixels) -> float:
    """The most grey levels by which the picture has changed anywhere, leaving out the most changed thousandth."""
    import cv2

    return float(np.percentile(cv2.absdiff(before, after), 99.9))


def noise_between(*, before: Pixels, after: Pixels) -> float:
    """The noise of one picture in grey levels, where it is quietest; 0 where no place has a mid tone.

    What stands still cancels out, however fine its pattern; the quietest places are not where people move.
    """
    difference = after.astype(np.float32) - before.astype(np.float32)
    # The difference between neighbours, taken along both axes, removes slow changes, such as of the light.
    fine = difference[1:, 1:] - difference[:-1, 1:] - difference[1:, :-1] + difference[:-1, :-1]
    tone = _blocks(after[1:, 1:].astype(np.float32)).mean(axis=1)
    mid = (tone > _MID_TONES[0]) & (tone < _MID_TONES[1])
    if not mid.any():
        return 0.0
    # The median of |x| is 0.6745 standard deviations; four pixels of two pictures widen it by the root of eight.
    spread = np.median(np.abs(_blocks(fine)[mid]), axis=1) / 0.6745 / np.sqrt(8)
    return float(np.percentile(spread, 25))


def _blocks(picture: Floats32) -> Floats32:
    """One row per block, without what fills no block; in a smaller picture, blocks are as wide as its shorter side."""
    size = min(BLOCK_PX, *picture.shape)
    rows, columns = picture.shape[0] // size, picture.shape[1] // size
    tiles = picture[: rows * size, : columns * size].reshape(rows, size, columns, size)
    return np.asarray(tiles.swapaxes(1, 2).reshape(rows * columns, size * size), dtype=np.float32)
