"""Places read from the canvas's drawing, whose objects are as fabric.js 7 writes them."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from heatdash.errors import HeatDashError
from heatdash.messages import ENGLISH, Message, message
from heatdash.sketch.canvas_fit import CanvasFit
from heatdash.sketch.edit_scene import add_line, add_zone
from heatdash.sketch.write_drawing import LINE, MARK, POLYGON, RECT, edition_mark
from heatdash.values.corners import Point
from heatdash.values.scene import MOST_PLACES, Scene

_FARTHEST_PX = 1e7
_SMALLEST_PX = 8
"""A shape drawn by a slip of the mouse is smaller than this in both directions."""


@dataclass(frozen=True)
class Drawing:
    """A scene with what was drawn, a message for each shape that is no place, and whether anything was drawn at all."""

    scene: Scene
    problems: tuple[Message, ...] = ()
    is_new: bool = False


def read_drawing(*, drawing: Any, fit: CanvasFit, previous: Scene, edition: int, language: str = ENGLISH) -> Drawing:
    """The `previous` scene and, after its places, those drawn since the canvas was given it as this `edition`.

    Polygons and rectangles are zones. A line runs from where drawing it began to where it ended. A corner outside
    the picture is put on its edge. New places are named "Zone 1" or "Line 1", with the first free number. A
    drawing that goes on from another edition holds nothing new; whatever the browser sends, no error is raised.
    """
    objects = drawing.get("objects") if isinstance(drawing, Mapping) else None
    if not isinstance(objects, list) or not objects or not isinstance(objects[0], Mapping):
        return Drawing(scene=previous)
    drawn = objects[1 + len(previous.places) : 1 + MOST_PLACES]
    if objects[0].get(MARK) != edition_mark(edition) or not drawn:
        return Drawing(scene=previous)
    scene, problems = previous, []
    for shape in drawn:
        read = _with_shape(scene, shape, fit, language)
        if isinstance(read, Message):
            problems.append(read)
        else:
            scene = read
    return Drawing(scene=scene, problems=tuple(problems), is_new=True)


def _with_shape(scene: Scene, shape: Any, fit: CanvasFit, language: str) -> Scene | Message:
    """The scene with the place that was drawn, or a message that says what is wrong with it."""
    shape_type = shape.get("type") if isinstance(shape, Mapping) else None
    if shape_type not in (POLYGON, RECT, LINE):
        return message("sketch.no_place", kind=_type_text(shape_type))
    what = "line" if shape_type == LINE else "zone"
    try:
        corners = _corners(shape)
    except (KeyError, TypeError, ValueError):
        return message("sketch.shape_unreadable", what=message(f"values.{what}"))
    if small := _too_small(corners, what):
        return small
    points = tuple(_inside(fit.to_fraction(corner)) for corner in corners)
    try:
        if what == "line":
            return add_line(scene=scene, points=points, language=language)
        outline = (points[0], *(b for a, b in pairwise(points) if a != b))
        return add_zone(scene=scene, points=outline, language=language)
    except HeatDashError as error:
        return error.message


def _corners(shape: Mapping[str, Any]) -> list[Point]:
    """A polygon's or rectangle's corners or a line's ends on the canvas: each the middle of the stroke around it.

    A rectangle's corners go round from its top left, and a line's ends are in the order drawn.
    """
    if shape["type"] == POLYGON:
        return [(_number(point["x"]), _number(point["y"])) for point in list(shape["points"])] or [(0.0, 0.0)]
    left, top = _number(shape["left"]), _number(shape["top"])
    if shape["type"] == LINE:
        ends = (("x1", "y1"), ("x2", "y2"))
        return [(left + _number(shape[x]), top + _number(shape[y])) for x, y in ends]
    left, top = left + _number(shape["strokeWidth"]) / 2, top + _number(shape["strokeWidth"]) / 2
    right, bottom = left + _number(shape["width"]), top + _number(shape["height"])
    return [(left, top), (right, top), (right, bottom), (left, bottom)]


def _number(value: Any) -> float:
    """The value as a float; ValueError unless a canvas can hold it, as the browser may send anything."""
    if type(value) not in (int, float) or not -_FARTHEST_PX <= value <= _FARTHEST_PX:
        raise ValueError
    return float(value)


def _type_text(shape_type: Any) -> str:
    readable = isinstance(shape_type, str) and shape_type.isprintable() and 0 < len(shape_type) <= 20
    return f"'{shape_type}'" if readable else "'unknown'"


def _too_small(corners: list[Point], what: str) -> Message | None:
    """A message for a shape left by a slip of the mouse; None where it is large enough."""
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    width_px, height_px = max(xs) - min(xs), max(ys) - min(ys)
    if max(width_px, height_px) >= _SMALLEST_PX:
        return None
    return message("sketch.too_small", what=message(f"values.{what}"), width=width_px, height=height_px)


def _inside(point: Point) -> Point:
    return min(1.0, max(0.0, point[0])), min(1.0, max(0.0, point[1]))
