"""Settings for measuring: the metric, and how heat, crossings and visits are measured."""

import math
from dataclasses import dataclass

from heatdash.errors import BadSettingError
from heatdash.messages import message
from heatdash.values.metrics import METRICS

MODES = ("cumulative", "decaying")
ANCHORS = ("bottom-center", "centroid", "top-center", "left-center", "right-center")
LINE_RULES = ("every", "once", "net")
BINS_MIN = (1, 5, 15, 60)
INTERVALS_MIN = (5, 15, 60)
AUTO_BINS = "auto"
WIDEST_GRID = 1000
LARGEST_SMOOTHING = 199


@dataclass(frozen=True)
class MeasureSettings:
    """What is measured of the tracks, and how.

    `smoothing` spreads heat with a standard deviation of this many half-thousandths of the picture's width. The time
    range is `from_s` up to, but not including, `to_s`; None is the clip's own beginning or end. Tracks seen for less
    than `min_track_s`, or less sure than `min_track_conf` on average, are left out. `line_rule` counts every crossing,
    each track once in each direction, or what is left when returns cancel (net). Visits shorter than `min_visit_s`
    do not count. People and vehicles that never moved are left out, unless `keep_static`. `bin_min` None puts the
    whole time range into one bin, AUTO_BINS derives the bins' length from it. Movements are counted in
    intervals of `interval_min`.
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
    interval_min: int = 15

    def __post_init__(self) -> None:
        for what, value, known in (
            ("metric", self.metric, METRICS),
            ("mode", self.mode, MODES),
            ("anchor", self.anchor, ANCHORS),
            ("line_rule", self.line_rule, LINE_RULES),
        ):
            if value not in known:
                raise BadSettingError(
                    "values.unknown_choice", what=message(f"values.{what}"), value=value, known=", ".join(known)
                )
        if self.bin_min not in (None, AUTO_BINS, *BINS_MIN):
            raise BadSettingError("values.odd_bins", minutes=self.bin_min)
        if self.interval_min not in INTERVALS_MIN:
            raise BadSettingError(
                "values.odd_interval", minutes=self.interval_min, known=", ".join(map(str, INTERVALS_MIN))
            )
        if not (math.isfinite(self.half_life_s) and self.half_life_s > 0):
            raise BadSettingError("values.odd_half_life", seconds=self.half_life_s)
        if not 1 <= self.grid <= WIDEST_GRID:
            raise BadSettingError("values.odd_grid", cells=self.grid, most=WIDEST_GRID)
        if not (math.isfinite(self.smoothing) and 0 <= self.smoothing <= LARGEST_SMOOTHING):
            raise BadSettingError("values.odd_smoothing", smoothing=self.smoothing, most=LARGEST_SMOOTHING)
        if not (math.isfinite(self.min_track_conf) and 0 <= self.min_track_conf <= 1):
            raise BadSettingError("values.odd_track_conf", conf=self.min_track_conf)
        for what, seconds in (("shortest_track", self.min_track_s), ("shortest_visit", self.min_visit_s)):
            if not (math.isfinite(seconds) and seconds >= 0):
                raise BadSettingError("values.odd_seconds", what=message(f"values.{what}"), seconds=seconds)
        self._check_range()

    def _check_range(self) -> None:
        for what, moment in (("begin", self.from_s), ("end", self.to_s)):
            if moment is not None and not (math.isfinite(moment) and moment >= 0):
                raise BadSettingError("values.odd_moment", what=message(f"values.{what}"), seconds=moment)
        if self.from_s is not None and self.to_s is not None and self.to_s <= self.from_s:
            raise BadSettingError("values.range_empty", from_s=self.from_s, to_s=self.to_s)
