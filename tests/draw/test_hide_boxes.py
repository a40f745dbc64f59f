import numpy as np
import pytest

from heatdash.draw.hide_boxes import HiddenBoxes, hide_boxes
from heatdash.draw.planes import BGR, flat_picture, whole_picture, yuv_space
from tests.draw.pictures import noise, planar, standing

SPACE = yuv_space(width_px=160, height_px=120)
BOX = np.array([[40.0, 20.0, 90.0, 100.0]])


def detail(plane: np.ndarray) -> float:
    """The energy of what differs between neighbours."""
    plane = plane.astype(float)
    return float((np.diff(plane, axis=0) ** 2).mean() + (np.diff(plane, axis=1) ** 2).mean())


def face() -> np.ndarray:
    """A pale oval with dark eyes, brows and a mouth, as large as the box, on grain."""
    picture = noise(width=160, height=120)
    rows, columns = np.mgrid[0:120, 0:160]
    picture[((columns - 65) / 25) ** 2 + ((rows - 60) / 38) ** 2 < 1] = (150, 180, 220)
    for left in (50, 71):
        picture[46:51, left : left + 9] = (20, 20, 30)
        picture[40:42, left : left + 10] = (30, 40, 60)
    picture[78:82, 54:76] = (60, 50, 160)
    return picture


def test_what_is_in_a_box_loses_its_detail_in_every_plane() -> None:
    before = planar(face())
    after = hide_boxes(flat=before, boxes=BOX, space=SPACE)
    for number, (old, new) in enumerate(zip(SPACE.views(before), SPACE.views(after), strict=True)):
        shrink = 2 if number else 1
        part = (slice(20 // shrink, 100 // shrink), slice(40 // shrink, 90 // shrink))
        assert detail(new[part]) < 0.05 * detail(old[part])


def test_eyes_and_mouth_are_gone() -> None:
    after = whole_picture(hide_boxes(flat=flat_picture(face()), boxes=BOX, space=BGR)).astype(int)
    skin, eye = after[60, 65], after[48, 54]
    assert np.abs(skin - eye).max() < 80


def test_the_picture_around_the_box_stays_and_the_source_is_not_touched() -> None:
    before = planar(noise(width=160, height=120))
    kept = before.copy()
    after = hide_boxes(flat=before, boxes=BOX, space=SPACE)
    assert (before == kept).all()
    outside = np.ones((120, 160), bool)
    outside[12:108, 35:95] = False
    assert (SPACE.views(after)[0][outside] == SPACE.views(before)[0][outside]).all()


def test_a_tenth_around_the_box_is_hidden_too() -> None:
    before = planar(noise(width=160, height=120))
    after = SPACE.views(hide_boxes(flat=before, boxes=BOX, space=SPACE))[0]
    assert detail(after[12:20, 36:94]) < 0.05 * detail(SPACE.views(before)[0][12:20, 36:94])


@pytest.mark.parametrize(
    "box", [(-50, -50, 20, 20), (150, 110, 500, 400), (10, 10, 11, 11), (300, 300, 400, 400), (5, 5, 5, 5)]
)
def test_boxes_at_and_over_the_edge_do_no_harm(box) -> None:
    before = planar(noise(width=160, height=120))
    assert hide_boxes(flat=before, boxes=np.array([box], float), space=SPACE).shape == before.shape
    assert hide_boxes(flat=before, boxes=np.array([[np.nan] * 4]), space=SPACE).shape == before.shape


def test_boxes_are_found_by_their_frame() -> None:
    boxes = HiddenBoxes(standing(frames=(4, 2, 2), box=(1, 2, 3, 4)))
    assert [len(boxes.at(frame)) for frame in range(6)] == [0, 0, 2, 0, 1, 0]
    assert boxes.at(4).tolist() == [[1, 2, 3, 4]]
