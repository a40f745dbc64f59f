"""What pictures tell of a camera, from a clip to the verdict."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from heatdash.measure.checks.check_picture import check_picture
from heatdash.media.examine_picture import MOST_DECODED, PICTURES, examine_picture, spread_pictures
from heatdash.media.probe_clip import probe_clip
from tests.builders.clips import cut_file, make_clip
from tests.builders.filmed import WIDTH_PX, film, yard
from tests.builders.long_clips import make_long_clip
from tests.builders.scenes import make_picture

RANDOM = np.random.default_rng(1)
HANDS = RANDOM.normal(0, 0.015, (20, 2))
NOISE = RANDOM.normal(0, 1, (360, 640))


def by_hand(share: float, much: float = 1.0) -> tuple[float, float]:
    x, y = much * HANDS[round(share * 19)]
    return x, y


def dimmed(factor: Callable[[float], float]) -> Callable[[np.ndarray, float], np.ndarray]:
    return lambda picture, share: picture * factor(share)


def smeared(spread: float) -> Callable[[np.ndarray, float], np.ndarray]:
    return lambda picture, share: cv2.GaussianBlur(picture, (0, 0), spread)


def grainy(levels: float) -> Callable[[np.ndarray, float], np.ndarray]:
    return lambda picture, share: picture + levels * np.roll(NOISE, round(share * 4000))


AMISS: dict[str, tuple[dict[str, Any], str]] = {
    "a jump of 2 % half-way": ({"looks_at": lambda share: (0.02 * (share > 0.5), 0)}, "camera_moved"),
    "a large jump": ({"looks_at": lambda share: (0.15 * (share > 0.3), 0.05)}, "camera_moved"),
    "a turn": ({"turned_deg": lambda share: 1.5 * (share > 0.6)}, "camera_moved"),
    "a mount that sags": ({"looks_at": lambda share: (0, 0.04 * share)}, "camera_moved"),
    "held in a hand": ({"looks_at": by_hand}, "camera_shakes"),
    "turned away": ({"seen": lambda p, share: p[:, ::-1] if share > 0.6 else p}, "view_changed"),
    "a cloth over the lens": ({"seen": lambda p, share: p // 9 + 90 if share > 0.6 else p}, "covered"),
    "a box before the lens": (
        {"seen": lambda p, share: np.where(np.arange(WIDTH_PX) < 560 * (share > 0.5), 150, p)},
        "covered",
    ),
    "hung": ({"seen": lambda p, share: p if share < 0.4 else yard(0.4)}, "frozen"),
    "night": ({"seen": dimmed(lambda share: 0.12)}, "dark"),
    "night falls": ({"seen": dimmed(lambda share: 0.12 if share > 0.6 else 1)}, "dark"),
    "out of focus": ({"seen": smeared(3)}, "blurred"),
    "much gain": ({"seen": grainy(14)}, "noisy"),
}
FINE: dict[str, dict[str, Any]] = {
    "people walk": {},
    "a crowd": {"people": 9},
    "nobody": {"people": 1},
    "wind": {"looks_at": lambda share: by_hand(share, 0.15)},
    "dawn": {"seen": dimmed(lambda share: 0.5 + 0.8 * share)},
    "a lamp goes out": {"seen": dimmed(lambda share: 0.45 if share > 0.5 else 1)},
    "a soft lens": {"seen": smeared(1)},
    "some grain": {"seen": grainy(4)},
    "a hand before the lens": {"seen": lambda p, share: p // 9 if 0.4 < share < 0.55 else p},
    "a lorry passes": {
        "seen": lambda p, share: np.where(np.arange(WIDTH_PX) > 100, 90, p) if 0.4 < share < 0.55 else p
    },
}


def kinds(path: Path) -> list[str]:
    clip = probe_clip(path)
    return [check.kind for check in check_picture(report=examine_picture(clip), clip=clip)]


@pytest.mark.parametrize("case", AMISS)
def test_what_is_amiss_is_found_and_nothing_else(case: str, tmp_path: Path) -> None:
    how, kind = AMISS[case]
    assert kinds(film(tmp_path / "clip.mp4", **how)) == [kind]


@pytest.mark.parametrize("case", FINE)
def test_what_is_fine_is_left_alone(case: str, tmp_path: Path) -> None:
    assert kinds(film(tmp_path / "clip.mp4", **FINE[case])) == []


def test_the_shift_is_told_in_pixels_of_the_clip_and_when(tmp_path: Path) -> None:
    clip = probe_clip(film(tmp_path / "clip.mp4", looks_at=lambda share: (0.02 * (share > 0.5), 0)))
    (check,) = check_picture(report=examine_picture(clip), clip=clip)
    assert dict(check.values) == {"shift_px": 13, "at_s": pytest.approx(10, abs=1.5)}


def test_a_still_picture_is_neither_moved_nor_frozen(tmp_path: Path) -> None:
    assert kinds(make_picture(tmp_path / "picture.png")) == []


@pytest.mark.parametrize("name", ["tud-campus.mp4", "one-by-one.mp4", "car-park-overhead.mp4"])
def test_real_clips_are_left_alone(name: str, real_clip: Callable[[str], Path]) -> None:
    assert kinds(real_clip(name)) == []


def test_a_long_clip_costs_little(tmp_path: Path) -> None:
    clip = probe_clip(make_long_clip(tmp_path / "long.mp4", seconds=200))
    examine_picture(clip)
    began = time.process_time()
    examine_picture(clip)
    # About 0.3 s of the processor; what is tested is that it does not grow with the clip.
    assert time.process_time() - began < 2


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
