"""What is mixed into a picture: how much of it stays, and what is added."""

from dataclasses import dataclass

import cv2
import numpy as np

from heatdash.draw.glass import Glass
from heatdash.draw.palette import Pixels
from heatdash.draw.planes import Space


@dataclass(frozen=True, eq=False)
class Layer:
    """A sheet in a picture's own planes: mixed in, each plane becomes plane * `keep` / 255 + `added`.

    One `is_solid` where it keeps nothing of the picture, and is merely copied.
    """

    keep: Pixels
    added: Pixels
    space: Space
    is_solid: bool = False

    def on(self, flat: Pixels) -> Pixels:
        """The picture with this layer on it, in new memory; both have the same size."""
        mixed: Pixels = cv2.multiply(flat, self.keep, scale=1 / 255)
        cv2.add(mixed, self.added, dst=mixed)
        return mixed

    def over(self, lower: "Layer") -> "Layer":
        """One layer that does what `lower` and then this one do; it takes the memory of `lower`, which is used up."""
        cv2.multiply(lower.keep, self.keep, dst=lower.keep, scale=1 / 255)
        cv2.multiply(lower.added, self.keep, dst=lower.added, scale=1 / 255)
        cv2.add(lower.added, self.added, dst=lower.added)
        return lower

    def stamp(self, flat: Pixels, x: int, y: int) -> None:
        """Mixes this small layer into the picture itself, its left top corner at x, y; what stands over is cut off.

        Where planes are halved, the place is moved up and left to even numbers.
        """
        x, y = x - x % self.space.step, y - y % self.space.step
        parts = zip(*(self.space.views(one) for one in (flat, self.keep, self.added)), strict=True)
        for number, (plane, keep, added) in enumerate(parts):
            shrink = self.space.step if number else 1
            left, top = x // shrink, y // shrink
            rows = slice(max(0, top), max(0, min(plane.shape[0], top + keep.shape[0])))
            columns = slice(max(0, left), max(0, min(plane.shape[1], left + keep.shape[1])))
            target = plane[rows, columns]
            if target.size == 0:
                return
            own = (slice(rows.start - top, rows.stop - top), slice(columns.start - left, columns.stop - left))
            if self.is_solid:
                target[:] = added[own]
                continue
            mixed = cv2.multiply(target, keep[own], scale=1 / 255)
            target[:] = cv2.add(mixed, added[own], dst=mixed)


def layer_of(*, glass: Glass, space: Space) -> Layer:
    """The sheet as a layer; where planes are halved, an odd sheet is first widened by a clear row or column."""
    colour, alpha = glass.colour, glass.alpha
    if space.halved and (alpha.shape[0] % 2 or alpha.shape[1] % 2):
        border = (0, alpha.shape[0] % 2, 0, alpha.shape[1] % 2, cv2.BORDER_CONSTANT)
        colour, alpha = cv2.copyMakeBorder(colour, *border), cv2.copyMakeBorder(alpha, *border)
    height, width = alpha.shape
    # The offset is part of a colour, so it counts as far as the colour covers.
    matrix = np.column_stack((np.array(space.weights), np.array(space.offsets) / 255))
    planes = cv2.split(cv2.transform(cv2.merge((colour, alpha)), matrix))
    keep, added = space.empty(width, height), space.empty(width, height)
    for number, (kept, put) in enumerate(zip(space.views(keep), space.views(added), strict=True)):
        if number and space.halved:
            size = (width // 2, height // 2)
            kept[:] = 255 - cv2.resize(alpha, size, interpolation=cv2.INTER_AREA)
            put[:] = cv2.resize(planes[number], size, interpolation=cv2.INTER_AREA)
        else:
            kept[:] = 255 - alpha
            put[:] = planes[number]
    return Layer(keep=keep, added=added, space=space, is_solid=not keep.any())
