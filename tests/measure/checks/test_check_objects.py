"""Objects are judged by their size, their speed and the picture's edge. It is 160 x 90 pixels."""

from collections.abc import Iterable

import pytest

from heatdash.measure.checks.check_objects import check_objects
from tests.builders.tracks import Row, paths, stand, walk


def found(*walks: Iterable[Row], anchor: str = "bottom-center") -> dict[str, dict[str, float]]:
    return {check.kind: dict(check.values) for check in check_objects(paths=paths(*walks), anchor=anchor)}


def crowd(count: int, *, px: float = 60, seconds: float = 4, size: tuple[float, float] = (10, 20)) -> list[list[Row]]:
    return [walk(track=n, start=(40, 40 + n), end=(40 + px, 40 + n), seconds=seconds, size=size) for n in range(count)]


def test_people_of_a_good_size_at_a_good_rate_are_fine() -> None:
    assert found(*crowd(6)) == {}


# 24 of the model's pixels are 6 here, where 640 of them are 160; a twentieth of the height is 4.5.
@pytest.mark.parametrize(("size", "is_small"), [((2, 5), True), ((5, 2), True), ((2, 7), False), ((7, 2), False)])
def test_objects_are_small_below_what_a_model_sees(size: tuple[float, float], is_small: bool) -> None:
    assert found(*crowd(5, px=2, size=size)) == ({"objects_small": {"size_px": 5, "least_px": 6}} if is_small else {})


def test_a_larger_input_sees_smaller_objects_but_none_below_a_twentieth_of_the_picture() -> None:
    small = paths(*crowd(5, px=2, size=(2, 5)))
    assert check_objects(paths=small, anchor="bottom-center", input_px=1280) == []
    smaller = paths(*crowd(5, px=2, size=(2, 4)))
    (found,) = check_objects(paths=smaller, anchor="bottom-center", input_px=1280)
    assert dict(found.values) == {"size_px": 4, "least_px": 4}


def called(*names: str, size: tuple[float, float] = (20, 20)) -> list[list[Row]]:
    """One of each name, driving past."""
    return [
        [
            {**row, "class_name": name}
            for row in walk(track=n, start=(30, 40 + n), end=(90, 40 + n), seconds=3, size=size)
        ]
        for n, name in enumerate(names)
    ]


def test_what_moves_like_a_car_and_is_called_a_telephone_is_told() -> None:
    (check,) = check_objects(paths=paths(*called("cell phone", "sink", "cell phone", "bus")), anchor="bottom-center")
    assert (check.kind, dict(check.values), check.classes) == (
        "objects_misnamed",
        {"objects": 3},
        ("cell phone", "sink"),
    )


def test_few_odd_names_small_things_and_what_stays_are_nothing_to_tell() -> None:
    assert found(*called("cell phone", "car", "car", "car")) == {}
    assert found(*called("cell phone", "cell phone", *["car"] * 7)) == {}
    carried = [*called("cell phone", "cell phone", size=(6, 8))]
    people = [walk(track=10 + n, start=(30, 60 + n), end=(90, 60 + n), seconds=3) for n in range(2)]
    assert found(*carried, *people) == {}
    still = [
        [{**row, "class_name": "chair"} for row in stand(track=n, at=(40 + 30 * n, 50), seconds=3)] for n in range(3)
    ]
    assert found(*still) == {}


def test_of_few_objects_nothing_is_said() -> None:
    assert found(*crowd(4, px=2, size=(2, 5))) == {}
    assert found() == {}


def test_steps_of_more_than_half_a_width_are_too_long() -> None:
    # 100 pixels in 1 s are 10 a picture, as wide as a person: twice as many pictures are wanted.
    assert found(*crowd(4, px=100, seconds=1)) == {"rate_low": {"step_pct": 100, "watched_fps": 10, "wanted_fps": 20}}
    assert found(*crowd(4, px=98, seconds=2)) == {}


def test_who_stands_for_long_and_then_runs_is_judged_by_running() -> None:
    runs = [
        [*stand(track=n, at=(40, 50), seconds=5), *walk(track=n, start=(50, 50), end=(140, 50), seconds=1, begin_s=5.1)]
        for n in range(4)
    ]
    assert list(found(*runs)) == ["rate_low"]


def test_a_way_over_lost_pictures_is_no_step() -> None:
    lost = [walk(track=n, start=(20, 50), end=(140, 50), seconds=2, missing=set(range(1, 20, 2))) for n in range(8)]
    assert found(*lost) == {}


def test_whoever_trembles_in_one_place_does_not_move() -> None:
    trembling = [
        [row for k in range(20) for row in stand(track=n, at=(60 + 8 * (k % 2), 50), seconds=0, begin_s=k / 10)]
        for n in range(4)
    ]
    assert found(*trembling) == {}


def test_objects_that_are_cut_off_most_of_the_time_are_told() -> None:
    cut = [stand(track=10 + n, at=(80, 95), seconds=2) for n in range(3)]
    assert found(*crowd(5), *cut) == {"objects_cut": {"cut_pct": 38, "objects": 8}}
    assert found(*crowd(6), *cut) == {}


def test_heads_above_the_picture_leave_the_feet_where_they_are() -> None:
    cut = [stand(track=n, at=(80, 15), seconds=2) for n in range(5)]
    assert found(*cut) == {}
    assert found(*cut, anchor="centroid") == {"objects_cut": {"cut_pct": 100, "objects": 5}}
