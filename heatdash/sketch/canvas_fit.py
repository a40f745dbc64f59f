"""Where the picture lies on the canvas."""

import math
from dataclasses import dataclass

from heatdash.errors import BadSettingError
from heatdash.values.corners import Point


@dataclass(frozen=True)
class CanvasFit:
    """Maps points of the canvas to fractions of the picture that lies on it, and back."""

    offset_x_px: float
    offset_y_px: float
    scale_x: float
    scale_y: float
    """Canvas pixels per pixel of the picture."""
    picture_width_px: float
    picture_height_px: float

    def __post_init__(self) -> None:
        sizes = (self.scale_x, self.scale_y, self.picture_width_px, self.picture_height_px)
        offsets = (self.offset_x_px, self.offset_y_px)
        if not all(map(math.isfinite, (*sizes, *offsets))) or min(sizes) <= 0:
            raise BadSettingError("sketch.odd_fit", fit=str(self))

    @classmethod
    def contained(
        cls, *, canvas_width_px: float, canvas_height_px: float, picture_width_px: float, picture_height_px: float
    ) -> "CanvasFit":
        """The fit of a picture centred on the canvas, as large as it allows; known before the canvas is shown."""
        if min(picture_width_px, picture_height_px) <= 0:
            raise BadSettingError("sketch.no_size", width=picture_width_px, height=picture_height_px)
        scale = min(canvas_width_px / picture_width_px, canvas_height_px / picture_height_px)
        return cls(
            offset_x_px=(canvas_width_px - picture_width_px * scale) / 2,
            offset_y_px=(canvas_height_px - picture_height_px * scale) / 2,
            scale_x=scale,
            scale_y=scale,
            picture_width_px=picture_width_px,
            picture_height_px=picture_height_px,
        )

    def to_fraction(self, point_px: Point) -> Point:
        """The point of the canvas in fractions of the picture: below 0 or above 1 where it lies outside it."""
        return (
            (point_px[0] - self.offset_x_px) / (self.scale_x * self.picture_width_px),
            (point_px[1] - self.offset_y_px) / (self.scale_y * self.picture_height_px),
        )

    def to_canvas(self, fraction: Point) -> Point:
        """The point given in fractions of the picture, in pixels of the canvas."""
        return (
            self.offset_x_px + fraction[0] * self.scale_x * self.picture_width_px,
            self.offset_y_px + fraction[1] * self.scale_y * self.picture_height_px,
        )
