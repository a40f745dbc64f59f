"""Scenes as JSON and as `--region` write them."""

import ast
from collections.abc import Mapping
from typing import Any

from heatdash.errors import BadSettingError
from heatdash.values.scene import COUNT, Line, Point, Scene, Zone

SCENE_VERSION = 1


def scene_to_json(scene: Scene) -> dict[str, Any]:
    """The scene as scene.json holds it."""
    return {
        "version": SCENE_VERSION,
        "zones": [
            {"name": zone.name, "points": [list(point) for point in zone.points], "kind": zone.kind}
            for zone in scene.zones
        ],
        "lines": [{"name": line.name, "start": list(line.start), "end": list(line.end)} for line in scene.lines],
    }


def scene_from_json(content: Any) -> Scene:
    """The scene that `content` holds. Anything that is not written as a scene is refused, by name."""
    if not isinstance(content, Mapping) or content.get("version") != SCENE_VERSION:
        raise BadSettingError(f"This is no HeatDash scene of version {SCENE_VERSION}; give a scene.json.")
    _only(content, {"version", "zones", "lines"}, "The scene")
    return Scene(
        zones=tuple(_zone(entry) for entry in _list(content, "zones")),
        lines=tuple(_line(entry) for entry in _list(content, "lines")),
    )


def parse_region(*, text: str, width_px: int, height_px: int) -> Scene:
    """The scene of one place given in pixels, `[(x,y),...]`: two points are a line, three or more a zone."""
    hint = "write it as [(x,y),(x,y),...] in pixels"
    try:
        points = [(float(x) / width_px, float(y) / height_px) for x, y in ast.literal_eval(text.strip())]
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError) as error:
        raise BadSettingError(f"The region '{text}' cannot be read; {hint}.") from error
    outside = [(x * width_px, y * height_px) for x, y in points if not (0 <= x <= 1 and 0 <= y <= 1)]
    if outside:
        raise BadSettingError(
            f"The region has a corner at ({outside[0][0]:g}, {outside[0][1]:g}), outside the picture of "
            f"{width_px}x{height_px} pixels; keep every corner inside."
        )
    if len(points) < 2:
        raise BadSettingError(f"The region '{text}' has {len(points)} points; give 2 for a line, 3 or more for a zone.")
    if len(points) == 2:
        return Scene(lines=(Line(name="Line", start=points[0], end=points[1]),))
    return Scene(zones=(Zone(name="Zone", points=tuple(points)),))


def _zone(entry: Any) -> Zone:
    _only(entry, {"name", "points", "kind"}, "A zone of the scene")
    points = tuple(_point(point) for point in _list(entry, "points"))
    return Zone(name=_name(entry), points=points, kind=entry.get("kind", COUNT))


def _line(entry: Any) -> Line:
    _only(entry, {"name", "start", "end"}, "A line of the scene")
    return Line(name=_name(entry), start=_point(entry.get("start")), end=_point(entry.get("end")))


def _name(entry: Mapping[str, Any]) -> str:
    name = entry.get("name")
    if not isinstance(name, str):
        raise BadSettingError(f"A place of the scene has the name {name!r}; give it a name in quotes.")
    return name


def _point(entry: Any) -> Point:
    numbers = isinstance(entry, list | tuple) and len(entry) == 2 and all(type(part) in (int, float) for part in entry)
    if not numbers:
        raise BadSettingError(f"The scene has the point {entry!r}; write it as [x, y], fractions of the picture.")
    return float(entry[0]), float(entry[1])


def _list(content: Mapping[str, Any], name: str) -> list[Any]:
    entries = content.get(name, [])
    if not isinstance(entries, list):
        raise BadSettingError(f"The scene's entry '{name}' is {entries!r}; give a list.")
    return entries


def _only(content: Any, known: set[str], what: str) -> None:
    if not isinstance(content, Mapping):
        raise BadSettingError(f"{what} is {content!r}; write it as in scene.json.")
    unknown = sorted(str(name) for name in set(content) - known)
    if unknown:
        raise BadSettingError(f"{what} has the unknown entry '{unknown[0]}'; take it out.")
