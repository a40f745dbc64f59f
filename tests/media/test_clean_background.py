"""The scene without the people."""

import numpy as np
import pytest

from heatdash.media.clean_background import clean_background, middle_of
from heatdash.media.probe_clip import probe_clip
from tests.builders.scenes import HEIGHT_PX, WIDTH_PX, ground, make_scene


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 8, 9, 16, 17, 30, 31, 32])
def test_the_middle_is_that_of_the_sorted_values(count):
    pictures = np.random.default_rng(count).integers(0, 256, (count, 21, 5, 3), np.uint8)
    assert (middle_of(pictures) == np.sort(pictures, axis=0)[(count - 1) // 2]).all()


def test_what_passes_by_is_not_in_the_background(tmp_path):
    clip = probe_clip(make_scene(tmp_path / "squares.mp4"))
    found = clean_background(clip=clip, span=clip.whole, width_px=WIDTH_PX, height_px=HEIGHT_PX)
    assert np.abs(found.astype(int) - ground()[:, :, ::-1]).mean() < 4
    assert np.abs(found.astype(int) - ground()[:, :, ::-1]).max() < 60
