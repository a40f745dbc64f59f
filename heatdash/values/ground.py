"""The ground scale: a rectangle of known sides that lies on the road or floor, such as a parking bay."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from heatdash.errors import BadSettingError
from heatdash.values.corners import Point, turn

SHORTEST_SIDE_M, LONGEST_SIDE_M = 0.3, 500.0
SMALLEST_SIDE = 0.01
"""Of the picture: where a side is seen shorter, a slip of the hand by two pixels is much of it."""
SMALLEST_AREA = 0.0004
"""Of the picture."""


@dataclass(frozen=True)
class Ground:
    """Four corners in order, in fractions of the upright picture, and the sides in metres.

    `width_m` is the side from the first corner to the second, `length_m` that from the second to the third.
    """

    points: tuple[Point, ...]
    width_m: float
    length_m: float

    def __post_init__(self) -> None:
        if len(self.points) != 4:
            raise BadSettingError("values.ground_corners", count=len(self.points))
        for x, y in self.points:
            if not (math.isfinite(x) and math.isfinite(y) and 0 <= x <= 1 and 0 <= y <= 1):
                raise BadSettingError("values.ground_outside", x=x, y=y)
        for side_m in (self.width_m, self.length_m):
            if not (math.isfinite(side_m) and SHORTEST_SIDE_M <= side_m <= LONGEST_SIDE_M):
                least, most = SHORTEST_SIDE_M, LONGEST_SIDE_M
                raise BadSettingError("values.ground_sides", side=side_m, least=least, most=most)
        turns = [turn(*(self.points[(first + step) % 4] for step in range(3))) for first in range(4)]
        if not (min(turns) > 0 or max(turns) < 0):
            raise BadSettingError("values.ground_not_convex")
        shortest = min(math.dist(self.points[number - 1], self.points[number]) for number in range(4))
        if shortest < SMALLEST_SIDE or abs(sum(turns)) / 4 < SMALLEST_AREA:
            raise BadSettingError("values.ground_tiny")

    def to_json(self) -> dict[str, Any]:
        """The scale as a scene file holds it."""
        return {"points": [list(point) for point in self.points], "width_m": self.width_m, "length_m": self.length_m}


def ground_from_json(content: Any, /) -> Ground:
    """The scale in a mapping of `points`, `width_m` and `length_m`; anything else is refused."""
    if not isinstance(content, Mapping) or set(content) != {"points", "width_m", "length_m"}:
        raise BadSettingError("values.ground_odd", found=str(content)[:60])
    points = content["points"]
    if not isinstance(points, list | tuple) or not all(map(_is_point, points)):
        raise BadSettingError("values.ground_odd", found=str(points)[:60])
    sides = (content["width_m"], content["length_m"])
    if not all(map(_is_number, sides)):
        raise BadSettingError("values.ground_odd", found=str(sides)[:60])
    corners = tuple((float(x), float(y)) for x, y in points)
    return Ground(points=corners, width_m=float(sides[0]), length_m=float(sides[1]))


def _is_point(entry: Any) -> bool:
    return isinstance(entry, Sequence) and len(entry) == 2 and all(map(_is_number, entry))


def _is_number(value: Any) -> bool:
    return type(value) in (int, float)
