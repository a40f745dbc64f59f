"""How a decoded picture is shown: in which size, turned by how much, mirrored or not."""

import math
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from av.video.frame import VideoFrame

_MOST_STRETCH = 4
"""Recorders that keep every second line write pixels twice as wide as high; what is stretched by more is a mistake."""
_LEAST_STRETCH = 1.02
"""Less than this is rounding to whole pixels, and not worth making every picture anew."""


class PictureShape(NamedTuple):
    """The size of the upright picture in square pixels, and how to make it so: first mirror, then turn to the left."""

    width_px: int
    height_px: int
    rotation_deg: int
    is_mirrored: bool


def picture_shape(*, picture: "VideoFrame", pixel_aspect: Fraction | None) -> PictureShape:
    """How the picture is shown, by its display matrix and the width of its pixels over their height.

    The side along which pixels are too long grows, so that nothing is lost. Ratios of pixels that no camera has are not
    believed.
    """
    width, height = picture.width, picture.height
    stretch = float(pixel_aspect or 1)
    if _LEAST_STRETCH <= stretch <= _MOST_STRETCH:
        width = round(width * stretch)
    elif _LEAST_STRETCH <= 1 / max(stretch, 1e-9) <= _MOST_STRETCH:
        height = round(height / stretch)
    turn, is_mirrored = _turn(picture)
    if turn % 180:
        width, height = height, width
    return PictureShape(width, height, turn, is_mirrored)


def _turn(picture: "VideoFrame") -> tuple[int, bool]:
    """The degrees to the left, in quarter turns, and whether the picture is mirrored before: left is right in it."""
    # PyAV's types name one kind only.
    side_data: Any = picture.side_data
    if "DISPLAYMATRIX" in side_data:
        a, b, _, c, d = np.frombuffer(bytes(side_data["DISPLAYMATRIX"]), np.int32, 5).astype(float).tolist()
        if a * d - b * c < 0:
            # Without the mirror the picture's first row would point the other way.
            return round(-math.degrees(math.atan2(-b, -a)) / 90) % 4 * 90, True
    return round(picture.rotation / 90) % 4 * 90, False
