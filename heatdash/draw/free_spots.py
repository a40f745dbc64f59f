"""Finding room in a picture for one label after another, each inside it and clear of all that is there already."""

from collections.abc import Iterable
from math import ceil

import numpy as np

from heatdash.draw.sizes import Sizes

Rectangle = tuple[int, int, int, int]
"""Left, top, right and bottom, the last two exclusive."""
_EDGE_PX = 2


class Room:
    """What is still free in a picture, on a grid of small squares, each of which is taken as a whole."""

    def __init__(self, sizes: Sizes) -> None:
        self._sizes = sizes
        self._step = max(1, sizes.text_px // 4)
        self._taken = np.zeros((ceil(sizes.height_px / self._step), ceil(sizes.width_px / self._step)), dtype=bool)
        self._disliked = self._taken.copy()

    def copy(self) -> "Room":
        """Another room with the same free spots."""
        other = Room(self._sizes)
        other._taken[:], other._disliked[:] = self._taken, self._disliked
        return other

    def take(self, rectangle: Rectangle) -> None:
        """Let nothing else be put there."""
        self._taken[self._squares(rectangle)] = True

    def dislike(self, rectangle: Rectangle) -> None:
        """Let nothing be put there while one of the spots is free elsewhere."""
        self._disliked[self._squares(rectangle)] = True

    def find(self, *, width_px: int, height_px: int, spots: Iterable[tuple[float, float]]) -> Rectangle | None:
        """The rectangle at the first free one of `spots`, top left corners that are moved into the picture.

        Where none of them is free it lies as near to the first as it can, and where there is no room at all it is None.
        It is taken from now on.
        """
        inside = [self._moved_inside(x, y, width_px, height_px) for x, y in spots]
        free = [spot for spot in inside if self._is_free(spot)]
        liked = (spot for spot in free if not self._disliked[self._squares(spot)].any())
        found = next(liked, None) or (free[0] if free else self._nearest(inside[0]))
        if found is not None:
            self.take(found)
        return found

    def _is_free(self, rectangle: Rectangle) -> bool:
        left, top, right, bottom = rectangle
        is_inside = min(left, top) >= 0 and right <= self._sizes.width_px and bottom <= self._sizes.height_px
        return is_inside and not self._taken[self._squares(rectangle)].any()

    def _nearest(self, wanted: Rectangle) -> Rectangle | None:
        left, top, right, bottom = wanted
        width, height, step = right - left, bottom - top, self._step
        across, down = ceil(width / step), ceil(height / step)
        sums = np.pad(self._taken.cumsum(axis=0).cumsum(axis=1), ((1, 0), (1, 0)))
        if across >= sums.shape[1] or down >= sums.shape[0]:
            return None
        taken = sums[down:, across:] - sums[:-down, across:] - sums[down:, :-across] + sums[:-down, :-across]
        y, x = np.nonzero(taken == 0)
        # The last squares may reach beyond the picture.
        fits = (x * step + width <= self._sizes.width_px) & (y * step + height <= self._sizes.height_px)
        x, y = x[fits] * step, y[fits] * step
        if not len(x):
            return None
        best = int(np.argmin((x - left) ** 2 + (y - top) ** 2))
        return int(x[best]), int(y[best]), int(x[best]) + width, int(y[best]) + height

    def _squares(self, rectangle: Rectangle) -> tuple[slice, slice]:
        left, top, right, bottom = (max(0, side) for side in rectangle)
        return slice(top // self._step, ceil(bottom / self._step)), slice(left // self._step, ceil(right / self._step))

    def _moved_inside(self, x: float, y: float, width: int, height: int) -> Rectangle:
        left = max(_EDGE_PX, min(round(x), self._sizes.width_px - width - _EDGE_PX))
        top = max(_EDGE_PX, min(round(y), self._sizes.height_px - height - _EDGE_PX))
        return left, top, left + width, top + height
