"""The few numbers that answer for each place, and for the whole picture. Nothing is summed over unlike places."""

from dataclasses import dataclass

import pandas as pd

from heatdash.measure.places.measure_counts import Counts
from heatdash.tables.columns import BIN_END_S, BIN_START_S, IN, OCCUPANCY_MEAN, OUT, PLACE
from heatdash.values.classes import most_frequent_first
from heatdash.values.scene import WHOLE_PICTURE

_FEWEST_CROSSINGS = 2
"""A single crossing makes no time busy."""


@dataclass(frozen=True)
class Busiest:
    """The first stretch of time with the most: crossings of a line, or objects at once."""

    count: int
    from_s: float
    to_s: float


@dataclass(frozen=True)
class LineFigures:
    """How often a line was crossed, and in which bin the most often; None where nothing crossed it twice in one,
    or where there is only one bin.

    `over_time` has the crossings of each bin.
    """

    name: str
    came_in: int
    went_out: int
    busiest: Busiest | None
    over_time: tuple[float, ...]


@dataclass(frozen=True)
class ZoneFigures:
    """Who came to a zone and how long the visits lasted; lengths are None without a visit.

    `cut_visits` began before the time looked at or ended after it. `of_came_in` is how many had come in
    over the only line before, and of how many. `over_time` has how many were there in each bin, on average.
    """

    name: str
    visitors: int
    visitors_by_class: tuple[tuple[str, int], ...]
    visits: int
    cut_visits: int
    typical_s: float | None
    longest_s: float | None
    of_came_in: tuple[int, int] | None
    busiest: Busiest | None
    over_time: tuple[float, ...]

    @property
    def of_came_in_pct(self) -> float | None:
        """Of those who came in, the share that came to the zone; None where that is not known."""
        return self.of_came_in and 100 * self.of_came_in[0] / self.of_came_in[1]


@dataclass(frozen=True)
class PictureFigures:
    """How many were followed in the whole picture, also by class, the most frequent first, and the busiest time."""

    followed: int
    followed_by_class: tuple[tuple[str, int], ...]
    busiest: Busiest | None
    over_time: tuple[float, ...]


@dataclass(frozen=True)
class KeyFigures:
    """The figures of the time range: of each line and zone in the order drawn, and of the whole picture."""

    picture: PictureFigures
    lines: tuple[LineFigures, ...]
    zones: tuple[ZoneFigures, ...]


def key_figures(counts: Counts) -> KeyFigures:
    """The key figures of what was measured."""
    return KeyFigures(
        picture=_picture(counts),
        lines=tuple(_line(counts, name) for name in counts.summary["lines"]),
        zones=tuple(_zone(counts, name) for name in counts.summary["zones"]),
    )


def _picture(counts: Counts) -> PictureFigures:
    picture = counts.summary["picture"]
    return PictureFigures(
        followed=picture["unique"],
        followed_by_class=most_frequent_first(picture["unique_by_class"]),
        busiest=_most_at_once(picture),
        over_time=tuple(_bins_of(counts, WHOLE_PICTURE)[OCCUPANCY_MEAN].tolist()),
    )


def _line(counts: Counts, name: str) -> LineFigures:
    line, bins = counts.summary["lines"][name], _bins_of(counts, name)
    crossings = (bins[IN] + bins[OUT]).astype(int).tolist()
    most = max(crossings, default=0)
    row = bins.iloc[crossings.index(most)] if most >= _FEWEST_CROSSINGS and len(bins) > 1 else None
    return LineFigures(
        name=name,
        came_in=line[IN],
        went_out=line[OUT],
        busiest=None if row is None else Busiest(most, float(row[BIN_START_S]), float(row[BIN_END_S])),
        over_time=tuple(map(float, crossings)),
    )


def _zone(counts: Counts, name: str) -> ZoneFigures:
    zone = counts.summary["zones"][name]
    return ZoneFigures(
        name=name,
        visitors=zone["unique"],
        visitors_by_class=most_frequent_first(zone["unique_by_class"]),
        visits=zone["visits"],
        cut_visits=zone["cut_visits"],
        typical_s=zone["dwell_median_s"],
        longest_s=zone["dwell_max_s"],
        of_came_in=zone["of_came_in"] and tuple(zone["of_came_in"]),
        busiest=_most_at_once(zone),
        over_time=tuple(_bins_of(counts, name)[OCCUPANCY_MEAN].tolist()),
    )


def _bins_of(counts: Counts, place: str) -> pd.DataFrame:
    return counts.bins_together[counts.bins_together[PLACE] == place]


def _most_at_once(summary: dict[str, float | None]) -> Busiest | None:
    from_s, to_s, most = summary["busiest_from_s"], summary["busiest_to_s"], summary["occupancy_max"]
    return None if from_s is None or to_s is None or most is None else Busiest(int(most), from_s, to_s)
