from pathlib import Path

import numpy as np
import pytest

from heatdash.detect.detector import FrameBoxes, Pixels
from heatdash.jobs.progress import Quiet
from heatdash.jobs.watched_picture import WatchedPicture
from heatdash.values.frame import Frame
from tests.builders.scenes import make_scene
from tests.jobs.boxes import boxes_at
from tests.jobs.watching import SPAN_FRAMES, watch


class Viewer(Quiet):
    """Wants a picture of the frames whose turn is named, counted in all frames, and keeps what it is shown."""

    def __init__(self, *turns: int) -> None:
        super().__init__()
        self._turns, self._asked = set(turns), 0
        self.seen: list[tuple[int, float, FrameBoxes]] = []

    def wants_picture(self) -> bool:
        self._asked += 1
        return self._asked in self._turns

    def show(self, *, pixels: Pixels, boxes: FrameBoxes) -> None:
        self.seen.append((boxes.frame, float(pixels.mean()), boxes))


def frame(index: int) -> Frame:
    return Frame(index=index, t_s=index / 25, pixels=np.full((4, 4, 3), index, np.uint8))


def test_a_frame_is_shown_with_its_own_boxes_once() -> None:
    viewer = Viewer(2)
    picture = WatchedPicture(viewer)
    assert [passed.index for passed in picture.chosen_from(map(frame, (10, 11, 12)))] == [10, 11, 12]
    for index in (10, 11, 12, 11):
        picture.show(boxes_at(frame=index))
    assert [(index, mean) for index, mean, _ in viewer.seen] == [(11, 11.0)]


def test_no_second_frame_is_held_before_the_first_is_shown() -> None:
    viewer = Viewer(1, 2, 3)
    picture = WatchedPicture(viewer)
    passing = picture.chosen_from(map(frame, range(4)))
    next(passing), next(passing)
    picture.show(boxes_at(frame=0))
    list(passing)
    picture.show(boxes_at(frame=1))
    picture.show(boxes_at(frame=2))
    assert [index for index, _, _ in viewer.seen] == [0, 2]


def test_a_watching_shows_the_frames_that_are_wanted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("heatdash.jobs.watch_clip.SPAN_FRAMES", SPAN_FRAMES)
    clip = make_scene(tmp_path / "squares.mp4", frames=24)
    viewer = Viewer(5, 13, 24)
    watch(clip, root=tmp_path / "store", progress=viewer)
    assert [index for index, _, _ in viewer.seen] == [4, 12, 23]
    assert all(len(boxes.conf) == 2 for _, _, boxes in viewer.seen)
