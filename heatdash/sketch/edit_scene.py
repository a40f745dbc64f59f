"""Changes to a scene that the list of places offers. Each returns a new scene, its other places untouched."""

from dataclasses import replace
from typing import TypeVar

from heatdash.errors import BadSettingError
from heatdash.messages import message
from heatdash.values.scene import Line, Scene, Zone

_Place = TypeVar("_Place", Zone, Line)


def rename_place(*, scene: Scene, name: str, new_name: str) -> Scene:
    """The scene with the place renamed to `new_name`, without blanks around it. A name already taken is refused."""
    _check_known(name, [*_names(scene.zones), *_names(scene.lines)], "place")
    new_name = new_name.strip()
    return Scene(zones=_renamed(scene.zones, name, new_name), lines=_renamed(scene.lines, name, new_name))


def flip_line(*, scene: Scene, name: str) -> Scene:
    """The scene with the line's ends swapped, so that in becomes out."""
    _check_known(name, _names(scene.lines), "line")
    flipped = (replace(line, start=line.end, end=line.start) if line.name == name else line for line in scene.lines)
    return replace(scene, lines=tuple(flipped))


def delete_place(*, scene: Scene, name: str) -> Scene:
    """The scene without the place."""
    _check_known(name, [*_names(scene.zones), *_names(scene.lines)], "place")
    return Scene(
        zones=tuple(zone for zone in scene.zones if zone.name != name),
        lines=tuple(line for line in scene.lines if line.name != name),
    )


def set_zone_kind(*, scene: Scene, name: str, kind: str) -> Scene:
    """The scene with the zone's kind changed to `kind`: count, roi or exclude."""
    _check_known(name, _names(scene.zones), "zone")
    return replace(scene, zones=tuple(replace(zone, kind=kind) if zone.name == name else zone for zone in scene.zones))


def _names(places: tuple[_Place, ...]) -> list[str]:
    return [place.name for place in places]


def _renamed(places: tuple[_Place, ...], name: str, new_name: str) -> tuple[_Place, ...]:
    return tuple(replace(place, name=new_name) if place.name == name else place for place in places)


def _check_known(name: str, known: list[str], what: str) -> None:
    if name not in known:
        others, noun = ", ".join(f"'{other}'" for other in known), message(f"values.{what}")
        advice = message("sketch.choose_one", known=others) if known else message("sketch.draw_first", what=noun)
        raise BadSettingError("sketch.no_such_place", what=noun, name=name, advice=advice)
