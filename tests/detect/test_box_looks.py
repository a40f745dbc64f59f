import cv2
import numpy as np
import numpy.typing as npt
import pytest

from heatdash.detect.box_looks import describe_looks, name_colours
from heatdash.values.classes import COLOUR_NAMES

BLUE, RED, GREY = (200, 0, 0), (0, 0, 200), (90, 90, 90)


def person(*, shirt: tuple[int, int, int], trousers: tuple[int, int, int]) -> np.ndarray:
    """A picture, blue-green-red, of a person who fills the middle of it."""
    picture = np.full((120, 80, 3), 250, np.uint8)
    picture[10:60, 25:55], picture[60:110, 25:55] = shirt, trousers
    return picture


BOX = np.array([[20.0, 10.0, 60.0, 110.0, 0.9, 0.0]])


def look(picture: np.ndarray) -> list[int]:
    return describe_looks(pixels=picture, boxes_px=BOX)[0].tolist()


def test_a_look_is_lightness_two_colours_and_contrast_of_the_upper_and_of_the_lower_half() -> None:
    assert look(person(shirt=RED, trousers=GREY)) == [66, 228, 78, 0, 90, 128, 128, 0]
    assert look(person(shirt=GREY, trousers=BLUE)) == [90, 128, 128, 0, 66, 28, 78, 0]


def test_a_coat_of_two_colours_has_contrast() -> None:
    striped = person(shirt=GREY, trousers=GREY)
    striped[10:60, 25:40] = 190
    upper, lower = np.array(look(striped)).reshape(2, 4)
    assert upper[3] > 30
    assert lower[3] == 0


def test_the_same_person_elsewhere_and_larger_looks_the_same() -> None:
    small = person(shirt=RED, trousers=BLUE)
    large = np.full((400, 300, 3), 17, np.uint8)
    large[100:340, 100:260] = small.repeat(2, axis=0).repeat(2, axis=1)
    again = describe_looks(pixels=large, boxes_px=np.array([[140.0, 120.0, 220.0, 320.0]]))[0]
    assert again.tolist() == pytest.approx(look(small), abs=1)


def test_boxes_beyond_the_picture_are_described_by_what_is_in_it() -> None:
    boxes = np.array([[-50.0, -50.0, 400.0, 400.0], [79.0, 119.0, 90.0, 140.0]])
    assert describe_looks(pixels=person(shirt=RED, trousers=BLUE), boxes_px=boxes).shape == (2, 8)


def test_without_boxes_there_are_no_looks() -> None:
    assert describe_looks(pixels=person(shirt=RED, trousers=BLUE), boxes_px=np.empty((0, 6))).shape == (0, 8)


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
