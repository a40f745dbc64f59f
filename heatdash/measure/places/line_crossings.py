"""Which tracks crossed a counting line, when, where, and in which direction."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from heatdash.measure.paths import Paths
from heatdash.measure.points import Points, points_inside
from heatdash.measure.runs_of_equal import Runs, runs_of_equal
from heatdash.values.arrays import Floats, Floats32, Ints, Marks
from heatdash.values.scene import BOTH, ONLY_OUT, Line, Zone
from heatdash.values.stretches import counting_up

BAND_OF_HEIGHT = 0.08
"""The band on each side of a line, as a share of the box's height, in which an object is on neither side.

The edges of a detector's boxes tremble by a few hundredths of the box's height from frame to frame, so that someone
who waits at a line would otherwise cross it over and over.
"""
PASSING_S = 0.5
"""Who is first or last seen within the band, and is clear of it so soon, passes; who is there for longer waits."""
FAR_OF_HEIGHT = 0.25
"""A share of the box's height. Who was never further from the line stands there: their first box may have been off."""
# A path through the very end of a line crosses it, however the end is rounded to pixels.
_ROUNDING = 1e-9
# This many rows at a time stay in the processor's cache, which makes the arithmetic three times as fast.
_BLOCK_ROWS = 1 << 16


@dataclass(frozen=True, eq=False)
class Crossings:
    """One item per crossing, by track and then by time; `track` is an index into `Paths.track_id`; x, y in pixels."""

    track: Ints
    t_s: Floats
    goes_in: Marks
    x: Floats
    y: Floats

    def __len__(self) -> int:
        return len(self.track)

    def of(self, keep: Marks) -> "Crossings":
        """The crossings marked in `keep`."""
        return Crossings(*(getattr(self, field.name)[keep] for field in fields(self)))

    def within(self, *, from_s: float, to_s: float) -> "Crossings":
        """The crossings from `from_s` up to, but not including, `to_s`."""
        return self.of((self.t_s >= from_s) & (self.t_s < to_s))


@dataclass(frozen=True)
class _Ruler:
    """Measures distances in pixels from the infinite line through two points; to the right they are above 0."""

    start_x: float
    start_y: float
    along_x: float
    along_y: float
    length: float

    def distance(self, x: Floats32, y: Floats32) -> Floats:
        from_x, from_y = x.astype(np.float64), y.astype(np.float64)
        from_x -= self.start_x
        from_y -= self.start_y
        from_y *= self.along_x / self.length
        from_x *= self.along_y / self.length
        from_y -= from_x
        return from_y

    def between_the_ends(self, x: Floats, y: Floats) -> Marks:
        share = ((x - self.start_x) * self.along_x + (y - self.start_y) * self.along_y) / self.length**2
        return np.asarray((share >= -_ROUNDING) & (share <= 1 + _ROUNDING))


def crossings_of_line(*, paths: Paths, points: Points, line: Line, excluded: Sequence[Zone] = ()) -> Crossings:
    """Every crossing of `line` by the anchors at `points`; in is from its left to its right, seen from start to end.

    A row is clearly on one side where it is further from the infinite line than a band of 8 % of the box's height. An
    object crosses when its clear side changes, at the place where its path first goes over between the two clear rows:
    touching the line, standing on it or beginning on it is no crossing. A path that begins or ends within the band
    crosses where it goes far on the other side, or comes from there, and does not wait at the line. Where the place
    lies beyond the line's ends, or in an excluded zone, nothing is counted, but the object is on the other side from
    then on. A path through the very end crosses the line. A path is straight between two rows, also over lost frames,
    so none jumps over a line. Where the line counts one way only, crossings the other way are left
    out.
    """
    ruler = _ruler(line, paths)
    sides = _clear_sides(ruler, paths, points)
    runs = runs_of_equal(values=sides, first=paths.first)
    if _tell_ends(sides, runs, ruler, paths, points):
        runs = runs_of_equal(values=sides, first=paths.first)
    clear = runs.of(sides[runs.start] != 0)
    changes = (clear.track[1:] == clear.track[:-1]) & (sides[clear.start[1:]] != sides[clear.start[:-1]])
    before, after = clear.stop[:-1][changes] - 1, clear.start[1:][changes]
    was_right = sides[before] > 0
    share, row = _first_step_over(ruler, points, before=before, after=after, was_right=was_right)
    x, y = (_interpolated(values[row - 1], values[row], share) for values in points)
    at_s, moment = paths.watched.t_s, paths.moment
    t_s = _interpolated(at_s[moment[row - 1]], at_s[moment[row]], share)
    counts = ruler.between_the_ends(x, y)
    if line.way != BOTH:
        counts &= was_right == (line.way == ONLY_OUT)
    for zone in excluded:
        counts &= ~points_inside(x=x, y=y, zone_points=zone.points, width_px=paths.width_px, height_px=paths.height_px)
    return Crossings(track=clear.track[1:][changes], t_s=t_s, goes_in=~was_right, x=x, y=y).of(counts)


def crossings_by_rule(*, crossings: Crossings, rule: str) -> Crossings:
    """The crossings that count under the line rule.

    `every` counts all; `once` the first of each track in each direction; `net` lets a crossing and the return from it
    cancel each other, like brackets, so that all that is left of a track is in one direction.
    """
    if rule == "every" or len(crossings) == 0:
        return crossings
    if rule == "once":
        _, firsts = np.unique(crossings.track * 2 + crossings.goes_in, return_index=True)
        return crossings.of(_marked(firsts.tolist(), len(crossings)))
    remaining: list[int] = []
    track, goes_in = crossings.track.tolist(), crossings.goes_in.tolist()
    for number in range(len(crossings)):
        if remaining and track[remaining[-1]] == track[number] and goes_in[remaining[-1]] != goes_in[number]:
            remaining.pop()
        else:
            remaining.append(number)
    return crossings.of(_marked(remaining, len(crossings)))


def _ruler(line: Line, paths: Paths) -> _Ruler:
    # Rounded, so that 0.7 of 160 pixels is 112 and not a little less.
    (start_x, end_x), (start_y, end_y) = (
        (round(line.start[axis] * size, 6), round(line.end[axis] * size, 6))
        for axis, size in enumerate((paths.width_px, paths.height_px))
    )
    along_x, along_y = end_x - start_x, end_y - start_y
    return _Ruler(start_x, start_y, along_x, along_y, math.hypot(along_x, along_y))


def _clear_sides(ruler: _Ruler, paths: Paths, points: Points) -> npt.NDArray[np.int8]:
    """Each row's side: 1 is clearly right, -1 clearly left, 0 neither."""
    sides = np.empty(len(paths), dtype=np.int8)
    for begin in range(0, len(paths), _BLOCK_ROWS):
        block = slice(begin, begin + _BLOCK_ROWS)
        distance = ruler.distance(points[0][block], points[1][block])
        band = (paths.y2[block] - paths.y1[block]).astype(np.float64)
        band *= BAND_OF_HEIGHT
        right = distance > band
        np.negative(band, out=band)
        np.subtract(right.view(np.int8), (distance < band).view(np.int8), out=sides[block])
    return sides


def _tell_ends(sides: npt.NDArray[np.int8], runs: Runs, ruler: _Ruler, paths: Paths, points: Points) -> bool:
    """Give tracks that begin or end within the band a side there, where they pass over the line to or from far away.

    `runs` are those of equal sides. True where any track was given one.
    """
    goes_on = np.append(runs.track[1:] == runs.track[:-1], False)[: len(runs.track)]
    came_from = np.append(False, goes_on[:-1])[: len(runs.track)]
    within = sides[runs.start] == 0
    begins, ends = np.flatnonzero(within & ~came_from & goes_on), np.flatnonzero(within & came_from & ~goes_on)
    row = np.append(runs.start[begins], runs.stop[ends] - 1)
    clear_row = np.append(runs.stop[begins], runs.start[ends] - 1)
    clear = runs.of(np.append(begins + 1, ends - 1))
    soon = np.abs(np.diff(paths.watched.t_s[paths.moment[[row, clear_row]]], axis=0)[0]) <= PASSING_S + _ROUNDING
    passes = soon & (ruler.distance(points[0][row], points[1][row]) * sides[clear_row] < 0)
    if not passes.any():
        return False
    row, clear_row, clear = row[passes], clear_row[passes], clear.of(passes)
    rows, first = _rows_of(start=clear.start, stop=clear.stop)
    away = np.abs(ruler.distance(points[0][rows], points[1][rows]))
    far = np.maximum.reduceat(away, first) >= FAR_OF_HEIGHT * (paths.y2 - paths.y1)[row]
    sides[row[far]] = -sides[clear_row[far]]
    return bool(far.any())


def _first_step_over(
    ruler: _Ruler, points: Points, *, before: Ints, after: Ints, was_right: Marks
) -> tuple[Floats, Ints]:
    """For each path from row `before` to row `after`: the first row beyond the line, and where the step to it crosses.

    A row on the line itself is not yet beyond it.
    """
    rows, begins = _rows_of(start=before, stop=after + 1)
    distance = ruler.distance(points[0][rows], points[1][rows])
    beyond = np.flatnonzero(np.where(np.repeat(was_right, after + 1 - before), distance, -distance) < 0)
    step = beyond[np.searchsorted(beyond, begins)] if len(beyond) else beyond
    return distance[step - 1] / (distance[step - 1] - distance[step]), rows[step]


def _rows_of(*, start: Ints, stop: Ints) -> tuple[Ints, Ints]:
    """All rows of the stretches, one after another, and where among them each stretch begins."""
    lengths = stop - start
    return np.repeat(start, lengths) + counting_up(lengths), np.cumsum(lengths) - lengths


def _interpolated(begin: npt.NDArray[np.floating], end: npt.NDArray[np.floating], share: Floats) -> Floats:
    exact_begin = begin.astype(np.float64)
    return np.asarray(exact_begin + share * (end - exact_begin))


def _marked(places: Sequence[int], length: int) -> Marks:
    marks = np.zeros(length, dtype=bool)
    marks[np.asarray(places, dtype=np.int64)] = True
    return marks
