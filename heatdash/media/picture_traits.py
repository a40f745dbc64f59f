"""How bright, how clear, how sharp and how noisy grey pictures are."""

import numpy as np

from heatdash.values.arrays import Floats32, Pixels

BLOCK_PX = 16
VISIBLE_STEP = 8.0
"""Grey levels between the lightest and the darkest of a block, from which on there is something in it."""
OUTLINE_STEP = 30.0
"""An outline that a detector goes by stands out by so many grey levels."""
_FEWEST_OUTLINES = 200
_WINDOW_PX = 9
_MID_TONES = (30, 225)
"""Close to black and white, noise is cut off."""


def brightness_pct(picture: Pixels) -> float:
    """The share of white below which three quarters of the picture lie."""
    return float(np.percentile(picture, 75)) / 255 * 100


def detail_pct(picture: Pixels) -> float:
    """The share of the picture's blocks in which anything can be made out; noise and slow gradients are nothing."""
    import cv2

    blocks = _blocks(np.asarray(cv2.GaussianBlur(picture, (0, 0), 1.5), dtype=np.float32))
    return float(np.mean(np.ptp(blocks, axis=1) >= VISIBLE_STEP)) * 100


def edge_px(picture: Pixels) -> float | None:
    """How wide the strongest outlines are: their height in grey levels by their steepest step; None without any.

    What is looked at, a smooth floor or a fine pattern, does not matter, only how fast dark becomes light.
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
    """The grey levels by which all but a thousandth of the picture have changed at most."""
    import cv2

    return float(np.percentile(cv2.absdiff(before, after), 99.9))


def noise_between(*, before: Pixels, after: Pixels) -> float:
    """The noise of one picture in grey levels, where it is quietest; 0 where no place has a mid tone.

    What stands still cancels out, however fine its pattern; people who move are not where it is quietest.
    """
    difference = after.astype(np.float32) - before.astype(np.float32)
    # Twice the difference between neighbours on both axes: slow changes, such as of the light, vanish.
    fine = difference[1:, 1:] - difference[:-1, 1:] - difference[1:, :-1] + difference[:-1, :-1]
    tone = _blocks(after[1:, 1:].astype(np.float32)).mean(axis=1)
    mid = (tone > _MID_TONES[0]) & (tone < _MID_TONES[1])
    if not mid.any():
        return 0.0
    # The median of |x| is 0.6745 of a spread; four pixels of two pictures make it the root of eight times as wide.
    spread = np.median(np.abs(_blocks(fine)[mid]), axis=1) / 0.6745 / np.sqrt(8)
    return float(np.percentile(spread, 25))


def _blocks(picture: Floats32) -> Floats32:
    """One row a block; what does not fill a block is left out, but of a picture smaller than one."""
    size = min(BLOCK_PX, *picture.shape)
    rows, columns = picture.shape[0] // size, picture.shape[1] // size
    tiles = picture[: rows * size, : columns * size].reshape(rows, size, columns, size)
    return np.asarray(tiles.swapaxes(1, 2).reshape(rows * columns, size * size), dtype=np.float32)
