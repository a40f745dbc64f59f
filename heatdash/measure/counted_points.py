"""Which points count for heat: those in a region of interest, where there is one, and in no excluded zone."""

import numpy as np
import numpy.typing as npt

from heatdash.measure.points_inside import Numbers, points_inside
from heatdash.values.scene import EXCLUDE, ROI, Scene


def counted_points(*, x: Numbers, y: Numbers, scene: Scene, width_px: int, height_px: int) -> npt.NDArray[np.bool_]:
    """Which points count. A point on an edge is inside: it counts for a region, and not for an excluded zone."""
    regions, excluded = scene.zones_of(ROI), scene.zones_of(EXCLUDE)
    counted = np.full(len(x), not regions)
    for zone in regions:
        counted |= points_inside(x=x, y=y, zone_points=zone.points, width_px=width_px, height_px=height_px)
    for zone in excluded:
        counted &= ~points_inside(x=x, y=y, zone_points=zone.points, width_px=width_px, height_px=height_px)
    return counted
