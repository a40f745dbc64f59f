"""The canvas's drawing as a scene."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from heatdash.errors import BadSettingError
from heatdash.sketch.canvas_fit import CanvasFit
from heatdash.sketch.carried_place import carried_place
from heatdash.sketch.claim_places import Claim, DrawnShape, claim_places
from heatdash.sketch.corners_of import LABELED_RECT, LINE, POLYGON, RECT, corners_of
from heatdash.values.scene import Line, Point, Scene, Zone

MOST_SHAPES, MOST_CORNERS = 200, 200
"""Bounds the time that a read can take, whatever the browser sends: a zone of so many corners checks in 35 ms."""
_SMALLEST_PX = 8
"""What a slip of the mouse draws stays below this both ways."""
_SLACK = 0.01
"""How far beside the picture a corner may lie, as a share of it, to be taken for its edge."""
_UNFINISHED = "Path"


@dataclass(frozen=True)
class Drawing:
    """The scene of all shapes that are places, and a sentence for each shape that is none."""

    scene: Scene
    problems: tuple[str, ...] = ()


def read_drawing(*, drawing: Any, fit: CanvasFit, previous: Scene) -> Drawing:
    """The scene that the canvas's `json_data` shows, with the names, kinds and order of the scene read before.

    Polygons and rectangles are zones. A line runs from where it was begun to where it ended. A corner up to 1 % beside
    the picture is put on its edge. A place not touched is kept as it was, to the last digit. New places come last, as
    "Zone 1" or "Line 1" with the first number free. None is an empty drawing; nothing that the browser sends raises.
    """
    if drawing is None:
        return Drawing(scene=Scene())
    objects = drawing.get("objects") if isinstance(drawing, Mapping) else None
    if not isinstance(objects, list | tuple):
        return Drawing(scene=Scene(), problems=("The sketch cannot be read; draw it again.",))
    found = [_drawn_shape(entry, fit) for entry in objects[:MOST_SHAPES]]
    shapes = [shape for shape in found if isinstance(shape, DrawnShape)]
    claims = iter(claim_places(shapes=shapes, previous=previous, fit=fit))
    places = [_place(one, next(claims)) if isinstance(one, DrawnShape) else one for one in found]
    problems = [place for place in places if isinstance(place, str)]
    if len(objects) > MOST_SHAPES:
        problems.append(f"The sketch has {len(objects)} shapes; draw at most {MOST_SHAPES}.")
    return Drawing(scene=_ordered(places, previous), problems=tuple(problems))


def _drawn_shape(entry: Any, fit: CanvasFit) -> DrawnShape | str:
    """The shape, or what is wrong with it."""
    sort = entry.get("type") if isinstance(entry, Mapping) else None
    if sort == _UNFINISHED:
        return "A zone is not closed yet; click on its first corner to close it."
    if sort not in (POLYGON, RECT, LABELED_RECT, LINE):
        return f"A shape of the kind {_shown(sort)} is no place; draw a zone, a rectangle or a line."
    what = "line" if sort == LINE else "zone"
    corners = corners_of(entry)
    if corners is None:
        return f"A {what} of the sketch cannot be read; draw it again."
    carried = carried_place(entry)
    if carried is None and (small := _too_small(corners, what)):
        return small
    inside = [_on_edge(fit.to_fraction(corner)) for corner in corners]
    if what == "zone":
        inside = [point for number, point in enumerate(inside) if number == 0 or point != inside[number - 1]]
    return DrawnShape(is_line=what == "line", corners=tuple(inside), carried=carried)


def _shown(sort: Any) -> str:
    readable = isinstance(sort, str) and sort.isprintable() and 0 < len(sort) <= 20
    return f"'{sort}'" if readable else "'unknown'"


def _too_small(corners: Sequence[Point], what: str) -> str | None:
    """What to tell of a shape that a slip of the mouse has left; None where it is large enough."""
    if what == "zone" and len(corners) < 3:
        return None
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    width_px, height_px = max(xs) - min(xs), max(ys) - min(ys)
    if max(width_px, height_px) >= _SMALLEST_PX:
        return None
    return f"A {what} of {width_px:.0f}x{height_px:.0f} pixels is too small; draw it from one end to the other."


def _on_edge(point: Point) -> Point:
    x, y = (min(1.0, max(0.0, part)) if -_SLACK <= part <= 1 + _SLACK else part for part in point)
    return x, y


def _place(shape: DrawnShape, claim: Claim) -> Zone | Line | str:
    """The place, or what is wrong with it."""
    if claim.untouched is not None:
        return claim.untouched
    what = f"{'Line' if shape.is_line else 'Zone'} '{claim.name}'"
    if len(shape.corners) > MOST_CORNERS:
        return f"{what} has {len(shape.corners)} corners; draw at most {MOST_CORNERS}."
    if not all(0 <= part <= 1 for corner in shape.corners for part in corner):
        return f"{what} reaches out of the picture; move it inside."
    try:
        if shape.is_line:
            return Line(name=claim.name, start=shape.corners[0], end=shape.corners[1])
        return Zone(name=claim.name, points=shape.corners, kind=claim.kind)
    except BadSettingError as error:
        return str(error)


def _ordered(places: Sequence[Zone | Line | str], previous: Scene) -> Scene:
    """The scene of the places, those known before in their old order, so that each keeps its colour."""
    zone_names = [zone.name for zone in previous.zones]
    line_names = [line.name for line in previous.lines]
    zones = [place for place in places if isinstance(place, Zone)]
    lines = [place for place in places if isinstance(place, Line)]
    return Scene(
        zones=tuple(sorted(zones, key=lambda zone: _rank(zone.name, zone_names))),
        lines=tuple(sorted(lines, key=lambda line: _rank(line.name, line_names))),
    )


def _rank(name: str, known: Sequence[str]) -> int:
    return known.index(name) if name in known else len(known)
