"""What is asked of the tracks: the metric, and how heat, crossings and visits are measured."""

import math
from dataclasses import dataclass

from heatdash.errors import BadSettingError
from heatdash.values.metrics import METRICS

MODES = ("cumulative", "decaying")
ANCHORS = ("bottom-center", "centroid", "top-center", "left-center", "right-center")
LINE_RULES = ("every", "once", "net")
BINS_MIN = (1, 5, 15, 60)
AUTO_BINS = "auto"
WIDEST_GRID = 1000
LARGEST_SMOOTHING = 199


@dataclass(frozen=True)
class MeasureSettings:
    """One question to the tracks.

    `smoothing` spreads heat with a standard deviation of so many half-thousandths of the picture's width.
    `from_s` up to, but not including, `to_s` is looked at; None is the clip's own begin or end. Tracks seen for less
    than `min_track_s`, or less sure than `min_track_conf` on average, are left out. `line_rule` counts every crossing,
    each track once in each direction, or what is left when returns cancel (net). Visits shorter than `min_visit_s`
    are no visits. People and vehicles that never moved are left out, unless `keep_static`. `bin_min` None puts the
    whole time into one bin, AUTO_BINS lets the bins' length follow from it.
    """

    metric: str = "dwell_time"
    mode: str = "cumulative"
    half_life_s: float = 60.0
    anchor: str = "bottom-center"
    grid: int = 160
    smoothing: float = 24.0
    from_s: float | None = None
    to_s: float | None = None
    min_track_s: float = 0.0
    min_track_conf: float = 0.0
    line_rule: str = "every"
    min_visit_s: float = 0.0
    keep_static: bool = False
    bin_min: int | str | None = 1

    def __post_init__(self) -> None:
        for what, value, known in (
            ("metric", self.metric, METRICS),
            ("mode", self.mode, MODES),
            ("anchor", self.anchor, ANCHORS),
            ("line rule", self.line_rule, LINE_RULES),
        ):
            if value not in known:
                raise BadSettingError(f"The {what} '{value}' is not known; choose one of {', '.join(known)}.")
        if self.bin_min not in (None, AUTO_BINS, *BINS_MIN):
            raise BadSettingError(f"Bins of {self.bin_min} minutes are not offered; choose auto, 1, 5, 15, 60 or all.")
        if not (math.isfinite(self.half_life_s) and self.half_life_s > 0):
            raise BadSettingError(f"The half-life is {self.half_life_s:g} s; give seconds above 0.")
        if not 1 <= self.grid <= WIDEST_GRID:
            raise BadSettingError(f"The grid is {self.grid:g} cells wide; give a whole number from 1 to {WIDEST_GRID}.")
        if not (math.isfinite(self.smoothing) and 0 <= self.smoothing <= LARGEST_SMOOTHING):
            raise BadSettingError(f"The smoothing is {self.smoothing:g}; give a number from 0 to {LARGEST_SMOOTHING}.")
        if not (math.isfinite(self.min_track_conf) and 0 <= self.min_track_conf <= 1):
            raise BadSettingError(f"The least confidence of a track is {self.min_track_conf:g}; give 0 to 1.")
        for what, seconds in (("shortest track", self.min_track_s), ("shortest visit", self.min_visit_s)):
            if not (math.isfinite(seconds) and seconds >= 0):
                raise BadSettingError(f"The {what} is {seconds:g} s; give seconds, 0 or more.")
        self._check_range()

    def _check_range(self) -> None:
        for what, moment in (("begin", self.from_s), ("end", self.to_s)):
            if moment is not None and not (math.isfinite(moment) and moment >= 0):
                raise BadSettingError(f"The {what} of the time range is {moment:g} s; give seconds, 0 or more.")
        if self.from_s is not None and self.to_s is not None and self.to_s <= self.from_s:
            raise BadSettingError(
                f"The time range from {self.from_s:g} s to {self.to_s:g} s is empty; let it end after it begins."
            )
