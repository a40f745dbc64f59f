"""Whether zones are drawn where feet are seen."""

import numpy as np

from heatdash.measure.checks.check_sketch import check_zone_sketch, zone_size
from heatdash.measure.paths import Paths
from heatdash.measure.points import anchor_points, cut_boxes, points_inside
from heatdash.values.arrays import Marks
from heatdash.values.scene import EXCLUDE, Scene, Zone
from heatdash.values.sureness import SceneCheck

FEWEST_ROWS = 10
"""Boxes in a zone; with fewer it is not known how large objects are there."""
FEWEST_TRACKS = 5
"""Objects in the clip; with fewer it means little that none came to a zone."""
FEWEST_COVERING = 3
"""Objects that pass in front of a zone; with fewer it is not claimed that their feet are elsewhere."""
SMALLEST_ZONE = 0.5
"""Of a body's height. The anchor sways by a quarter of that at each step, in and out of the zone."""
MOST_CUT = 0.5
"""Of the boxes in a zone. Where more are cut off, the anchor is at the picture's edge, not at the feet."""


def check_zones(*, paths: Paths, few: Paths, anchor: str, scene: Scene) -> list[SceneCheck]:
    """Zones that nobody's feet enter, that are smaller than bodies, or where feet are below the picture's edge.

    Sizes are judged by `few`, a part of the paths; that nobody came, by all paths.
    """
    cut = cut_boxes(paths=few, anchor=anchor)
    checks: list[SceneCheck | None] = []
    for zone in scene.zones:
        if zone.kind == EXCLUDE:
            continue
        inside = _inside(zone, few, anchor)
        checks += [_small(zone, few, inside)]
        if inside.any():
            checks += [_feet_cut(zone, inside, cut)]
        elif few is paths or not _inside(zone, paths, anchor).any():
            checks += [_nobody(zone, paths)]
    return [check for check in checks if check is not None]


def _inside(zone: Zone, paths: Paths, anchor: str) -> Marks:
    x, y = anchor_points(paths=paths, anchor=anchor)
    return points_inside(x=x, y=y, zone_points=zone.points, width_px=paths.width_px, height_px=paths.height_px)


def _small(zone: Zone, paths: Paths, inside: Marks) -> SceneCheck | None:
    size = {"width_px": paths.width_px, "height_px": paths.height_px}
    if inside.sum() < FEWEST_ROWS:
        return check_zone_sketch(zone=zone, **size)
    size_px = zone_size(zone=zone, **size)
    if size_px >= SMALLEST_ZONE * float(np.median((paths.y2 - paths.y1)[inside])):
        return None
    return SceneCheck("zone_small", zone.name, (("size_px", round(size_px)),))


def _feet_cut(zone: Zone, inside: Marks, cut: Marks) -> SceneCheck | None:
    share = float(np.mean(cut[inside]))
    if inside.sum() < FEWEST_ROWS or share <= MOST_CUT:
        return None
    return SceneCheck("zone_feet_cut", zone.name, (("cut_pct", round(share * 100)),))


def _nobody(zone: Zone, paths: Paths) -> SceneCheck | None:
    """The finding that nobody comes, or only bodies pass in front of the zone, as in front of a shelf or a poster."""
    if paths.track_count < FEWEST_TRACKS:
        return None
    middle_x, middle_y = np.mean(zone.points, axis=0) * (paths.width_px, paths.height_px)
    over = (paths.x1 <= middle_x) & (paths.x2 >= middle_x) & (paths.y1 <= middle_y) & (paths.y2 >= middle_y)
    covering = int(np.count_nonzero(np.add.reduceat(over, paths.first[:-1], dtype=np.int64)))
    if covering >= FEWEST_COVERING:
        return SceneCheck("zone_above_feet", zone.name, (("objects", covering),))
    return SceneCheck("zone_empty", zone.name, (("objects", paths.track_count),))
