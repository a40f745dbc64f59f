"""The corners of one of the canvas's objects, as fabric.js 7 writes and draws it."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from heatdash.values.scene import Point

POLYGON, RECT, LABELED_RECT, LINE = "Polygon", "Rect", "LabeledRect", "Line"
_FARTHEST_PX = 1e7
_SHARE_BEFORE_ORIGIN = {"left": 0.0, "top": 0.0, "center": 0.5, "right": 1.0, "bottom": 1.0}


def corners_of(shape: Mapping[str, Any]) -> tuple[Point, ...] | None:
    """Where a polygon's or rectangle's corners or a line's ends lie on the canvas; None where it cannot be read.

    A corner is the middle of the stroke that is drawn around it. A rectangle's go round from its top left, and a line's
    ends are in the order in which it was drawn.
    """
    try:
        points = _own_points(shape)
        return _placed(shape, points) if points else ()
    except (KeyError, TypeError, ValueError):
        return None


def _own_points(shape: Mapping[str, Any]) -> list[Point]:
    """The points before the object is moved, turned or scaled."""
    if shape["type"] == POLYGON:
        if not isinstance(shape["points"], list | tuple):
            raise TypeError
        return [(_number(point["x"]), _number(point["y"])) for point in shape["points"]]
    if shape["type"] == LINE:
        return [(_number(shape["x1"]), _number(shape["y1"])), (_number(shape["x2"]), _number(shape["y2"]))]
    width_px, height_px = _number(shape["width"]), _number(shape["height"])
    return [(0.0, 0.0), (width_px, 0.0), (width_px, height_px), (0.0, height_px)]


def _placed(shape: Mapping[str, Any], points: Sequence[Point]) -> tuple[Point, ...]:
    """The points as seen: around the middle of their box, scaled, skewed, turned, and moved to the object's middle."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    middle_x, middle_y = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
    scaled = [_scaled(shape, (x - middle_x, y - middle_y)) for x, y in points]
    to_x, to_y = _middle(shape, width_px=max(xs) - min(xs), height_px=max(ys) - min(ys))
    turned = [_turned(shape, point) for point in scaled]
    return tuple((to_x + x, to_y + y) for x, y in turned)


def _middle(shape: Mapping[str, Any], *, width_px: float, height_px: float) -> Point:
    """The object's middle. `left` and `top` tell its origin instead: a point of its box, stroke included."""
    uniform = shape.get("strokeUniform") is True
    stroke_px = _number(shape.get("strokeWidth", 1))
    inner_px, outer_px = (0.0, stroke_px) if uniform else (stroke_px, 0.0)
    half_x, half_y = (width_px + inner_px) / 2, (height_px + inner_px) / 2
    box = [_scaled(shape, (x, y)) for x in (-half_x, half_x) for y in (-half_y, half_y)]
    box_width_px = max(x for x, _ in box) - min(x for x, _ in box) + outer_px
    box_height_px = max(y for _, y in box) - min(y for _, y in box) + outer_px
    along = (0.5 - _SHARE_BEFORE_ORIGIN[shape.get("originX", "center")]) * box_width_px
    down = (0.5 - _SHARE_BEFORE_ORIGIN[shape.get("originY", "center")]) * box_height_px
    x, y = _turned(shape, (along, down))
    return _number(shape["left"]) + x, _number(shape["top"]) + y


def _scaled(shape: Mapping[str, Any], point: Point) -> Point:
    skew_x = math.tan(math.radians(_number(shape.get("skewX", 0))))
    skew_y = math.tan(math.radians(_number(shape.get("skewY", 0))))
    x, y = point[0], point[1] + skew_y * point[0]
    scale_x = _number(shape.get("scaleX", 1)) * (-1 if shape.get("flipX") is True else 1)
    scale_y = _number(shape.get("scaleY", 1)) * (-1 if shape.get("flipY") is True else 1)
    return scale_x * (x + skew_x * y), scale_y * y


def _turned(shape: Mapping[str, Any], point: Point) -> Point:
    angle = math.radians(_number(shape.get("angle", 0)))
    sine, cosine = math.sin(angle), math.cos(angle)
    return point[0] * cosine - point[1] * sine, point[0] * sine + point[1] * cosine


def _number(value: Any) -> float:
    """The value, where it is a number that a canvas can hold. The browser sends what it likes."""
    if type(value) not in (int, float) or not -_FARTHEST_PX <= value <= _FARTHEST_PX:
        raise ValueError
    return float(value)
