"""Arrows on a picture, as wide as many went along them, with the numbers on them."""

import math
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from heatdash.draw.free_spots import Room
from heatdash.draw.glass import SUBPIXEL_BITS, Glass, panel, subpixels
from heatdash.draw.palette import INK, Colour
from heatdash.draw.place_labels import label_sheet, place_labels
from heatdash.draw.quiet_corner import BOTTOM_LEFT, BOTTOM_RIGHT, TOP_LEFT, TOP_RIGHT, Bustle
from heatdash.draw.sizes import Sizes
from heatdash.draw.write_text import write_text
from heatdash.values.arrays import Floats, Pixels
from heatdash.values.scene import Scene

_CASING, _DARKENED = 0.6, 0.25
NUMBER_AT = (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74)
"""Where along an arrow its number may stand, the best first."""


@dataclass(frozen=True, eq=False)
class Arrow:
    """A way: who went along it, and the points of its shaft from end to end, where the head begins.

    The head is `barb_px` wide on each side.
    """

    count: int
    colour: Colour
    shaft: Floats
    tip: Floats
    width_px: float
    barb_px: float

    def draw_on(self, mask: Pixels, *, extra_px: int = 0) -> None:
        """Draw the shaft and the head, `extra_px` wider on all sides."""
        thick = max(1, round(self.width_px)) + 2 * extra_px
        cv2.polylines(mask, [subpixels(self.shaft)], False, (255,), thick, cv2.LINE_AA, SUBPIXEL_BITS)
        neck = self.shaft[-1]
        ahead = (self.tip - neck) / max(1e-9, float(np.hypot(*(self.tip - neck))))
        aside = np.array((-ahead[1], ahead[0])) * self.barb_px
        corners = subpixels(np.array((self.tip, neck + aside, neck - aside)))
        cv2.fillPoly(mask, [corners], (255,), cv2.LINE_AA, SUBPIXEL_BITS)
        if extra_px:
            cv2.polylines(mask, [corners], True, (255,), 2 * extra_px, cv2.LINE_AA, SUBPIXEL_BITS)


def arrow_along(
    *, path: Floats, count: int, colour: Colour, width_px: float, sizes: Sizes, flare: float = 1.0
) -> Arrow:
    """The arrow along the points of the path; its head is the larger the wider it is, and the more its `flare` is."""
    head_px = 1.7 * flare * width_px + 0.5 * sizes.text_px
    from_tip = lengths_along(path)[-1] - lengths_along(path)
    shaft = path[from_tip >= head_px * 0.8]
    shaft = shaft if len(shaft) > 1 else path[:2]
    barb_px = (0.5 + 0.4 * flare) * width_px + 0.3 * float(np.hypot(*(path[-1] - shaft[-1])))
    return Arrow(count, colour, shaft, path[-1], width_px, barb_px)


def lengths_along(path: Floats) -> Floats:
    """How far along the path each of its points is."""
    return np.concatenate(([0.0], np.cumsum(np.hypot(*np.diff(path, axis=0).T))))


def darken(glass: Glass, /) -> None:
    """Darken all of the picture below the glass a little, so that what is drawn on it stands out."""
    glass.fill(np.full(glass.alpha.shape, 255, np.uint8), INK, _DARKENED)


def draw_arrows(*, glass: Glass, arrows: Iterable[Arrow], sizes: Sizes) -> None:
    """Draw the arrows on the glass, each with a dark edge over those before it."""
    edge_px = max(1, round(sizes.text_px / 12))
    for arrow in arrows:
        mask, casing = (np.zeros(glass.alpha.shape, np.uint8) for _ in range(2))
        arrow.draw_on(casing, extra_px=edge_px)
        arrow.draw_on(mask)
        glass.fill(casing, INK, _CASING)
        glass.fill(mask, arrow.colour)


def write_numbers(
    *,
    glass: Glass,
    scene: Scene,
    arrows: Sequence[Arrow],
    sizes: Sizes,
    sentences: Sequence[str],
    at: Sequence[float] = NUMBER_AT,
) -> None:
    """Write what the numbers mean, the numbers, and the names of the places, all clear of each other.

    A number stands at the first free one of the shares `at` of its arrow.
    """
    room = Room(sizes)
    if sentences:
        caption = _caption(sentences, sizes)
        bustle = Bustle(heat=np.zeros((1, 1)), top=0.0, places=glass, sizes=sizes)
        spot = bustle.quiet_corner(sheet=caption, corners=(BOTTOM_LEFT, BOTTOM_RIGHT, TOP_LEFT, TOP_RIGHT))
        if spot is not None:
            room.take(spot)
            glass.stick(caption, *spot[:2])
    half = sizes.text_px // 2
    for x, y in (arrow.tip.tolist() for arrow in arrows):
        room.take((round(x) - half, round(y) - half, round(x) + half, round(y) + half))
    for arrow in arrows:
        sheet = _number(arrow, sizes)
        points = (arrow.shaft[round(share * (len(arrow.shaft) - 1))] for share in at)
        spots = [(float(x) - sheet.width_px / 2, float(y) - sheet.height_px / 2) for x, y in points]
        spot = room.find(width_px=sheet.width_px, height_px=sheet.height_px, spots=spots)
        if spot is not None:
            glass.stick(sheet, *spot[:2])
    for x, y in (point for arrow in arrows for point in arrow.shaft[::3].tolist()):
        room.dislike((round(x) - half, round(y) - half, round(x) + half, round(y) + half))
    for label in place_labels(scene=scene, sizes=sizes, wordings=(), room=room):
        glass.stick(label_sheet(label=label, words={}, sizes=sizes), label.x, label.y)


def _number(arrow: Arrow, sizes: Sizes) -> Glass:
    """How many went, on a round panel with an edge in the arrow's colour."""
    text = write_text(f"{arrow.count:,}", size_px=sizes.text_px, weight=700)
    edge = max(1, round(sizes.text_px / 9))
    height = round(sizes.text_px * 1.4) + 2
    width = max(height, text.width_px + round(sizes.text_px * 0.8))
    sheet = panel(width_px=width, height_px=height, radius_px=height // 2, colour=arrow.colour, opacity=1.0)
    inner = panel(width_px=width - 2 * edge, height_px=height - 2 * edge, radius_px=height // 2 - edge, opacity=1.0)
    sheet.stick(inner, edge, edge)
    sheet.stick(text, (width - text.width_px) // 2, (height - text.height_px) // 2)
    return sheet


def _caption(sentences: Sequence[str], sizes: Sizes) -> Glass:
    """The sentences on a panel, the first one bold."""
    weights = (600, *(500 for _ in sentences[1:]))
    texts = [text for one, weight in zip(sentences, weights, strict=True) for text in _lines(one, weight, sizes)]
    row_px, gap = math.ceil(sizes.text_px * 1.35), sizes.gap_px
    width = max(text.width_px for text in texts) + 2 * gap
    sheet = panel(width_px=width, height_px=row_px * len(texts) + gap, radius_px=gap)
    for number, text in enumerate(texts):
        sheet.stick(text, gap, gap // 2 + number * row_px - round(sizes.text_px * 0.08))
    return sheet


def _lines(sentence: str, weight: int, sizes: Sizes) -> Iterator[Glass]:
    """The sentence, written on as many lines as a narrow picture needs."""
    whole = write_text(sentence, size_px=sizes.text_px, weight=weight)
    most = max(1, math.floor(len(sentence) * min(1.0, 0.8 * sizes.width_px / whole.width_px)))
    for line in textwrap.wrap(sentence, most):
        yield write_text(line, size_px=sizes.text_px, weight=weight)
