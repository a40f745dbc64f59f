"""What moves is noted in coarse cells; noise, light and a trembling camera are not. Pictures have 640 x 360 pixels."""

from collections.abc import Iterable

import numpy as np
import pytest

from heatdash.detect.note_motion import MotionNotes
from heatdash.tables.columns import CELLS, FRAME, MOTION
from heatdash.values.arrays import Marks, Pixels
from heatdash.values.clip import Frame
from heatdash.values.motion_grid import motion_grid

SIZE_PX = (640, 360)
CELLS_OF_IT = motion_grid(SIZE_PX)
RANDOM = np.random.default_rng(3)
PLACE = RANDOM.integers(60, 180, (36, 64)).astype(np.uint8).repeat(10, axis=0).repeat(10, axis=1)
"""Squares of ten pixels in all greys: the hardest case for a camera that trembles."""


def picture(*, body_x: int | None = None, side: int = 40, place: Pixels = PLACE) -> Pixels:
    """The place, with a bright body whose left edge is there."""
    shown = place.copy()
    if body_x is not None:
        shown[200 : 200 + side, body_x : body_x + side] = 250
    return np.stack([shown] * 3, axis=2)


def noted(pictures: Iterable[Pixels], *, step_s: float = 0.1) -> list[Marks]:
    notes = MotionNotes(cells=CELLS_OF_IT)
    for _ in notes.noted(Frame(i, i * step_s, pixels) for i, pixels in enumerate(pictures)):
        pass
    return unpacked(notes)


def unpacked(notes: MotionNotes) -> list[Marks]:
    table = notes.take()
    MOTION.check(table)
    columns, rows = CELLS_OF_IT
    bits = [np.unpackbits(np.frombuffer(cells, np.uint8), count=columns * rows) for cells in table[CELLS]]
    return [one.reshape(rows, columns).astype(bool) for one in bits]


def test_the_grid_has_square_cells_however_the_picture_lies() -> None:
    assert [motion_grid(size) for size in ((1920, 1080), (1080, 1920), (640, 640), (3000, 10))] == [
        (96, 54), (54, 96), (96, 96), (96, 1),
    ]  # fmt: skip


def test_a_body_moves_where_it_is_and_where_it_was() -> None:
    last = noted(picture(body_x=100 + 20 * i) for i in range(6))[-1]
    rows, columns = np.nonzero(last)
    assert (rows.min(), rows.max()) == (30, 35), "from 200 to 240 pixels"
    assert 23 <= columns.min() <= 24, "0.2 s ago its left edge was at 160 pixels"
    assert 35 <= columns.max() <= 36, "now its right edge is at 240"


def still(change) -> list[Pixels]:
    return [change(i) for i in range(8)]


@pytest.mark.parametrize(
    "pictures",
    [
        still(lambda i: picture()),
        still(lambda i: picture(body_x=100)),
        still(lambda i: np.clip(picture() + RANDOM.normal(0, 12, (360, 640, 1)), 0, 255).astype(np.uint8)),
        still(lambda i: (picture() * (0.7 + 0.04 * i)).astype(np.uint8)),
        still(lambda i: np.roll(picture(), i % 2, axis=1)),
        still(lambda i: np.roll(picture(), i % 2, axis=0)),
    ],
    ids=["nothing", "who stands", "noise", "the light", "trembles sideways", "trembles up and down"],
)
def test_what_is_no_motion_is_not_noted(pictures: list[Pixels]) -> None:
    assert max(float(marks.mean()) for marks in noted(pictures)) < 0.002


def test_where_everything_changes_nothing_moves() -> None:
    pictures = (np.repeat(RANDOM.integers(0, 255, (360, 640, 1)).astype(np.uint8), 3, axis=2) for _ in range(6))
    assert max(float(marks.mean()) for marks in noted(pictures)) < 0.002


def test_ten_notes_a_second_at_most_and_none_where_frames_are_far_apart() -> None:
    assert len(noted((picture() for _ in range(50)), step_s=0.02)) == 8, "from 0.2 s to 0.9 s"
    assert len(noted((picture() for _ in range(6)), step_s=0.5)) == 5
    assert noted((picture() for _ in range(6)), step_s=1.0) == []


def test_frames_pass_as_they_are_and_notes_of_one_span_know_nothing_of_another() -> None:
    notes, frames = MotionNotes(cells=CELLS_OF_IT), [Frame(i, i / 10, picture(body_x=10 * i)) for i in range(6)]
    assert list(notes.noted(frames)) == frames
    first = notes.take()
    assert list(notes.noted(frames[3:])) == frames[3:]
    again = notes.take()
    assert (first[FRAME].tolist(), again[FRAME].tolist()) == ([2, 3, 4, 5], [5])
    assert again[CELLS].tolist() == first[CELLS].tolist()[-1:]
