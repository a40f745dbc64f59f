"""Adding, moving, renaming, flipping, deleting and changing the kind of places."""

from dataclasses import replace
from functools import partial

import pytest

from heatdash.errors import HeatDashError
from heatdash.sketch.edit_scene import (
    MOST_CORNERS,
    add_ground,
    add_line,
    add_zone,
    delete_ground,
    delete_place,
    deleting,
    flip_line,
    ground_from_zone,
    measure_ground,
    move_ground,
    move_place,
    moving,
    points_of,
    rename_place,
    set_arm,
    set_way,
    set_zone_kind,
    shift_place,
)
from heatdash.values.scene import MOST_PLACES, Line, Scene, Zone

DOOR = Zone(name="Door", points=((0.1, 0.1), (0.5, 0.1), (0.5, 0.5)))
TILL = Zone(name="Till", points=((0.6, 0.6), (0.9, 0.6), (0.9, 0.9)), kind="roi")
GATE = Line(name="Gate", start=(0.1, 0.9), end=(0.4, 0.8))
SCENE = Scene(zones=(DOOR, TILL), lines=(GATE,))


def test_a_renamed_place_keeps_all_else_and_its_turn():
    renamed = rename_place(scene=SCENE, name="Door", new_name="  Main door ")
    assert renamed == Scene(zones=(Zone(name="Main door", points=DOOR.points), TILL), lines=(GATE,))
    assert rename_place(scene=SCENE, name="Gate", new_name="Exit").lines[0].name == "Exit"
    assert rename_place(scene=SCENE, name="Gate", new_name="Gate") == SCENE


@pytest.mark.parametrize(
    ("name", "new_name", "says"),
    [
        ("Door", "Gate", "Two places are named 'Gate'"),
        ("Door", " ", "A zone has no name; give it one."),
        ("Gate", "", "A line has no name; give it one."),
        ("Door", "whole picture", "cannot be named"),
        ("Door", "x" * 81, "81 characters"),
        ("Hall", "Lobby", "There is no place named 'Hall'; choose one of 'Door', 'Till', 'Gate'."),
    ],
)
def test_a_bad_name_is_refused(name, new_name, says):
    with pytest.raises(HeatDashError, match=says):
        rename_place(scene=SCENE, name=name, new_name=new_name)


def test_a_flipped_line_runs_the_other_way():
    flipped = flip_line(scene=SCENE, name="Gate")
    assert flipped.lines == (Line(name="Gate", start=GATE.end, end=GATE.start),)
    assert flipped.zones == SCENE.zones
    assert flip_line(scene=flipped, name="Gate") == SCENE


def test_lines_become_one_arm_and_their_own_ones_again():
    both = add_line(scene=SCENE, points=((0.1, 0.5), (0.4, 0.5)))
    joined = set_arm(scene=both, name="Line 1", arm=" Gate ")
    assert list(joined.arms) == ["Gate"]
    assert set_arm(scene=joined, name="Line 1", arm="Line 1") == set_arm(scene=joined, name="Line 1", arm=" ") == both
    renamed = rename_place(scene=joined, name="Gate", new_name="Exit")
    assert list(renamed.arms) == ["Exit"]


def test_a_line_counts_the_way_that_is_chosen():
    assert set_way(scene=SCENE, name="Gate", way="in").lines[0].way == "in"


def test_a_zone_cannot_be_flipped():
    with pytest.raises(HeatDashError, match=r"There is no line named 'Door'; choose one of 'Gate'\."):
        flip_line(scene=SCENE, name="Door")


def test_a_deleted_place_is_gone():
    assert delete_place(scene=SCENE, name="Door") == Scene(zones=(TILL,), lines=(GATE,))
    assert delete_place(scene=SCENE, name="Gate") == Scene(zones=(DOOR, TILL))
    with pytest.raises(HeatDashError, match=r"There is no place named 'Hall'; draw a place first\."):
        delete_place(scene=Scene(), name="Hall")


def test_a_zone_of_another_kind_keeps_its_corners():
    changed = set_zone_kind(scene=SCENE, name="Door", kind="exclude")
    assert changed.zones == (Zone(name="Door", points=DOOR.points, kind="exclude"), TILL)
    with pytest.raises(HeatDashError, match="'maybe'; choose one of roi, count, exclude"):
        set_zone_kind(scene=SCENE, name="Door", kind="maybe")
    with pytest.raises(HeatDashError, match="There is no zone named 'Gate'"):
        set_zone_kind(scene=SCENE, name="Gate", kind="roi")


def test_a_place_can_be_added_without_drawing():
    scene = add_line(scene=add_zone(scene=SCENE))
    assert [place.name for place in scene.places] == ["Door", "Till", "Zone 1", "Gate", "Line 1"]
    assert scene.zones[2].points == ((0.35, 0.35), (0.65, 0.35), (0.65, 0.65), (0.35, 0.65))
    assert (scene.lines[1].start, scene.lines[1].end) == ((0.5, 0.65), (0.5, 0.35)), "what comes from the left goes in"
    again = add_zone(scene=scene)
    assert again.zones[3].name == "Zone 2"
    assert again.zones[3].points != scene.zones[2].points, "it does not hide the one that was added before"


def test_no_more_places_are_added_than_a_page_can_show():
    scene = SCENE
    for _ in range(MOST_PLACES - len(SCENE.places)):
        scene = add_line(scene=scene)
    for add in (add_line, add_zone):
        with pytest.raises(HeatDashError, match="There are 200 places already; delete one to draw another"):
            add(scene=scene)


def test_a_moved_place_keeps_all_but_where_it_lies():
    moved = move_place(scene=SCENE, name="Till", points=((0, 0), (1, 0), (1, 1)))
    assert moved.zones == (DOOR, Zone("Till", ((0, 0), (1, 0), (1, 1)), "roi"))
    assert [zone.colour for zone in moved.zones] == [zone.colour for zone in SCENE.zones]
    assert move_place(scene=SCENE, name="Gate", points=((0, 0), (1, 1))).lines == (Line("Gate", (0, 0), (1, 1)),)


@pytest.mark.parametrize(
    ("name", "points", "says"),
    [
        ("Hall", ((0, 0), (1, 0), (1, 1)), "There is no place named 'Hall'"),
        ("Door", ((0, 0), (1, 0)), "has 2 corners"),
        ("Door", ((0, 0), (1, 1), (1, 0), (0, 1)), "The edges of zone 'Door' cross"),
        ("Door", ((0, 0), (1.1, 0), (1, 1)), "Zone 'Door'"),
        ("Door", ((0, 0), (float("nan"), 0), (1, 1)), "Zone 'Door'"),
        ("Door", tuple((number / 201, number % 2) for number in range(MOST_CORNERS + 1)), "has 201 corners"),
        ("Gate", ((0.5, 0.5), (0.5, 0.5)), "Line 'Gate' has no length"),
        ("Gate", ((0.5, 0.5),), "Line 'Gate' has 1 points"),
    ],
)
def test_a_place_is_not_moved_where_it_cannot_be(name, points, says):
    with pytest.raises(HeatDashError, match=says):
        move_place(scene=SCENE, name=name, points=points)


@pytest.mark.parametrize(
    ("right", "down", "first_corner"),
    [(0.1, 0.2, (0.2, 0.3)), (-0.05, 0, (0.05, 0.1)), (-0.5, 0.9, (0, 0.6)), (9, -9, (0.6, 0))],
)
def test_a_shifted_place_keeps_its_shape_and_stops_at_the_edge(right, down, first_corner):
    shifted = shift_place(scene=SCENE, name="Door", right=right, down=down)
    corners = points_of(shifted.zones[0])
    assert corners[0] == pytest.approx(first_corner)
    by = corners[0][0] - DOOR.points[0][0], corners[0][1] - DOOR.points[0][1]
    assert corners == tuple(pytest.approx((x + by[0], y + by[1])) for x, y in DOOR.points)
    assert shifted.lines == SCENE.lines


def test_a_new_place_is_named_in_the_visitors_language():
    with_zones = add_zone(scene=add_zone(scene=SCENE, language="zh"), language="zh")
    assert [place.name for place in add_line(scene=with_zones, language="zh").places][-1:] == ["计数线 1"]
    assert [zone.name for zone in with_zones.zones][-2:] == ["区域 1", "区域 2"]


BAY = Zone(name="Bay", points=((0.3, 0.8), (0.6, 0.8), (0.55, 0.5), (0.35, 0.5)))


def test_a_scale_is_made_measured_moved_and_deleted_and_places_stay():
    scaled = add_ground(scene=SCENE)
    assert (scaled.ground.width_m, scaled.ground.length_m) == (2.5, 5.0)
    assert measure_ground(scene=scaled, width_m=3.5, length_m=12.0).ground.length_m == 12.0
    moved = move_ground(scene=scaled, points=BAY.points)
    assert moved.ground.points == BAY.points
    assert moving(place=scaled.ground, points=BAY.points)(scene=scaled) == moved
    assert delete_ground(scene=moved) == deleting(moved.ground)(scene=moved) == SCENE
    for change in (partial(rename_place, name="Door", new_name="Gap"), partial(delete_place, name="Till")):
        assert change(scene=moved).ground == moved.ground
    assert moved.places == SCENE.places


def test_without_a_scale_there_is_nothing_to_move_or_measure():
    assert move_ground(scene=SCENE, points=BAY.points) is SCENE
    assert measure_ground(scene=SCENE, width_m=1.0, length_m=1.0) is SCENE


def test_a_zone_becomes_the_scale_and_keeps_the_metres_that_there_were():
    scene = replace(SCENE, zones=(*SCENE.zones, BAY))
    first = ground_from_zone(scene=scene, name="Bay")
    assert (first.ground.points, first.places) == (BAY.points, SCENE.places)
    again = ground_from_zone(
        scene=measure_ground(scene=replace(first, zones=(BAY,)), width_m=3.0, length_m=9.0), name="Bay"
    )
    assert (again.ground.width_m, again.ground.length_m, again.zones) == (3.0, 9.0, ())
    with pytest.raises(HeatDashError, match="The ground scale has 3 corners; mark the four corners"):
        ground_from_zone(scene=SCENE, name="Door")
    with pytest.raises(HeatDashError, match="There is no zone named 'Gate'"):
        ground_from_zone(scene=SCENE, name="Gate")


@pytest.mark.parametrize("place", [DOOR, GATE])
def test_a_change_finds_its_place_in_whatever_scene_it_is_given(place):
    points = tuple((x / 2, y / 2) for x, y in points_of(place))
    assert points_of(moving(place=place, points=points)(scene=SCENE).only(place.name).places[0]) == points
    assert place.name not in [one.name for one in deleting(place)(scene=SCENE).places]
