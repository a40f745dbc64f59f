"""The line and the one that crosses are marked, and nothing else."""

import numpy as np

from heatdash.draw.mark_counted import mark_counted
from heatdash.tables.columns import TRACK_ID
from heatdash.values.clip import Frame
from heatdash.values.scene import Line, Scene
from tests.builders.tracks import tracks, walk

WIDTH_PX, HEIGHT_PX = 160, 90
LINE = Line(name="Gate", start=(0.5, 1.0), end=(0.5, 0.0))
NIGHT = np.full((HEIGHT_PX * 3 // 2, WIDTH_PX), 128, np.uint8)
NIGHT[:HEIGHT_PX] = 16


def frames(count: int) -> list[Frame]:
    return [Frame(index=number, t_s=number / 10, pixels=NIGHT) for number in range(count)]


def changed(frame: Frame) -> np.ndarray:
    """Where it is brighter than before."""
    return np.abs(frame.pixels[:HEIGHT_PX].astype(int) - 16) > 10


def mark(count: int, objects) -> list[Frame]:
    return list(
        mark_counted(
            frames=frames(count), width_px=WIDTH_PX, height_px=HEIGHT_PX, scene=Scene(lines=(LINE,)), objects=objects
        )
    )


def test_the_line_is_drawn_with_an_arrow_that_shows_the_way_in() -> None:
    (frame,) = mark(1, tracks())
    columns = np.flatnonzero(changed(frame).any(axis=0))
    # Up along the line, in is to the right: there the arrow reaches out.
    assert columns.min() > 74
    assert 90 < columns.max() < 120
    assert changed(frame)[:, 79].mean() > 0.9


def test_the_one_that_crosses_is_boxed_in_each_of_its_frames() -> None:
    objects = tracks(walk(track=1, start=(20, 50), end=(30, 50), seconds=1, size=(20, 40)))
    first, *_, last = mark(12, objects)
    # It is 20 wide and 40 high, its feet at (20, 50).
    rows, columns = np.nonzero(changed(first)[:, :60])
    assert (rows.min(), rows.max() + 1, columns.min(), columns.max() + 1) == (10, 50, 10, 30)
    assert not changed(first)[40, 20], "one sees through the box"
    assert not changed(last)[:, :60].any(), "frame 11 comes after its last"


def test_the_frames_that_come_are_left_as_they_are() -> None:
    before = NIGHT.copy()
    objects = tracks(walk(track=1, start=(20, 50), end=(30, 50), seconds=1, size=(20, 40)))
    for frame in mark(3, objects[objects[TRACK_ID] == 1]):
        assert frame.pixels is not NIGHT
    assert np.array_equal(before, NIGHT)


def test_frames_keep_their_number_and_time() -> None:
    assert [(frame.index, frame.t_s) for frame in mark(3, tracks())] == [(0, 0.0), (1, 0.1), (2, 0.2)]
