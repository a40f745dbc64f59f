"""A scene as the canvas's initial drawing."""

import re
from collections.abc import Mapping
from typing import Any

from heatdash.sketch.canvas_fit import CanvasFit
from heatdash.sketch.claim_places import CARRIER, carry_place
from heatdash.sketch.read_drawing import LINE, POLYGON
from heatdash.values.scene import Line, Point, Scene, Zone

STROKE_PX = 3
_NO_COLOUR = "#e1e1e1"
_FAINT = "33"
"""The alpha of a zone's fill: a fifth."""


def write_drawing(*, scene: Scene, fit: CanvasFit, colours: Mapping[str, str]) -> dict[str, Any]:
    """The drawing that shows the scene's places, lines above zones, each in its colour `#rrggbb`.

    Each object carries its place's name and kind. A place missing from `colours` is light grey.
    """
    places = scene.places
    return {"objects": [_object(place, fit, colours.get(place.name, _NO_COLOUR)) for place in places]}


def _object(place: Zone | Line, fit: CanvasFit, colour: str) -> dict[str, Any]:
    points = place.points if isinstance(place, Zone) else (place.start, place.end)
    corners = [fit.to_canvas(point) for point in points]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    left, top = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
    shared = {
        "originX": "center",
        "originY": "center",
        "left": left,
        "top": top,
        "stroke": colour,
        "strokeWidth": STROKE_PX,
        "strokeUniform": True,
        "strokeLineJoin": "round",
        CARRIER: carry_place(place),
    }
    if isinstance(place, Zone):
        return {"type": POLYGON, **shared, "fill": _faint(colour), "points": [{"x": x, "y": y} for x, y in corners]}
    return {"type": LINE, **shared, "fill": colour, **_ends(corners, left, top)}


def _ends(corners: list[Point], left: float, top: float) -> dict[str, float]:
    (x1, y1), (x2, y2) = corners
    return {"x1": x1 - left, "y1": y1 - top, "x2": x2 - left, "y2": y2 - top}


def _faint(colour: str) -> str:
    return colour + _FAINT if re.fullmatch("#[0-9a-fA-F]{6}", colour) else "rgba(0, 0, 0, 0)"
