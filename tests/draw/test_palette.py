from dataclasses import replace

import cv2
import numpy as np
import pytest

from heatdash.draw.palette import colour_table, place_colours, text_on, track_colour
from heatdash.values.scene import Line, Scene, Zone
from heatdash.values.style import COLORMAPS


@pytest.mark.parametrize("name", COLORMAPS)
def test_a_map_is_the_one_that_opencv_paints(name: str) -> None:
    ramp = np.arange(256, dtype=np.uint8)[None]
    number = getattr(cv2, f"COLORMAP_{name.upper()}")
    assert (colour_table(name) == cv2.applyColorMap(ramp, number)[0]).all()
    assert colour_table(name).shape == (256, 3)


def test_every_place_has_a_colour_of_its_own() -> None:
    zones = tuple(Zone(f"zone {n}", ((0, 0), (1, 0), (1, 1))) for n in range(40))
    lines = tuple(Line(f"line {n}", (0, 0), (1, 1)) for n in range(40))
    colours = place_colours(Scene(zones=zones, lines=lines))
    assert len(colours) == len(set(colours.values())) == 80


def test_a_place_keeps_its_colour_when_another_is_deleted_or_added() -> None:
    door, shelf = (Zone(name, ((0, 0), (1, 0), (1, 1))) for name in ("Door", "Shelf"))
    gate, exit_ = Line("Gate", (0, 0), (1, 1)), Line("Exit", (0, 1), (1, 0))
    both = Scene(zones=(door, shelf), lines=(gate,))
    without = replace(both, zones=both.zones[1:])
    again = replace(without, lines=(exit_, *without.lines))
    before, after, now = place_colours(both), place_colours(without), place_colours(again)
    assert after == {"Shelf": before["Shelf"], "Gate": before["Gate"]}
    assert now == {**after, "Exit": before["Door"]}


def test_neighbouring_tracks_differ_and_keep_their_colour() -> None:
    colours = [track_colour(number) for number in range(30)]
    assert len(set(colours)) == 30
    assert track_colour(7) == colours[7]


def test_text_is_dark_on_light_and_white_on_dark() -> None:
    assert sum(text_on((250, 250, 250))) < 100
    assert text_on((120, 20, 20)) == (255, 255, 255)
