"""What the board tells the page: only what a board can send is taken."""

from typing import Any

import pytest

from heatdash.values.corners import Point
from pages.parts.sketch.board import _place, _points
from tests.builders.answers import SCENE


@pytest.mark.parametrize(
    ("sent", "points"),
    [
        ({"points": [[0.1, 0.2], [1, 0]]}, ((0.1, 0.2), (1.0, 0.0))),
        ({"points": []}, ()),
        ({}, ()),
        ({"points": None}, ()),
        ({"points": [[1, 2, 3]]}, ()),
        ({"points": [1, 2]}, ()),
        ({"points": [["left", "top"]]}, ()),
        ({"points": [[None, 1]]}, ()),
    ],
)
def test_points_are_taken_only_as_pairs_of_numbers(sent: dict[str, Any], points: tuple[Point, ...]) -> None:
    assert _points(sent) == points


def test_a_place_is_known_by_its_colour() -> None:
    for place in SCENE.places:
        assert _place({"id": place.colour}, SCENE) is place
    for sent in ({}, {"id": 77}, {"id": None}, {"id": "Door"}, {"id": [0]}):
        assert _place(sent, SCENE) is None
