"""Renaming, flipping, deleting and changing the kind of places."""

import pytest

from heatdash.errors import HeatDashError
from heatdash.sketch.edit_scene import delete_place, flip_line, rename_place, set_zone_kind
from heatdash.values.scene import Line, Scene, Zone

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
