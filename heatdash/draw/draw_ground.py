"""The ground scale on the picture: its outline, and at two of its sides how long they are."""

import numpy as np

from heatdash.draw.draw_places import pixel_points, stroke
from heatdash.draw.free_spots import Rectangle
from heatdash.draw.glass import Glass, panel
from heatdash.draw.palette import GROUND_COLOUR
from heatdash.draw.sizes import Sizes
from heatdash.draw.write_text import write_text
from heatdash.messages import say
from heatdash.values.arrays import Floats
from heatdash.values.ground import Ground


def draw_ground(*, ground: Ground, sizes: Sizes, glass: Glass, language: str) -> list[Rectangle]:
    """Where each side's metres are written, just outside the middle of the side, after it is drawn on the glass."""
    corners = pixel_points(points=ground.points, sizes=sizes)
    closed = np.concatenate((corners, corners[:1]))
    stroke(glass=glass, path=closed, colour=GROUND_COLOUR, line_px=sizes.line_px, dash_px=sizes.text_px * 0.5)
    return [
        _written(corners, first, say("pictures.metres", language=language, metres=f"{side_m:g}"), sizes, glass)
        for first, side_m in ((0, ground.width_m), (1, ground.length_m))
    ]


def _written(corners: Floats, first: int, text: str, sizes: Sizes, glass: Glass) -> Rectangle:
    word = write_text(text, size_px=sizes.text_px, weight=600)
    sheet = panel(width_px=word.width_px + sizes.gap_px, height_px=word.height_px, radius_px=max(2, sizes.gap_px // 2))
    sheet.stick(word, sizes.gap_px // 2, 0)
    middle = (corners[first] + corners[first + 1]) / 2
    outwards = middle - corners.mean(axis=0)
    outwards = outwards / max(float(np.hypot(*outwards)), 1e-9)
    reach = (abs(outwards[0]) * sheet.width_px + abs(outwards[1]) * sheet.height_px) / 2 + sizes.line_px + sizes.gap_px
    x, y = middle + outwards * reach - (sheet.width_px / 2, sheet.height_px / 2)
    left = round(min(max(x, 0), max(0, sizes.width_px - sheet.width_px)))
    top = round(min(max(y, 0), max(0, sizes.height_px - sheet.height_px)))
    glass.stick(sheet, left, top)
    return left, top, left + sheet.width_px, top + sheet.height_px
