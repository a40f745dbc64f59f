from pathlib import Path

import cv2
import numpy as np
import pytest

from heatdash.work.live_picture import live_picture_path, remove_live_picture, write_live_picture
from tests.stages.boxes import boxes_at

TASK = 7
GREY = np.full((120, 160, 3), 90, np.uint8)
BOX = (0.25, 0.25, 0.75, 0.75)

pytestmark = pytest.mark.usefixtures("data_folder")


def shown() -> np.ndarray:
    return cv2.imread(str(live_picture_path(TASK))).astype(int)


def coloured(picture: np.ndarray) -> np.ndarray:
    """Where the picture is not grey."""
    return np.ptp(picture, axis=2) > 60


def test_sure_boxes_are_drawn_and_their_inside_is_left_as_it_is() -> None:
    write_live_picture(task_id=TASK, pixels=GREY, boxes=boxes_at(BOX), conf=0.25, blur=False)
    drawn = coloured(shown())
    for y, x in ((30, 80), (90, 80), (60, 40), (60, 120)):
        assert drawn[y - 2 : y + 3, x - 2 : x + 3].any(), (y, x)
    assert not drawn[40:80, 50:110].any()
    assert not drawn[:20].any()


def test_unsure_boxes_are_left_out() -> None:
    write_live_picture(task_id=TASK, pixels=GREY, boxes=boxes_at(BOX, conf=0.2), conf=0.25, blur=False)
    assert shown().shape == GREY.shape
    assert not coloured(shown()).any()


def test_the_frame_itself_is_not_drawn_on() -> None:
    pixels = GREY.copy()
    write_live_picture(task_id=TASK, pixels=pixels, boxes=boxes_at(BOX), conf=0.25, blur=True)
    assert (pixels == GREY).all()


def test_with_blur_even_unsure_boxes_are_hidden() -> None:
    pixels, contrast = GREY.copy(), {}
    pixels[40:80:4, 50:110] = 250
    for blur in (False, True):
        write_live_picture(task_id=TASK, pixels=pixels, boxes=boxes_at(BOX, conf=0.06), conf=0.25, blur=blur)
        contrast[blur] = np.ptp(shown()[50:70, 60:100])
    assert contrast[False] > 120
    assert contrast[True] < 40


def test_with_blur_nobody_can_be_made_out_whom_the_model_has_missed() -> None:
    pixels = np.random.default_rng(3).integers(0, 256, (360, 640, 3), np.uint8)
    write_live_picture(task_id=TASK, pixels=pixels, boxes=boxes_at(), conf=0.25, blur=True)
    # Patches a 20th of the picture wide are left of what was different from pixel to pixel.
    assert np.abs(np.diff(shown(), axis=1)).mean() < 3


def test_the_next_picture_takes_the_place_of_the_last_and_all_go_with_the_task(data_folder: Path) -> None:
    for brightness in (50, 200):
        pixels = np.full_like(GREY, brightness)
        write_live_picture(task_id=TASK, pixels=pixels, boxes=boxes_at(), conf=0.25, blur=False)
    assert shown().mean() == pytest.approx(200, abs=2)
    assert [path.name for path in (data_folder / "live").iterdir()] == ["7.jpg"]
    remove_live_picture(TASK)
    assert list((data_folder / "live").iterdir()) == []
    remove_live_picture(TASK)
