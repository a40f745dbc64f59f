"""A scene as the canvas's initial drawing."""

import re
from collections.abc import Mapping
from typing import Any

from heatdash.sketch.canvas_fit import CanvasFit
from heatdash.sketch.edit_scene import points_of
from heatdash.values.corners import Point
from heatdash.values.scene import Line, Scene, Zone

POLYGON, RECT, LINE = "Polygon", "Rect", "Line"
STROKE_PX = 3
MARK = "fillRule"
"""Where an object carries a text of ours: it comes back unchanged, and any value but "evenodd" is drawn the same."""
_NO_COLOUR = "#e1e1e1"
_FAINT = "33"
"""The alpha of a zone's fill: a fifth."""


def edition_mark(edition: int) -> str:
    """The text by which a drawing tells which of the scenes that the canvas was given it goes on from."""
    return f"heatdash {edition}"


def write_drawing(*, scene: Scene, fit: CanvasFit, colours: Mapping[str, str], edition: int) -> dict[str, Any]:
    """The drawing that shows the scene's places, lines above zones, each in its colour `#rrggbb`.

    Its first object, which nobody sees, carries the edition: the canvas starts over when that changes. A place missing
    from `colours` is light grey.
    """
    mark = {"type": RECT, "left": 0, "top": 0, "width": 0, "height": 0, "visible": False, MARK: edition_mark(edition)}
    return {"objects": [mark, *(_object(place, fit, colours.get(place.name, _NO_COLOUR)) for place in scene.places)]}


def _object(place: Zone | Line, fit: CanvasFit, colour: str) -> dict[str, Any]:
    corners = [fit.to_canvas(point) for point in points_of(place)]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    left, top = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
    shared = {
        "originX": "center",
        "originY": "center",
        "left": left,
        "top": top,
        "stroke": colour,
        "strokeWidth": STROKE_PX,
        "strokeLineJoin": "round",
    }
    if isinstance(place, Zone):
        return {"type": POLYGON, **shared, "fill": _faint(colour), "points": [{"x": x, "y": y} for x, y in corners]}
    return {"type": LINE, **shared, "fill": colour, **_ends(corners, left, top)}


def _ends(corners: list[Point], left: float, top: float) -> dict[str, float]:
    (x1, y1), (x2, y2) = corners
    return {"x1": x1 - left, "y1": y1 - top, "x2": x2 - left, "y2": y2 - top}


def _faint(colour: str) -> str:
    return colour + _FAINT if re.fullmatch("#[0-9a-fA-F]{6}", colour) else "rgba(0, 0, 0, 0)"
