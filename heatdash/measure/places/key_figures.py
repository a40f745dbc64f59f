"""The few numbers that sum up an answer, the same on the page, in the report and in the workbook."""

from dataclasses import dataclass

from heatdash.measure.places.measure_counts import Counts
from heatdash.tables.columns import ENTER_S, EXIT_S, IN, OUT
from heatdash.values.recording_start import RecordingStart
from heatdash.values.tally import Passages


@dataclass(frozen=True)
class Busiest:
    """The first stretch of time with the most at once; its clock times where the recording's start is known."""

    at_once: int
    from_s: float
    to_s: float
    from_clock: str | None
    to_clock: str | None


@dataclass(frozen=True)
class Stays:
    """How many visits there were, and their median length; None where there was no visit."""

    visits: int
    median_s: float | None


@dataclass(frozen=True)
class KeyFigures:
    """The numbers of the time range. Lines and zones are in the order drawn, the most frequent classes first.

    `passages` is the sum over all lines, `stays` is of all visits to the counted zones; None where there is no such
    place. `busiest` is None where nobody came.
    """

    followed: int
    followed_by_class: tuple[tuple[str, int], ...]
    passages: Passages | None
    lines: tuple[tuple[str, Passages], ...]
    busiest: Busiest | None
    stays: Stays | None
    zones: tuple[tuple[str, Stays], ...]


def key_figures(*, counts: Counts, start: RecordingStart | None) -> KeyFigures:
    """The key figures of what was measured, all from its summary except for the median over all zones."""
    summary = counts.summary
    by_class = summary["picture"]["unique_by_class"].items()
    lines = tuple((name, Passages(line[IN], line[OUT])) for name, line in summary["lines"].items())
    zones = tuple((name, Stays(zone["visits"], zone["dwell_median_s"])) for name, zone in summary["zones"].items())
    return KeyFigures(
        followed=summary["picture"]["unique"],
        followed_by_class=tuple(sorted(by_class, key=lambda named: (-named[1], named[0]))),
        passages=_sum(lines) if lines else None,
        lines=lines,
        busiest=_busiest(counts, start),
        stays=_all_stays(counts) if zones else None,
        zones=zones,
    )


def _sum(lines: tuple[tuple[str, Passages], ...]) -> Passages:
    return Passages(sum(passed.came_in for _, passed in lines), sum(passed.went_out for _, passed in lines))


def _busiest(counts: Counts, start: RecordingStart | None) -> Busiest | None:
    picture = counts.summary["picture"]
    from_s, to_s = picture["busiest_from_s"], picture["busiest_to_s"]
    if from_s is None:
        return None
    clocks = (None, None) if start is None else (start.clock(round(from_s)), start.clock(round(to_s)))
    return Busiest(picture["occupancy_max"], from_s, to_s, *clocks)


def _all_stays(counts: Counts) -> Stays:
    visits = counts.visits
    dwell_s = visits[EXIT_S] - visits[ENTER_S]
    return Stays(len(visits), float(dwell_s.median()) if len(visits) else None)
