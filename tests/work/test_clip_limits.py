"""Clips that are too much for a server."""

from dataclasses import replace

import pytest

from heatdash.errors import LimitError
from heatdash.work.clip_limits import check_clip
from tests.builders.answers import clip as a_clip


def test_on_ones_own_machine_every_clip_is_taken() -> None:
    check_clip(clip=replace(a_clip(seconds=100.0), width_px=9000, height_px=9000), name="Door.mp4")


@pytest.mark.parametrize(
    ("variable", "most", "says"),
    [
        ("HEATDASH_MAX_CLIP_HOURS", "0.02", "'Door.mp4' is 0.0278 hours long; at most 0.02 hours are taken here"),
        ("HEATDASH_MAX_MEGAPIXELS", "0.4", "has 1000 x 500 pixels, 0.5 megapixels; at most 0.4 are taken here"),
        ("HEATDASH_MAX_FRAMES", "999", "'Door.mp4' has 1000 frames; at most 999 are taken here"),
    ],
)
def test_a_limit_that_is_reached_is_told(monkeypatch: pytest.MonkeyPatch, variable: str, most: str, says: str) -> None:
    clip = replace(a_clip(seconds=100.0), width_px=1000, height_px=500)
    monkeypatch.setenv(variable, most)
    with pytest.raises(LimitError, match=says):
        check_clip(clip=clip, name="Door.mp4")
