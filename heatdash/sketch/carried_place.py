"""A place's name and kind, carried by the canvas's object through edits, undo and reload.

Of an object's entries the canvas sends back only those that fabric.js knows. `fillRule` is one of them, comes back
as it was, and any value but "evenodd" is drawn alike.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from heatdash.errors import BadSettingError
from heatdash.values.scene import COUNT, ZONE_KINDS, Line, Zone

CARRIER = "fillRule"
_MARK, _LINE = "heatdash", "line"


@dataclass(frozen=True)
class CarriedPlace:
    """What an object on the canvas tells of its place."""

    name: str
    kind: str = COUNT


def carry_place(place: Zone | Line) -> str:
    """The text that tells a place's name and kind."""
    kind = place.kind if isinstance(place, Zone) else _LINE
    return f"{_MARK} {kind} {place.name}"


def carried_place(shape: Mapping[str, Any]) -> CarriedPlace | None:
    """What the object carries; None where it was drawn by hand or the text is none of ours."""
    text = shape.get(CARRIER)
    mark, kind, name = (*text.split(" ", 2), "", "")[:3] if isinstance(text, str) else ("", "", "")
    if mark != _MARK or kind not in (*ZONE_KINDS, _LINE):
        return None
    try:
        Line(name=name, start=(0, 0), end=(1, 1))
    except BadSettingError:
        return None
    return CarriedPlace(name=name, kind=COUNT if kind == _LINE else kind)
