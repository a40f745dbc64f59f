"""The middle of each place: where it is widest around, also where it is concave or another lies within it."""

from dataclasses import dataclass

import cv2
import numpy as np

from heatdash.draw.draw_places import pixel_points
from heatdash.draw.glass import SUBPIXEL_BITS, subpixels
from heatdash.draw.sizes import Sizes
from heatdash.values.arrays import Floats, Pixels
from heatdash.values.scene import Scene, Zone

_GRID_PX = 320
_NEARLY = 0.85
_LEAST_LEFT = 0.2
"""Of a zone: where less of it is left beside the zones that lie on it, its middle may be in one of these."""


@dataclass(frozen=True, eq=False)
class Middle:
    """A point in pixels, and how far its place reaches around it in every direction; 0 for a line."""

    point: Floats
    reach_px: float


def place_middles(*, scene: Scene, sizes: Sizes) -> dict[str, Middle]:
    """The middle of each line, and of each zone the point nearest to its centre among those far from every edge.

    What smaller zones take of a larger one does not count as a part of it.
    """
    middles = {
        line.name: Middle(pixel_points(points=(line.start, line.end), sizes=sizes).mean(axis=0), 0.0)
        for line in scene.lines
    }
    scale = min(1.0, _GRID_PX / max(sizes.width_px, sizes.height_px))
    areas = [(_area(zone, sizes, scale), zone.name) for zone in scene.zones]
    covered: Pixels | None = None
    for area, name in sorted(areas, key=lambda one: one[0].sum()):
        rest = area if covered is None else area & ~covered
        middles[name] = _middle(rest if rest.sum() >= _LEAST_LEFT * area.sum() else area, scale)
        covered = area if covered is None else area | covered
    return middles


def _area(zone: Zone, sizes: Sizes, scale: float) -> Pixels:
    """A small picture of the zone: 1 inside, 0 elsewhere and all around."""
    shape = (max(1, round(sizes.height_px * scale)) + 2, max(1, round(sizes.width_px * scale)) + 2)
    mask = np.zeros(shape, np.uint8)
    corners = pixel_points(points=zone.points, sizes=sizes) * scale + 1
    cv2.fillPoly(mask, [subpixels(corners)], (1,), cv2.LINE_8, SUBPIXEL_BITS)
    mask[[0, -1]], mask[:, [0, -1]] = 0, 0
    return mask


def _middle(area: Pixels, scale: float) -> Middle:
    depth = cv2.distanceTransform(area, cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    rows, columns = np.nonzero(depth >= depth.max() * _NEARLY)
    centre = [float(axis.mean()) for axis in np.nonzero(area)] if area.any() else [0.0, 0.0]
    best = int(np.argmin((rows - centre[0]) ** 2 + (columns - centre[1]) ** 2))
    point = (np.array((columns[best], rows[best])) - 0.5) / scale
    return Middle(point, float(depth[rows[best], columns[best]]) / scale)
