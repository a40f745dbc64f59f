"""The scene without the people: from moments at which they are elsewhere, and filled in where there are none."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from heatdash.media.empty_scene import EmptyScene, empty_scene, first_pictures, free_cells, moments_of
from heatdash.media.fill_from_around import fill_from_around
from heatdash.media.probe_clip import probe_clip
from heatdash.values.clip import Clip
from tests.builders.clips import make_clip
from tests.builders.scenes import HEIGHT_PX, WIDTH_PX, Square, ground, make_scene, square, standing

FRAMES = 200
AT = (80, 60)
BODY = np.s_[48:72, 68:92]
"""The pixels of a square of 24 pixels that stands at AT."""


def scene_of(path: Path, *squares: Square, frames: int = FRAMES) -> EmptyScene:
    """The empty scene of a clip of the squares, each of which the model has seen in every frame in which it is."""
    clip = probe_clip(make_scene(path, squares=squares, frames=frames))
    moments = moments_of(np.arange(frames))
    boxes = [(frame, *box) for one in squares for frame, box in enumerate(boxes_of(one, frames)) if box]
    seen = np.array(boxes, dtype=np.float64).reshape(-1, 5)
    frame = seen[:, 0].astype(np.int64)
    free = free_cells(clip=clip, frames=moments, box=seen[:, 1:], first=frame, stop=frame + 1)
    return empty_scene(clip=clip, free=free, pictures=first_pictures(clip=clip, frames=moments))


def boxes_of(one: Square, frames: int) -> list[tuple[float, float, float, float] | None]:
    """Its box in each frame; None where it is gone."""
    shares = [number / (frames - 1) for number in range(frames)]
    half = one.size_px / 2
    middles = [one.middle_at(share) if share < one.until else None for share in shares]
    return [(at[0] - half, at[1] - half, at[0] + half, at[1] + half) if at else None for at in middles]


def off(scene: EmptyScene, part: tuple[slice, slice] = np.s_[:, :]) -> np.ndarray:
    """How far each pixel of the part is from the empty ground."""
    return np.abs(scene.pixels.astype(int) - ground()[:, :, ::-1]).max(axis=2)[part]


@pytest.mark.parametrize("until", [0.3, 0.8, 0.95])
def test_whoever_stands_there_for_most_of_the_time_is_not_in_it(tmp_path: Path, until: float) -> None:
    scene = scene_of(tmp_path / "clip.mp4", standing("red", at=AT, until=until))
    assert off(scene).max() < 40
    assert not scene.filled.any()


def test_where_somebody_stands_all_the_time_it_is_filled_from_around_and_marked(tmp_path: Path) -> None:
    scene = scene_of(tmp_path / "clip.mp4", standing("red", at=AT), square("blue", start=(0, 100), end=(160, 100)))
    assert scene.filled[BODY].all()
    # The box, a tenth more on each side and a pixel, in whole cells of 4 pixels.
    rows, columns = np.nonzero(scene.filled)
    assert (rows.min(), rows.max(), columns.min(), columns.max()) == (44, 75, 64, 95)
    assert scene.filled_share == pytest.approx(32 * 32 / (WIDTH_PX * HEIGHT_PX))
    assert np.ptp(scene.pixels[BODY].astype(int), axis=2).max() < 25
    assert off(scene)[~scene.filled].max() < 40


def test_cells_from_a_darker_hour_do_not_stand_out(tmp_path: Path) -> None:
    """Somebody stands there until the light is turned down to half; what is behind them is seen only then."""
    clip = probe_clip(make_scene(tmp_path / "clip.mp4", squares=[], frames=FRAMES))
    box, first, stop = np.array([[68.0, 48, 92, 72]]), np.array([0]), np.array([110])
    frames = np.arange(FRAMES)
    free = free_cells(clip=clip, frames=frames, box=box, first=first, stop=stop)
    pictures = [
        replace(frame, pixels=(frame.pixels * (0.5 if frame.index >= 110 else 1.0)).astype(np.uint8))
        for frame in first_pictures(clip=clip, frames=frames)
    ]
    scene = empty_scene(clip=replace(clip, path=tmp_path / "not read"), free=free, pictures=pictures)
    inside, outside = off(scene, BODY), off(scene, np.s_[:40])
    assert abs(inside.mean() - outside.mean()) < 6


def test_glimpses_are_not_trusted(tmp_path: Path) -> None:
    """A model that misses somebody in one frame of a hundred would leave them in the picture by just these frames."""
    clip = probe_clip(make_scene(tmp_path / "clip.mp4", squares=[standing("red", at=AT)], frames=FRAMES))
    frame = np.array([number for number in range(FRAMES) if number % 100 != 50])
    box = np.tile([68.0, 48, 92, 72], (len(frame), 1))
    free = free_cells(clip=clip, frames=np.arange(FRAMES), box=box, first=frame, stop=frame + 1)
    scene = empty_scene(clip=clip, free=free, pictures=first_pictures(clip=clip, frames=np.arange(FRAMES)))
    assert scene.filled[BODY].all()


def test_what_is_filled_in_shows_nothing_of_what_was_there() -> None:
    picture = np.full((60, 80, 3), (40, 120, 200), np.uint8)
    missing = np.zeros((60, 80), bool)
    missing[20:50, 30:60] = True
    one, other = picture.copy(), picture.copy()
    one[missing], other[missing] = 255, 0
    filled = fill_from_around(picture=one, missing=missing)
    assert (filled == fill_from_around(picture=other, missing=missing)).all()
    assert (filled[~missing] == picture[~missing]).all()
    # Between equal colours lies the same colour, but for the soft lines of the hatch.
    assert set(np.unique(filled[missing] - picture[missing].astype(int))) == {0, 10}


def test_between_two_colours_the_filling_passes_from_one_to_the_other() -> None:
    picture = np.zeros((40, 100, 3), np.uint8)
    picture[:, 60:] = 200
    missing = np.zeros((40, 100), bool)
    missing[:, 30:70] = True
    filled = fill_from_around(picture=picture, missing=missing)[20, :, 0].astype(int)
    assert filled[32] < 60 < filled[50] < 140 < filled[68]


@pytest.mark.parametrize("size", [(1, 1), (1, 7), (33, 2)])
def test_where_all_is_missing_all_is_grey(size: tuple[int, int]) -> None:
    picture = np.zeros((*size, 3), np.uint8)
    filled = fill_from_around(picture=picture, missing=np.ones(size, bool))
    assert set(np.unique(filled)) <= {128, 138}


def test_cells_are_free_where_and_while_no_box_lies_on_them(tmp_path: Path) -> None:
    clip = probe_clip(make_clip(tmp_path / "clip.mp4", frames=10, width=64, height=48))
    frames = np.array([0, 2, 4, 6, 8])
    box = np.array([[10.0, 10, 20, 30], [-30, -30, -20, -20], [60, 40, 90, 90]])
    free = free_cells(clip=clip, frames=frames, box=box, first=np.array([1, 0, 7]), stop=np.array([6, 10, 10]))
    assert free.marks.shape == (5, 12, 16)
    hidden = ~free.marks
    # Padded by a tenth and a pixel, the first box reaches from x 8 to 22 and from y 7 to 33, at the frames 2 and 4.
    assert hidden[1:3, 1:9, 2:6].all()
    # The third begins in the picture, at x 56 and y 34 with its padding, and ends outside; it comes at frame 7.
    assert hidden[4, 8:, 14:].all()
    assert hidden.sum(axis=(1, 2)).tolist() == [0, 8 * 4, 8 * 4, 0, 4 * 2]


def test_a_clip_of_one_frame_with_somebody_in_it_is_filled(tmp_path: Path) -> None:
    scene = scene_of(tmp_path / "clip.mp4", standing("red", at=AT), frames=2)
    assert scene.filled[BODY].all()


def test_more_of_the_clip_is_read_only_where_somebody_is_in_the_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[int] = []

    def only(*, clip: Clip, only: Sequence[int]) -> list[object]:
        read.append(len(only))
        return list(originally(clip=clip, only=only))

    from heatdash.media import empty_scene as module

    originally = module.read_frames
    monkeypatch.setattr(module, "read_frames", only)
    scene_of(tmp_path / "free.mp4", square("red", start=(20, 40), end=(140, 40)))
    assert read == [21, 0]
    scene_of(tmp_path / "crowded.mp4", standing("red", at=AT, until=0.9))
    # Two of the first 21 are from the last tenth; nine are wanted.
    assert read[2:] == [21, 7]
