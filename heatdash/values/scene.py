"""The places that a user has drawn: zones and counting lines, in fractions of the upright picture."""

import ast
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from heatdash.errors import BadSettingError
from heatdash.messages import Message, message
from heatdash.values.corners import Point, turn
from heatdash.values.ground import Ground, ground_from_json

COUNT, ROI, EXCLUDE = "count", "roi", "exclude"
ZONE_KINDS = (ROI, COUNT, EXCLUDE)
BOTH, ONLY_IN, ONLY_OUT = "both", "in", "out"
LINE_WAYS = (BOTH, ONLY_IN, ONLY_OUT)
WHOLE_PICTURE = "whole picture"
"""The name under which tables list everything in view."""
MOST_PLACES, MOST_CORNERS, MOST_CORNERS_IN_ALL = 200, 500, 2000
"""Of a scene, of a zone, and of all zones. Far more than anyone draws; without an end, one small file could keep a
machine busy for minutes.
"""
LONGEST_NAME = 80
SHORTEST_LINE = 0.001
"""As a share of the picture: nobody can be seen to cross a line of a pixel."""
HIGHEST_COLOUR = 999
_MOST_SHOWN = 60
_Place = TypeVar("_Place", "Zone", "Line")


@dataclass(frozen=True)
class Zone:
    """An area. In a `count` zone visits are counted; in an `exclude` zone nothing counts.

    Where there are `roi` zones, heat is measured and drawn only there. The corners are joined in order, and the last
    with the first. What lies on an edge is inside. `colour` is as in a line.
    """

    name: str
    points: tuple[Point, ...]
    kind: str = COUNT
    colour: int | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", _checked_name(self.name, "zone"))
        _check_colour(self.name, self.colour)
        label = message("values.zone_called", name=self.name)
        if self.kind not in ZONE_KINDS:
            raise BadSettingError("values.odd_kind", what=label, kind=self.kind, known=", ".join(ZONE_KINDS))
        if len(self.points) > MOST_CORNERS:
            raise BadSettingError("values.many_corners", what=label, count=len(self.points), most=MOST_CORNERS)
        if len(self.points) < 3:
            raise BadSettingError("values.few_corners", what=label, count=len(self.points))
        _check_points(self.points, label)
        if len(set(self.points)) < len(self.points):
            raise BadSettingError("values.same_corners", what=label)
        if all(abs(turn(self.points[0], self.points[1], point)) < 1e-9 for point in self.points):
            raise BadSettingError("values.no_area", what=label)
        # Imported here because it loads NumPy, whose threads a worker must not have before it holds its signals.
        from heatdash.values.outline import crosses_itself

        if crosses_itself(tuple(self.points)):
            raise BadSettingError("values.edges_cross", name=self.name)


@dataclass(frozen=True)
class Line:
    """A counting line. What passes from its left to its right, seen from `start` to `end`, goes in.

    `colour` is the number of its colour among those of places; a scene gives one to each place that has none. Lines
    that differ only in it are equal, as they count the same. Lines with the same `arm` are one arm of a junction
    together, as where a road is divided or the line across it must bend; without one a line is an arm by itself.
    `way` is the direction that counts, where it is only one.
    """

    name: str
    start: Point
    end: Point
    colour: int | None = field(default=None, compare=False)
    arm: str = ""
    way: str = BOTH

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", _checked_name(self.name, "line"))
        _check_colour(self.name, self.colour)
        _check_points((self.start, self.end), message("values.line_called", name=self.name))
        if self.way not in LINE_WAYS:
            raise BadSettingError("values.odd_way", name=self.name, way=str(self.way), known=", ".join(LINE_WAYS))
        if self.arm != "":
            object.__setattr__(self, "arm", _checked_name(self.arm, "arm"))
        length = math.dist(self.start, self.end)
        if length < SHORTEST_LINE:
            raise BadSettingError("values.no_length", name=self.name, pct=round(100 * length, 3))


@dataclass(frozen=True)
class Scene:
    """All places of one camera. Every name is used once, and so is every colour.

    A place without a colour, or with that of an earlier one, gets the lowest number that is free. `ground` is the
    scale by which lengths are measured, where one was drawn; it is no place.
    """

    zones: tuple[Zone, ...] = ()
    lines: tuple[Line, ...] = ()
    ground: Ground | None = None

    def __post_init__(self) -> None:
        if len(self.places) > MOST_PLACES:
            raise BadSettingError("values.many_places", count=len(self.places), most=MOST_PLACES)
        _check_corners_in_all(sum(len(zone.points) for zone in self.zones))
        names = [place.name for place in self.places]
        duplicate = next((name for name in names if names.count(name) > 1), None)
        if duplicate is not None:
            raise BadSettingError("values.same_name", name=duplicate)
        colours = _colours_of(self.places)
        object.__setattr__(self, "zones", tuple(_coloured(zone, colours[zone.name]) for zone in self.zones))
        object.__setattr__(self, "lines", tuple(_coloured(line, colours[line.name]) for line in self.lines))

    @property
    def places(self) -> tuple[Zone | Line, ...]:
        """All zones, then all lines, in the order drawn."""
        return (*self.zones, *self.lines)

    @property
    def arms(self) -> dict[str, tuple[Line, ...]]:
        """The lines of each arm of a junction, by its name, in the order drawn."""
        return arms_of(self.lines)

    def only(self, *names: str) -> "Scene":
        """The scene with the places of these names only, in their colours."""
        return Scene(
            zones=tuple(zone for zone in self.zones if zone.name in names),
            lines=tuple(line for line in self.lines if line.name in names),
            ground=self.ground,
        )

    def zones_of(self, kind: str) -> tuple[Zone, ...]:
        """The zones of one kind, in the order drawn."""
        return tuple(zone for zone in self.zones if zone.kind == kind)


def arms_of(lines: Sequence[Line], /) -> dict[str, tuple[Line, ...]]:
    """The lines of each arm by its name, which is that of a line that belongs to no other."""
    names = dict.fromkeys(line.arm or line.name for line in lines)
    return {name: tuple(line for line in lines if name == (line.arm or line.name)) for name in names}


def _colours_of(places: Sequence[Zone | Line]) -> dict[str, int]:
    """The number of each place's colour, by name; no number is used twice."""
    colours: dict[str, int] = {}
    for place in places:
        if place.colour is not None and place.colour not in colours.values():
            colours[place.name] = place.colour
    free = (number for number in range(2 * len(places)) if number not in set(colours.values()))
    return {place.name: colours[place.name] if place.name in colours else next(free) for place in places}


def _coloured(place: _Place, colour: int) -> _Place:
    return place if place.colour == colour else replace(place, colour=colour)


def _check_colour(name: str, colour: int | None) -> None:
    if colour is not None and not (type(colour) is int and 0 <= colour <= HIGHEST_COLOUR):
        raise BadSettingError("values.odd_colour", name=name, colour=repr(colour), most=HIGHEST_COLOUR)


def _checked_name(name: str, place_type: str) -> str:
    """The name without blanks around it, which nobody sees; one that cannot be used is refused."""
    if not isinstance(name, str) or not name.strip():
        raise BadSettingError("values.no_name", what=message(f"values.{place_type}"))
    if len(name) > LONGEST_NAME or not name.isprintable():
        raise BadSettingError(
            "values.long_name",
            what=message(f"values.{place_type}"),
            name=repr(name[:20]),
            length=len(name),
            most=LONGEST_NAME,
        )
    if name.strip() == WHOLE_PICTURE:
        raise BadSettingError("values.taken_name", what=message(f"values.{place_type}"), name=name)
    return name.strip()


def _check_corners_in_all(count: int) -> None:
    if count > MOST_CORNERS_IN_ALL:
        what = message("values.the_scene")
        raise BadSettingError("values.many_corners", what=what, count=count, most=MOST_CORNERS_IN_ALL)


def _check_points(points: Sequence[Point], label: Message) -> None:
    for x, y in points:
        if not (math.isfinite(x) and math.isfinite(y) and 0 <= x <= 1 and 0 <= y <= 1):
            raise BadSettingError("values.outside", what=label, x=x, y=y)


SCENE_VERSION = 1


def scene_to_json(scene: Scene) -> dict[str, Any]:
    """The scene as scene.json holds it."""
    return {
        "version": SCENE_VERSION,
        "zones": [
            {
                "name": zone.name,
                "points": [list(point) for point in zone.points],
                "kind": zone.kind,
                "colour": zone.colour,
            }
            for zone in scene.zones
        ],
        "lines": [
            {
                "name": line.name,
                "start": list(line.start),
                "end": list(line.end),
                "colour": line.colour,
                "arm": line.arm,
                "way": line.way,
            }
            for line in scene.lines
        ],
        **({} if scene.ground is None else {"ground": scene.ground.to_json()}),
    }


def scene_from_json(content: Any) -> Scene:
    """The scene that `content` holds. Anything that does not belong in a scene is refused by its name.

    So are more places than a scene can have, before any is read.
    """
    if not isinstance(content, Mapping) or content.get("version") != SCENE_VERSION:
        raise BadSettingError("values.no_scene", version=SCENE_VERSION)
    _check_entries(content, {"version", "zones", "lines", "ground"}, message("values.the_scene"))
    zones, lines = _list_in(content, "zones"), _list_in(content, "lines")
    if len(zones) + len(lines) > MOST_PLACES:
        raise BadSettingError("values.many_places", count=len(zones) + len(lines), most=MOST_PLACES)
    given = (zone.get("points") for zone in zones if isinstance(zone, Mapping))
    _check_corners_in_all(
        sum(len(points) for points in given if isinstance(points, list) and len(points) <= MOST_CORNERS)
    )
    return Scene(
        zones=tuple(map(_zone_in, zones)),
        lines=tuple(map(_line_in, lines)),
        ground=ground_from_json(content["ground"]) if content.get("ground") is not None else None,
    )


def parse_region(*, text: str, width_px: int, height_px: int) -> Scene:
    """The scene of one place given in pixels, `[(x,y),...]`: two points are a line, three or more a zone."""
    try:
        given = ast.literal_eval(text.strip())
        if not isinstance(given, list | tuple):
            # A set, for one, has no order.
            raise TypeError
        points = [(float(x) / width_px, float(y) / height_px) for x, y in given]
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError) as error:
        raise BadSettingError("values.region_unreadable", text=text) from error
    outside = [(x * width_px, y * height_px) for x, y in points if not (0 <= x <= 1 and 0 <= y <= 1)]
    if outside:
        raise BadSettingError(
            "values.region_outside", x=outside[0][0], y=outside[0][1], width=width_px, height=height_px
        )
    if len(points) < 2:
        raise BadSettingError("values.region_points", text=text, points=len(points))
    if len(points) > 3 and points[0] == points[-1]:
        # Drawn back to where it began.
        points.pop()
    if len(points) == 2:
        return Scene(lines=(Line(name="Line", start=points[0], end=points[1]),))
    return Scene(zones=(Zone(name="Zone", points=tuple(points)),))


def _zone_in(entry: Any) -> Zone:
    _check_entries(entry, {"name", "points", "kind", "colour"}, message("values.scene_zone"))
    corners = _list_in(entry, "points")
    if len(corners) > MOST_CORNERS:
        what = message("values.zone_called", name=_name_in(entry)[:LONGEST_NAME])
        raise BadSettingError("values.many_corners", what=what, count=len(corners), most=MOST_CORNERS)
    points = tuple(map(_point_in, corners))
    return Zone(name=_name_in(entry), points=points, kind=entry.get("kind", COUNT), colour=entry.get("colour"))


def _line_in(entry: Any) -> Line:
    _check_entries(entry, {"name", "start", "end", "colour", "arm", "way"}, message("values.scene_line"))
    start, end = _point_in(entry.get("start")), _point_in(entry.get("end"))
    more = {name: entry[name] for name in ("colour", "arm", "way") if name in entry}
    return Line(name=_name_in(entry), start=start, end=end, **more)


def _name_in(entry: Mapping[str, Any]) -> str:
    name = entry.get("name")
    if not isinstance(name, str):
        raise BadSettingError("values.scene_name", name=_shown(name))
    return name


def _point_in(entry: Any) -> Point:
    is_point = isinstance(entry, list | tuple) and len(entry) == 2 and all(type(part) in (int, float) for part in entry)
    if not is_point:
        raise BadSettingError("values.scene_point", point=_shown(entry))
    try:
        return float(entry[0]), float(entry[1])
    except OverflowError as error:
        raise BadSettingError("values.scene_point", point=_shown(entry)) from error


def _shown(entry: Any) -> str:
    """What was found, short enough for a sentence."""
    text = repr(entry)
    return text if len(text) <= _MOST_SHOWN else f"{text[:_MOST_SHOWN]}…"


def _list_in(content: Mapping[str, Any], name: str) -> list[Any]:
    entries = content.get(name, [])
    if not isinstance(entries, list):
        raise BadSettingError("values.scene_list", name=name, found=_shown(entries))
    return entries


def _check_entries(content: Any, known: set[str], what: Message) -> None:
    if not isinstance(content, Mapping):
        raise BadSettingError("values.scene_odd", what=what, found=_shown(content))
    unknown = sorted(str(name) for name in set(content) - known)
    if unknown:
        raise BadSettingError("values.scene_unknown", what=what, name=unknown[0][:_MOST_SHOWN])
