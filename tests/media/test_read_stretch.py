"""A stretch of a clip, small and upright."""

from pathlib import Path

import pytest

from heatdash.media.probe_clip import probe_clip
from heatdash.media.read_stretch import read_stretch, small_size
from heatdash.values.clip import Clip
from tests.builders.clips import make_clip, shown_number, turn_clip


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Clip:
    return probe_clip(make_clip(tmp_path_factory.mktemp("clip") / "a.mp4", frames=100, fps=10, keyframe_every=25))


def numbers(clip: Clip, from_s: float, to_s: float, **options: float) -> list[int]:
    return [shown_number(f.pixels) for f in read_stretch(clip=clip, from_s=from_s, to_s=to_s, widest_px=64, **options)]


def test_it_holds_the_frames_from_begin_to_end(clip: Clip) -> None:
    assert numbers(clip, 6.0, 8.0) == list(range(60, 80))


def test_it_begins_with_what_is_in_sight_then(clip: Clip) -> None:
    assert numbers(clip, 6.05, 6.25) == [60, 61, 62]


def test_even_a_stretch_between_two_frames_has_one(clip: Clip) -> None:
    assert numbers(clip, 6.01, 6.02) == [60]
    assert numbers(clip, 6.11, 6.12, sample_fps=2) == [61], "rather all than none of too few"


def test_it_is_sampled_as_asked(clip: Clip) -> None:
    assert numbers(clip, 6.0, 8.0, sample_fps=2) == [60, 65, 70, 75]


def test_times_stay_those_of_the_clip(clip: Clip) -> None:
    frames = list(read_stretch(clip=clip, from_s=6.0, to_s=6.3, widest_px=64))
    assert [(frame.index, frame.t_s) for frame in frames] == [(60, 6.0), (61, pytest.approx(6.1)), (62, 6.2)]


def test_a_clip_turned_by_the_phone_is_upright_and_small(tmp_path: Path) -> None:
    path = make_clip(tmp_path / "a.mp4", width=128, height=64)
    clip = probe_clip(turn_clip(path, matrix=(0, 1, -1, 0)))
    assert small_size(clip=clip, widest_px=32) == (32, 64)
    (frame, *_) = read_stretch(clip=clip, from_s=0, to_s=1, widest_px=32)
    assert frame.pixels.shape == (64 * 3 // 2, 32)


def test_a_small_clip_is_not_made_larger(tmp_path: Path) -> None:
    clip = probe_clip(make_clip(tmp_path / "a.avi", width=63, height=47, codec="mjpeg", pixel_format="yuvj444p"))
    assert small_size(clip=clip, widest_px=640) in {(62, 46), (64, 48)}
