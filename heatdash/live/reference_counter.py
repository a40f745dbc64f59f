"""Counting as `ultralytics.solutions.ObjectCounter` counts, for the streaming counterpart of its heatmap."""

from collections import defaultdict
from collections.abc import Sequence

import shapely

Point = tuple[float, float]


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
        self._last: dict[int, Point] = {}
        self._counted: set[int] = set()
        self.by_class: dict[str, dict[str, int]] = defaultdict(lambda: {"IN": 0, "OUT": 0})

    def step(self, *, track_id: int, class_name: str, point: Point) -> None:
        """Move the object's centre to `point` and update the counts."""
        before = self._last.get(track_id)
        self._last[track_id] = point
        if before is None or track_id in self._counted or not self._meets(before, point):
            return
        axis = 0 if self._is_tall else 1
        self.by_class[class_name]["IN" if point[axis] > before[axis] else "OUT"] += 1
        self._counted.add(track_id)

    def forget(self, track_id: int) -> None:
        """Forget an object that is gone for good; one with the same number later is another object."""
        self._last.pop(track_id, None)
        self._counted.discard(track_id)

    def _meets(self, before: Point, now: Point) -> bool:
        step = shapely.LineString([before, now])
        if self._is_line:
            return bool(self._shape.intersects(step))
        if self._shape.contains(shapely.Point(now)):
            return True
        return not self._shape.contains(shapely.Point(before)) and bool(self._shape.crosses(step))
