import cv2
import numpy as np
import numpy.typing as npt
import pytest

from heatdash.detect.name_colours import name_colours
from heatdash.values.colours import COLOUR_NAMES

BGR = {
    "black": (20, 20, 20), "grey": (90, 90, 90), "silver": (160, 160, 160), "white": (245, 245, 245),
    "red": (30, 30, 200), "orange": (20, 120, 240), "yellow": (30, 220, 240), "green": (50, 160, 40),
    "blue": (200, 80, 30), "purple": (150, 40, 110), "pink": (190, 110, 245), "brown": (30, 60, 110),
}  # fmt: skip


def painted(colour: str, *, width: int = 100, height: int = 80) -> npt.NDArray[np.uint8]:
    return np.full((height, width, 3), BGR[colour], np.uint8)


def named(pixels: npt.NDArray[np.uint8], *boxes: tuple[float, float, float, float]) -> list[str]:
    codes = name_colours(pixels=pixels, boxes_px=np.array(boxes, np.float32).reshape(-1, 4))
    assert codes.dtype == np.uint8
    return [COLOUR_NAMES[code] for code in codes]


@pytest.mark.parametrize("colour", COLOUR_NAMES)
def test_a_box_of_one_colour_bears_its_name(colour: str) -> None:
    assert named(painted(colour), (10, 10, 60, 60)) == [colour]


@pytest.mark.parametrize("colour", COLOUR_NAMES)
def test_grain_and_a_little_less_light_change_no_name(colour: str) -> None:
    grain = np.random.default_rng(1).normal(0, 4, (80, 100, 3))
    grainy = (painted(colour) * 0.95 + grain).clip(0, 255).astype(np.uint8)
    assert named(grainy, (10, 10, 60, 60)) == [colour]


@pytest.mark.parametrize("body", ["red", "blue", "green", "yellow"])
def test_a_car_with_dark_windows_and_tyres_bears_its_bodys_colour(body: str) -> None:
    picture = painted("grey", width=200, height=120)
    picture[20:100, 20:180] = BGR[body]
    picture[30:58, 50:150] = BGR["black"]
    for wheel_x in (50, 150):
        cv2.circle(picture, (wheel_x, 100), 16, BGR["black"], -1)
    assert named(picture, (20, 20, 180, 116)) == [body]


def test_a_white_car_with_a_red_lamp_stays_white() -> None:
    picture = painted("white")
    picture[40:46, 40:46] = BGR["red"]
    assert named(picture, (0, 0, 100, 80)) == ["white"]


def test_what_surrounds_the_object_does_not_count() -> None:
    picture = painted("green")
    picture[20:60, 25:75] = BGR["red"]
    assert named(picture, (0, 0, 100, 80)) == ["red"]


def test_each_box_has_its_own_colour_in_its_own_place() -> None:
    picture = np.hstack([painted("red"), painted("blue"), painted("white")])
    assert named(picture, (210, 0, 290, 80), (10, 0, 90, 80), (110, 0, 190, 80)) == ["white", "red", "blue"]


@pytest.mark.parametrize(
    "box", [(50, 40, 50.4, 40.3), (50, 40, 51, 41), (-40, -30, 20, 10), (80, 60, 160, 140), (-500, -500, 900, 900)]
)
def test_tiny_boxes_and_boxes_partly_outside_are_named_too(box: tuple[float, float, float, float]) -> None:
    assert named(painted("orange"), box) == ["orange"]


def test_no_boxes_have_no_colours() -> None:
    assert named(painted("red")) == []
