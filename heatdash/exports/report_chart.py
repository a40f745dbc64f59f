"""The report's small chart of the whole picture's occupancy over time, as shapes to draw."""

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from heatdash.draw.round_ticks import round_ticks
from heatdash.tables.columns import BIN_END_S, BIN_START_S, OCCUPANCY_MEAN, PLACE
from heatdash.values.recording_start import RecordingStart
from heatdash.values.scene import WHOLE_PICTURE

WIDTH, HEIGHT = 1000.0, 100.0
"""The size of the plot in its own units; the page stretches it."""
_MOST_TIMES, _MOST_LEVELS = 4, 5
_TIME_STEPS_S = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200)
_DAY_S = 86_400


@dataclass(frozen=True)
class OccupancyChart:
    """The area below the curve as an SVG path, and the marks of the axes, each with its share of the axis's length.

    `step_s` is the length of each step of the curve in time.
    """

    area: str
    times: tuple[tuple[float, float], ...]
    levels: tuple[tuple[float, str], ...]
    step_s: float


def occupancy_chart(*, over_time: pd.DataFrame, start: RecordingStart | None) -> OccupancyChart | None:
    """The chart of an OVER_TIME table; None where no time was measured.

    Its marks are round numbers and round times: clock times where the recording's start is known.
    """
    steps = over_time[over_time[PLACE] == WHOLE_PICTURE]
    if steps.empty:
        return None
    begins_s, ends_s, means = (steps[name].to_numpy() for name in (BIN_START_S, BIN_END_S, OCCUPANCY_MEAN))
    from_s, to_s = float(begins_s[0]), float(ends_s[-1])
    ceiling = max(1.0, float(means.max()))
    x = np.stack([begins_s, ends_s], axis=1).ravel()
    x = WIDTH * (x - from_s) / (to_s - from_s)
    y = HEIGHT * (1 - means.repeat(2) / ceiling)
    curve = " ".join(f"L{across:.1f} {down:.1f}" for across, down in zip(x, y, strict=True))
    levels = round_ticks(top=ceiling, unit=None, most=_MOST_LEVELS)
    return OccupancyChart(
        area=f"M0 {HEIGHT:g} {curve} V{HEIGHT:g}Z",
        times=tuple(((t_s - from_s) / (to_s - from_s), t_s) for t_s in _round_times_s(from_s, to_s, start)),
        levels=tuple((tick.share, tick.text) for tick in levels),
        step_s=float(ends_s[0] - begins_s[0]),
    )


def _round_times_s(from_s: float, to_s: float, start: RecordingStart | None) -> list[float]:
    """The round times of the clip, or of the clock, from `from_s` to `to_s`."""
    least_s = (to_s - from_s) / _MOST_TIMES
    step_s = next((step for step in _TIME_STEPS_S if step >= least_s), math.ceil(least_s / _DAY_S) * _DAY_S)
    if start is not None:
        return start.full_steps_s(from_s=from_s, to_s=to_s, step_s=step_s)
    first, last = math.ceil(from_s / step_s - 1e-9), math.floor(to_s / step_s + 1e-9)
    return [float(number * step_s) for number in range(first, last + 1)]
