"""The places that a person has drawn: zones and counting lines, in fractions of the upright picture."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from heatdash.errors import BadSettingError

Point = tuple[float, float]

COUNT, ROI, EXCLUDE = "count", "roi", "exclude"
ZONE_KINDS = (ROI, COUNT, EXCLUDE)
WHOLE_PICTURE = "whole picture"
"""The name under which tables tell of everything in view."""
LONGEST_NAME = 80


@dataclass(frozen=True)
class Zone:
    """An area. `count`: its visits are counted; `roi`: heat is measured and drawn only there; `exclude`: nothing is.

    The corners are joined in order and the last with the first. What lies on an edge is inside.
    """

    name: str
    points: tuple[Point, ...]
    kind: str = COUNT

    def __post_init__(self) -> None:
        _check_name(self.name, "zone")
        label = f"Zone '{self.name}'"
        if self.kind not in ZONE_KINDS:
            raise BadSettingError(f"{label} is of the kind '{self.kind}'; choose one of {', '.join(ZONE_KINDS)}.")
        if len(self.points) < 3:
            count = len(self.points)
            raise BadSettingError(f"{label} has {count} corner{'' if count == 1 else 's'}; draw at least 3.")
        _check_points(self.points, label)
        if len(set(self.points)) < len(self.points):
            raise BadSettingError(f"{label} has two corners at the same place; take one of them out.")
        if all(abs(_turn(self.points[0], self.points[1], point)) < 1e-9 for point in self.points):
            raise BadSettingError(f"{label} has no area, as its corners lie on one line; draw them apart.")
        if _crosses_itself(self.points):
            raise BadSettingError(f"The edges of zone '{self.name}' cross; move its corners so that they do not.")


@dataclass(frozen=True)
class Line:
    """A counting line. What passes from its left to its right, seen from `start` to `end`, goes in."""

    name: str
    start: Point
    end: Point

    def __post_init__(self) -> None:
        _check_name(self.name, "line")
        _check_points((self.start, self.end), f"Line '{self.name}'")
        if math.dist(self.start, self.end) < 1e-6:
            raise BadSettingError(f"Line '{self.name}' has no length (0); draw its ends apart.")


@dataclass(frozen=True)
class Scene:
    """All places of one camera. Every name is used once."""

    zones: tuple[Zone, ...] = ()
    lines: tuple[Line, ...] = ()

    def __post_init__(self) -> None:
        names = [zone.name for zone in self.zones] + [line.name for line in self.lines]
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice is not None:
            raise BadSettingError(f"Two places are named '{twice}'; give each a name of its own.")

    def zones_of(self, kind: str) -> tuple[Zone, ...]:
        """The zones of one kind, in the order drawn."""
        return tuple(zone for zone in self.zones if zone.kind == kind)


def _check_name(name: str, what: str) -> None:
    if not isinstance(name, str) or not name.strip():
        raise BadSettingError(f"A {what} has no name; give it one.")
    if len(name) > LONGEST_NAME or not name.isprintable():
        raise BadSettingError(
            f"The name of the {what} '{name[:20]!r}...' is {len(name)} characters long or holds a line break; "
            f"give it one line of at most {LONGEST_NAME}."
        )
    if name == WHOLE_PICTURE:
        raise BadSettingError(f"A {what} cannot be named '{name}', as the tables use that; give it another name.")


def _check_points(points: Sequence[Point], label: str) -> None:
    for x, y in points:
        if not (math.isfinite(x) and math.isfinite(y) and 0 <= x <= 1 and 0 <= y <= 1):
            raise BadSettingError(
                f"{label} has a corner at ({x:g}, {y:g}), outside the picture; keep every corner from 0 to 1."
            )


def _edges(points: Sequence[Point]) -> list[tuple[Point, Point]]:
    return list(zip(points, (*points[1:], points[0]), strict=True))


def _crosses_itself(points: Sequence[Point]) -> bool:
    """True where two edges that share no corner meet, or two that do run back over each other."""
    edges = _edges(points)
    for (i, first), (j, second) in combinations(enumerate(edges), 2):
        neighbours = j - i == 1 or (i == 0 and j == len(edges) - 1)
        if neighbours:
            corner, before, after = (first[1], first[0], second[1]) if j - i == 1 else (first[0], first[1], second[0])
            if _turn(before, corner, after) == 0 and _ahead(corner, before, after):
                return True
        elif _meet(first, second):
            return True
    return False


def _turn(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _ahead(corner: Point, a: Point, b: Point) -> bool:
    """True where both points lie on the same side of the corner."""
    return (a[0] - corner[0]) * (b[0] - corner[0]) + (a[1] - corner[1]) * (b[1] - corner[1]) > 0


def _meet(first: tuple[Point, Point], second: tuple[Point, Point]) -> bool:
    (a, b), (c, d) = first, second
    turns = _turn(a, b, c), _turn(a, b, d), _turn(c, d, a), _turn(c, d, b)
    if turns[0] * turns[1] < 0 and turns[2] * turns[3] < 0:
        return True
    touching = zip(turns, ((a, b, c), (a, b, d), (c, d, a), (c, d, b)), strict=True)
    return any(turn == 0 and _between(*ends) for turn, ends in touching)


def _between(a: Point, b: Point, p: Point) -> bool:
    inside_x = min(a[0], b[0]) <= p[0] <= max(a[0], b[0])
    return inside_x and min(a[1], b[1]) <= p[1] <= max(a[1], b[1])
