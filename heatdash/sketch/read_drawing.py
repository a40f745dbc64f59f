"""A scene read from the canvas's drawing, whose objects are as fabric.js 7 writes and draws them."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from heatdash.errors import BadSettingError
from heatdash.messages import Message, message
from heatdash.sketch.canvas_fit import CanvasFit
from heatdash.sketch.claim_places import Claim, DrawnShape, carried_place, claim_places
from heatdash.values.scene import Line, Point, Scene, Zone

POLYGON, RECT, LABELED_RECT, LINE = "Polygon", "Rect", "LabeledRect", "Line"
_FARTHEST_PX = 1e7
_SHARE_BEFORE_ORIGIN = {"left": 0.0, "top": 0.0, "center": 0.5, "right": 1.0, "bottom": 1.0}


def corners_of(shape: Mapping[str, Any]) -> tuple[Point, ...] | None:
    """A polygon's or rectangle's corners or a line's ends on the canvas; None where the object cannot be read.

    A corner is the middle of the stroke drawn around it. A rectangle's corners go round from its top left, and a line's
    ends are in the order drawn.
    """
    try:
        points = _own_points(shape)
        return _placed(shape, points) if points else ()
    except (KeyError, TypeError, ValueError):
        return None


def _own_points(shape: Mapping[str, Any]) -> list[Point]:
    """The points before the object is moved, rotated or scaled."""
    if shape["type"] == POLYGON:
        if not isinstance(shape["points"], list | tuple):
            raise TypeError
        return [(_number(point["x"]), _number(point["y"])) for point in shape["points"]]
    if shape["type"] == LINE:
        return [(_number(shape["x1"]), _number(shape["y1"])), (_number(shape["x2"]), _number(shape["y2"]))]
    width_px, height_px = _number(shape["width"]), _number(shape["height"])
    return [(0.0, 0.0), (width_px, 0.0), (width_px, height_px), (0.0, height_px)]


def _placed(shape: Mapping[str, Any], points: Sequence[Point]) -> tuple[Point, ...]:
    """The points as seen: scaled, skewed and rotated about the middle of their box, then moved to the object's."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    middle_x, middle_y = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
    scaled = [_scaled(shape, (x - middle_x, y - middle_y)) for x, y in points]
    to_x, to_y = _middle(shape, width_px=max(xs) - min(xs), height_px=max(ys) - min(ys))
    rotated = [_rotated(shape, point) for point in scaled]
    return tuple((to_x + x, to_y + y) for x, y in rotated)


def _middle(shape: Mapping[str, Any], *, width_px: float, height_px: float) -> Point:
    """The object's middle. `left` and `top` give its origin instead: a point of its box, stroke included."""
    uniform = shape.get("strokeUniform") is True
    stroke_px = _number(shape.get("strokeWidth", 1))
    inner_px, outer_px = (0.0, stroke_px) if uniform else (stroke_px, 0.0)
    half_x, half_y = (width_px + inner_px) / 2, (height_px + inner_px) / 2
    box = [_scaled(shape, (x, y)) for x in (-half_x, half_x) for y in (-half_y, half_y)]
    box_width_px = max(x for x, _ in box) - min(x for x, _ in box) + outer_px
    box_height_px = max(y for _, y in box) - min(y for _, y in box) + outer_px
    along = (0.5 - _SHARE_BEFORE_ORIGIN[shape.get("originX", "center")]) * box_width_px
    down = (0.5 - _SHARE_BEFORE_ORIGIN[shape.get("originY", "center")]) * box_height_px
    x, y = _rotated(shape, (along, down))
    return _number(shape["left"]) + x, _number(shape["top"]) + y


def _scaled(shape: Mapping[str, Any], point: Point) -> Point:
    skew_x = math.tan(math.radians(_number(shape.get("skewX", 0))))
    skew_y = math.tan(math.radians(_number(shape.get("skewY", 0))))
    x, y = point[0], point[1] + skew_y * point[0]
    scale_x = _number(shape.get("scaleX", 1)) * (-1 if shape.get("flipX") is True else 1)
    scale_y = _number(shape.get("scaleY", 1)) * (-1 if shape.get("flipY") is True else 1)
    return scale_x * (x + skew_x * y), scale_y * y


def _rotated(shape: Mapping[str, Any], point: Point) -> Point:
    angle = math.radians(_number(shape.get("angle", 0)))
    sine, cosine = math.sin(angle), math.cos(angle)
    return point[0] * cosine - point[1] * sine, point[0] * sine + point[1] * cosine


def _number(value: Any) -> float:
    """The value as a float; ValueError unless a canvas can hold it, as the browser may send anything."""
    if type(value) not in (int, float) or not -_FARTHEST_PX <= value <= _FARTHEST_PX:
        raise ValueError
    return float(value)


MOST_SHAPES, MOST_CORNERS = 200, 200
"""Limits the time that a read can take, whatever the browser sends: checking a zone this large takes 35 ms."""
_SMALLEST_PX = 8
"""A shape drawn by a slip of the mouse is smaller than this in both directions."""
_SLACK = 0.01
"""How far outside the picture, as a share of its size, a corner may lie and still be put on its edge."""
_UNFINISHED = "Path"


@dataclass(frozen=True)
class Drawing:
    """The scene of all shapes that are places, and a message for each shape that is not."""

    scene: Scene
    problems: tuple[Message, ...] = ()


def read_drawing(*, drawing: Any, fit: CanvasFit, previous: Scene) -> Drawing:
    """The scene that the canvas's `json_data` shows, with the names, kinds, colours and order of the `previous` scene.

    Polygons and rectangles are zones. A line runs from where drawing it began to where it ended. A corner up to 1 %
    outside the picture is put on its edge. An untouched place is kept as it was, to the last digit. New places come
    last, as "Zone 1" or "Line 1" with the first free number. None is an empty drawing; whatever the browser sends, no
    error is raised.
    """
    if drawing is None:
        return Drawing(scene=Scene())
    objects = drawing.get("objects") if isinstance(drawing, Mapping) else None
    if not isinstance(objects, list | tuple):
        return Drawing(scene=Scene(), problems=(message("sketch.sketch_unreadable"),))
    read = [_drawn_shape(entry, fit) for entry in objects[:MOST_SHAPES]]
    shapes = [shape for shape in read if isinstance(shape, DrawnShape)]
    claims = iter(claim_places(shapes=shapes, previous=previous, fit=fit))
    places = [_place(one, next(claims)) if isinstance(one, DrawnShape) else one for one in read]
    problems = [place for place in places if isinstance(place, Message)]
    if len(objects) > MOST_SHAPES:
        problems.append(message("sketch.sketch_shapes", shapes=len(objects), most=MOST_SHAPES))
    return Drawing(scene=_ordered(places, previous), problems=tuple(problems))


def _drawn_shape(entry: Any, fit: CanvasFit) -> DrawnShape | Message:
    """The shape, or a message that says what is wrong with it."""
    shape_type = entry.get("type") if isinstance(entry, Mapping) else None
    if shape_type == _UNFINISHED:
        return message("sketch.not_closed")
    if shape_type not in (POLYGON, RECT, LABELED_RECT, LINE):
        return message("sketch.no_place", kind=_type_text(shape_type))
    what = "line" if shape_type == LINE else "zone"
    corners = corners_of(entry)
    if corners is None:
        return message("sketch.shape_unreadable", what=message(f"values.{what}"))
    carried = carried_place(entry)
    if carried is None and (small := _too_small(corners, what)):
        return small
    inside = [_on_edge(fit.to_fraction(corner)) for corner in corners]
    if what == "zone":
        inside = [point for number, point in enumerate(inside) if number == 0 or point != inside[number - 1]]
    return DrawnShape(is_line=what == "line", corners=tuple(inside), carried=carried)


def _type_text(shape_type: Any) -> str:
    readable = isinstance(shape_type, str) and shape_type.isprintable() and 0 < len(shape_type) <= 20
    return f"'{shape_type}'" if readable else "'unknown'"


def _too_small(corners: Sequence[Point], what: str) -> Message | None:
    """A message for a shape left by a slip of the mouse; None where it is large enough or has too few corners."""
    if what == "zone" and len(corners) < 3:
        return None
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    width_px, height_px = max(xs) - min(xs), max(ys) - min(ys)
    if max(width_px, height_px) >= _SMALLEST_PX:
        return None
    return message("sketch.too_small", what=message(f"values.{what}"), width=width_px, height=height_px)


def _on_edge(point: Point) -> Point:
    x, y = (min(1.0, max(0.0, part)) if -_SLACK <= part <= 1 + _SLACK else part for part in point)
    return x, y


def _place(shape: DrawnShape, claim: Claim) -> Zone | Line | Message:
    """The place, or a message that says what is wrong with it."""
    if claim.untouched is not None:
        return claim.untouched
    what = message("values.line_called" if shape.is_line else "values.zone_called", name=claim.name)
    if len(shape.corners) > MOST_CORNERS:
        return message("sketch.many_corners", what=what, corners=len(shape.corners), most=MOST_CORNERS)
    if not all(0 <= part <= 1 for corner in shape.corners for part in corner):
        return message("sketch.reaches_out", what=what)
    try:
        if shape.is_line:
            return Line(name=claim.name, start=shape.corners[0], end=shape.corners[1], colour=claim.colour)
        return Zone(name=claim.name, points=shape.corners, kind=claim.kind, colour=claim.colour)
    except BadSettingError as error:
        return error.message


def _ordered(places: Sequence[Zone | Line | Message], previous: Scene) -> Scene:
    """The scene of the places; those known before keep their order."""
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
