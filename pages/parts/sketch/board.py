"""What lies on the canvas: it takes mouse, fingers and keys, and lets places be moved."""

from collections.abc import Callable, Iterator
from typing import Any

import streamlit as st

from heatdash.draw.palette import GROUND_COLOUR, as_hex, hex_colours
from heatdash.sketch.edit_scene import points_of
from heatdash.sketch.write_drawing import STROKE_PX
from heatdash.values.corners import Point
from heatdash.values.ground import Ground
from heatdash.values.scene import Line, Scene, Zone
from pages.parts.frame.own_component import own_component
from pages.parts.text.words import say

Place = Zone | Line
GROUND_ID = -1
"""By which the board knows the ground scale; places go by the numbers of their colours."""
ROW = "-place-row-"
"""In the key of a place's row in the list, before the number of its colour: the Delete key works there, too."""
_WORDS = ("stage", "finish", "back", "remove_none", "more", "close", "end_rectangle", "end_line")


_mount = own_component(__file__)


def board(
    *,
    key: str,
    tool: str,
    scene: Scene,
    size_px: tuple[int, int],
    colour: str,
    edition: int,
    read: int,
    on_move: Callable[[Place | Ground, tuple[Point, ...]], None],
    on_delete: Callable[[Place | Ground], None],
) -> None:
    """Show the board for this tool. `edition` tells it of another scene, and `read` of a drawing that the app has read.

    A place that the visitor moves or deletes is handed on.
    """
    colours = hex_colours(scene)
    data = {
        "tool": tool,
        "places": [*(_told(place, colours[place.name]) for place in scene.places), *_told_ground(scene)],
        "width": size_px[0],
        "height": size_px[1],
        "colour": colour,
        "stroke": STROKE_PX,
        "edition": edition,
        "read": read,
        "row": ROW,
        "words": {word: say(f"board.{word}") for word in _WORDS} | {"remove": say("places.delete", name="{name}")},
    }

    def moved() -> None:
        sent = _sent(key, "moved")
        place, points = _place(sent, scene), _points(sent)
        if place is not None and points:
            on_move(place, points)

    def deleted() -> None:
        place = _place(_sent(key, "deleted"), scene)
        if place is not None:
            on_delete(place)

    _mount(key=key, data=data, on_moved_change=moved, on_deleted_change=deleted)


def _told(place: Place, colour: str) -> dict[str, Any]:
    is_line = isinstance(place, Line)
    what = say("places.line" if is_line else "places.zone")
    return {
        "id": place.colour,
        "name": place.name,
        "is_line": is_line,
        "colour": colour,
        "points": points_of(place),
        "label": say("board.place", what=what, name=place.name),
        "corners": _corners(place.name, points_of(place)),
    }


def _told_ground(scene: Scene) -> Iterator[dict[str, Any]]:
    if scene.ground is not None:
        yield {
            "id": GROUND_ID,
            "name": say("ground.scale"),
            "is_line": False,
            "colour": as_hex(GROUND_COLOUR),
            "points": scene.ground.points,
            "label": say("ground.scale"),
            "corners": _corners(say("ground.scale"), scene.ground.points),
        }


def _corners(name: str, points: tuple[Point, ...]) -> list[str]:
    return [
        say("board.corner", number=number, name=name, x=f"{x:.0%}", y=f"{y:.0%}")
        for number, (x, y) in enumerate(points, 1)
    ]


def _sent(key: str, name: str) -> dict[str, Any]:
    """What the board has sent; a browser may send anything."""
    sent = st.session_state[key].get(name)
    return sent if isinstance(sent, dict) else {}


def _place(sent: dict[str, Any], scene: Scene) -> Place | Ground | None:
    if sent.get("id") == GROUND_ID:
        return scene.ground
    return next((place for place in scene.places if place.colour == sent.get("id")), None)


def _points(sent: dict[str, Any]) -> tuple[Point, ...]:
    """The points that were sent; none where they are not what a board sends."""
    try:
        return tuple((float(x), float(y)) for x, y in sent["points"])
    except (KeyError, TypeError, ValueError, OverflowError):
        return ()
