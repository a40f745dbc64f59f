"""Turning movements: how many went from which arm of a junction to which, quarter by quarter, and in the peak hour.

The arms are the lines, or several lines together.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from heatdash.measure.places.count_bins import bin_edges_s
from heatdash.measure.places.find_places import FoundPlaces
from heatdash.measure.places.whole_ways import ONE_PLACE, WholeWays, ways_over_arms
from heatdash.values.arrays import Floats, Ints, Numbers
from heatdash.values.classes import ALL_CLASSES
from heatdash.values.pcu import PcuWeights
from heatdash.values.recording_start import RecordingStart
from heatdash.values.scene import arms_of

Span = tuple[float, float]
"""From when to before when."""
ALL, ONE_ARM = -1, -2
"""Where counts have their totals, and those seen at one arm only."""
_HOUR_S, _QUARTER_MIN, _QUARTERS = 3600.0, 15, 4
_ROUNDING_S = 1e-3
"""Clock times are exact to the millisecond."""


@dataclass(frozen=True, eq=False)
class Movements:
    """The whole ways over the `arms`, by the moment at which each object crossed its first arm.

    `class_of_way` is an index into `class_names`. `edges_s` are those of the intervals. `peak_s` are those of the four
    successive quarters of an hour in which most went from arm to arm; none where nobody did, or where the time holds no
    four full quarters in a row. `watched_s` are the seconds of it that were watched.
    """

    arms: tuple[str, ...]
    class_names: tuple[str, ...]
    class_of_way: Ints
    ways: WholeWays
    edges_s: Floats
    peak_s: tuple[float, ...]
    watched_s: float

    @property
    def has_any(self) -> bool:
        """True where anybody went from arm to arm."""
        return bool((self.ways.destination != ONE_PLACE).any())

    @property
    def classes_that_went(self) -> tuple[str, ...]:
        """The classes of those who went from arm to arm."""
        went = np.unique(self.class_of_way[self.ways.destination != ONE_PLACE])
        return tuple(self.class_names[number] for number in went)

    @property
    def whole_s(self) -> Span:
        """The time range."""
        return float(self.edges_s[0]), float(self.edges_s[-1])

    @property
    def intervals_s(self) -> list[Span]:
        """The begin and the end of each interval."""
        return list(pairwise(self.edges_s.tolist()))

    @property
    def peak_hour_s(self) -> Span | None:
        """The begin and the end of the peak hour."""
        return (self.peak_s[0], self.peak_s[-1]) if self.peak_s else None

    def counts(self, span_s: Span, /) -> Ints:
        """How many from each arm to each, by class, whose way began in that time; with all totals.

        The axes are origin, destination and class. The last origin stands for all arms and the last class for all
        classes; the last destination stands for all arms, and the one before it for those seen at one arm only, which
        are in no total but their own.
        """
        from_s, to_s = span_s
        arms, classes = len(self.arms), len(self.class_names)
        # An event in the clip's last moment still counts.
        until_s = np.inf if to_s >= self.edges_s[-1] else to_s
        kept = (self.ways.begin_s >= from_s) & (self.ways.begin_s < until_s)
        counts = np.zeros((arms + 1, arms + 2, classes + 1), dtype=np.int64)
        destination = np.where(self.ways.destination == ONE_PLACE, ONE_ARM, self.ways.destination)
        np.add.at(counts, (self.ways.origin[kept], destination[kept], self.class_of_way[kept]), 1)
        counts[:, ALL] = counts[:, :arms].sum(axis=1)
        counts[ALL] = counts.sum(axis=0)
        counts[..., ALL] = counts.sum(axis=2)
        return counts

    def matrix(self, span_s: Span, /, *, class_name: str = ALL_CLASSES) -> Ints:
        """The counts of one class, or of all, by origin and destination; with all totals."""
        return self.counts(span_s)[..., self.class_index(class_name)]

    def between_arms(self, span_s: Span, /, *, class_name: str = ALL_CLASSES) -> Ints:
        """The counts of one class, or of all, from each arm to each, without totals."""
        return self.matrix(span_s, class_name=class_name)[:ALL, :ONE_ARM]

    def class_index(self, class_name: str, /) -> int:
        """Where that class, or all of them, are on the last axis of the counts."""
        return ALL if class_name == ALL_CLASSES else self.class_names.index(class_name)

    def in_pcu(self, counts: Ints, /, *, weights: PcuWeights) -> Floats:
        """The counts, with all their totals, in passenger-car units."""
        units: Floats = counts * np.array([*map(weights.of, self.class_names), 0.0])
        units[..., ALL] = units.sum(axis=2)
        return units

    def peak_factors(self) -> Floats:
        """The peak-hour factor of each of the counts; NaN where nobody went, or without a peak."""
        quarters = [self.counts(span_s) for span_s in pairwise(self.peak_s)] or [0 * self.counts(self.whole_s)]
        return peak_hour_factors(np.array(quarters))

    def per_hour(self, count: Numbers) -> Floats:
        """What a count of the whole time range comes to in a watched hour; in a shorter time that is extrapolated."""
        return np.asarray(count * _HOUR_S / self.watched_s, dtype=np.float64)


def peak_hour_factors(quarters: Numbers, /) -> Floats:
    """The peak-hour factor of each number: what went in the hour, over four times its busiest quarter.

    1 where all quarters are alike, 0.25 where all went in one of them; NaN where nobody went. The first axis of
    `quarters` has the four of the hour.
    """
    hour, busiest = quarters.sum(axis=0), quarters.max(axis=0)
    return np.asarray(np.divide(hour, _QUARTERS * busiest, out=np.full(hour.shape, np.nan), where=busiest > 0))


def measure_movements(*, found: FoundPlaces, interval_min: int, start: RecordingStart | None = None) -> Movements:
    """The movements between all arms in the time range, in intervals that follow the clock where it is known."""
    ways = ways_over_arms(found)
    edges_s, quarters_s = (
        bin_edges_s(from_s=found.from_s, to_s=found.to_s, bin_min=minutes, start=start)
        for minutes in (interval_min, _QUARTER_MIN)
    )
    return Movements(
        arms=tuple(arms_of([line.line for line in found.lines])),
        class_names=found.class_names,
        class_of_way=found.class_of_track[ways.track],
        ways=ways,
        edges_s=edges_s,
        peak_s=_peak_quarters(
            begin_s=ways.begin_s[ways.destination != ONE_PLACE],
            edges_s=quarters_s,
            watched_s=found.watched_in(quarters_s),
        ),
        watched_s=found.seconds,
    )


def _peak_quarters(*, begin_s: Floats, edges_s: Floats, watched_s: Floats) -> tuple[float, ...]:
    """The edges of the first of the busiest hours made of full quarters, without those that the range or a gap cuts."""
    counts = np.bincount(np.searchsorted(edges_s[1:-1], begin_s, side="right"), minlength=len(edges_s) - 1)
    full = watched_s >= _QUARTER_MIN * 60.0 - _ROUNDING_S
    hours = [number for number in range(len(full) - _QUARTERS + 1) if full[number : number + _QUARTERS].all()]
    best = max(hours, key=lambda number: counts[number : number + _QUARTERS].sum(), default=None)
    if best is None or not counts[best : best + _QUARTERS].any():
        return ()
    return tuple(edges_s[best : best + _QUARTERS + 1].tolist())
