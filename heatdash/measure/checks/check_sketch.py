"""Whether zones and lines are large enough and away from the edge, as far as is known before a clip is watched."""

import numpy as np

from heatdash.values.arrays import Floats
from heatdash.values.scene import EXCLUDE, Line, Scene, Zone
from heatdash.values.sureness import SceneCheck

# A line's very ends are left out: they may touch the picture's edge, as those of a line right across it do.
_PLACES_ALONG = np.linspace(0.05, 0.95, 19)


def line_places(*, line: Line, width_px: int, height_px: int) -> tuple[Floats, Floats]:
    """Points along the line, one per row, and the step of one pixel to its right, seen from start to end."""
    size = np.array([width_px, height_px])
    start, end = np.array(line.start) * size, np.array(line.end) * size
    along_x, along_y = (end - start) / np.hypot(*(end - start))
    return start + _PLACES_ALONG[:, None] * (end - start), np.array([-along_y, along_x])


def room_beside_line(*, line: Line, width_px: int, height_px: int) -> float:
    """How far away the picture's edge is, in pixels, at right angles to the line, on the side with less room.

    It is the median over the points along the line, so that a line right across the picture has room.
    """
    places, aside = line_places(line=line, width_px=width_px, height_px=height_px)
    size = np.array([width_px, height_px])

    def room(step: Floats) -> float:
        with np.errstate(divide="ignore", invalid="ignore"):
            distances = np.where(step > 0, (size - places) / step, np.where(step < 0, -places / step, np.inf))
        return float(np.median(distances.min(axis=1)))

    return min(room(aside), room(-aside))


def zone_size(*, zone: Zone, width_px: int, height_px: int) -> float:
    """The side, in pixels, of a square as large as the zone."""
    x, y = np.array(zone.points).T * np.array([[width_px], [height_px]])
    area_px = abs(float(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1)))) / 2
    return float(np.sqrt(area_px))


LEAST_ROOM = 0.03
"""Of the picture's shorter side. In less room nobody large enough to be followed well can take a step."""
SMALLEST_BODY = 1 / 20
"""Of the picture's height. What is smaller is not followed well."""
SMALLEST_ZONE = SMALLEST_BODY / 2
"""Of the picture's height: half of the smallest body. A box's feet tremble by about that."""


def check_sketch(*, scene: Scene, width_px: int, height_px: int) -> list[SceneCheck]:
    """Lines at the very edge of the picture, and zones too small for anybody's feet."""
    size = {"width_px": width_px, "height_px": height_px}
    found = [check_line_sketch(line=line, **size) for line in scene.lines]
    found += [check_zone_sketch(zone=zone, **size) for zone in scene.zones if zone.kind != EXCLUDE]
    return [check for check in found if check is not None]


def check_line_sketch(*, line: Line, width_px: int, height_px: int) -> SceneCheck | None:
    """The finding that the line runs along the picture's edge; None where it does not."""
    room_px = room_beside_line(line=line, width_px=width_px, height_px=height_px)
    if room_px >= LEAST_ROOM * min(width_px, height_px):
        return None
    return SceneCheck("line_near_edge", place=line.name, values=(("room_px", round(room_px)),))


def check_zone_sketch(*, zone: Zone, width_px: int, height_px: int) -> SceneCheck | None:
    """The finding that the zone is smaller than half the smallest body that can be followed; None where it is not."""
    size_px = zone_size(zone=zone, width_px=width_px, height_px=height_px)
    if size_px >= SMALLEST_ZONE * height_px:
        return None
    return SceneCheck("zone_small", place=zone.name, values=(("size_px", round(size_px)),))
