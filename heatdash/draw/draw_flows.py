"""Ways from place to place as arrows on the scene, as wide as many went that way."""

import math
import textwrap
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
import pandas as pd

from heatdash.draw.draw_places import draw_places
from heatdash.draw.free_spots import Room
from heatdash.draw.glass import SUBPIXEL_BITS, Glass, layer_of, panel, subpixels
from heatdash.draw.palette import GREY, INK, Colour, place_colours
from heatdash.draw.place_labels import label_sheet, place_labels
from heatdash.draw.place_middles import Middle, place_middles
from heatdash.draw.planes import BGR, flat_picture, whole_picture
from heatdash.draw.quiet_corner import BOTTOM_LEFT, BOTTOM_RIGHT, TOP_LEFT, TOP_RIGHT, Bustle
from heatdash.draw.sizes import Sizes, sizes_for
from heatdash.draw.write_text import write_text
from heatdash.messages import ENGLISH, say
from heatdash.tables.columns import CLASS_NAME, FROM_PLACE, TO_PLACE, TRACK_COUNT
from heatdash.values.arrays import Floats, Pixels
from heatdash.values.classes import counted_noun
from heatdash.values.scene import Scene

MOST_NUMBERED, MOST_PALE = 12, 24
"""So many ways, those most often taken, are told in full; so many more are thin and pale, and have no number."""
_PALE, _CASING, _DARKENED = 0.5, 0.6, 0.25
_BEND = 0.14
"""How far an arrow leaves the straight line to the right, as a share of its length."""
_MANY = 4
"""Where no way was taken by so many, none is drawn at full width."""
_NUMBER_AT = (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74)
"""Where along an arrow its number may stand, the best first."""


@dataclass(frozen=True, eq=False)
class _Arrow:
    """A way: who went along it, and the points of its shaft from end to end, where the head begins."""

    count: int
    colour: Colour
    shaft: Floats
    tip: Floats
    width_px: float


def draw_flows(
    *, picture: Pixels, scene: Scene, flows: pd.DataFrame, seen_px: int | None = None, language: str = ENGLISH
) -> Pixels:
    """The BGR picture with an arrow for each pair of places in `flows` (FLOWS), in the colour of where it begins.

    An arrow is as wide as many different tracks went straight that way, and the twelve widest tell the number. It bends
    to the right, so that those who come back do not lie on it. `seen_px` is how wide the picture will be shown.
    """
    height, width = picture.shape[:2]
    sizes = sizes_for(width_px=width, height_px=height, line_width_px=None, seen_px=seen_px)
    glass = Glass.clear(width, height)
    glass.fill(np.full((height, width), 255, np.uint8), INK, _DARKENED)
    draw_places(scene=scene, sizes=sizes, glass=glass, with_arrows=False)
    arrows = list(_arrows(scene, flows, sizes))
    told, others = arrows[:MOST_NUMBERED], arrows[MOST_NUMBERED:]
    _draw_pale(glass, others[:MOST_PALE])
    for arrow in told:
        _draw_arrow(glass, arrow, sizes)
    _write(glass, scene, told, sizes, _caption(flows, len(others), sizes, language))
    return whole_picture(layer_of(glass=glass, space=BGR).on(flat_picture(picture)))


def _arrows(scene: Scene, flows: pd.DataFrame, sizes: Sizes) -> Iterator[_Arrow]:
    """The arrows, the widest first."""
    middles, colours = place_middles(scene=scene, sizes=sizes), place_colours(scene)
    pairs: Counter[tuple[str, str]] = Counter()
    for begin, end, count in zip(flows[FROM_PLACE], flows[TO_PLACE], flows[TRACK_COUNT], strict=True):
        pairs[begin, end] += count
    ranked = sorted(pairs.items(), key=lambda item: (-item[1], item[0]))
    for number, ((begin, end), count) in enumerate(ranked):
        narrow, wide = max(2.0, sizes.line_px), sizes.text_px * 0.8
        width_px = narrow if number >= MOST_NUMBERED else max(narrow, wide * count / max(ranked[0][1], _MANY))
        path = _way(middles[begin], middles[end], width_px, sizes)
        head_px = 1.7 * width_px + 0.5 * sizes.text_px
        from_tip = _lengths(path)[-1] - _lengths(path)
        shaft = path[from_tip >= head_px * 0.8]
        yield _Arrow(int(count), colours[begin], shaft if len(shaft) > 1 else path[:2], path[-1], width_px)


def _way(begin: Middle, end: Middle, width_px: float, sizes: Sizes) -> Floats:
    """Points from place to place along a curve that bends to the right, but not out of the picture."""
    text_px = sizes.text_px
    first, last = begin.point, end.point
    along, least = last - first, 4.5 * text_px
    if np.hypot(*along) < least:
        # Places whose middles nearly coincide still get an arrow that can be seen.
        direction = along / np.hypot(*along) if along.any() else np.array((1.0, 0.0))
        middle = (first + last) / 2
        first, last = middle - direction * least / 2, middle + direction * least / 2
        along = last - first
    length = float(np.hypot(*along))
    aside = np.array((-along[1], along[0])) / length
    bend = max(_BEND * length, width_px + 0.8 * text_px)
    frame = np.array((sizes.width_px, sizes.height_px)) - text_px
    inside = (
        share for share in (1.0, 0.7, 0.4, 0.2) if _is_within((first + last) / 2 + aside * bend * share, text_px, frame)
    )
    control = (first + last) / 2 + aside * 2 * bend * next(inside, 0.0)
    share = np.linspace(0, 1, 65)[:, None]
    curve = (1 - share) ** 2 * first + 2 * share * (1 - share) * control + share**2 * last
    lengths = _lengths(curve)
    # The ends stay away from the middles, so that many arrows can meet there.
    leave, arrive = (min(max(0.5 * place.reach_px, 0.5 * text_px), 1.6 * text_px) for place in (begin, end))
    free = min(1.0, max(0.0, lengths[-1] - 3 * text_px) / (leave + arrive))
    kept = (lengths >= leave * free) & (lengths <= lengths[-1] - arrive * free)
    return np.asarray(curve[kept])


def _is_within(point: Floats, least: float, most: Floats) -> bool:
    return bool((point >= least).all() and (point <= most).all())


def _lengths(path: Floats) -> Floats:
    """How far along the path each of its points is."""
    return np.concatenate(([0.0], np.cumsum(np.hypot(*np.diff(path, axis=0).T))))


def _draw_arrow(glass: Glass, arrow: _Arrow, sizes: Sizes) -> None:
    mask, casing = (np.zeros(glass.alpha.shape, np.uint8) for _ in range(2))
    edge_px = max(1, round(sizes.text_px / 12))
    for target, extra in ((casing, edge_px), (mask, 0)):
        _draw_shape(target, arrow, extra)
    glass.fill(casing, INK, _CASING)
    glass.fill(mask, arrow.colour)


def _draw_pale(glass: Glass, arrows: list[_Arrow]) -> None:
    mask = np.zeros(glass.alpha.shape, np.uint8)
    for arrow in arrows:
        _draw_shape(mask, arrow, 0)
    glass.fill(mask, GREY, _PALE)


def _draw_shape(mask: Pixels, arrow: _Arrow, extra_px: int) -> None:
    """Draw the shaft and the head, `extra_px` wider on all sides."""
    thick = max(1, round(arrow.width_px)) + 2 * extra_px
    cv2.polylines(mask, [subpixels(arrow.shaft)], False, (255,), thick, cv2.LINE_AA, SUBPIXEL_BITS)
    neck = arrow.shaft[-1]
    ahead = (arrow.tip - neck) / max(1e-9, float(np.hypot(*(arrow.tip - neck))))
    aside = np.array((-ahead[1], ahead[0])) * (arrow.width_px * 0.9 + np.hypot(*(arrow.tip - neck)) * 0.3)
    corners = subpixels(np.array((arrow.tip, neck + aside, neck - aside)))
    cv2.fillPoly(mask, [corners], (255,), cv2.LINE_AA, SUBPIXEL_BITS)
    if extra_px:
        cv2.polylines(mask, [corners], True, (255,), 2 * extra_px, cv2.LINE_AA, SUBPIXEL_BITS)


def _write(glass: Glass, scene: Scene, arrows: list[_Arrow], sizes: Sizes, caption: Glass | None) -> None:
    """Write what the numbers mean, the numbers, and the names of the places, all clear of each other."""
    room = Room(sizes)
    if caption is not None:
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
        points = (arrow.shaft[round(share * (len(arrow.shaft) - 1))] for share in _NUMBER_AT)
        spots = [(float(x) - sheet.width_px / 2, float(y) - sheet.height_px / 2) for x, y in points]
        spot = room.find(width_px=sheet.width_px, height_px=sheet.height_px, spots=spots)
        if spot is not None:
            glass.stick(sheet, *spot[:2])
    for x, y in (point for arrow in arrows for point in arrow.shaft[::3].tolist()):
        room.dislike((round(x) - half, round(y) - half, round(x) + half, round(y) + half))
    for label in place_labels(scene=scene, sizes=sizes, wordings=(), room=room):
        glass.stick(label_sheet(label=label, words={}, sizes=sizes), label.x, label.y)


def _number(arrow: _Arrow, sizes: Sizes) -> Glass:
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


def _caption(flows: pd.DataFrame, others: int, sizes: Sizes, language: str) -> Glass | None:
    """What the numbers are, and how many ways have none. None without any way."""
    if flows.empty:
        return None
    noun = counted_noun(flows[CLASS_NAME].astype(str).unique().tolist())
    sentences = [(say(f"pictures.ways_{noun}", language=language), 600)]
    sentences += [(say("pictures.more_ways", language=language, count=others), 500)] if others else []
    texts = [text for sentence, weight in sentences for text in _lines(sentence, weight, sizes)]
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
