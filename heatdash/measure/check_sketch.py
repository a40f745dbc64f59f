"""What is amiss with zones and lines, as far as that can be told before anything has been followed."""

from heatdash.measure.line_room import line_room
from heatdash.measure.zone_size import zone_size
from heatdash.values.scene import EXCLUDE, Line, Scene, Zone
from heatdash.values.scene_check import SceneCheck

LEAST_ROOM = 0.03
"""Of the picture's shorter side. Nobody who is followed well has room for a step in less."""
SMALLEST_BODY = 1 / 20
"""Of the picture's height. What is smaller is not followed well."""
SMALLEST_ZONE = SMALLEST_BODY / 2
"""Of the picture's height: half of the smallest body. Feet tremble by about that."""


def check_sketch(*, scene: Scene, width_px: int, height_px: int) -> list[SceneCheck]:
    """Lines at the very edge of the picture, and zones in which nobody's feet have room."""
    size = {"width_px": width_px, "height_px": height_px}
    found = [check_line_sketch(line=line, **size) for line in scene.lines]
    found += [check_zone_sketch(zone=zone, **size) for zone in scene.zones if zone.kind != EXCLUDE]
    return [check for check in found if check is not None]


def check_line_sketch(*, line: Line, width_px: int, height_px: int) -> SceneCheck | None:
    """That the line runs along the picture's edge; None where it does not."""
    room_px = line_room(line=line, width_px=width_px, height_px=height_px)
    if room_px >= LEAST_ROOM * min(width_px, height_px):
        return None
    return SceneCheck("line_near_edge", place=line.name, values=(("room_px", round(room_px)),))


def check_zone_sketch(*, zone: Zone, width_px: int, height_px: int) -> SceneCheck | None:
    """That the zone is smaller than half of the smallest body that can be followed; None where it is not."""
    size_px = zone_size(zone=zone, width_px=width_px, height_px=height_px)
    if size_px >= SMALLEST_ZONE * height_px:
        return None
    return SceneCheck("zone_small", place=zone.name, values=(("size_px", round(size_px)),))
