"""Changes to a scene. Each returns a new scene, its other places untouched."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from heatdash.errors import BadSettingError
from heatdash.messages import ENGLISH, message, say
from heatdash.values.corners import Point
from heatdash.values.ground import Ground
from heatdash.values.scene import MOST_PLACES, Line, Scene, Zone

MOST_CORNERS = 200
"""Of a zone that is drawn; a file may bring larger ones. Limits what a page shows, whatever the browser sends."""
_MIDDLE_ZONE: tuple[Point, ...] = ((0.35, 0.35), (0.65, 0.35), (0.65, 0.65), (0.35, 0.65))
_MIDDLE_LINE: tuple[Point, ...] = ((0.5, 0.65), (0.5, 0.35))
_MIDDLE_GROUND: tuple[Point, ...] = ((0.38, 0.65), (0.62, 0.65), (0.58, 0.4), (0.42, 0.4))
_BAY_M = (2.5, 5.0)
"""A parking bay, which is to be found nearly everywhere."""
_ASIDE = 0.03


def points_of(place: Zone | Line) -> tuple[Point, ...]:
    """A zone's corners, or a line's start and end."""
    return place.points if isinstance(place, Zone) else (place.start, place.end)


def add_zone(*, scene: Scene, points: tuple[Point, ...] | None = None, language: str = ENGLISH) -> Scene:
    """The scene with one more zone, "Zone 1" or the first number that is free; in the middle of the picture if None."""
    points = _in_the_middle(scene, _MIDDLE_ZONE) if points is None else points
    _check_count(len(scene.places) + 1)
    return replace(scene, zones=(*scene.zones, _zone(Zone(_new_name("zone", scene, language), _MIDDLE_ZONE), points)))


def add_line(*, scene: Scene, points: tuple[Point, ...] | None = None, language: str = ENGLISH) -> Scene:
    """The scene with one more line, "Line 1" or the first number that is free; in the middle of the picture if None."""
    start, end = _in_the_middle(scene, _MIDDLE_LINE) if points is None else points
    _check_count(len(scene.places) + 1)
    return replace(scene, lines=(*scene.lines, Line(name=_new_name("line", scene, language), start=start, end=end)))


def move_place(*, scene: Scene, name: str, points: tuple[Point, ...]) -> Scene:
    """The scene with the zone's corners, or the line's start and end, at these points."""
    _check_known(scene, name, "place")
    if name in _names(scene.zones):
        return replace(scene, zones=tuple(_zone(zone, points) if zone.name == name else zone for zone in scene.zones))
    start, end = _ends(name, points)
    return _with_line(scene, name, lambda line: replace(line, start=start, end=end))


def shift_place(*, scene: Scene, name: str, right: float, down: float) -> Scene:
    """The scene with the whole place moved by shares of the picture's size; it stops at the picture's edge."""
    _check_known(scene, name, "place")
    points = next(points_of(place) for place in scene.places if place.name == name)
    xs, ys = [x for x, _ in points], [y for _, y in points]
    right = min(max(right, -min(xs)), 1 - max(xs))
    down = min(max(down, -min(ys)), 1 - max(ys))
    # Sums may pass the edge by a rounding error.
    moved = tuple((min(1.0, max(0.0, x + right)), min(1.0, max(0.0, y + down))) for x, y in points)
    return move_place(scene=scene, name=name, points=moved)


def rename_place(*, scene: Scene, name: str, new_name: str) -> Scene:
    """The scene with the place renamed to `new_name`, without blanks around it. A name already taken is refused."""
    _check_known(scene, name, "place")
    new_name = new_name.strip()
    return replace(
        scene,
        zones=tuple(replace(zone, name=new_name) if zone.name == name else zone for zone in scene.zones),
        lines=tuple(_renamed(line, name, new_name) for line in scene.lines),
    )


def flip_line(*, scene: Scene, name: str) -> Scene:
    """The scene with the line's ends swapped, so that in becomes out."""
    return _with_line(scene, name, lambda line: replace(line, start=line.end, end=line.start))


def set_arm(*, scene: Scene, name: str, arm: str) -> Scene:
    """The scene with the line as a part of that arm of a junction; of one of its own where it is called as the line."""
    arm = "" if arm.strip() in ("", name) else arm
    return _with_line(scene, name, lambda line: replace(line, arm=arm))


def set_way(*, scene: Scene, name: str, way: str) -> Scene:
    """The scene with the line counting that way: both, in or out."""
    return _with_line(scene, name, lambda line: replace(line, way=way))


def delete_place(*, scene: Scene, name: str) -> Scene:
    """The scene without the place."""
    _check_known(scene, name, "place")
    return replace(
        scene,
        zones=tuple(zone for zone in scene.zones if zone.name != name),
        lines=tuple(line for line in scene.lines if line.name != name),
    )


def set_zone_kind(*, scene: Scene, name: str, kind: str) -> Scene:
    """The scene with the zone's kind changed to `kind`: count, roi or exclude."""
    _check_known(scene, name, "zone")
    return replace(scene, zones=tuple(replace(zone, kind=kind) if zone.name == name else zone for zone in scene.zones))


def add_ground(*, scene: Scene) -> Scene:
    """The scene with a ground scale the size of a parking bay in the middle of the picture."""
    return replace(scene, ground=Ground(_MIDDLE_GROUND, *_BAY_M))


def ground_from_zone(*, scene: Scene, name: str) -> Scene:
    """The scene with the zone's corners as its ground scale, in place of the zone; one that there was keeps its metres.

    A zone that does not have four corners is refused.
    """
    _check_known(scene, name, "zone")
    points = next(zone.points for zone in scene.zones if zone.name == name)
    sides = _BAY_M if scene.ground is None else (scene.ground.width_m, scene.ground.length_m)
    return replace(delete_place(scene=scene, name=name), ground=Ground(points, *sides))


def move_ground(*, scene: Scene, points: tuple[Point, ...]) -> Scene:
    """The scene with the corners of its ground scale at these points; the same one where it has none."""
    return scene if scene.ground is None else replace(scene, ground=replace(scene.ground, points=points))


def measure_ground(*, scene: Scene, width_m: float, length_m: float) -> Scene:
    """The scene with sides of that length for its ground scale; the same one where it has none."""
    if scene.ground is None:
        return scene
    return replace(scene, ground=replace(scene.ground, width_m=width_m, length_m=length_m))


def delete_ground(*, scene: Scene) -> Scene:
    """The scene without a ground scale."""
    return replace(scene, ground=None)


def moving(*, place: Zone | Line | Ground, points: tuple[Point, ...]) -> Callable[..., Scene]:
    """The change that puts a place, or the ground scale, at these points of whatever scene it is given."""
    if isinstance(place, Ground):
        return partial(move_ground, points=points)
    return partial(move_place, name=place.name, points=points)


def deleting(place: Zone | Line | Ground, /) -> Callable[..., Scene]:
    """The change that deletes a place, or the ground scale, of whatever scene it is given."""
    return delete_ground if isinstance(place, Ground) else partial(delete_place, name=place.name)


def _with_line(scene: Scene, name: str, change: Callable[[Line], Line]) -> Scene:
    _check_known(scene, name, "line")
    return replace(scene, lines=tuple(change(line) if line.name == name else line for line in scene.lines))


def _renamed(line: Line, name: str, new_name: str) -> Line:
    """The line with its new name, where it has that one; an arm that is called after a line is renamed with it."""
    arm = new_name if line.arm == name else line.arm
    return replace(line, name=new_name if line.name == name else line.name, arm=arm)


def _ends(name: str, points: tuple[Point, ...]) -> tuple[Point, Point]:
    if len(points) != 2:
        what = message("values.line_called", name=name)
        raise BadSettingError("sketch.not_two_ends", what=what, points=len(points))
    return points[0], points[1]


def _zone(zone: Zone, points: tuple[Point, ...]) -> Zone:
    if len(points) > max(MOST_CORNERS, len(zone.points)):
        what = message("values.zone_called", name=zone.name)
        raise BadSettingError("sketch.many_corners", what=what, corners=len(points), most=MOST_CORNERS)
    return replace(zone, points=points)


def _in_the_middle(scene: Scene, points: tuple[Point, ...]) -> tuple[Point, ...]:
    """The points, a little aside where a place lies exactly there."""
    taken = [points_of(place) for place in scene.places]
    spots = (tuple((x + step * _ASIDE, y + step * _ASIDE) for x, y in points) for step in range(-10, 11))
    return next((spot for spot in (points, *spots) if spot not in taken), points)


def _new_name(what: str, scene: Scene, language: str) -> str:
    taken = {place.name for place in scene.places}
    names = (say(f"sketch.new_{what}", language=language, number=number) for number in range(1, len(taken) + 2))
    return next(name for name in names if name not in taken)


def _names(places: tuple[Zone | Line, ...]) -> list[str]:
    return [place.name for place in places]


def _check_count(count: int) -> None:
    if count > MOST_PLACES:
        raise BadSettingError("sketch.many_places", most=MOST_PLACES)


def _check_known(scene: Scene, name: str, what: str) -> None:
    places = scene.zones if what == "zone" else scene.lines if what == "line" else scene.places
    known = _names(places)
    if name not in known:
        others, noun = ", ".join(f"'{other}'" for other in known), message(f"values.{what}")
        advice = message("sketch.choose_one", known=others) if known else message("sketch.draw_first", what=noun)
        raise BadSettingError("sketch.no_such_place", what=noun, name=name, advice=advice)
