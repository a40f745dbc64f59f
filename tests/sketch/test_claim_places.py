"""Names and kinds last while shapes are drawn, moved, deleted and brought back."""

import math

from heatdash.sketch.canvas_fit import CanvasFit
from heatdash.sketch.read_drawing import read_drawing
from heatdash.sketch.write_drawing import write_drawing
from heatdash.values.scene import Line, Scene, Zone
from tests.sketch.fabric import changed, drawing, line, polygon, sent_back, without

FIT = CanvasFit(10, 20, 0.5, 0.5, 1000, 500)
DOOR = Zone(name="Door", points=((0.1, 0.2), (0.2, 0.2), (0.2, 0.4), (0.1, 0.4)), kind="exclude")
TILL = Zone(name="Till", points=((0.7, 0.7), (0.9, 0.7), (0.9, 0.9), (0.7, 0.9)), kind="roi")
GATE = Line(name="Gate", start=(0.3, 0.5), end=(0.6, 0.5))
SCENE = Scene(zones=(DOOR, TILL), lines=(GATE,))
SHOWN = sent_back(write_drawing(scene=SCENE, fit=FIT, colours={}))


def read(shown, previous=SCENE):
    result = read_drawing(drawing=shown, fit=FIT, previous=previous)
    assert result.problems == ()
    return result.scene


def by_hand(shown):
    """The drawing as if all of it had been drawn since it was last written."""
    return drawing(*(shape | {"fillRule": "nonzero"} for shape in shown["objects"]))


def names(scene):
    return [place.name for place in scene.places]


def test_a_scene_that_nobody_touched_is_the_same_to_the_last_digit():
    assert read(SHOWN) == SCENE
    assert read(by_hand(SHOWN)) == SCENE


def test_a_zone_of_more_corners_than_can_be_drawn_is_kept_until_it_is_touched():
    around = [math.tau * number / 300 for number in range(300)]
    lake = Zone(name="Lake", points=tuple((0.5 + 0.3 * math.cos(a), 0.5 + 0.3 * math.sin(a)) for a in around))
    scene = Scene(zones=(lake,))
    shown = sent_back(write_drawing(scene=scene, fit=FIT, colours={}))
    assert read(shown, previous=scene) == scene


def test_a_deleted_place_leaves_the_others_their_names():
    assert read(without(SHOWN, [0])) == Scene(zones=(TILL,), lines=(GATE,))
    assert read(by_hand(without(SHOWN, [0]))) == Scene(zones=(TILL,), lines=(GATE,))


def test_a_moved_place_keeps_its_name_and_kind():
    moved = read(changed(SHOWN, 0, left=300, top=200))
    assert names(moved) == names(SCENE)
    assert moved.zones[0].kind == "exclude"
    assert moved.zones[0].points != DOOR.points
    assert names(read(by_hand(changed(SHOWN, 0, left=300, top=200)))) == names(SCENE)


def test_a_scaled_and_turned_place_keeps_its_name_though_it_carries_none():
    assert names(read(by_hand(changed(SHOWN, 0, scaleX=1.5, angle=30)))) == names(SCENE)


def test_a_zone_deleted_and_another_moved_at_once():
    scene = read(changed(without(SHOWN, [0]), 0, left=85, top=95))
    assert names(scene) == ["Till", "Gate"]
    assert scene.zones[0].kind == "roi"


def test_a_shape_drawn_elsewhere_is_new_though_a_place_was_deleted():
    new = polygon((200, 200), (230, 200), (230, 240))
    scene = read(drawing(*without(SHOWN, [0])["objects"], new))
    assert names(scene) == ["Till", "Zone 1", "Gate"]
    assert scene.zones[1].kind == "count"


def test_a_shape_drawn_anew_over_a_deleted_one_takes_its_name():
    new = polygon((50, 60), (120, 60), (120, 130))
    scene = read(drawing(*without(SHOWN, [0])["objects"], new))
    assert names(scene) == names(SCENE)
    assert scene.zones[0].kind == "exclude"


def test_a_shape_that_undo_brings_back_has_its_name_and_kind_again():
    fewer = read(without(SHOWN, [0]))
    brought_back = read(SHOWN, previous=fewer)
    assert {zone.name: zone.kind for zone in brought_back.zones} == {"Till": "roi", "Door": "exclude"}


def test_a_name_given_on_the_page_lasts_though_the_canvas_still_carries_the_old_one():
    renamed = Scene(zones=(Zone(name="Hall", points=DOOR.points, kind="roi"), TILL), lines=(GATE,))
    assert read(SHOWN, previous=renamed) == renamed
    assert names(read(changed(SHOWN, 0, left=100), previous=renamed)) == ["Hall", "Till", "Gate"]


def test_the_order_of_places_is_kept_when_shapes_are_brought_forward():
    assert read(drawing(*reversed(SHOWN["objects"]))) == SCENE


def test_new_places_take_the_first_numbers_that_are_free():
    known = Scene(zones=(Zone(name="Zone 2", points=DOOR.points), Zone(name="Line 1", points=TILL.points)))
    shown = sent_back(write_drawing(scene=known, fit=FIT, colours={}))["objects"]
    more = [polygon((200 + at, 100), (230 + at, 100), (230 + at, 140)) for at in (0, 50)]
    scene = read(drawing(*shown, *more, line((200, 200), (300, 200))), previous=known)
    assert names(scene) == ["Zone 2", "Line 1", "Zone 1", "Zone 3", "Line 2"]


def test_a_copy_of_a_shape_is_a_new_place():
    twice = drawing(*SHOWN["objects"], SHOWN["objects"][0])
    scene = read(twice)
    assert names(scene) == ["Door", "Till", "Zone 1", "Gate"]


def test_a_bad_shape_keeps_its_name_for_when_it_is_mended():
    away = read_drawing(drawing=changed(SHOWN, 0, left=-900), fit=FIT, previous=SCENE)
    assert tuple(map(str, away.problems)) == ("Zone 'Door' reaches out of the picture; move it inside.",)
    assert away.scene == Scene(zones=(TILL,), lines=(GATE,))
    back = read(changed(SHOWN, 0, left=300), previous=away.scene)
    assert {zone.name: zone.kind for zone in back.zones} == {"Till": "roi", "Door": "exclude"}
