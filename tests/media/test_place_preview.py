"""The place, before anybody knows where people are in it."""

from pathlib import Path

import numpy as np

from heatdash.media.place_preview import place_preview
from heatdash.media.probe_clip import probe_clip
from tests.builders.scenes import Square, ground, make_picture, make_scene, square, standing

BODY = np.s_[50:70, 70:90]


def preview(path: Path, *squares: Square) -> np.ndarray:
    return place_preview(probe_clip(make_scene(path, squares=squares, frames=200))).astype(int)


def contrast(picture: np.ndarray) -> float:
    """How much pixels differ from those beside them."""
    return float(np.abs(np.diff(picture, axis=1)).mean())


EMPTY = ground()[:, :, ::-1].astype(int)


def test_where_nothing_moves_the_place_is_sharp(tmp_path: Path) -> None:
    assert np.abs(preview(tmp_path / "clip.mp4") - EMPTY).max() < 40


def test_who_passes_is_not_in_it_and_where_they_passed_it_is_soft(tmp_path: Path) -> None:
    picture = preview(tmp_path / "clip.mp4", square("red", start=(20, 60), end=(140, 60)))
    assert np.abs(picture[BODY] - EMPTY[BODY].mean(axis=(0, 1))).max() < 40
    assert contrast(picture[BODY]) < 0.6 * contrast(EMPTY[BODY])
    assert np.abs(picture[:30] - EMPTY[:30]).max() < 40


def test_who_stands_there_for_most_of_the_time_is_soft_even_inside(tmp_path: Path) -> None:
    """The middle of a large plain body never changes while it sways; its outlines do."""
    striped = standing("red", at=(80, 60), until=0.9)
    picture = preview(tmp_path / "clip.mp4", striped)
    edge = np.abs(np.diff(picture[60, 50:110, 2]))
    sharp = np.abs(np.diff(make_reference()[60, 50:110, 2]))
    assert edge.max() < 0.5 * sharp.max()


def make_reference() -> np.ndarray:
    """The ground with a red square on it, as the camera sees it."""
    picture = EMPTY.copy()
    picture[48:72, 68:92] = (25, 25, 210)
    return picture


def test_a_still_picture_is_soft_all_over(tmp_path: Path) -> None:
    still = probe_clip(make_picture(tmp_path / "still.png"))
    assert contrast(place_preview(still).astype(int)) < 0.6 * contrast(EMPTY)
