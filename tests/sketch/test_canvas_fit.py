"""Points of the canvas as fractions of the picture, and back."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heatdash.errors import BadSettingError
from heatdash.sketch.canvas_fit import CanvasFit

FIT = CanvasFit(offset_x_px=20, offset_y_px=10, scale_x=0.5, scale_y=0.5, picture_width_px=1920, picture_height_px=1080)


@pytest.mark.parametrize(
    ("on_canvas", "fraction"),
    [((20, 10), (0, 0)), ((980, 550), (1, 1)), ((500, 280), (0.5, 0.5)), ((-76, 10), (-0.1, 0))],
)
def test_points_by_hand(on_canvas, fraction):
    assert FIT.to_fraction(on_canvas) == pytest.approx(fraction)
    assert FIT.to_canvas(fraction) == pytest.approx(on_canvas)


def test_a_contained_picture_lies_in_the_middle_of_its_canvas():
    fit = CanvasFit.contained(canvas_width_px=800, canvas_height_px=600, picture_width_px=1600, picture_height_px=900)
    assert (fit.offset_x_px, fit.offset_y_px, fit.scale_x, fit.scale_y) == (0, 75, 0.5, 0.5)
    assert fit.to_canvas((1, 1)) == (800, 525)


def test_a_stretched_picture_has_two_scales():
    assert replace(FIT, scale_y=0.25).to_canvas((1, 1)) == (980, 280)


@given(st.floats(-2, 3), st.floats(-2, 3))
def test_there_and_back_is_the_same(x, y):
    assert FIT.to_fraction(FIT.to_canvas((x, y))) == pytest.approx((x, y), abs=1e-12)


@pytest.mark.parametrize(
    "change", [{"scale_x": 0}, {"scale_y": -1}, {"offset_x_px": float("nan")}, {"picture_width_px": float("inf")}]
)
def test_a_picture_without_a_size_is_refused(change):
    with pytest.raises(BadSettingError, match="canvas"):
        replace(FIT, **change)


def test_a_canvas_without_a_size_is_refused():
    with pytest.raises(BadSettingError):
        CanvasFit.contained(canvas_width_px=0, canvas_height_px=600, picture_width_px=1600, picture_height_px=900)
    with pytest.raises(BadSettingError):
        CanvasFit.contained(canvas_width_px=9, canvas_height_px=600, picture_width_px=0, picture_height_px=900)
