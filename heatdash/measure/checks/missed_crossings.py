"""How many objects may have crossed a line unseen."""

import numpy as np

from heatdash.measure.paths import Paths
from heatdash.measure.places.zone_visits import CUT_S
from heatdash.measure.points import Points
from heatdash.values.arrays import Floats, Ints, Marks, Numbers
from heatdash.values.boxes import away_from_edges
from heatdash.values.scene import Line

LOST_FOR_S = 4.0
"""Who was lost may have gone on as before for so long."""
SPEED_S = 1.0
"""How fast somebody goes is read off so much of their path: one step pulsates."""


def missed_crossings(*, paths: Paths, points: Points, line: Line, from_s: float, to_s: float) -> int:
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
    over = _side(start, stop, here) * _side(start, stop, ahead) < 0
    between_ends = _side(here, ahead, start) * _side(here, ahead, stop) <= 0
    return int((over & between_ends).sum())


def _inside(paths: Paths, row: Ints) -> Marks:
    box = np.stack([side[row] for side in (paths.x1, paths.y1, paths.x2, paths.y2)], axis=1)
    size_px = (box[:, 2:] - box[:, :2]).max(axis=1)
    return away_from_edges(box, size_px=size_px, picture_px=(paths.width_px, paths.height_px))


def _side(start: Numbers | complex, stop: Numbers | complex, place: Numbers | complex) -> Floats:
    """Above 0 on one side of the way from `start` to `stop`, below 0 on the other; places are x + iy."""
    return np.asarray(np.imag(np.conj(stop - start) * (place - start)))
