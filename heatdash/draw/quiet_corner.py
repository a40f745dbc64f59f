"""Which corner of a picture a panel may cover, as least happens there."""

from collections.abc import Sequence

import cv2
import numpy as np

from heatdash.draw.free_spots import Rectangle
from heatdash.draw.glass import Glass
from heatdash.draw.sizes import Sizes
from heatdash.values.arrays import Floats, Numbers

Corner = tuple[bool, bool]
"""Whether it is at the right, and whether it is at the bottom."""
BOTTOM_RIGHT, BOTTOM_LEFT, TOP_RIGHT, TOP_LEFT = (True, True), (False, True), (True, False), (False, False)
_GRID_PX = 160
_LARGEST_SHARE = 1 / 3
_ROUNDED_TO = 2
"""Decimals: corners that differ by less than a hundredth are equally quiet, and the first of them is taken."""


class Bustle:
    """How much there is to see everywhere: heat, as a share of `top`, and the zones and lines drawn on `places`."""

    def __init__(self, *, heat: Numbers, top: float, places: Glass, sizes: Sizes) -> None:
        self._sizes = sizes
        size = (min(_GRID_PX, sizes.width_px), max(1, round(min(_GRID_PX / sizes.width_px, 1) * sizes.height_px)))
        self._shares: Floats = cv2.resize(places.alpha, size, interpolation=cv2.INTER_AREA).astype(np.float64) / 255
        if top > 0 and heat.size:
            shares = np.minimum(heat / top, 1.0)
            self._shares += cv2.resize(shares, size, interpolation=cv2.INTER_AREA)

    def quiet_corner(
        self, *, sheet: Glass, corners: Sequence[Corner], taken: Sequence[Rectangle] = ()
    ) -> Rectangle | None:
        """Where the sheet covers least, in one of the `corners`, the best liked first.

        None where each is `taken`, and for a sheet that would cover too much of so small a picture.
        """
        sizes = self._sizes
        if sheet.width_px > sizes.width_px or sheet.height_px > sizes.height_px:
            return None
        if sheet.alpha.size > _LARGEST_SHARE * sizes.width_px * sizes.height_px:
            return None
        spots = [self._at(corner, sheet) for corner in corners]
        free = [spot for spot in spots if not any(_meet(spot, other) for other in taken)]
        return min(free, key=lambda spot: round(self._under(spot), _ROUNDED_TO), default=None)

    def _at(self, corner: Corner, sheet: Glass) -> Rectangle:
        is_right, is_bottom = corner
        room_x, room_y = self._sizes.width_px - sheet.width_px, self._sizes.height_px - sheet.height_px
        margin_x, margin_y = (min(self._sizes.margin_px, room // 2) for room in (room_x, room_y))
        x = room_x - margin_x if is_right else margin_x
        y = room_y - margin_y if is_bottom else margin_y
        return x, y, x + sheet.width_px, y + sheet.height_px

    def _under(self, spot: Rectangle) -> float:
        """The mean of what the rectangle would cover."""
        rows, columns = self._shares.shape
        across, down = columns / self._sizes.width_px, rows / self._sizes.height_px
        left, right = int(spot[0] * across), int(np.ceil(spot[2] * across))
        top, bottom = int(spot[1] * down), int(np.ceil(spot[3] * down))
        return float(self._shares[top:bottom, left:right].mean())


def _meet(one: Rectangle, other: Rectangle) -> bool:
    return max(one[0], other[0]) < min(one[2], other[2]) and max(one[1], other[1]) < min(one[3], other[3])
