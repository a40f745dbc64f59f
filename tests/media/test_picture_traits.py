"""Brightness, detail, sharpness, change and noise are told apart."""

import cv2
import numpy as np
import pytest

from heatdash.media.picture_traits import brightness_pct, change_between, detail_pct, edge_px, noise_between
from tests.builders.filmed import yard

YARD = yard(0.3)
NOISE = np.random.default_rng(3).normal(0, 1, (2, *YARD.shape))


def noisy(levels: float, *, number: int = 0) -> np.ndarray:
    return np.clip(YARD + levels * NOISE[number], 0, 255).astype(np.uint8)


def test_brightness_is_what_three_quarters_of_the_picture_are_below() -> None:
    picture = np.zeros((40, 40), np.uint8)
    picture[:, 28:] = 255
    assert brightness_pct(picture) == 100
    assert brightness_pct(picture.T[::-1] // 5) == pytest.approx(20)
    picture[:, 28:32] = 0
    assert brightness_pct(picture) == 0


@pytest.mark.parametrize("factor", [0.5, 1.0, 1.3])
def test_a_sharp_outline_is_as_wide_in_any_light(factor: float) -> None:
    assert edge_px(np.clip(YARD * factor, 0, 255).astype(np.uint8)) == pytest.approx(1, abs=0.1)


def test_blur_widens_outlines() -> None:
    widths = [edge_px(cv2.GaussianBlur(YARD, (0, 0), spread)) for spread in (1, 2, 3)]
    assert widths == sorted(widths)
    assert widths[0] < 3.5
    assert widths[-1] > 4.5


def test_a_bare_wall_has_no_outline() -> None:
    assert edge_px(np.full((360, 640), 90, np.uint8)) is None


def test_detail_is_the_share_in_which_there_is_something() -> None:
    half = YARD.copy()
    half[:, 320:] = 90
    assert detail_pct(half) == pytest.approx(detail_pct(YARD) / 2, abs=8)
    assert detail_pct(np.full((360, 640), 90, np.uint8)) == 0


def test_noise_and_slow_gradients_are_no_detail() -> None:
    wall = np.tile(np.linspace(60, 160, 640), (360, 1)) + NOISE[0]
    assert detail_pct(wall.astype(np.uint8)) == 0


def test_noise_is_measured_whatever_stands_in_the_picture() -> None:
    assert noise_between(before=noisy(12), after=noisy(12, number=1)) == pytest.approx(12, rel=0.15)
    assert noise_between(before=YARD, after=yard(0.6)) == 0


def test_a_change_of_light_is_no_noise() -> None:
    assert noise_between(before=YARD, after=YARD // 2 + 60) < 1


def test_a_picture_that_stands_still_does_not_change() -> None:
    assert change_between(before=YARD, after=YARD.copy()) == 0
    assert change_between(before=YARD, after=yard(0.4)) > 20


def test_pictures_smaller_than_a_block_are_judged_too() -> None:
    tiny = np.full((8, 12), 90, np.uint8)
    assert detail_pct(tiny) == 0
    assert noise_between(before=tiny, after=tiny) == 0
