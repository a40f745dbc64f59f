"""Counting as `ultralytics.solutions.ObjectCounter` counts, for the streaming counterpart of its heatmap."""

from collections.abc import Sequence

import shapely

Point = tuple[float, float]
IN, OUT = "IN", "OUT"


class ReferenceCounter:
    """Counts in and out at one region: two points are a line, three or more an area.

    Each object counts once only, at the first step that meets the line, or that ends in or jumps over the area.
    In is to the right for a region that is taller than wide, downwards for any other, wherever the object came from.
    HeatDash's own counting differs on purpose: see `line_crossings` and `zone_visits`.
    """

    def __init__(self, points: Sequence[Point]):
        self._is_line = len(points) == 2
        self._shape = shapely.LineString(points) if self._is_line else shapely.Polygon(points)
        left, top, right, bottom = self._shape.bounds
        self._is_tall = right - left < bottom - top
        self._counted: set[int] = set()

    def step(self, *, track_id: int, before: Point, point: Point) -> str | None:
        """IN or OUT where the object, whose centre moves from `before` to `point`, is counted thereby; else None."""
        if track_id in self._counted or not self._meets(before, point):
            return None
        self._counted.add(track_id)
        axis = 0 if self._is_tall else 1
        return IN if point[axis] > before[axis] else OUT

    def forget(self, track_id: int) -> None:
        """Forget an object that is gone for good; one with the same number later is another object."""
        self._counted.discard(track_id)

    def _meets(self, before: Point, now: Point) -> bool:
        step = shapely.LineString([before, now])
        if self._is_line:
            return bool(self._shape.intersects(step))
        if self._shape.contains(shapely.Point(now)):
            return True
        return not self._shape.contains(shapely.Point(before)) and bool(self._shape.crosses(step))
