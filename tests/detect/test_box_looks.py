import numpy as np
import pytest

from heatdash.detect.box_looks import describe_looks

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
