"""Whether lines are drawn where crossings can be counted."""

from collections.abc import Sequence

import numpy as np

from heatdash.measure.checks.check_sketch import check_line_sketch, line_places, room_beside_line
from heatdash.measure.paths import Paths
from heatdash.measure.places.line_crossings import BAND_OF_HEIGHT, Crossings, crossings_of_line
from heatdash.measure.points import Points, cut_boxes, points_inside
from heatdash.values.arrays import Floats, Marks
from heatdash.values.scene import EXCLUDE, Line, Scene, Zone
from heatdash.values.sureness import SceneCheck

FEWEST_ROWS = 10
"""Boxes near a line; with fewer it is not known how large objects are there."""
LEAST_SEEN = 0.5
"""The share of an object just across the line that must be in the picture; with less it is hardly found there."""
FEWEST_CROSSINGS = 6
FLATTEST_DEG = 20.0
"""Anyone who crosses at a smaller angle walks along the line: the sway of one step decides which side they are on."""
AROUND_S = 0.5
"""A path is examined for this long before and after a crossing: about one step of a walker."""
SHORTEST_PATH = 0.25
"""Of the body's height. Anyone who moves less than that is standing at the line."""
FEWEST_ENDS = 3
NEAR_BODIES = 0.5
"""Of a body's height. A path that ends this near the line may be half of a crossing whose other half was not seen."""
CLIP_END_S = 1.0
"""Paths that begin or end this near the clip's own ends were cut off by the clip."""
A_THIRD = 1 / 3

# The top left corner of a box of width 1 and height 1, seen from its anchor.
_BEGINS = {
    "bottom-center": (-0.5, -1.0),
    "centroid": (-0.5, -0.5),
    "top-center": (-0.5, 0.0),
    "left-center": (0.0, -0.5),
    "right-center": (-1.0, -0.5),
}


def check_lines(*, paths: Paths, points: Points, anchor: str, scene: Scene) -> list[SceneCheck]:
    """Lines that are too near the picture's edge, along most paths, or where paths begin and end without crossing."""
    excluded = scene.zones_of(EXCLUDE)
    counted = _not_excluded(paths, points, excluded)
    checks: list[SceneCheck | None] = []
    for line in scene.lines:
        height = paths.y2 - paths.y1
        distance_px = _distance_px(line, paths, points)
        near = distance_px <= height
        crossings = crossings_of_line(paths=paths, points=points, line=line, excluded=excluded)
        checks += [
            _near_edge(line, paths, near, anchor),
            _along(line, paths, points, crossings),
            _where_tracks_end(line, paths, counted & (distance_px <= NEAR_BODIES * height), crossings),
        ]
    return [check for check in checks if check is not None]


def _near_edge(line: Line, paths: Paths, near: Marks, anchor: str) -> SceneCheck | None:
    """A finding if, at most places, less than half of a median body just clearly across the line is in the picture."""
    size = {"width_px": paths.width_px, "height_px": paths.height_px}
    if near.sum() < FEWEST_ROWS:
        return check_line_sketch(line=line, **size)
    wide = float(np.median((paths.x2 - paths.x1)[near]))
    high = float(np.median((paths.y2 - paths.y1)[near]))
    places, aside = line_places(line=line, **size)
    begin_x, begin_y = _BEGINS[anchor]
    for side in (aside, -aside):
        x, y = (places + side * 2 * BAND_OF_HEIGHT * high).T
        left, top = x + begin_x * wide, y + begin_y * high
        seen_x = np.clip(np.minimum(left + wide, paths.width_px) - np.maximum(left, 0), 0, wide)
        seen_y = np.clip(np.minimum(top + high, paths.height_px) - np.maximum(top, 0), 0, high)
        inside = (x >= 0) & (x <= paths.width_px) & (y >= 0) & (y <= paths.height_px)
        if np.median(np.where(inside, seen_x * seen_y / (wide * high), 0)) < LEAST_SEEN:
            return SceneCheck("line_near_edge", line.name, (("room_px", round(room_beside_line(line=line, **size))),))
    return None


def _along(line: Line, paths: Paths, points: Points, crossings: Crossings) -> SceneCheck | None:
    """A finding if over a third of the paths around crossings run along the line, leaving out those who stand there."""
    if len(crossings) < FEWEST_CROSSINGS:
        return None
    before, after = (paths.rows_at(crossings.track, crossings.t_s + by_s) for by_s in (-AROUND_S, AROUND_S))
    step_x, step_y = (at[after].astype(np.float64) - at[before] for at in points)
    length = np.hypot(step_x, step_y)
    moves = length >= SHORTEST_PATH * (paths.y2 - paths.y1)[before]
    if moves.sum() < FEWEST_CROSSINGS:
        return None
    _, (aside_x, aside_y) = line_places(line=line, width_px=paths.width_px, height_px=paths.height_px)
    sine = np.abs(step_x * aside_x + step_y * aside_y)[moves] / length[moves]
    share = float(np.mean(sine < np.sin(np.radians(FLATTEST_DEG))))
    if share <= A_THIRD:
        return None
    values = (("crossings", int(moves.sum())), ("along_pct", round(share * 100)))
    return SceneCheck("line_along_the_way", line.name, values)


def _where_tracks_end(line: Line, paths: Paths, near: Marks, crossings: Crossings) -> SceneCheck | None:
    """A finding if many paths begin or end at the line, within the picture and the clip, and never cross it."""
    t_s, cut = paths.t_s, cut_boxes(paths=paths)
    first, last = paths.first[:-1], paths.first[1:] - 1
    at_s = paths.watched.t_s
    begins = near[first] & ~cut[first] & (t_s[first] > at_s[0] + CLIP_END_S)
    ends = near[last] & ~cut[last] & (t_s[last] < at_s[-1] - CLIP_END_S)
    crossed = np.zeros(paths.track_count, dtype=bool)
    crossed[crossings.track] = True
    lost = int(((begins | ends) & ~crossed).sum())
    if lost < FEWEST_ENDS or lost <= A_THIRD * (lost + crossed.sum()):
        return None
    return SceneCheck("line_where_tracks_end", line.name, (("ends", lost), ("crossed", int(crossed.sum()))))


def _not_excluded(paths: Paths, points: Points, excluded: Sequence[Zone]) -> Marks:
    """Which rows are in no excluded zone."""
    counted = np.ones(len(paths), dtype=bool)
    size = {"width_px": paths.width_px, "height_px": paths.height_px}
    for zone in excluded:
        counted &= ~points_inside(x=points[0], y=points[1], zone_points=zone.points, **size)
    return counted


def _distance_px(line: Line, paths: Paths, points: Points) -> Floats:
    """How far each point is from the drawn line."""
    size = np.array([paths.width_px, paths.height_px])
    start, end = np.array(line.start) * size, np.array(line.end) * size
    along = end - start
    x, y = points[0] - start[0], points[1] - start[1]
    share = np.clip((x * along[0] + y * along[1]) / float(along @ along), 0, 1)
    return np.asarray(np.hypot(x - share * along[0], y - share * along[1]), dtype=np.float64)
