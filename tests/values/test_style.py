"""How a picture may look."""

import cv2
import pytest

from heatdash.errors import BadSettingError
from heatdash.values.style import COLORMAPS, Style, colormap_name


def test_colour_maps_are_opencvs_by_name_and_number():
    assert len(COLORMAPS) == 22
    for number, name in enumerate(COLORMAPS):
        assert getattr(cv2, f"COLORMAP_{name.upper()}") == number
        assert name == colormap_name(str(number)) == colormap_name(f"COLORMAP_{name.upper()}") == colormap_name(name)


@pytest.mark.parametrize("text", ["22", "-1", "", "fire", "COLORMAP_"])
def test_an_unknown_colour_map_is_refused(text):
    with pytest.raises(BadSettingError, match="is not known; choose one of autumn"):
        colormap_name(text)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"opacity": 1.1}, "opacity is 1.1"),
        ({"threshold": float("nan")}, "threshold is nan"),
        ({"normalization": "log"}, "normalization 'log'"),
        ({"normalization": "absolute"}, "give it with --max-value"),
        ({"max_value": 0.0}, "top of the scale is 0"),
        ({"background": "white"}, "background 'white'"),
        ({"line_width_px": 0}, "Lines 0 pixels wide"),
    ],
)
def test_what_cannot_be_drawn_is_refused(wrong, says):
    with pytest.raises(BadSettingError, match=says):
        Style(**wrong)


def test_the_scale_ends_at_the_largest_value_or_at_the_one_given():
    assert Style().top(7.0) == 7.0
    assert Style(max_value=3.0).top(7.0) == 7.0
    assert Style(normalization="absolute", max_value=3.0).top(7.0) == 3.0
