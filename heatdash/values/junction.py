"""Lines as the arms of a junction: where it lies in the picture, and which turn leads from arm to arm."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from heatdash.values.corners import Point
from heatdash.values.scene import Line

LEFT, THROUGH, RIGHT, U_TURN = "left", "through", "right", "u_turn"
TURNS = (LEFT, THROUGH, RIGHT, U_TURN)


@dataclass(frozen=True)
class Junction:
    """The arms, each with its lines, in a picture of that size."""

    arms: tuple[tuple[Line, ...], ...]
    width_px: int
    height_px: int

    @cached_property
    def middles(self) -> tuple[Point, ...]:
        """The middle of each arm, in pixels."""
        ends = map(self.ends, self.arms)
        return tuple(((start_x + end_x) / 2, (start_y + end_y) / 2) for (start_x, start_y), (end_x, end_y) in ends)

    @cached_property
    def centre(self) -> Point:
        """The middle of the arms' middles."""
        x, y = zip(*self.middles, strict=True)
        return sum(x) / len(x), sum(y) / len(y)

    def ends(self, arm: Sequence[Line], /) -> tuple[Point, Point]:
        """The two points of an arm's lines that are furthest apart, in pixels."""
        points = [(x * self.width_px, y * self.height_px) for line in arm for x, y in (line.start, line.end)]
        return max(combinations(points, 2), key=lambda pair: math.dist(*pair))

    def leads_in(self, line: Line, /) -> bool:
        """True where the side of the line that counts as in is that of the centre."""
        (start_x, start_y), (end_x, end_y) = self.ends((line,))
        x, y = self.centre
        return (end_x - start_x) * (y - start_y) - (end_y - start_y) * (x - start_x) > 0

    def turn(self, *, origin: int, destination: int) -> str:
        """The turn from the one arm to the other, both by their number, seen by who drives it.

        Around the centre, clockwise from the origin, come those to the left, the one straight on, and then those to the
        right: that order is the same however aslant the junction is seen. Where none is straight on, half are left.
        """
        if origin == destination:
            return U_TURN
        arms = self.clockwise_from(origin)
        straight_on = self._through.get(origin)
        if destination == straight_on:
            return THROUGH
        at = arms.index(destination)
        return LEFT if at < (len(arms) / 2 if straight_on is None else arms.index(straight_on)) else RIGHT

    def clockwise_from(self, origin: int) -> list[int]:
        """The other arms as a clock's hand meets them that starts at the origin."""
        (x, y), centre = self.centre, self.middles[origin]
        begin = math.atan2(centre[1] - y, centre[0] - x)
        # The picture's y axis points down, so that angles grow clockwise.
        ahead = [(math.atan2(at_y - y, at_x - x) - begin) % math.tau for at_x, at_y in self.middles]
        return sorted((arm for arm in range(len(self.arms)) if arm != origin), key=lambda arm: ahead[arm])

    @cached_property
    def _through(self) -> dict[int, int]:
        """For each arm the one straight on: the straightest road first, each arm on one only; an odd one has none."""
        pairs = sorted(
            (self._bent_deg(one, other), one, other) for one, other in combinations(range(len(self.arms)), 2)
        )
        through: dict[int, int] = {}
        for _, one, other in pairs:
            if one not in through and other not in through:
                through |= {one: other, other: one}
        return through

    def _bent_deg(self, one: int, other: int) -> float:
        """How far two arms are from lying on one straight road, across which their lines are drawn.

        Then these are alike in direction, and the lines of the other arms are alike to the road.
        """
        directions = [_direction(*self.ends(arm)) for arm in self.arms]
        road = _direction(self.middles[one], self.middles[other])
        others = [_between(road, way) for arm, way in enumerate(directions) if arm not in (one, other)]
        return _between(directions[one], directions[other]) + sum(others) / max(1, len(others))


def _direction(start: Point, end: Point) -> float:
    return math.degrees(math.atan2(end[1] - start[1], end[0] - start[0]))


def _between(one: float, other: float) -> float:
    """The angle between two directions, 0 to 90, whichever way they are gone."""
    apart = abs(one - other) % 180
    return min(apart, 180 - apart)
