"""How large text, lines and margins are drawn in a picture of a given size."""

import math
from dataclasses import dataclass

_LEAST_TEXT_PX = 11


@dataclass(frozen=True)
class Sizes:
    """Sizes for one picture: text can be read in small pictures and does not fill large ones."""

    width_px: int
    height_px: int
    line_px: int
    text_px: int

    @property
    def margin_px(self) -> int:
        """How far panels stay from the edge of the picture."""
        return max(4, round(self.text_px * 0.6))

    @property
    def gap_px(self) -> int:
        """The space between things within a panel."""
        return max(3, round(self.text_px * 0.4))


def sizes_for(*, width_px: int, height_px: int, line_width_px: int | None, seen_px: int | None = None) -> Sizes:
    """The sizes for a picture; the width of lines is as given, or follows the picture's size where None.

    For a picture that is shown larger or smaller than it is, `seen_px` wide, the sizes suit what is seen.
    """
    zoom = seen_px / width_px if seen_px else 1.0
    side = math.sqrt(width_px * height_px) * zoom
    text_px = max(1, round(max(_LEAST_TEXT_PX, round(7 + side * 0.0105)) / zoom))
    line_px = line_width_px if line_width_px is not None else max(1, round(text_px / 8))
    return Sizes(width_px=width_px, height_px=height_px, line_px=line_px, text_px=text_px)
