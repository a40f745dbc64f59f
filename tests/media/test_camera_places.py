"""Where the camera stood is told by what does not move."""

import numpy as np
import pytest

from heatdash.media.camera_places import camera_places
from tests.builders.filmed import yard

STILL = (0.0, 0.0, 0.0, 0.0)


def places(*pictures: np.ndarray) -> list[tuple[int | None, tuple[float, ...] | None]]:
    return [(place.view, place.corners) for place in camera_places(pictures)]


@pytest.mark.parametrize("people", [1, 4, 9])
def test_people_who_walk_do_not_move_the_camera(people: int) -> None:
    seen = places(*(yard(share, people=people) for share in (0, 0.3, 0.6, 0.9)))
    assert all(view == 0 and max(map(abs, corners)) < 0.5 for view, corners in seen)


def test_light_does_not_move_the_camera() -> None:
    assert places(yard(0), yard(0.2) // 2, (yard(0.4) * 0.7 + 70).astype(np.uint8)) == [(0, STILL)] * 3


def test_a_shift_is_measured_against_the_middle_picture() -> None:
    (_, first), (_, middle), (_, last) = places(yard(0), yard(0.2, (0.02, 0)), yard(0.4, (0.02, 0.05)))
    assert first == pytest.approx((-12.8, 0, -12.8, 0), abs=0.5)
    assert middle == STILL
    assert last == pytest.approx((0, 32, 0, 32), abs=0.5)


def test_a_turn_moves_opposite_corners_apart() -> None:
    _, _, (_, (x0, y0, x1, y1)) = places(yard(0), yard(0.2), yard(0.4, turned_deg=2))
    assert (x0, y0) == pytest.approx((-x1, -y1), abs=1)
    assert np.hypot(x0, y0) == pytest.approx(np.hypot(320, 180) * np.radians(2), rel=0.1)


def test_a_stretch_that_shows_something_else_is_another_view() -> None:
    other = [yard(share)[:, ::-1] for share in (0.6, 0.7, 0.8)]
    assert [view for view, _ in places(yard(0), yard(0.1), yard(0.2), yard(0.3), *other)] == [0, 0, 0, 0, 1, 1, 1]


def test_what_stands_before_the_camera_for_a_while_is_no_view() -> None:
    lorry = [yard(share)[:, ::-1] for share in (0.1, 0.2, 0.3)]
    yards = [yard(share) for share in (0, 0.4, 0.5, 0.6, 0.7)]
    assert [view for view, _ in places(yards[0], *lorry, *yards[1:])] == [0, None, None, None, 0, 0, 0, 0]


def test_of_a_bare_wall_nothing_is_told() -> None:
    assert places(*[np.full((360, 640), 90, np.uint8)] * 4) == [(None, None)] * 4


def test_no_picture_has_no_place() -> None:
    assert camera_places([]) == []
