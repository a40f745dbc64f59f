"""Single pictures: the heat over a background, and the path of one object."""

from collections.abc import Sequence

import cv2
import numpy as np
import pandas as pd

from heatdash.draw.draw_objects import ObjectPainter
from heatdash.draw.glass import SUBPIXEL_BITS
from heatdash.draw.overlay import Overlay
from heatdash.draw.palette import WHITE, track_colour
from heatdash.draw.planes import BGR, flat_picture, side_by_side, whole_picture
from heatdash.draw.sizes import sizes_for
from heatdash.messages import ENGLISH
from heatdash.tables.columns import FRAME
from heatdash.values.arrays import Pixels
from heatdash.values.heat import Heat
from heatdash.values.scene import Scene
from heatdash.values.style import Style
from heatdash.values.tally import Tally


def draw_picture(
    *,
    background: Pixels,
    heat: Heat,
    top: float,
    scene: Scene,
    style: Style,
    tally: Tally,
    objects: pd.DataFrame | None = None,
    seen_px: int | None = None,
    language: str = ENGLISH,
) -> Pixels:
    """The BGR picture, as large as the background; for `side_by_side` twice as wide, with the background on the left.

    `top` is the value at the upper end of the colour scale. For a still image, `objects` (TRACKS) are drawn as the
    style says. Who is to be hidden is hidden in the background already.
    `seen_px` is how wide the picture will be shown, where that is known: its text can then be read at that width.
    """
    height, width = background.shape[:2]
    sizes = sizes_for(width_px=width, height_px=height, line_width_px=style.line_width_px, seen_px=seen_px)
    overlay = Overlay(
        peak=heat, top=top, scene=scene, style=style, sizes=sizes, space=BGR, final=tally, language=language
    )
    overlay.show(heat)
    below = flat_picture(background)
    painted = overlay.heated(below)
    if objects is not None and not objects.empty:
        painter = ObjectPainter(objects=objects, style=style, sizes=sizes, space=BGR)
        painter.draw(flat=painted, frame=int(objects[FRAME].iloc[0]), t_s=0.0)
    overlay.put_words(painted, tally)
    both = side_by_side(left=below, right=painted, space=BGR) if style.side_by_side else painted
    return whole_picture(both)


def draw_path(*, background: Pixels, points: Sequence[tuple[float, float]], track_id: int) -> Pixels:
    """The picture with the path through `points` (fractions of it): a ring at its start, an arrow at its end."""
    picture = background.copy()
    height, width = picture.shape[:2]
    sizes = sizes_for(width_px=width, height_px=height, line_width_px=None)
    corners = np.array(points, dtype=np.float64).reshape(-1, 2) * (width, height)
    if len(corners) == 0:
        return picture
    fine = np.round(corners * (1 << SUBPIXEL_BITS)).astype(np.int32)
    thick = max(2, round(sizes.line_px))
    for colour, extra in ((WHITE, 2), (track_colour(track_id), 0)):
        cv2.polylines(picture, [fine], False, colour, thick + extra, cv2.LINE_AA, SUBPIXEL_BITS)
    cv2.circle(picture, _rounded(corners[0]), thick * 3, WHITE, thick, cv2.LINE_AA)
    before = _before_end(corners, least_px=thick * 6)
    if before is not None:
        cv2.arrowedLine(picture, _rounded(before), _rounded(corners[-1]), WHITE, thick, cv2.LINE_AA, tipLength=0.6)
    return picture


def _before_end(corners: np.ndarray, *, least_px: float) -> np.ndarray | None:
    """The last point at least `least_px` from the end; None where every point is closer."""
    far_enough = np.flatnonzero(np.hypot(*(corners - corners[-1]).T) >= least_px)
    return corners[far_enough[-1]] if len(far_enough) else None


def _rounded(point: np.ndarray) -> tuple[int, int]:
    return round(float(point[0])), round(float(point[1]))
