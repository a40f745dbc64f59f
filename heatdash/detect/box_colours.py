"""The name of each object's colour, judged in CIELAB under the scene's own light."""

from functools import cache

import numpy as np
import numpy.typing as npt

from heatdash.detect.box_looks import points_in
from heatdash.values.arrays import Floats32, Marks, Numbers, Pixels
from heatdash.values.classes import COLOUR_NAMES, HUELESS_COUNT, SEEN_COLOURS, UNSURE

_CODE = {name: code for code, name in enumerate(SEEN_COLOURS)}

_SAMPLES = 12
_EVEN = (np.arange(_SAMPLES) + 0.5) / _SAMPLES
_MIDDLE, _BELOW_WINDOWS = 0.25 + 0.5 * _EVEN, 0.45 + 0.4 * _EVEN
_DOWN = np.stack([_MIDDLE, _BELOW_WINDOWS])
_WIDE = 0.8

_LIGHT_POINTS = 300
_LOGARITHMS = np.log(np.arange(1, 257, dtype=np.float32))
_GLARE = 248
_DIM = 0.3
"""A share of the brightest: what is darker says little about the light."""
_NEAR_GREY = 0.32
"""In natural logarithms: how far blue, green and red may lie from their mean."""
_FEWEST_GREYS = 20
_BRIGHT = 210.0
_MOST_GAIN = 1.6

_BITS = 5
_SHADES = 25
"""Steps of lightness without a hue, each of 4 in CIELAB."""
_HUELESS_BELOW = 8.0
_SHADE_CODE = np.repeat([_CODE[name] for name in ("black", "grey", "silver", "white")], [7, 6, 4, 8])
_NEARNESS = (3 - np.abs(np.subtract.outer(np.arange(_SHADES), np.arange(_SHADES)))).clip(min=0)
_NEARLY_MOST = 0.85
_HUED_SHARE = 0.25
_MIXED_SHARE = 0.5


def name_colours(*, pixels: Pixels, boxes_px: Numbers) -> npt.NDArray[np.uint8]:
    """One code into SEEN_COLOURS per box, from 144 points in the middle half of its width.

    Of a tall box they lie in the middle half of its height, too: coat and trousers. One that is at least 0.8 times as
    wide as high is taken for a vehicle: they lie between 45 % and 85 % of its height, below most of its windows.
    """
    count = len(boxes_px)
    if count == 0:
        return np.empty(0, dtype=np.uint8)
    x1, y1, x2, y2 = boxes_px[:, :4].T
    wide = x2 - x1 > _WIDE * (y2 - y1)
    points = points_in(pixels=pixels, boxes_px=boxes_px, across=_MIDDLE, down=_DOWN[wide.astype(np.intp)])
    return name_points(points=points.reshape(count, -1, 3), wide=wide, gain=gain_of(pixels))


def gain_of(pixels: Pixels) -> Floats32:
    """The factors for blue, green and red that make the picture's greys grey, and a dark picture brighter.

    Greys are found in three steps: what is nearly grey under the light found so far votes on the light, so that lawns
    and wooden floors do not. Glare and the dark do not vote either. Where too little is left, the light is taken for
    white. The brightest hundredth of a dark picture is raised to 210, by a factor of at most 1.6.
    """
    step = max(1, round((pixels.shape[0] * pixels.shape[1] / _LIGHT_POINTS) ** 0.5))
    points = np.ascontiguousarray(pixels[::step, ::step].reshape(-1, 3).T)
    brightest = points.max(axis=0)
    rank = len(brightest) - 1 - len(brightest) // 100
    white = max(int(np.partition(brightest, rank)[rank]), 1)
    gain = np.full(3, min(max(_BRIGHT / white, 1.0), _MOST_GAIN), dtype=np.float32)
    shares = _LOGARITHMS[points[:, (brightest < _GLARE) & (brightest > _DIM * white)]]
    shares -= shares.mean(axis=0)
    cast = np.zeros((3, 1), dtype=np.float32)
    for _ in range(3):
        greys = shares[:, np.abs(shares - cast).max(axis=0) < _NEAR_GREY]
        if greys.shape[1] < _FEWEST_GREYS:
            return gain
        cast = greys.mean(axis=1, keepdims=True)
    return gain * np.exp(-cast[:, 0])


def name_points(*, points: Pixels, wide: Marks, gain: Floats32) -> npt.NDArray[np.uint8]:
    """One code into SEEN_COLOURS per row of points (blue, green, red), for the light that `gain` makes good.

    A hue wins that a quarter of the points have, since windows, tyres and shadow take their share of a red car. Where
    half of them have hues but none has a quarter, the colour is unsure. Otherwise the commonest lightness decides,
    glass and shadow left out as far as they can be told apart.
    """
    levels = np.minimum(np.arange(256)[:, None] * gain, 255).astype(np.intp) >> (8 - _BITS)
    cells = levels[points[..., 0], 0]
    for channel in (1, 2):
        cells = cells << _BITS | levels[points[..., channel], channel]
    found = _kinds_by_bgr()[wide.astype(np.intp)[:, None], cells]
    count, kinds = len(points), _SHADES + len(COLOUR_NAMES) - HUELESS_COUNT
    places = np.arange(count)[:, None] * kinds + found
    votes = np.bincount(places.ravel(), minlength=count * kinds).reshape(count, kinds)
    shade, hued = _SHADE_CODE[_main_shade(votes[:, :_SHADES])], votes[:, _SHADES:]
    mixed = hued.sum(axis=1) >= _MIXED_SHARE * points.shape[1]
    one_hue = hued.max(axis=1) >= _HUED_SHARE * points.shape[1]
    codes = np.where(one_hue, HUELESS_COUNT + hued.argmax(axis=1), np.where(mixed, _CODE[UNSURE], shade))
    return codes.astype(np.uint8)


def _main_shade(votes: Numbers) -> Numbers:
    """In each row the lightest of the shades that are about the commonest, since glass and shadow only darken."""
    near = votes @ _NEARNESS
    common = near >= _NEARLY_MOST * near.max(axis=1, keepdims=True)
    lightest: Numbers = _SHADES - 1 - common[:, ::-1].argmax(axis=1)
    return lightest


@cache
def _kinds_by_bgr() -> npt.NDArray[np.uint8]:
    """For cloth, then for paint: what each cell of coarse blue, green and red is, a shade or, after these, a hue.

    Below a chroma that grows with the lightness a cell has no hue. It is lower for reds and greens, which neither
    light nor skies bring about, than for blues, and highest for the blues of paint, which mirrors the sky.
    """
    import cv2

    steps = ((np.arange(2**_BITS) + 0.5) / 2**_BITS).astype(np.float32)
    bgr = np.stack(np.meshgrid(steps, steps, steps, indexing="ij"), axis=-1).reshape(-1, 1, 3)
    light, a, b = cv2.cvtColor(bgr, cv2.COLOR_BGR2LAB)[:, 0].T
    chroma, hue = np.hypot(a, b), np.degrees(np.arctan2(b, a)) % 360
    shade = (light / 100 * _SHADES).clip(0, _SHADES - 1).astype(np.uint8)
    hued = _SHADES - HUELESS_COUNT + _hue_names(light, chroma, hue)
    kinds = []
    for faintest_blue in (np.maximum(10, 0.15 * light + 4), np.maximum(16, 0.2 * light + 8)):
        faintest = np.select(
            [(hue < 60) | (hue >= 335), hue < 110, hue < 200],
            [np.maximum(6, 0.15 * light + 1), np.maximum(8, 0.2 * light), np.maximum(6, 0.15 * light + 2)],
            default=faintest_blue,
        )
        kinds.append(np.where((light < _HUELESS_BELOW) | (chroma < faintest), shade, hued))
    return np.stack(kinds).astype(np.uint8)


def _hue_names(light: Floats32, chroma: Floats32, hue: Floats32) -> npt.NDArray[np.uint8]:
    """The code of each hue, in degrees of CIELAB from red over yellow, green and blue."""
    rules = [
        ((hue < 60) & (chroma < np.minimum(14, 0.4 * light + 1)), "brown"),
        (((hue < 25) | (hue >= 357)) & (light > 74), "pink"),
        ((hue >= 32) & (hue < 42) & (light < 33) & (chroma < 25), "brown"),
        ((hue < 42) | (hue >= 357), "red"),
        ((hue < 80) & ((light < 52) | (chroma < 30)), "brown"),
        ((hue < 70) | ((hue < 85) & (light < 62)), "orange"),
        (hue < 108, "yellow"),
        (hue < 195, "green"),
        # CIELAB turns the strongest blues towards purple.
        ((hue < 297) | ((hue < 309) & (chroma > 45)), "blue"),
        ((hue < 325) | ((hue < 340) & (light < 45)), "purple"),
        ((hue >= 340) & (light < 45), "red"),
    ]
    names = np.select([rule for rule, _ in rules], [_CODE[name] for _, name in rules], default=_CODE["pink"])
    return names.astype(np.uint8)
