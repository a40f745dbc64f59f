"""A few pictures stand for a clip."""

from pathlib import Path

import numpy as np
import pytest

from heatdash.media.probe_clip import probe_clip
from heatdash.media.spread_pictures import MOST_DECODED, PICTURES, spread_pictures
from tests.builders.clips import cut_file, make_clip
from tests.builders.filmed import film
from tests.builders.scenes import make_picture


def test_sixteen_pictures_are_spread_over_the_clip(tmp_path: Path) -> None:
    times_s, pictures = spread_pictures(probe_clip(make_clip(tmp_path / "c.mp4", frames=200, keyframe_every=2)))
    assert len(pictures) == PICTURES
    assert times_s[0] == 0
    assert times_s[-1] == pytest.approx(8, abs=0.1)
    assert np.ptp(np.diff(times_s)) < 0.1


def test_of_many_keyframes_nothing_else_is_decoded(tmp_path: Path) -> None:
    clip = probe_clip(make_clip(tmp_path / "c.mp4", frames=200, keyframe_every=8))
    times_s, _ = spread_pictures(clip)
    assert set(times_s) <= set(clip.times_s[clip.keyframes])


def test_of_few_keyframes_the_frames_close_behind_them_are_taken(tmp_path: Path) -> None:
    path = make_clip(tmp_path / "c.mp4", frames=MOST_DECODED + 200, keyframe_every=MOST_DECODED)
    clip = probe_clip(path)
    times_s, pictures = spread_pictures(clip)
    frames = np.searchsorted(clip.times_s, np.array(times_s) - 1e-6)
    assert len(clip.keyframes) == 2
    assert len(pictures) > PICTURES // 2
    assert (frames - clip.keyframes[np.searchsorted(clip.keyframes, frames, side="right") - 1]).max() <= 200


@pytest.mark.parametrize("frames", [1, 2, 5])
def test_of_a_very_short_clip_every_picture_is_taken(frames: int, tmp_path: Path) -> None:
    times_s, pictures = spread_pictures(probe_clip(make_clip(tmp_path / "c.mp4", frames=frames)))
    assert len(times_s) == len(pictures) == frames


def test_pictures_are_no_longer_than_a_detector_needs(tmp_path: Path) -> None:
    _, pictures = spread_pictures(probe_clip(make_clip(tmp_path / "c.mp4", frames=2, width=1280, height=720)))
    assert pictures[0].shape == (360, 640)


def test_a_still_picture_is_one_picture(tmp_path: Path) -> None:
    times_s, pictures = spread_pictures(probe_clip(make_picture(tmp_path / "c.png")))
    assert (times_s, pictures[0].shape) == ([0.0], (120, 160))


def test_of_a_damaged_clip_what_can_be_read_is_taken(tmp_path: Path) -> None:
    clip = probe_clip(film(tmp_path / "c.mkv"))
    cut_file(clip.path, to=0.5)
    _, pictures = spread_pictures(clip)
    assert 4 < len(pictures) < PICTURES
