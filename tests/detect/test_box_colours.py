from pathlib import Path

import cv2
import numpy as np
import pytest

from heatdash.detect.box_colours import gain_of, name_colours, name_points
from heatdash.values.arrays import Floats32, Pixels
from heatdash.values.classes import COLOUR_NAMES, SEEN_COLOURS

SEEN = Path(__file__).with_name("seen_colours.npz")
BGR = {
    "black": (20, 20, 20), "grey": (90, 90, 90), "silver": (150, 150, 150), "white": (245, 245, 245),
    "red": (30, 30, 200), "orange": (20, 120, 240), "yellow": (30, 220, 240), "green": (50, 160, 40),
    "blue": (200, 80, 30), "purple": (150, 40, 110), "pink": (190, 110, 245), "brown": (30, 60, 110),
}  # fmt: skip
DARK_SKY = (105, 85, 68)
WIDE, TALL = (40, 40, 200, 140), (40, 40, 100, 180)
LIGHTS = {"dim": (0.65, 0.65, 0.65), "warm": (0.75, 0.95, 1.1), "cold": (1.04, 0.95, 0.8), "green": (0.9, 1.04, 0.9)}


def painted(colour: str | tuple[int, int, int]) -> Pixels:
    """A street, grey with white and black parts, and something of that colour where WIDE and TALL are."""
    picture = np.full((200, 300, 3), 110, np.uint8)
    picture[:20], picture[180:] = BGR["white"], BGR["black"]
    picture[40:180, 40:200] = BGR[colour] if isinstance(colour, str) else colour
    return picture


def named(pixels: Pixels, *boxes: tuple[float, float, float, float]) -> list[str]:
    codes = name_colours(pixels=pixels, boxes_px=np.array(boxes, np.float32).reshape(-1, 4))
    assert codes.dtype == np.uint8
    return [SEEN_COLOURS[code] for code in codes]


def _named_points(points: Pixels, wide: bool, gain: Floats32) -> str:
    (code,) = name_points(points=points[None], wide=np.array([wide]), gain=gain)
    return SEEN_COLOURS[code]


def test_of_what_real_cameras_saw_85_of_100_are_named_as_by_eye() -> None:
    seen = np.load(SEEN)
    crops = zip(seen["points"], seen["wide"], seen["gain"], seen["labels"], strict=True)
    right = [_named_points(points, wide, gain) in labels.split() for points, wide, gain, labels in crops]
    assert len(right) >= 60
    assert np.mean(right) >= 0.85


@pytest.mark.parametrize("box", [WIDE, TALL])
@pytest.mark.parametrize("colour", COLOUR_NAMES)
def test_a_box_of_one_colour_bears_its_name(colour: str, box: tuple[int, int, int, int]) -> None:
    assert named(painted(colour), box) == [colour]


@pytest.mark.parametrize("colour", COLOUR_NAMES)
def test_grain_and_a_little_less_light_change_no_name(colour: str) -> None:
    grain = np.random.default_rng(1).normal(0, 4, (200, 300, 3))
    grainy = (painted(colour) * 0.95 + grain).clip(0, 255).astype(np.uint8)
    assert named(grainy, WIDE, TALL) == [colour] * 2


@pytest.mark.parametrize("light", LIGHTS)
@pytest.mark.parametrize("colour", COLOUR_NAMES)
def test_dim_and_coloured_light_change_no_name(colour: str, light: str) -> None:
    lit = (painted(colour) * np.array(LIGHTS[light])).clip(0, 255).astype(np.uint8)
    assert named(lit, WIDE) == [colour]


@pytest.mark.parametrize(
    ("bgr", "name"),
    [((255, 0, 0), "blue"), ((200, 40, 40), "blue"), ((128, 0, 0), "blue"), ((128, 0, 128), "purple"),
     ((226, 43, 138), "purple"), ((130, 0, 75), "purple"), ((0, 0, 255), "red"), ((0, 255, 0), "green")],
)  # fmt: skip
def test_the_strongest_colours_have_their_names(bgr: tuple[int, int, int], name: str) -> None:
    picture = painted("grey")
    picture[30:170, 40:200] = bgr
    assert named(picture, WIDE, TALL) == [name, name]


@pytest.mark.parametrize("light", LIGHTS)
def test_the_gain_undoes_the_light(light: str) -> None:
    lit = (painted("grey") * np.array(LIGHTS[light])).clip(0, 255).astype(np.uint8)
    balanced = lit[30, 0] * gain_of(lit)
    assert np.ptp(balanced) < 3


def test_a_lawn_is_no_light_and_a_black_picture_has_none() -> None:
    assert np.ptp(gain_of(np.full((90, 160, 3), BGR["green"], np.uint8))) == 0
    assert gain_of(np.zeros((90, 160, 3), np.uint8)) == pytest.approx([1.6] * 3)


@pytest.mark.parametrize("body", ["red", "blue", "green", "yellow", "white", "silver", "black"])
def test_a_car_with_windows_and_tyres_bears_its_bodys_colour(body: str) -> None:
    picture = painted(body)
    picture[45:80, 70:170] = BGR["silver"] if body == "black" else BGR["black"]
    for wheel_x in (75, 165):
        cv2.circle(picture, (wheel_x, 140), 18, BGR["black"], -1)
    assert named(picture, WIDE) == [body]


def test_a_white_car_with_a_red_lamp_stays_white() -> None:
    picture = painted("white")
    picture[100:110, 120:130] = BGR["red"]
    assert named(picture, WIDE) == ["white"]


def test_paint_that_mirrors_the_sky_is_not_blue_but_cloth_of_that_colour_is() -> None:
    assert named(painted(DARK_SKY), WIDE, TALL) == ["grey", "blue"]


def test_of_a_coat_and_trousers_the_one_with_a_hue_wins() -> None:
    picture = painted("black")
    picture[40:110, 40:100] = BGR["red"]
    assert named(picture, TALL) == ["red"]


@pytest.mark.parametrize(
    ("colours", "name"),
    [("red green blue yellow purple", "unsure"), ("red white", "red"), ("red green white white white", "white")],
)
def test_many_hues_are_unsure_and_a_pattern_with_a_main_colour_is_not(colours: str, name: str) -> None:
    points = np.array([BGR[colour] for colour in colours.split()], np.uint8).repeat(24, axis=0)
    assert _named_points(points, True, np.ones(3, np.float32)) == name


def test_what_surrounds_the_object_does_not_count() -> None:
    picture = painted("green")
    picture[84:126, 78:162] = BGR["red"]
    assert named(picture, WIDE, (210, 30, 290, 190)) == ["red", "grey"]


def test_each_box_has_its_own_colour_in_its_own_place() -> None:
    picture = np.hstack([painted("red"), painted("blue"), painted("white")])
    assert named(picture, (640, 40, 800, 140), WIDE, (340, 40, 500, 140)) == ["white", "red", "blue"]


@pytest.mark.parametrize("box", [(50, 50, 50.4, 50.3), (60, 60, 61, 61), (-500, 80, 900, 100)])
def test_tiny_boxes_and_boxes_partly_outside_are_named_too(box: tuple[float, float, float, float]) -> None:
    assert named(painted("orange"), box) == ["orange"]


@pytest.mark.parametrize("box", [(-40, -30, 20, 10), (280, 190, 400, 260)])
def test_boxes_beyond_the_picture_are_named_by_what_is_in_it(box: tuple[float, float, float, float]) -> None:
    assert named(np.full((200, 300, 3), BGR["orange"], np.uint8), box) == ["orange"]


def test_no_boxes_have_no_colours() -> None:
    assert named(painted("red")) == []
