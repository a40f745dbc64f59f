"""Filling a part of a picture smoothly from what lies around it."""

import cv2
import numpy as np

from heatdash.values.arrays import Floats32, Marks, Pixels

_HATCH_LEVELS = 10
"""How much lighter the lines of the hatch are: to be seen by who looks for them."""


def fill_from_around(*, picture: Pixels, missing: Marks) -> Pixels:
    """The picture with its missing part as a smooth passage between the colours around it, softly hatched.

    Nothing of what was there is left. Where everything is missing, all is grey.
    """
    known = (~missing).astype(np.float32)
    smooth = _smooth(picture * known[..., None], known)
    height, width = missing.shape
    across, down = np.meshgrid(np.arange(width), np.arange(height))
    period = max(8, round(max(height, width) / 80))
    lines = ((across + down) % period < max(1, period // 8)) * np.float32(_HATCH_LEVELS)
    filled = np.clip(smooth + lines[..., None], 0, 255).round().astype(np.uint8)
    return np.where(missing[..., None], filled, picture)


def _smooth(weighted: Floats32, weight: Floats32) -> Floats32:
    """The colours of a picture that was multiplied by its weights; where those are 0, taken from coarser versions."""
    height, width = weight.shape
    if max(height, width) <= 1 or weight.min() > 0:
        safe = np.maximum(weight, 1e-6)[..., None]
        return np.asarray(np.where(weight[..., None] > 0, weighted / safe, np.float32(128)), np.float32)
    half = (max(1, width // 2), max(1, height // 2))
    smaller = _smooth(
        np.asarray(cv2.resize(weighted, half, interpolation=cv2.INTER_AREA), np.float32),
        np.asarray(cv2.resize(weight, half, interpolation=cv2.INTER_AREA), np.float32),
    )
    coarse = cv2.resize(smaller, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(weighted + coarse * (1 - weight[..., None]), np.float32)
