"""How large a zone is."""

import numpy as np

from heatdash.values.scene import Zone


def zone_size(*, zone: Zone, width_px: int, height_px: int) -> float:
    """The side, in pixels, of a square as large as the zone."""
    x, y = np.array(zone.points).T * np.array([[width_px], [height_px]])
    area_px = abs(float(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1)))) / 2
    return float(np.sqrt(area_px))
