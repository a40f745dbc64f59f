"""Words in a picture can be read where it is shown."""

import pytest

from heatdash.draw.sizes import sizes_for


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (640, 480), (240, 854)])
def test_a_picture_that_is_shown_as_it_is_needs_no_other_sizes(width: int, height: int) -> None:
    size = {"width_px": width, "height_px": height, "line_width_px": None}
    assert sizes_for(**size, seen_px=width) == sizes_for(**size)


@pytest.mark.parametrize("seen_px", [358, 616, 928, 1280, 1900])
def test_words_are_as_large_on_the_screen_whatever_the_pictures_size(seen_px: int) -> None:
    shown = sizes_for(width_px=seen_px, height_px=round(seen_px * 9 / 16), line_width_px=None).text_px
    drawn = sizes_for(width_px=1280, height_px=720, line_width_px=None, seen_px=seen_px).text_px
    assert drawn * seen_px / 1280 == pytest.approx(shown, abs=0.8)


def test_words_can_be_read_on_a_phone() -> None:
    drawn = sizes_for(width_px=1280, height_px=720, line_width_px=None, seen_px=350)
    assert drawn.text_px * 350 / 1280 >= 10.9


def test_a_line_is_as_wide_as_asked_for_wherever_it_is_seen() -> None:
    assert sizes_for(width_px=1280, height_px=720, line_width_px=3, seen_px=350).line_px == 3
