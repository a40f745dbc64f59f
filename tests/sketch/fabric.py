"""A twin of fabric.js 7 for tests: objects as the canvas draws and sends them."""

from typing import Any

Point = tuple[float, float]

_KNOWN = {
    "type", "originX", "originY", "left", "top", "width", "height", "fill", "stroke", "strokeWidth", "strokeDashArray",
    "strokeLineCap", "strokeDashOffset", "strokeLineJoin", "strokeUniform", "strokeMiterLimit", "scaleX", "scaleY",
    "angle", "flipX", "flipY", "opacity", "shadow", "visible", "backgroundColor", "fillRule", "paintFirst",
    "globalCompositeOperation", "skewX", "skewY", "points", "x1", "y1", "x2", "y2", "rx", "ry",
}  # fmt: skip
_ROUNDED = ("left", "top", "width", "height", "strokeWidth", "scaleX", "scaleY", "angle", "skewX", "skewY")
_DEFAULTS = {"scaleX": 1, "scaleY": 1, "angle": 0, "flipX": False, "flipY": False, "skewX": 0, "skewY": 0}


def polygon(*points: Point, **more: Any) -> dict[str, Any]:
    """A polygon clicked corner by corner."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    middle = {"left": (min(xs) + max(xs)) / 2, "top": (min(ys) + max(ys)) / 2} if points else {}
    corners = [{"x": x, "y": y} for x, y in points]
    return _object("Polygon", {**middle, "originX": "center", "originY": "center", "points": corners, **more})


def rect(*, left: float, top: float, width: float, height: float, **more: Any) -> dict[str, Any]:
    """A rectangle dragged from its top left."""
    sides = {"left": left, "top": top, "width": width, "height": height}
    return _object("Rect", {**sides, "originX": "left", "originY": "top", "strokeUniform": True, **more})


def line(start: Point, end: Point, **more: Any) -> dict[str, Any]:
    """A line dragged from start to end."""
    x, y = (start[0] + end[0]) / 2, (start[1] + end[1]) / 2
    ends = {"x1": start[0] - x, "y1": start[1] - y, "x2": end[0] - x, "y2": end[1] - y}
    return _object("Line", {"left": x, "top": y, "originX": "center", "originY": "center", **ends, **more})


def sent_back(initial: dict[str, Any], *drawn: Any) -> dict[str, Any]:
    """What the canvas sends: of its initial drawing the entries it knows, rounded to 4 digits, then what was drawn."""
    there = [_object(shape["type"], shape) for shape in initial["objects"]]
    return {"version": "7.4.0", "objects": [*there, *drawn], "background": ""}


def _object(sort: str, entries: dict[str, Any]) -> dict[str, Any]:
    known = {name: value for name, value in {**_DEFAULTS, **entries}.items() if name in _KNOWN}
    known |= {name: round(known[name], 4) for name in _ROUNDED if name in known}
    return {"fillRule": "nonzero", "strokeWidth": 3, **known, "type": sort}
