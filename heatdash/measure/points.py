"""Where objects are: the one point of a box that counts, and which zones it lies in."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from heatdash.measure.paths import Paths
from heatdash.values.arrays import Floats32, Marks, Numbers, Pixels
from heatdash.values.corners import Point
from heatdash.values.scene import EXCLUDE, ROI, Scene

Points = tuple[Floats32, Floats32]


def anchor_points(*, paths: Paths, anchor: str) -> Points:
    """Each row's x and y in pixels: `bottom-center` is where the feet stand, `centroid` the middle of the box.

    A point beyond the picture's edge, where a box is cut off, is moved onto the edge.
    """
    middle_x, middle_y = _middle(paths.x1, paths.x2), _middle(paths.y1, paths.y2)
    points: dict[str, Points] = {
        "bottom-center": (middle_x, paths.y2),
        "centroid": (middle_x, middle_y),
        "top-center": (middle_x, paths.y1),
        "left-center": (paths.x1, middle_y),
        "right-center": (paths.x2, middle_y),
    }
    x, y = points[anchor]
    return _clamped(x, paths.width_px), _clamped(y, paths.height_px)


def _middle(a: Floats32, b: Floats32) -> Floats32:
    return (a + b) * np.float32(0.5)


def _clamped(values: Floats32, limit_px: int) -> Floats32:
    return np.minimum(np.maximum(values, np.float32(0)), np.float32(limit_px))


EDGE_SHARE = 0.01
"""Of the picture's longer side. Boxes of objects that are cut off end this close to the edge, not just on it."""


_SIDES = {
    "bottom-center": ("left", "right", "bottom"),
    "centroid": ("left", "top", "right", "bottom"),
    "top-center": ("left", "top", "right"),
    "left-center": ("left", "top", "bottom"),
    "right-center": ("top", "right", "bottom"),
}
"""The edges that move an anchor where they cut a box: heads above the picture do not move the feet."""


def cut_boxes(*, paths: Paths, anchor: str = "centroid") -> Marks:
    """Which rows' boxes reach the picture's edge on a side that moves their anchor; any side moves the centroid."""
    margin = EDGE_SHARE * max(paths.width_px, paths.height_px)
    reached = {
        "left": paths.x1 <= margin,
        "top": paths.y1 <= margin,
        "right": paths.x2 >= paths.width_px - margin,
        "bottom": paths.y2 >= paths.height_px - margin,
    }
    marks: Marks = np.logical_or.reduce([reached[side] for side in _SIDES[anchor]])
    return marks


FEW = 4000
"""Up to this many points are tested one by one, which is faster than drawing the zone's map."""
MAP_SIZE = 128
GRAIN_PX = 2.0**-20
OUTSIDE, INSIDE, NEAR_AN_EDGE = 0, 1, 2


def points_inside(*, x: Numbers, y: Numbers, zone_points: Sequence[Point], width_px: int, height_px: int) -> Marks:
    """Which of the points (in pixels) lie inside the zone, whose corners are fractions of the picture.

    A point on an edge or a corner is inside. Corners are rounded to a millionth of a pixel, so that 0.7 of 160 pixels
    is 112 and not a little less; from there on the test is exact.
    """
    corners = _corners_px(tuple(zone_points), width_px, height_px)
    if len(x) <= FEW:
        return _lie_inside(x, y, corners)
    marks = _zone_map(corners, width_px, height_px).take(_map_squares(x, y, width_px, height_px))
    inside: Marks = marks == INSIDE
    near = np.flatnonzero(marks == NEAR_AN_EDGE)
    inside[near] = _lie_inside(x[near], y[near], corners)
    return inside


def _corners_px(zone_points: tuple[Point, ...], width_px: int, height_px: int) -> tuple[Point, ...]:
    return tuple(
        (round(x * width_px / GRAIN_PX) * GRAIN_PX, round(y * height_px / GRAIN_PX) * GRAIN_PX) for x, y in zone_points
    )


def _lie_inside(x: Numbers, y: Numbers, corners: tuple[Point, ...]) -> Marks:
    """Which points are inside: those with an odd number of edges to their right, and those on an edge.

    Points in single precision and rounded corners keep both differences below exact, and rounding never turns the
    larger of two products into the smaller, so that no point is put on the wrong side of an edge.
    """
    x, y = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
    inside, on_edge = np.zeros(len(x), dtype=bool), np.zeros(len(x), dtype=bool)
    for (ax, ay), (bx, by) in zip(corners, (*corners[1:], corners[0]), strict=True):
        ahead, across = (bx - ax) * (y - ay), (by - ay) * (x - ax)
        beside = (y >= min(ay, by)) & (y <= max(ay, by)) & (x >= min(ax, bx)) & (x <= max(ax, bx))
        on_edge |= beside & (ahead == across)
        to_the_right = ahead > across if by > ay else ahead < across
        inside ^= ((y < ay) != (y < by)) & to_the_right
    inside |= on_edge
    return inside


def _map_squares(x: Numbers, y: Numbers, width_px: int, height_px: int) -> npt.NDArray[np.int32]:
    """The square of the zone's map that each point falls on; points beyond the picture fall on the map's rim."""
    column = np.clip(x * np.float32(MAP_SIZE / width_px), 0, MAP_SIZE - 1).astype(np.int32)
    row = np.clip(y * np.float32(MAP_SIZE / height_px), 0, MAP_SIZE - 1).astype(np.int32)
    return row * np.int32(MAP_SIZE) + column


@lru_cache(maxsize=64)
def _zone_map(corners: tuple[Point, ...], width_px: int, height_px: int) -> Pixels:
    """For each square of the picture: inside, outside, or so near an edge that its points must be tested.

    A zone lies within the picture: a square at the rim that is inside has an edge in it, so its points are tested.
    """
    wide, high = width_px / MAP_SIZE, height_px / MAP_SIZE
    row, column = np.divmod(np.arange(MAP_SIZE * MAP_SIZE), MAP_SIZE)
    x, y = (column + 0.5) * wide, (row + 0.5) * high
    marks = np.where(_lie_inside(x, y, corners), INSIDE, OUTSIDE).astype(np.uint8)
    # The margin allows for the rounding of a point's place on the map.
    reach_px = np.hypot(wide, high) / 2 + 1e-3 * max(wide, high)
    for (ax, ay), (bx, by) in zip(corners, (*corners[1:], corners[0]), strict=True):
        along = np.array([bx - ax, by - ay])
        length_squared = max(float(along @ along), GRAIN_PX**2)
        share = np.clip(((x - ax) * along[0] + (y - ay) * along[1]) / length_squared, 0, 1)
        marks[np.hypot(x - ax - share * along[0], y - ay - share * along[1]) <= reach_px] = NEAR_AN_EDGE
    marks.setflags(write=False)
    return marks


def counted_points(*, x: Numbers, y: Numbers, scene: Scene, width_px: int, height_px: int) -> Marks:
    """Which points count. A point on an edge is inside: it counts in a region, and does not in an excluded zone."""
    regions, excluded = scene.zones_of(ROI), scene.zones_of(EXCLUDE)
    counted = np.full(len(x), not regions)
    for zone in regions:
        counted |= points_inside(x=x, y=y, zone_points=zone.points, width_px=width_px, height_px=height_px)
    for zone in excluded:
        counted &= ~points_inside(x=x, y=y, zone_points=zone.points, width_px=width_px, height_px=height_px)
    return counted
