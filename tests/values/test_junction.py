"""Which turn leads from arm to arm, seen from straight above and by cameras that look at the junction aslant."""

import math

import pytest

from heatdash.values.corners import Point
from heatdash.values.junction import Junction
from heatdash.values.scene import Line

WIDTH_PX, HEIGHT_PX = 1280, 720
COMPASS = {"East": 0, "North": 90, "West": 180, "South": 270}
"""Where the arms lie, in degrees from the east, as on a map."""
CROSS = ("North", "East", "South", "West")
LEFT_OF = {"South": "West", "West": "North", "North": "East", "East": "South"}
"""Where a left turn leads for who comes from an arm."""
ACROSS = {"South": "North", "North": "South", "East": "West", "West": "East"}


def junction(*arms: str, pitch_deg: float = 90.0, turned_deg: float = 0.0, backwards: bool = False) -> Junction:
    """Lines 10 m long across roads, 12 m from their crossing, seen by a camera 60 m away, so far below the horizon."""
    lines = []
    for name in arms:
        way = math.radians(COMPASS[name] + turned_deg)
        ends = [
            _seen(12 * math.cos(way) - side * math.sin(way), 12 * math.sin(way) + side * math.cos(way), pitch_deg)
            for side in (-5, 5)
        ]
        lines.append(Line(name, *(reversed(ends) if backwards else ends)))
    return Junction(tuple((line,) for line in lines), WIDTH_PX, HEIGHT_PX)


def _seen(east_m: float, north_m: float, pitch_deg: float) -> Point:
    """Where a point of the ground is in the picture, as a share of it; the camera stands in the south."""
    pitch = math.radians(pitch_deg)
    depth_m = 60 + north_m * math.cos(pitch)
    return 0.5 + 0.7 * east_m / depth_m, 0.5 - 0.7 * WIDTH_PX / HEIGHT_PX * north_m * math.sin(pitch) / depth_m


def turns(of: Junction) -> dict[tuple[str, str], str]:
    names = [line.name for (line,) in of.arms]
    numbers = range(len(names))
    return {(names[a], names[b]): of.turn(origin=a, destination=b) for a in numbers for b in numbers}


def expected(*arms: str) -> dict[tuple[str, str], str]:
    return {
        (one, other): "u_turn"
        if one == other
        else "through"
        if ACROSS[one] == other
        else "left"
        if LEFT_OF[one] == other
        else "right"
        for one in arms
        for other in arms
    }


def test_who_comes_from_below_in_the_picture_has_the_left_arm_on_the_left() -> None:
    found = turns(junction(*CROSS))
    assert found["South", "West"] == "left"
    assert found["South", "North"] == "through"
    assert found["South", "East"] == "right"
    assert found["South", "South"] == "u_turn"
    assert found["North", "West"] == "right"


@pytest.mark.parametrize("backwards", [False, True])
@pytest.mark.parametrize("turned_deg", range(0, 360, 30))
@pytest.mark.parametrize("pitch_deg", [90, 45, 20])
def test_a_crossing_has_all_turns_from_wherever_it_is_seen(
    pitch_deg: float, turned_deg: float, backwards: bool
) -> None:
    seen = junction(*CROSS, pitch_deg=pitch_deg, turned_deg=turned_deg, backwards=backwards)
    assert turns(seen) == expected(*CROSS)


@pytest.mark.parametrize("missing", CROSS)
@pytest.mark.parametrize("turned_deg", range(0, 360, 30))
@pytest.mark.parametrize("pitch_deg", [90, 45, 20])
def test_a_t_junction_has_one_road_through_and_left_and_right_from_the_other(
    pitch_deg: float, turned_deg: float, missing: str
) -> None:
    arms = [arm for arm in CROSS if arm != missing]
    assert turns(junction(*arms, pitch_deg=pitch_deg, turned_deg=turned_deg)) == expected(*arms)


def test_two_arms_are_one_road_and_one_arm_only_turns_back() -> None:
    assert turns(junction("North", "East"))["North", "East"] == "through"
    assert turns(junction("North")) == {("North", "North"): "u_turn"}


def test_the_shape_of_the_picture_is_taken_into_account() -> None:
    arms = (
        (Line("A", (0.45, 0.1), (0.55, 0.1)),),
        (Line("B", (0.9, 0.2), (0.9, 0.8)),),
        (Line("C", (0.1, 0.2), (0.1, 0.8)),),
    )
    for width_px, height_px in ((1920, 1080), (1080, 1920)):
        assert turns(Junction(arms, width_px, height_px))["B", "C"] == "through"
        assert turns(Junction(arms, width_px, height_px))["B", "A"] == "right"
        assert Junction(arms, width_px, height_px).middles[0] == (0.5 * width_px, 0.1 * height_px)


def test_several_lines_of_an_arm_reach_from_end_to_end_and_tell_which_side_leads_in() -> None:
    inbound, outbound = Line("In", (0.4, 0.1), (0.49, 0.1)), Line("Out", (0.51, 0.1), (0.6, 0.1))
    seen = Junction(((inbound, outbound), (Line("B", (0.4, 0.9), (0.6, 0.9)),)), 100, 100)
    assert seen.ends(seen.arms[0]) == ((40, 10), (60, 10))
    assert seen.middles[0] == (50, 10)
    # Drawn from left to right at the top of the picture, a line has the junction on its right.
    assert (seen.leads_in(inbound), seen.leads_in(seen.arms[1][0])) == (True, False)
