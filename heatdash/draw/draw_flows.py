"""Ways from place to place as arrows on the scene, as wide as many went that way."""

from collections import Counter
from collections.abc import Iterator

import numpy as np
import pandas as pd

from heatdash.draw.arrows import Arrow, arrow_along, darken, draw_arrows, lengths_along, write_numbers
from heatdash.draw.draw_places import draw_places
from heatdash.draw.glass import Glass, layer_of
from heatdash.draw.palette import GREY, place_colours
from heatdash.draw.place_middles import Middle, place_middles
from heatdash.draw.planes import BGR, flat_picture, whole_picture
from heatdash.draw.sizes import Sizes, sizes_for
from heatdash.messages import ENGLISH, say
from heatdash.tables.columns import CLASS_NAME, FROM_PLACE, TO_PLACE, TRACK_COUNT
from heatdash.values.arrays import Floats, Pixels
from heatdash.values.classes import counted_noun
from heatdash.values.scene import Scene

MOST_NUMBERED, MOST_PALE = 12, 24
"""So many ways, those most often taken, are told in full; so many more are thin and pale, and have no number."""
_PALE = 0.5
_BEND = 0.14
"""How far an arrow leaves the straight line to the right, as a share of its length."""
_MANY = 4
"""Where no way was taken by so many, none is drawn at full width."""


def draw_flows(
    *,
    picture: Pixels,
    scene: Scene,
    flows: pd.DataFrame,
    whole: bool = False,
    seen_px: int | None = None,
    language: str = ENGLISH,
) -> Pixels:
    """The BGR picture with an arrow for each pair of places in `flows` (FLOWS), in the colour of where it begins.

    An arrow is as wide as many different tracks went straight that way, and the twelve widest tell the number. It bends
    to the right, so that those who come back do not lie on it. The `whole` ways are those of JOURNEYS. `seen_px` is how
    wide the picture will be shown.
    """
    height, width = picture.shape[:2]
    sizes = sizes_for(width_px=width, height_px=height, line_width_px=None, seen_px=seen_px)
    glass = Glass.clear(width, height)
    darken(glass)
    draw_places(scene=scene, sizes=sizes, glass=glass, with_arrows=False)
    arrows = list(_arrows(scene, flows, sizes))
    told, others = arrows[:MOST_NUMBERED], arrows[MOST_NUMBERED:]
    _draw_pale(glass, others[:MOST_PALE])
    draw_arrows(glass=glass, arrows=told, sizes=sizes)
    sentences = _sentences(flows, len(others), language, "journeys" if whole else "ways")
    write_numbers(glass=glass, scene=scene, arrows=told, sizes=sizes, sentences=sentences)
    return whole_picture(layer_of(glass=glass, space=BGR).on(flat_picture(picture)))


def _arrows(scene: Scene, flows: pd.DataFrame, sizes: Sizes) -> Iterator[Arrow]:
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
        yield arrow_along(path=path, count=int(count), colour=colours[begin], width_px=width_px, sizes=sizes)


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
    lengths = lengths_along(curve)
    # The ends stay away from the middles, so that many arrows can meet there.
    leave, arrive = (min(max(0.5 * place.reach_px, 0.5 * text_px), 1.6 * text_px) for place in (begin, end))
    free = min(1.0, max(0.0, lengths[-1] - 3 * text_px) / (leave + arrive))
    kept = (lengths >= leave * free) & (lengths <= lengths[-1] - arrive * free)
    return np.asarray(curve[kept])


def _is_within(point: Floats, least: float, most: Floats) -> bool:
    return bool((point >= least).all() and (point <= most).all())


def _draw_pale(glass: Glass, arrows: list[Arrow]) -> None:
    mask = np.zeros(glass.alpha.shape, np.uint8)
    for arrow in arrows:
        arrow.draw_on(mask)
    glass.fill(mask, GREY, _PALE)


def _sentences(flows: pd.DataFrame, others: int, language: str, what: str) -> list[str]:
    """What the numbers are, and how many ways have none. Nothing without any way."""
    if flows.empty:
        return []
    noun = counted_noun(flows[CLASS_NAME].astype(str).unique().tolist())
    sentences = [say(f"pictures.{what}_{noun}", language=language)]
    return [*sentences, say("pictures.more_ways", language=language, count=others)] if others else sentences
