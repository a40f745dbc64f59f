"""Points of the canvas as fractions of the picture, and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heatdash.errors import BadSettingError
from heatdash.sketch.canvas_fit import CanvasFit

BACKGROUND = {
    "natural_width": 1920, "natural_height": 1080, "scale_x": 0.5, "scale_y": 0.5, "offset_x": 20, "offset_y": 10,
}  # fmt: skip


@pytest.mark.parametrize(
    ("on_canvas", "fraction"),
    [((20, 10), (0, 0)), ((980, 550), (1, 1)), ((500, 280), (0.5, 0.5)), ((-76, 10), (-0.1, 0))],
)
def test_points_by_hand(on_canvas, fraction):
    fit = CanvasFit.from_background(BACKGROUND)
    assert fit.to_fraction(on_canvas) == pytest.approx(fraction)
    assert fit.to_canvas(fraction) == pytest.approx(on_canvas)


def test_a_contained_picture_lies_in_the_middle_of_its_canvas():
    fit = CanvasFit.contained(canvas_width_px=800, canvas_height_px=600, picture_width_px=1600, picture_height_px=900)
    assert (fit.offset_x_px, fit.offset_y_px, fit.scale_x, fit.scale_y) == (0, 75, 0.5, 0.5)
    assert fit.to_canvas((1, 1)) == (800, 525)


def test_a_stretched_picture_has_two_scales():
    fit = CanvasFit.from_background(BACKGROUND | {"scale_y": 0.25})
    assert fit.to_canvas((1, 1)) == (980, 280)


@given(st.floats(-2, 3), st.floats(-2, 3))
def test_there_and_back_is_the_same(x, y):
    fit = CanvasFit.from_background(BACKGROUND)
    assert fit.to_fraction(fit.to_canvas((x, y))) == pytest.approx((x, y), abs=1e-12)


@pytest.mark.parametrize(
    "background",
    [None, {}, BACKGROUND | {"scale_x": 0}, BACKGROUND | {"offset_x": float("nan")}, BACKGROUND | {"scale_y": "wide"}],
)
def test_a_picture_without_a_size_is_refused(background):
    with pytest.raises(BadSettingError, match="canvas"):
        CanvasFit.from_background(background)


def test_a_canvas_without_a_size_is_refused():
    with pytest.raises(BadSettingError):
        CanvasFit.contained(canvas_width_px=0, canvas_height_px=600, picture_width_px=1600, picture_height_px=900)
    with pytest.raises(BadSettingError):
        CanvasFit.contained(canvas_width_px=9, canvas_height_px=600, picture_width_px=0, picture_height_px=900)
