"""Which place each drawn shape is, by where it lies and by the name, kind and colour that its canvas object carries.

The object carries them through edits, undo and reload in `fillRule`. The canvas sends back only those entries of an
object that fabric.js knows; `fillRule` is one of them, comes back unchanged, and any value but "evenodd" is drawn the
same.
"""

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from heatdash.errors import BadSettingError
from heatdash.sketch.canvas_fit import CanvasFit
from heatdash.values.scene import COUNT, WHOLE_PICTURE, ZONE_KINDS, Line, Point, Scene, Zone

CARRIER = "fillRule"
_MARK, _LINE = "heatdash", "line"


@dataclass(frozen=True)
class CarriedPlace:
    """What an object on the canvas says about its place."""

    name: str
    kind: str = COUNT
    colour: int | None = None


def carry_place(place: Zone | Line) -> str:
    """The text in which an object carries a place's name, kind and colour."""
    kind = place.kind if isinstance(place, Zone) else _LINE
    return f"{_MARK} {kind} {'' if place.colour is None else place.colour} {place.name}"


def carried_place(shape: Mapping[str, Any]) -> CarriedPlace | None:
    """What the object carries; None where it was drawn by hand or its text is not ours."""
    text = shape.get(CARRIER)
    mark, kind, colour, name = (*text.split(" ", 3), "", "", "")[:4] if isinstance(text, str) else ("",) * 4
    if mark != _MARK or kind not in (*ZONE_KINDS, _LINE):
        return None
    number = int(colour) if re.fullmatch("[0-9]{1,3}", colour) else None
    try:
        Line(name=name, start=(0, 0), end=(1, 1), colour=number)
    except BadSettingError:
        return None
    return CarriedPlace(name=name, kind=COUNT if kind == _LINE else kind, colour=number)


_SAME_PX = 0.1
"""Less than a nudge of one pixel, more than the canvas's rounding."""


@dataclass(frozen=True)
class DrawnShape:
    """A drawn zone's corners or line's ends, in fractions of the picture, and what its object carried."""

    is_line: bool
    corners: tuple[Point, ...]
    carried: CarriedPlace | None = None


@dataclass(frozen=True)
class Claim:
    """The name, kind and colour of a drawn shape, and the known place itself where it was not touched."""

    name: str
    kind: str = COUNT
    colour: int | None = None
    untouched: Zone | Line | None = None


def claim_places(*, shapes: Sequence[DrawnShape], previous: Scene, fit: CanvasFit) -> list[Claim]:
    """A claim for each shape, every name once. No place is claimed twice, and a zone claims no line.

    Each rule is tried on all shapes before the next. A shape is the place that lies exactly there; the place whose name
    it carries; the nearest unclaimed place that it overlaps or is a moved copy of; the place that it carries although
    the scene no longer has it, as after undo; a new place.
    """
    places = list(previous.places)
    taken = {place.name for place in places} | {WHOLE_PICTURE}
    claims: dict[int, Claim] = {}

    def claim_each(choose: Callable[[DrawnShape, Sequence[Zone | Line]], Zone | Line | None]) -> None:
        for number, shape in enumerate(shapes):
            unclaimed = [one for one in places if isinstance(one, Line) == shape.is_line]
            place = None if number in claims else choose(shape, unclaimed)
            if place is not None:
                places.remove(place)
                kind = place.kind if isinstance(place, Zone) else COUNT
                untouched = place if _is_same(shape, place, fit) else None
                claims[number] = Claim(name=place.name, kind=kind, colour=place.colour, untouched=untouched)

    claim_each(
        lambda shape, unclaimed: _preferably_carried(shape, [one for one in unclaimed if _is_same(shape, one, fit)])
    )
    claim_each(_carried)
    claim_each(lambda shape, unclaimed: _nearest(shape, unclaimed, fit))

    for number, shape in enumerate(shapes):
        if number not in claims and shape.carried is not None and shape.carried.name not in taken:
            claims[number] = Claim(**vars(shape.carried))
            taken.add(shape.carried.name)
    for number, shape in enumerate(shapes):
        if number not in claims:
            claims[number] = Claim(name=_new_name("Line" if shape.is_line else "Zone", taken))
            taken.add(claims[number].name)
    return [claims[number] for number in range(len(shapes))]


def _new_name(what: str, taken: set[str]) -> str:
    return next(name for name in (f"{what} {number}" for number in range(1, len(taken) + 2)) if name not in taken)


def _carried_name(shape: DrawnShape) -> str | None:
    return shape.carried.name if shape.carried else None


def _carried(shape: DrawnShape, places: Sequence[Zone | Line]) -> Zone | Line | None:
    return next((place for place in places if place.name == _carried_name(shape)), None)


def _preferably_carried(shape: DrawnShape, places: Sequence[Zone | Line]) -> Zone | Line | None:
    return min(places, key=lambda place: place.name != _carried_name(shape), default=None)


def _is_same(shape: DrawnShape, place: Zone | Line, fit: CanvasFit) -> bool:
    if len(shape.corners) != len(_points(place)):
        return False
    pairs = zip(shape.corners, _points(place), strict=True)
    return all(_near(fit.to_canvas(drawn), fit.to_canvas(known)) for drawn, known in pairs)


def _nearest(shape: DrawnShape, places: Sequence[Zone | Line], fit: CanvasFit) -> Zone | Line | None:
    drawn = _on_canvas(shape.corners, fit)
    if not drawn:
        return None
    candidates = [(place, _on_canvas(_points(place), fit)) for place in places]
    candidates = [
        (place, known) for place, known in candidates if _overlap(drawn, known) or _is_moved_copy(drawn, known)
    ]
    nearest = min(candidates, key=lambda candidate: math.dist(_middle(drawn), _middle(candidate[1])), default=None)
    return nearest[0] if nearest else None


def _points(place: Zone | Line) -> tuple[Point, ...]:
    return place.points if isinstance(place, Zone) else (place.start, place.end)


def _on_canvas(points: Iterable[Point], fit: CanvasFit) -> list[Point]:
    return [fit.to_canvas(point) for point in points]


def _near(a: Point, b: Point) -> bool:
    return math.dist(a, b) <= _SAME_PX


def _is_moved_copy(drawn: Sequence[Point], known: Sequence[Point]) -> bool:
    moved_x, moved_y = drawn[0][0] - known[0][0], drawn[0][1] - known[0][1]
    expected = [(x + moved_x, y + moved_y) for x, y in known]
    return len(drawn) == len(known) and all(map(_near, drawn, expected))


def _overlap(drawn: Sequence[Point], known: Sequence[Point]) -> bool:
    """True where the bounding boxes of both have a point in common."""
    sides = [([point[axis] for point in drawn], [point[axis] for point in known]) for axis in (0, 1)]
    return all(min(a) <= max(b) and min(b) <= max(a) for a, b in sides)


def _middle(points: Sequence[Point]) -> Point:
    return sum(x for x, _ in points) / len(points), sum(y for _, y in points) / len(points)
