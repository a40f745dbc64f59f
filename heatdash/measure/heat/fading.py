"""How the past fades, and how time adds up while it does."""

import math

import numpy as np

from heatdash.values.arrays import Floats
from heatdash.values.measure_settings import MeasureSettings

FADED_BY = 500.0
"""Seconds are added up in one go over this many half-lives: 2 to that power is still a finite number."""


def half_life_of(settings: MeasureSettings) -> float:
    """The seconds after which half is left; infinity where nothing fades."""
    return settings.half_life_s if settings.mode == "decaying" else math.inf


def left_after(*, age_s: Floats, half_life_s: float) -> Floats:
    """The share that is left at each age; all of it where the age is below 0, which is yet to come."""
    if math.isinf(half_life_s):
        return np.ones(np.shape(age_s))
    return np.asarray(np.exp2(np.maximum(age_s, 0.0) / -half_life_s))


def faded_seconds(*, t_s: Floats, dt_s: Floats, half_life_s: float) -> Floats:
    """What is left of the seconds of the first k frames at the time of the last of them, for k from 0 to all.

    The last frame's own seconds are whole, those of the frame before have faded since, and so on.
    """
    sums = np.zeros(len(t_s) + 1)
    if math.isinf(half_life_s):
        np.cumsum(dt_s, out=sums[1:])
        return sums
    begin = 0
    while begin < len(t_s):
        end = max(begin + 1, int(np.searchsorted(t_s, t_s[begin] + FADED_BY * half_life_s, side="right")))
        grown = np.exp2((t_s[begin:end] - t_s[begin]) / half_life_s)
        carried = sums[begin] * np.exp2((t_s[begin - 1] - t_s[begin]) / half_life_s) if begin else 0.0
        sums[begin + 1 : end + 1] = (carried + np.cumsum(dt_s[begin:end] * grown)) / grown
        begin = end
    return sums
