"""Transparent sheets for shapes, panels and text, and the layers that mix them into a picture."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from heatdash.draw.palette import INK, Colour
from heatdash.draw.planes import Space
from heatdash.values.arrays import Floats, Pixels

SUBPIXEL_BITS = 4
PANEL_OPACITY = 0.75


@dataclass(frozen=True, eq=False)
class Glass:
    """A sheet: `colour` is BGR, already multiplied by `alpha`, which is 0 where it is clear and 255 where opaque."""

    colour: Pixels
    alpha: Pixels

    @classmethod
    def clear(cls, width_px: int, height_px: int) -> "Glass":
        """A sheet with nothing on it."""
        return cls(np.zeros((height_px, width_px, 3), np.uint8), np.zeros((height_px, width_px), np.uint8))

    @property
    def width_px(self) -> int:
        """The width of the sheet."""
        return int(self.alpha.shape[1])

    @property
    def height_px(self) -> int:
        """The height of the sheet."""
        return int(self.alpha.shape[0])

    def fill(self, mask: Pixels, colour: Colour, opacity: float = 1.0) -> None:
        """Put a colour on the sheet, as strongly as the mask says, which has the sheet's size."""
        x, y, width, height = cv2.boundingRect(mask)
        if width == 0:
            return
        cover = cv2.convertScaleAbs(mask[y : y + height, x : x + width], alpha=opacity)
        tints = [cv2.convertScaleAbs(cover, alpha=value / 255) for value in colour]
        self.stick(Glass(cv2.merge(tints), cover), x, y)

    def stick(self, other: "Glass", x: int, y: int) -> None:
        """Put another sheet on this one, its top left corner at x, y, and cut off what is outside."""
        left, top = max(0, x), max(0, y)
        right, bottom = min(self.width_px, x + other.width_px), min(self.height_px, y + other.height_px)
        if right <= left or bottom <= top:
            return
        theirs = (slice(top - y, bottom - y), slice(left - x, right - x))
        ours = (slice(top, bottom), slice(left, right))
        keep = 255 - other.alpha[theirs]
        self.alpha[ours] = cv2.add(cv2.multiply(self.alpha[ours], keep, scale=1 / 255), other.alpha[theirs])
        keep = cv2.merge((keep, keep, keep))
        self.colour[ours] = cv2.add(cv2.multiply(self.colour[ours], keep, scale=1 / 255), other.colour[theirs])


def panel(
    *,
    width_px: int,
    height_px: int,
    radius_px: int,
    colour: Colour = INK,
    opacity: float = PANEL_OPACITY,
) -> Glass:
    """A sheet filled by a rounded rectangle."""
    glass = Glass.clear(width_px, height_px)
    # Drawn four times as large: OpenCV does not smooth the edge of a small filled circle well.
    zoom = 4
    mask = np.zeros((height_px * zoom, width_px * zoom), np.uint8)
    radius = min(radius_px * zoom, min(mask.shape) // 2)
    right, bottom = mask.shape[1] - 1, mask.shape[0] - 1
    cv2.rectangle(mask, (radius, 0), (right - radius, bottom), 255, -1)
    cv2.rectangle(mask, (0, radius), (right, bottom - radius), 255, -1)
    for x in (radius, right - radius):
        for y in (radius, bottom - radius):
            cv2.circle(mask, (x, y), radius, 255, -1)
    glass.fill(cv2.resize(mask, (width_px, height_px), interpolation=cv2.INTER_AREA), colour, opacity)
    return glass


def subpixels(points: Sequence[tuple[float, float]] | Floats) -> npt.NDArray[np.int32]:
    """Points in pixels, where a pixel's centre is at a half, in the form that OpenCV takes with SUBPIXEL_BITS."""
    return np.rint((np.asarray(points, np.float64) - 0.5) * (1 << SUBPIXEL_BITS)).astype(np.int32)


@dataclass(frozen=True, eq=False)
class Layer:
    """A sheet in a picture's own planes: mixing it in turns each plane into plane * `keep` / 255 + `added`.

    A layer `is_solid` where it keeps nothing of the picture and is simply copied.
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
        """One layer that does what `lower` and then this one do; it overwrites `lower`, so do not use that again."""
        cv2.multiply(lower.keep, self.keep, dst=lower.keep, scale=1 / 255)
        cv2.multiply(lower.added, self.keep, dst=lower.added, scale=1 / 255)
        cv2.add(lower.added, self.added, dst=lower.added)
        return lower

    def stamp(self, flat: Pixels, x: int, y: int) -> None:
        """Mix this small layer into the picture itself, its top left corner at x, y, and cut off what is outside.

        Where planes are halved, the corner is moved up and left to even numbers.
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
    """The sheet as a layer; where planes are halved, a sheet of odd size first gets another clear row or column."""
    colour, alpha = glass.colour, glass.alpha
    if space.halved and (alpha.shape[0] % 2 or alpha.shape[1] % 2):
        border = (0, alpha.shape[0] % 2, 0, alpha.shape[1] % 2, cv2.BORDER_CONSTANT)
        colour, alpha = cv2.copyMakeBorder(colour, *border), cv2.copyMakeBorder(alpha, *border)
    height, width = alpha.shape
    # The offset is part of the colour, so it counts only as far as the colour covers.
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
