"""counts.csv: how many came, left and were there, bin by bin."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from heatdash.measure.places.find_places import FoundPlaces
from heatdash.measure.places.line_crossings import Crossings
from heatdash.measure.places.occupancy import most_at_once, shares_of_bins
from heatdash.measure.places.zone_visits import Visits
from heatdash.tables.columns import (
    BIN_END_S,
    BIN_START_S,
    CLASS_NAME,
    COUNTS,
    IN,
    OCCUPANCY_MAX,
    OCCUPANCY_MEAN,
    OUT,
    PLACE,
    UNIQUE,
)
from heatdash.values.arrays import Floats, Ints
from heatdash.values.measure_settings import AUTO_BINS
from heatdash.values.recording_start import RecordingStart
from heatdash.values.scene import WHOLE_PICTURE

MOST_BINS = 30
"""As many as fit side by side in a chart; the steps are so close that at least 12 bins remain."""
STEPS_S = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 21600, 43200)
_DAY_S = 86400.0


def bin_length_s(*, bin_min: int | str | None, seconds: float) -> float:
    """The length of a bin in a time of `seconds`; all of it where `bin_min` is None.

    `AUTO_BINS` takes the shortest round length with no more than 30 bins, but no less than a second.
    """
    if bin_min is None:
        return seconds
    if bin_min == AUTO_BINS:
        return float(next((step for step in STEPS_S if seconds <= step * MOST_BINS), _DAY_S))
    return float(bin_min) * 60.0


# A bin this short is an effect of rounding, and is left out.
_ROUNDING_S = 1e-6


@dataclass(frozen=True, eq=False)
class _Cells:
    """The numbers of one place, by bin and class; None where a number does not exist for such a place."""

    unique: Ints
    came_in: Ints | None = None
    went_out: Ints | None = None
    mean: Floats | None = None
    most: Ints | None = None


def bin_edges_s(
    *, from_s: float, to_s: float, bin_min: int | str | None, start: RecordingStart | None = None
) -> Floats:
    """The edges of the bins from `from_s` to `to_s`, where the last one may end early; one bin where `bin_min` is None.

    Where the recording's start is known, bins begin at full minutes, quarters or hours of the clock, so that the first
    is shorter; else they begin at `from_s`.
    """
    ends = np.array([from_s, to_s], dtype=np.float64)
    if bin_min is None:
        return ends
    width_s = bin_length_s(bin_min=bin_min, seconds=to_s - from_s)
    if start is None:
        inner = from_s + width_s * np.arange(np.floor((to_s - from_s) / width_s) + 1)
    else:
        inner = np.array(start.full_steps_s(from_s=from_s, to_s=to_s, step_s=width_s), dtype=np.float64)
    inner = inner[(inner > from_s + _ROUNDING_S) & (inner < to_s - _ROUNDING_S)]
    return np.concatenate([ends[:1], inner, ends[1:]])


def count_bins(*, found: FoundPlaces, edges_s: Floats, by_class: bool = True) -> pd.DataFrame:
    """One row per bin, place and class, zero-filled: zones and lines in the order drawn, then the whole picture.

    A bin holds what happens from its start up to, but not including, its end. At a zone, in and out are entries and
    exits that were seen, and unique is the number of different tracks that were there; at a line, of those that
    crossed. A line has no occupancy, and the whole picture neither in nor out. Without `by_class` all classes are taken
    together and the column is left out, since the most at once cannot be added up from the classes.
    """
    names = found.class_names if by_class else ("",)
    watched_s = found.watched_in(edges_s)
    classes = found.class_of_track if by_class else np.zeros_like(found.class_of_track)
    bins = _Bins(edges_s, watched_s, classes, len(names))
    cells = [bins.of_zone(zone.visits, zone.entries, zone.exits) for zone in found.zones]
    cells += [bins.of_line(line.crossings) for line in found.lines]
    cells.append(bins.of_stays(found.picture))
    places = (*found.place_names, WHOLE_PICTURE)
    shape = (len(edges_s) - 1, len(places), len(names))
    bin_number, place_number, class_number = (axis.ravel() for axis in np.indices(shape))
    table = COUNTS.frame(
        {
            BIN_START_S: edges_s[bin_number],
            BIN_END_S: edges_s[bin_number + 1],
            PLACE: pd.Categorical.from_codes(place_number, categories=pd.Index(places)),
            CLASS_NAME: pd.Categorical.from_codes(class_number, categories=pd.Index(names)),
            IN: _whole_numbers([one.came_in for one in cells], shape),
            OUT: _whole_numbers([one.went_out for one in cells], shape),
            UNIQUE: np.stack([one.unique for one in cells], axis=1).ravel(),
            OCCUPANCY_MEAN: _filled([one.mean for one in cells], shape).ravel(),
            OCCUPANCY_MAX: _whole_numbers([one.most for one in cells], shape),
        }
    )
    # A range after the clip's end has one bin without length.
    seen = (watched_s > 0) | (np.diff(edges_s) <= 0)
    if not seen.all():
        table = table[seen[bin_number]].reset_index(drop=True)
    return table if by_class else table.drop(columns=CLASS_NAME)


class _Bins:
    """The bins and classes by which tracks are counted."""

    def __init__(self, edges_s: Floats, watched_s: Floats, class_of_track: Ints, class_count: int):
        self._edges_s, self._watched_s, self._class_of_track = edges_s, watched_s[:, None], class_of_track
        self._shape = (len(edges_s) - 1, class_count)

    def of_line(self, crossings: Crossings) -> _Cells:
        bins, goes_in = self._bin_of(crossings.t_s), crossings.goes_in
        return _Cells(
            unique=self._different(crossings.track, bins),
            came_in=self._count(crossings.track[goes_in], bins[goes_in]),
            went_out=self._count(crossings.track[~goes_in], bins[~goes_in]),
        )

    def of_zone(self, visits: Visits, entries: Visits, exits: Visits) -> _Cells:
        stays = self.of_stays(visits)
        came_in = self._count(entries.track, self._bin_of(entries.enter_s))
        went_out = self._count(exits.track, self._bin_of(exits.exit_s))
        return _Cells(unique=stays.unique, came_in=came_in, went_out=went_out, mean=stays.mean, most=stays.most)

    def of_stays(self, stays: Visits) -> _Cells:
        shares = shares_of_bins(enter_s=stays.enter_s, exit_s=stays.exit_s, edges_s=self._edges_s)
        track = stays.track[shares.stay]
        seconds = self._sum(track, shares.bin, shares.seconds)
        most = np.zeros(self._shape, dtype=np.int64)
        classes = self._class_of_track[stays.track]
        for number in np.unique(classes):
            part = stays.of(classes == number)
            most[:, number] = most_at_once(enter_s=part.enter_s, exit_s=part.exit_s, edges_s=self._edges_s)
        mean = np.divide(seconds, self._watched_s, out=np.zeros(self._shape), where=self._watched_s > 0)
        return _Cells(unique=self._different(track, shares.bin), mean=mean, most=most)

    def _bin_of(self, t_s: Floats) -> Ints:
        return np.searchsorted(self._edges_s[1:-1], t_s, side="right")

    def _count(self, track: Ints, bins: Ints) -> Ints:
        return self._sum(track, bins, np.ones(len(track))).astype(np.int64)

    def _sum(self, track: Ints, bins: Ints, weights: Floats) -> Floats:
        cell = bins * self._shape[1] + self._class_of_track[track]
        sums = np.bincount(cell, weights=weights, minlength=self._shape[0] * self._shape[1])
        return np.asarray(sums.reshape(self._shape), dtype=np.float64)

    def _different(self, track: Ints, bins: Ints) -> Ints:
        once = np.unique(track * self._shape[0] + bins)
        return self._count(once // self._shape[0], once % self._shape[0])


def _filled(parts: Sequence[Ints | Floats | None], shape: tuple[int, int, int]) -> Floats:
    """The parts side by side; NaN where a place has none."""
    nothing = np.full((shape[0], shape[2]), np.nan)
    return np.stack([nothing if part is None else part for part in parts], axis=1)


def _whole_numbers(parts: Sequence[Ints | Floats | None], shape: tuple[int, int, int]) -> pd.arrays.IntegerArray:
    values = _filled(parts, shape).ravel()
    missing = np.isnan(values)
    return pd.arrays.IntegerArray(np.where(missing, 0, values).astype(np.int64), missing)
