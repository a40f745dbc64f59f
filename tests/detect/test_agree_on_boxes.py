import numpy as np
import pytest

from heatdash.detect.agree_on_boxes import agreement_of
from heatdash.detect.detector import FrameBoxes

HERE, NEARBY, ELSEWHERE = (0.1, 0.1, 0.3, 0.3), (0.12, 0.1, 0.32, 0.3), (0.6, 0.6, 0.8, 0.8)


def frame(*boxes: tuple[tuple[float, ...], float, int]) -> FrameBoxes:
    """A frame in which those boxes were found: where, how surely, and of which class."""
    none = np.zeros(len(boxes), dtype=np.uint8)
    return FrameBoxes(
        frame=0,
        t_s=0.0,
        boxes=np.array([box for box, _, _ in boxes], dtype=np.float32).reshape(-1, 4),
        conf=np.array([conf for _, conf, _ in boxes], dtype=np.float32),
        class_id=np.array([number for _, _, number in boxes], dtype=np.int16),
        colour=none,
        look=np.zeros((len(boxes), 8), dtype=np.uint8),
    )


def agreed(one: FrameBoxes, other: FrameBoxes) -> tuple[int, int]:
    found = agreement_of([one], [other])
    return found.boxes, found.found_by_both


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ([(HERE, 0.9, 0)], [(NEARBY, 0.8, 0)], (2, 2)),
        ([(HERE, 0.9, 0)], [(NEARBY, 0.8, 2)], (2, 0)),
        ([(HERE, 0.9, 0)], [(ELSEWHERE, 0.8, 0)], (2, 0)),
        ([(HERE, 0.9, 0)], [], (1, 0)),
        # A box just below the limit answers to one above it, and is not looked for itself.
        ([(HERE, 0.26, 0)], [(HERE, 0.24, 0)], (1, 1)),
        ([(HERE, 0.26, 0)], [(HERE, 0.10, 0)], (1, 0)),
        # One body boxed twice is not the same as once.
        ([(HERE, 0.9, 0), (NEARBY, 0.8, 0)], [(HERE, 0.9, 0)], (3, 2)),
        ([], [], (0, 0)),
    ],
)
def test_a_sure_box_wants_one_of_its_class_in_its_place(one, other, expected):
    assert agreed(frame(*one), frame(*other)) == expected
    assert agreed(frame(*other), frame(*one)) == expected


def test_frames_are_compared_each_with_its_own():
    found = agreement_of([frame((HERE, 0.9, 0)), frame()], [frame(), frame((HERE, 0.9, 0))])
    assert (found.boxes, found.share) == (2, 0.0)
    assert agreement_of([], []).share == 0.0
