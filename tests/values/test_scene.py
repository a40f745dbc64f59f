"""What may be drawn, and what is refused in one sentence."""

import pytest

from heatdash.errors import BadSettingError
from heatdash.values.scene import Line, Scene, Zone

SQUARE = ((0.1, 0.1), (0.5, 0.1), (0.5, 0.5), (0.1, 0.5))


@pytest.mark.parametrize(
    ("points", "says"),
    [
        (((0.1, 0.1), (0.2, 0.2)), "Zone 'Door' has 2 corners; draw at least 3."),
        ((), "Zone 'Door' has 0 corners; draw at least 3."),
        (((0.1, 0.1),), "Zone 'Door' has 1 corner; draw at least 3."),
        (((0, 0), (1, 1), (1, 0), (0, 1)), "The edges of zone 'Door' cross; move its corners so that they do not."),
        (((0, 0), (1.2, 0), (1, 1)), "outside the picture"),
        (((0, 0), (float("nan"), 0), (1, 1)), "outside the picture"),
        (((0, 0), (0.5, 0.5), (1, 1)), "has no area"),
        (((0, 0), (1, 0), (1, 0), (1, 1)), "two corners at the same place"),
        (((0, 0), (1, 0), (0.5, 0), (0.5, 1)), "cross"),
    ],
)
def test_a_zone_that_is_none_is_refused(points, says):
    with pytest.raises(BadSettingError, match=says.replace("(", r"\(").replace(")", r"\)")):
        Zone(name="Door", points=points)


@pytest.mark.parametrize(
    "points",
    [
        SQUARE,
        SQUARE[::-1],
        ((0, 0), (1, 0), (1, 1), (0, 1)),
        ((0, 0), (1, 0), (0.5, 0.4), (1, 1), (0, 1)),
        ((0.2, 0.2), (0.4, 0.2), (0.6, 0.2), (0.6, 0.6)),
    ],
    ids=["square", "other way round", "whole picture", "concave", "corner on a straight edge"],
)
def test_any_simple_shape_is_a_zone(points):
    assert Zone(name="Door", points=points).points == points


def test_a_line_needs_a_length():
    with pytest.raises(BadSettingError, match="Line 'Gate' has no length"):
        Line(name="Gate", start=(0.5, 0.5), end=(0.5, 0.5))


@pytest.mark.parametrize("name", ["", "  ", "two\nlines", "x" * 81, "whole picture"])
def test_a_name_that_cannot_be_shown_is_refused(name):
    with pytest.raises(BadSettingError):
        Zone(name=name, points=SQUARE)


def test_an_unknown_kind_is_refused():
    with pytest.raises(BadSettingError, match="'maybe'; choose one of roi, count, exclude"):
        Zone(name="Door", points=SQUARE, kind="maybe")


def test_a_name_stands_for_one_place():
    with pytest.raises(BadSettingError, match="Two places are named 'Door'"):
        Scene(zones=(Zone(name="Door", points=SQUARE),), lines=(Line(name="Door", start=(0, 0), end=(1, 1)),))


def test_zones_come_by_kind():
    staff = Zone(name="Staff", points=SQUARE, kind="exclude")
    scene = Scene(zones=(staff, Zone(name="Door", points=SQUARE)))
    assert scene.zones_of("exclude") == (staff,)
