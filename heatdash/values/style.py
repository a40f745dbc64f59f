"""How heat, places and objects are drawn."""

import math
from dataclasses import dataclass

from heatdash.errors import BadSettingError
from heatdash.messages import message

COLORMAPS = (
    "autumn", "bone", "jet", "winter", "rainbow", "ocean", "summer", "spring", "cool", "hsv", "pink", "hot",
    "parula", "magma", "inferno", "plasma", "viridis", "cividis", "twilight", "twilight_shifted", "turbo", "deepgreen",
)  # fmt: skip
"""The number that OpenCV gives a colour map is its index in this tuple."""
NORMALIZATIONS = ("relative", "absolute")
BACKGROUNDS = ("median", "first")
WIDEST_LINE_PX = 50


@dataclass(frozen=True)
class Style:
    """How the picture and the video look.

    `opacity` is that of the heat, 0 to 1; below `threshold`, a share of the scale, the picture stays as it is.
    `relative` puts the largest value at the top of the scale, `absolute` puts `max_value` there, in the metric's unit.
    `line_width_px` None follows the picture's size. `final_heat` shows the last map throughout the video instead of
    letting it grow. `blur` hides objects; `background` is the clip's empty scene (median) or its first frame, under
    heatmap.png.
    """

    colormap: str = "turbo"
    opacity: float = 0.5
    threshold: float = 0.05
    normalization: str = "relative"
    max_value: float | None = None
    legend: bool = True
    boxes: bool = False
    labels: bool = False
    show_conf: bool = False
    trails: bool = False
    places: bool = True
    class_counts: bool = True
    show_in: bool = True
    show_out: bool = True
    line_width_px: int | None = None
    side_by_side: bool = False
    blur: bool = False
    final_heat: bool = False
    background: str = "median"

    def __post_init__(self) -> None:
        object.__setattr__(self, "colormap", colormap_name(self.colormap))
        for what, share in (("opacity", self.opacity), ("threshold", self.threshold)):
            if not (math.isfinite(share) and 0 <= share <= 1):
                raise BadSettingError("values.odd_share", what=message(f"values.{what}"), share=share)
        for what, value, known in (
            ("normalization", self.normalization, NORMALIZATIONS),
            ("background", self.background, BACKGROUNDS),
        ):
            if value not in known:
                raise BadSettingError(
                    "values.unknown_choice", what=message(f"values.{what}"), value=value, known=", ".join(known)
                )
        if self.max_value is not None and not (math.isfinite(self.max_value) and self.max_value > 0):
            raise BadSettingError("values.odd_top", value=self.max_value)
        if self.normalization == "absolute" and self.max_value is None:
            raise BadSettingError("values.no_top")
        if self.line_width_px is not None and not 1 <= self.line_width_px <= WIDEST_LINE_PX:
            raise BadSettingError("values.odd_line_width", width=self.line_width_px, most=WIDEST_LINE_PX)

    def top(self, largest: float) -> float:
        """The value at the top of the scale, where `largest` is the largest found."""
        return self.max_value if self.normalization == "absolute" and self.max_value is not None else largest


def colormap_name(text: str) -> str:
    """The colour map that `text` names: with or without COLORMAP_, in any case, or by OpenCV's number."""
    name = text.strip().lower().removeprefix("colormap_")
    if name.isdecimal() and int(name) < len(COLORMAPS):
        return COLORMAPS[int(name)]
    if name not in COLORMAPS:
        raise BadSettingError("values.colormap_unknown", text=text, known=", ".join(COLORMAPS))
    return name
