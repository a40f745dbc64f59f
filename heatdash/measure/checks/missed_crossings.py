"""How many objects may have crossed a line unseen."""

from dataclasses import dataclass

import numpy as np

from heatdash.measure.paths import Paths
from heatdash.measure.places.line_crossings import Crossings, crossings_by_rule, crossings_of_line
from heatdash.measure.places.zone_visits import CUT_S
from heatdash.measure.points import Points, anchor_points
from heatdash.values.arrays import Floats, Ints, Marks, Numbers
from heatdash.values.boxes import away_from_edges
from heatdash.values.scene import EXCLUDE, Line, Scene

LOST_FOR_S = 4.0
"""Who was lost may have gone on as before for so long."""
SPEED_S = 1.0
"""How fast somebody goes is read off so much of their path: one step pulsates."""
SMALLEST, LARGEST = 0.35, 2.5
"""Of the usual size of what is counted there: leaves hide most of a body; what is larger is a shadow or the light."""
AROUND_HEIGHT = 0.1
"""Of the picture's height. What is counted as far up as this has about the same distance to the camera."""
SMALLEST_HEIGHT = 0.05
"""Of the picture's height: the least size of what moves unseen where nothing at all was counted."""
ENOUGH_ROWS = 10_000
"""Boxes that tell the usual size; more would not change it."""
SAME_PLACE = 2.0
"""Of its size: what moves unseen this near to where somebody lost would have crossed is that somebody."""


@dataclass(frozen=True, eq=False)
class Ends:
    """Paths' ends from which a line is straight on: when and where they would have crossed it, and how large they were.

    `x`, `y` and `size_px` are in pixels; `t_s` is the time of the end itself.
    """

    t_s: Floats
    x: Floats
    y: Floats
    size_px: Floats

    def __len__(self) -> int:
        return len(self.t_s)


def missed_crossings(*, paths: Paths, points: Points, line: Line, from_s: float, to_s: float) -> Ends:
    """The paths' ends inside the picture, within that time, from which the line is straight on and within 4 s.

    Who is lost before the line and never found behind it has one such end, and so has who is first seen behind it.
    """
    tracks, clip_s = np.arange(paths.track_count), paths.watched.t_s
    begin, end = paths.first[:-1], paths.first[1:] - 1
    begin_s, end_s = paths.t_s[begin], paths.t_s[end]
    row = np.append(begin, end)
    other = np.append(paths.rows_at(tracks, begin_s + SPEED_S), paths.rows_at(tracks, end_s - SPEED_S))
    lost = np.append(begin_s > clip_s[0] + CUT_S, end_s < clip_s[-1] - CUT_S) if len(paths) else np.empty(0, dtype=bool)
    at_s = np.append(begin_s, end_s)
    lost &= _inside(paths, row) & (other != row) & (at_s >= from_s) & (at_s <= to_s)
    row, other = row[lost], other[lost]
    here, there = (points[0][rows] + 1j * points[1][rows] for rows in (row, other))
    ahead = here + (here - there) * LOST_FOR_S / np.abs(paths.t_s[row] - paths.t_s[other])
    start, stop = (x * paths.width_px + 1j * y * paths.height_px for x, y in (line.start, line.end))
    before, behind = _side(start, stop, here), _side(start, stop, ahead)
    over = (before * behind < 0) & (_side(here, ahead, start) * _side(here, ahead, stop) <= 0)
    share = before[over] / (before - behind)[over]
    at = here[over] + share * (ahead - here)[over]
    return Ends(t_s=at_s[lost][over], x=at.real, y=at.imag, size_px=_size_px(paths, row[over]))


def as_large_as_counted(*, unseen: Paths, counted: Paths) -> Paths:
    """The paths of what moved unseen and is about as large as what is counted at that height of the picture.

    Half hidden it may be a third as large.
    """
    if unseen.track_count == 0:
        return unseen
    size_px = unseen.size_px
    if len(counted) == 0:
        return unseen.of_tracks(size_px >= SMALLEST_HEIGHT * unseen.height_px)
    middle = np.add.reduceat((unseen.y1 + unseen.y2) / 2, unseen.first[:-1]) / unseen.lengths
    some = np.arange(0, len(counted), -(-len(counted) // ENOUGH_ROWS))
    heights = ((counted.y1 + counted.y2) / 2)[some]
    order = np.argsort(heights)
    heights, sizes = heights[order], _size_px(counted, some[order])
    reach = AROUND_HEIGHT * unseen.height_px + size_px / 4
    begin, stop = (np.searchsorted(heights, middle + by) for by in (-reach, reach))
    usual = [np.median(sizes[a:b] if b > a else sizes) for a, b in zip(begin.tolist(), stop.tolist(), strict=True)]
    share = size_px / np.array(usual)
    return unseen.of_tracks(np.asarray((share >= SMALLEST) & (share <= LARGEST)))


def unseen_crossings(*, unseen: Paths, line: Line, scene: Scene, anchor: str, from_s: float, to_s: float) -> Crossings:
    """When and where the line was crossed by what moved unseen, on these paths; what comes back has not crossed it."""
    points = anchor_points(paths=unseen, anchor=anchor)
    crossings = crossings_of_line(paths=unseen, points=points, line=line, excluded=scene.zones_of(EXCLUDE))
    return crossings_by_rule(crossings=crossings, rule="net").within(from_s=from_s, to_s=to_s)


def without_lost(*, unseen: Crossings, lost: Ends) -> Crossings:
    """The crossings of what was followed as nothing, but for those of who was lost at about that time and place."""
    near = np.abs(unseen.t_s[:, None] - lost.t_s) <= LOST_FOR_S
    near &= np.hypot(unseen.x[:, None] - lost.x, unseen.y[:, None] - lost.y) <= SAME_PLACE * lost.size_px
    return unseen.of(np.asarray(~near.any(axis=1)))


def _size_px(paths: Paths, row: Ints) -> Floats:
    """The longer side of each row's box."""
    box = np.stack([side[row] for side in (paths.x1, paths.y1, paths.x2, paths.y2)], axis=1)
    return np.asarray((box[:, 2:] - box[:, :2]).max(axis=1, initial=0.0), np.float64)


def _inside(paths: Paths, row: Ints) -> Marks:
    box = np.stack([side[row] for side in (paths.x1, paths.y1, paths.x2, paths.y2)], axis=1)
    return away_from_edges(box, size_px=_size_px(paths, row), picture_px=(paths.width_px, paths.height_px))


def _side(start: Numbers | complex, stop: Numbers | complex, place: Numbers | complex) -> Floats:
    """Above 0 on one side of the way from `start` to `stop`, below 0 on the other; places are x + iy."""
    return np.asarray(np.imag(np.conj(stop - start) * (place - start)))
