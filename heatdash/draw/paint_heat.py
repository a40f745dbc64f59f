"""Heat as a layer: colours in a picture's own planes, clear where the heat is below the threshold."""

import math

import cv2
import numpy as np

from heatdash.draw.glass import SUBPIXEL_BITS, Layer, subpixels
from heatdash.draw.palette import colour_table
from heatdash.draw.planes import Space
from heatdash.values.arrays import Numbers, Pixels
from heatdash.values.heat import Heat
from heatdash.values.scene import EXCLUDE, ROI, Scene
from heatdash.values.style import Style

_FADE = 0.05
"""Heat fades in over this share of the scale above the threshold, so that its edge is not hard."""
_COARSE = 4
"""Small grids are first resized smoothly to the picture's width and height divided by this, then enlarged."""


class HeatPainter:
    """Paints heat for pictures of one size and style. `top` is the value at the upper end of the colour scale."""

    def __init__(self, *, top: float, scene: Scene, style: Style, width_px: int, height_px: int, space: Space) -> None:
        self._top, self._size, self._space = top, (width_px, height_px), space
        self._levels_per_top = _levels_per_top(style.threshold)
        self._is_everywhere = style.threshold == 0
        self._keep, self._added = self._tables(style)
        self._mask = _where_heat_is_drawn(scene, width_px, height_px)
        if self._mask is not None and space.halved:
            half = cv2.resize(self._mask, (width_px // 2, height_px // 2), interpolation=cv2.INTER_AREA)
            # Colour is changed only where all four pixels that share it are inside.
            self._half_mask = np.where(half == 255, np.uint8(255), np.uint8(0))

    def layer(self, heat: Heat) -> Layer | None:
        """The heat as a layer of the picture's size; None where there is nothing to paint."""
        if not (self._top > 0 and math.isfinite(self._top)) or heat.values.size == 0:
            return None
        levels = self._levels(heat.values)
        coarse = levels
        if self._space.halved:
            # Averaged from the levels of the four pixels, so that none is coloured where all are below the threshold.
            width, height = self._size
            coarse = cv2.resize(levels, (width // 2, height // 2), interpolation=cv2.INTER_AREA)
        if self._mask is not None:
            if self._space.halved:
                coarse = cv2.bitwise_and(coarse, self._half_mask)
            levels = cv2.bitwise_and(levels, self._mask)
            coarse = coarse if self._space.halved else levels
        keep, added = self._space.empty(*self._size), self._space.empty(*self._size)
        views = zip(self._space.views(keep), self._space.views(added), (levels, coarse, coarse), strict=True)
        for number, (kept, put, level) in enumerate(views):
            cv2.LUT(level, self._keep, dst=kept)
            cv2.LUT(level, self._added[number], dst=put)
        return Layer(keep=keep, added=added, space=self._space)

    def _levels(self, values: Numbers) -> Pixels:
        """Each pixel's value as one of 256 levels, rounded down, so that a value below the threshold stays below."""
        width, height = self._size
        offset = 1.001 if self._is_everywhere else 0.001
        scale = self._levels_per_top / self._top
        small = (max(1, width // _COARSE), max(1, height // _COARSE))
        if values.shape[1] < small[0]:
            smooth = cv2.resize(values.astype(np.float32), small, interpolation=cv2.INTER_CUBIC)
            # Cubic interpolation undershoots zero at steep edges, which the next step would turn into heat.
            values = cv2.max(smooth, 0)
        levels: Pixels = cv2.convertScaleAbs(values, alpha=scale, beta=offset - 0.5)
        if levels.shape != (height, width):
            shrinks = levels.shape[1] > width
            levels = cv2.resize(levels, self._size, interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR)
        return levels

    def _tables(self, style: Style) -> tuple[Pixels, list[Pixels]]:
        """For each level: how much of the picture is kept, and what is added to each plane."""
        levels = np.arange(256)
        first = 1 if self._is_everywhere else round(style.threshold * self._levels_per_top)
        first = max(1, first)
        fade = 0 if self._is_everywhere else min(round(_FADE * self._levels_per_top), 255 - first)
        share = np.clip((levels - first + 1) / (fade + 1), 0, 1)
        alpha = np.rint(255 * style.opacity * share * share * (3 - 2 * share)).astype(np.int64)
        shift = 1 if self._is_everywhere else 0
        position = np.clip((levels - shift + 0.5) / self._levels_per_top, 0, 1)
        colours = colour_table(style.colormap)[np.minimum(position * 256, 255).astype(np.int64)]
        planes = colours @ np.array(self._space.weights).T + np.array(self._space.offsets)
        added = np.clip(np.rint(planes * alpha[:, None] / 255), 0, 255).astype(np.uint8)
        return (255 - alpha).astype(np.uint8), [np.ascontiguousarray(added[:, number]) for number in range(3)]


def _levels_per_top(threshold: float) -> float:
    """How many levels the scale has: as many as fit while the threshold falls exactly between two of them.

    At a threshold of 0 everything is painted; level 0 is then reserved for where heat must not be drawn.
    """
    if threshold == 0:
        return 254.0
    below = math.floor(threshold * 255)
    return below / threshold if below else 255.0


def _where_heat_is_drawn(scene: Scene, width: int, height: int) -> Pixels | None:
    """A mask: 255 where heat is drawn, 0 elsewhere; None where no zone limits it."""
    inside, outside = scene.zones_of(ROI), scene.zones_of(EXCLUDE)
    if not inside and not outside:
        return None
    mask = np.full((height, width), 0 if inside else 255, np.uint8)
    for zones, value in ((inside, 255), (outside, 0)):
        for zone in zones:
            corners = subpixels([(x * width, y * height) for x, y in zone.points])
            cv2.fillPoly(mask, [corners], (value,), cv2.LINE_8, SUBPIXEL_BITS)
    return mask
