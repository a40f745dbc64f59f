"""Which tracks were in a zone, from when to when."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

import numpy as np
import numpy.typing as npt

from heatdash.measure.paths import Paths
from heatdash.measure.points import Points, points_inside
from heatdash.measure.runs_of_equal import Runs, runs_of_equal
from heatdash.values.arrays import Floats, Ints, Marks
from heatdash.values.scene import Zone

BRIEF_ABSENCE_S = 1.0
"""A track that is back sooner has not left: feet on the edge of a zone tremble in and out of it."""
CUT_S = 0.5
"""A track first seen inside this soon after the clip begins was there before: trackers need a moment to start."""
# Times are sums of fractions such as 0.1 s, which are not exact.
_ROUNDING_S = 1e-9


@dataclass(frozen=True, eq=False)
class Visits:
    """One item per visit, by track and then by time; `track` is an index into `Paths.track_id`; x, y in pixels.

    A cut beginning or end was not seen: the clip, or the time range, began or ended while the object was inside.
    """

    track: Ints
    enter_s: Floats
    exit_s: Floats
    cut_begin: Marks
    cut_end: Marks
    enter_x: Floats
    enter_y: Floats
    exit_x: Floats
    exit_y: Floats

    def __len__(self) -> int:
        return len(self.track)

    @property
    def dwell_s(self) -> Floats:
        """How long each visit lasted, as far as it was seen."""
        return self.exit_s - self.enter_s

    def of(self, keep: Marks) -> "Visits":
        """The visits marked in `keep`."""
        return Visits(*(getattr(self, field.name)[keep] for field in fields(self)))

    def at_least(self, seconds: float) -> "Visits":
        """The visits that lasted `seconds` or longer."""
        return self if seconds <= 0 else self.of(self.dwell_s >= seconds - _ROUNDING_S)

    def within(self, *, from_s: float, to_s: float) -> "Visits":
        """The part of each visit from `from_s` up to, but not including, `to_s`; those cut off are marked so."""
        part = self.of((self.enter_s < to_s) & (self.exit_s > from_s))
        return replace(
            part,
            enter_s=np.maximum(part.enter_s, from_s),
            exit_s=np.minimum(part.exit_s, to_s),
            cut_begin=part.cut_begin | (part.enter_s < from_s),
            cut_end=part.cut_end | (part.exit_s >= to_s),
        )


def visits_of_zone(*, paths: Paths, points: Points, zone: Zone, excluded: Sequence[Zone] = ()) -> Visits:
    """Every visit of the anchors at `points` to `zone`: while a track's rows are in it, or on its edge.

    A visit begins half-way in time and place between the last row outside and the first inside, and ends likewise. The
    visit of a track that begins inside begins with the track, and is cut where that is within 0.5 s of the clip's
    beginning; likewise at the end. An absence shorter than 1 s does not end a visit, nor do lost frames between two
    rows inside. A row in an excluded zone is in no other zone.
    """
    inside = _inside(paths, points, zone, excluded)
    runs = runs_of_equal(values=inside, first=paths.first)
    runs = runs.of(inside[runs.start])
    return _joined(_visits_of_runs(paths, points, runs))


def stays_in_picture(*, paths: Paths, points: Points) -> Visits:
    """The time of each track in view, from its first row to its last, lost frames included."""
    tracks = np.arange(paths.track_count)
    return _visits_of_runs(paths, points, Runs(paths.first[:-1], paths.first[1:], tracks))


def _inside(paths: Paths, points: Points, zone: Zone, excluded: Sequence[Zone]) -> Marks:
    x, y = points
    size = {"width_px": paths.width_px, "height_px": paths.height_px}
    inside = points_inside(x=x, y=y, zone_points=zone.points, **size)
    for other in excluded:
        rows = np.flatnonzero(inside)
        inside[rows] = ~points_inside(x=x[rows], y=y[rows], zone_points=other.points, **size)
    return inside


def _visits_of_runs(paths: Paths, points: Points, runs: Runs) -> Visits:
    """The visits made of the runs of rows inside, before brief absences are bridged."""
    watched, (x, y), begin, end = paths.watched, points, runs.start, runs.stop - 1
    from_begin, to_end = begin == paths.first[runs.track], runs.stop == paths.first[runs.track + 1]
    # The rows outside, next to the run; where the track has none, the run's own row stands in for it.
    before, after = np.where(from_begin, begin, begin - 1), np.where(to_end, end, end + 1)
    moments = (paths.moment[rows] for rows in (before, begin, end, after))
    moment_before, moment_begin, moment_end, moment_after = moments
    enter_s = _middle(watched.t_s[moment_before], watched.t_s[moment_begin])
    exit_s = _middle(watched.t_s[moment_end], watched.t_s[moment_after])
    enter_s[from_begin] = watched.begins_s[moment_begin[from_begin]]
    exit_s[to_end] = watched.ends_s[moment_end[to_end]]
    return Visits(
        track=runs.track,
        enter_s=enter_s,
        exit_s=exit_s,
        cut_begin=from_begin & (enter_s < watched.begins_s[:1] + CUT_S),
        cut_end=to_end & (exit_s > watched.ends_s[-1:] - CUT_S),
        enter_x=_middle(x[before], x[begin]),
        enter_y=_middle(y[before], y[begin]),
        exit_x=_middle(x[end], x[after]),
        exit_y=_middle(y[end], y[after]),
    )


def _joined(visits: Visits) -> Visits:
    """The visits, with those of one track joined where less than `BRIEF_ABSENCE_S` lies between them."""
    if len(visits) == 0:
        return visits
    absence_s = visits.enter_s[1:] - visits.exit_s[:-1]
    apart = (visits.track[1:] != visits.track[:-1]) | (absence_s >= BRIEF_ABSENCE_S - _ROUNDING_S)
    begins, ends = visits.of(np.append(True, apart)), visits.of(np.append(apart, True))
    return replace(begins, exit_s=ends.exit_s, cut_end=ends.cut_end, exit_x=ends.exit_x, exit_y=ends.exit_y)


def _middle(a: npt.NDArray[np.floating], b: npt.NDArray[np.floating]) -> Floats:
    return (a.astype(np.float64) + b) / 2
