"""Colours, all BGR: the maps for heat, and one fixed colour for each place and each track."""

import colorsys
from functools import lru_cache
from typing import TypeAlias

import cv2
import numpy as np

from heatdash.values.arrays import Pixels
from heatdash.values.scene import WHOLE_PICTURE, Scene
from heatdash.values.style import COLORMAPS, colormap_name

Colour: TypeAlias = tuple[int, int, int]

WHITE: Colour = (255, 255, 255)
SOFT_WHITE: Colour = (214, 214, 214)
INK: Colour = (24, 20, 18)
GREY: Colour = (170, 170, 170)
GROUND_COLOUR: Colour = (250, 250, 250)
"""The ground scale, which is no place."""

# After Okabe and Ito: distinct with every kind of colour blindness. Black is left out: dark scenes would hide it.
_PLACES: tuple[Colour, ...] = (
    (0, 159, 230), (233, 180, 86), (115, 158, 0), (167, 121, 204),
    (66, 228, 240), (178, 114, 0), (0, 94, 213), (225, 225, 225),
)  # fmt: skip
_GOLDEN = 0.6180339887498949
"""Steps of the golden ratio around the hues keep successive colours far apart, however many there are."""


@lru_cache(maxsize=len(COLORMAPS))
def colour_table(colormap: str) -> Pixels:
    """The 256 colours of a map, from its lowest value to its highest, as OpenCV paints them."""
    steps = np.arange(256, dtype=np.uint8).reshape(256, 1)
    table: Pixels = cv2.applyColorMap(steps, COLORMAPS.index(colormap_name(colormap))).reshape(256, 3)
    table.setflags(write=False)
    return table


def place_colours(scene: Scene) -> dict[str, Colour]:
    """Each place's own colour, by name; no colour is used twice."""
    return {place.name: place_colour(place.colour or 0) for place in scene.places}


ACCENT = "#1f8a93"
"""The colour of the whole picture in charts and on cards."""


def hex_colours(scene: Scene) -> dict[str, str]:
    """Each place's colour as in the picture, `#rrggbb`, by name; the whole picture's as well."""
    return {**{name: as_hex(colour) for name, colour in place_colours(scene).items()}, WHOLE_PICTURE: ACCENT}


def as_hex(colour: Colour) -> str:
    """The colour as pages write it: `#rrggbb`."""
    blue, green, red = colour
    return f"#{red:02x}{green:02x}{blue:02x}"


def place_colour(number: int) -> Colour:
    """The colour of that number among those of places."""
    if number < len(_PLACES):
        return _PLACES[number]
    step = number - len(_PLACES) + 1
    # Three pairs of saturation and value, so that colours differ in more than their hue.
    return _from_hue(step * _GOLDEN, *((0.55, 0.95), (0.95, 0.70), (0.30, 0.90))[step % 3])


@lru_cache(maxsize=4096)
def track_colour(track_id: int) -> Colour:
    """The colour of a track: the same in every frame and every run."""
    return _from_hue(0.13 + track_id * _GOLDEN, 0.62, 0.98)


def text_on(colour: Colour) -> Colour:
    """Dark or white, whichever is easier to read on the colour."""
    blue, green, red = colour
    return INK if 0.114 * blue + 0.587 * green + 0.299 * red > 140 else WHITE


def _from_hue(hue: float, saturation: float, value: float) -> Colour:
    red, green, blue = colorsys.hsv_to_rgb(hue % 1.0, saturation, value)
    return round(blue * 255), round(green * 255), round(red * 255)
