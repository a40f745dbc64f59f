"""A transparent sheet on which shapes, panels and text are put before they are laid on a picture."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from heatdash.draw.palette import INK, Colour, Pixels

SUBPIXEL_BITS = 4
PANEL_OPACITY = 0.68


@dataclass(frozen=True, eq=False)
class Glass:
    """A sheet: `colour` is BGR, already multiplied by `alpha`, which is 0 where one sees through and 255 where not."""

    colour: Pixels
    alpha: Pixels

    @classmethod
    def clear(cls, width_px: int, height_px: int) -> "Glass":
        """A sheet with nothing on it."""
        return cls(np.zeros((height_px, width_px, 3), np.uint8), np.zeros((height_px, width_px), np.uint8))

    @property
    def width_px(self) -> int:
        """How wide the sheet is."""
        return int(self.alpha.shape[1])

    @property
    def height_px(self) -> int:
        """How high the sheet is."""
        return int(self.alpha.shape[0])

    def fill(self, mask: Pixels, colour: Colour, opacity: float = 1.0) -> None:
        """Puts a colour on the sheet where the mask, of the sheet's size, says so."""
        x, y, width, height = cv2.boundingRect(mask)
        if width == 0:
            return
        cover = cv2.convertScaleAbs(mask[y : y + height, x : x + width], alpha=opacity)
        tints = [cv2.convertScaleAbs(cover, alpha=value / 255) for value in colour]
        self.stick(Glass(cv2.merge(tints), cover), x, y)

    def stick(self, other: "Glass", x: int, y: int) -> None:
        """Puts another sheet on this one, its left top corner at x, y; what stands over the edge is cut off."""
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
    """A sheet with a rounded rectangle that fills it."""
    glass = Glass.clear(width_px, height_px)
    # Drawn four times as large: OpenCV does not smooth the edge of a filled circle well at small sizes.
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


def subpixels(points: Sequence[tuple[float, float]] | npt.NDArray[np.float64]) -> npt.NDArray[np.int32]:
    """Points in pixels, where a pixel's middle is at a half, as OpenCV takes them with SUBPIXEL_BITS."""
    return np.rint((np.asarray(points, np.float64) - 0.5) * (1 << SUBPIXEL_BITS)).astype(np.int32)
