"""What may be drawn, and what is refused in one sentence."""

import json
import re
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heatdash.errors import BadSettingError
from heatdash.values.scene import (
    MOST_CORNERS,
    MOST_PLACES,
    Line,
    Scene,
    Zone,
    parse_region,
    scene_from_json,
    scene_to_json,
)

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


@pytest.mark.parametrize("apart", [0.0, 0.000001, 0.0009])
def test_a_line_needs_a_length(apart):
    with pytest.raises(BadSettingError, match="Line 'Gate' has no length"):
        Line(name="Gate", start=(0.5, 0.5), end=(0.5, 0.5 + apart))


def test_blanks_around_a_name_make_no_other_place():
    assert Line(name=" Gate ", start=(0, 0), end=(1, 1)).name == "Gate"
    with pytest.raises(BadSettingError, match="Two places are named 'Door'"):
        Scene(zones=(Zone(name="Door", points=SQUARE), Zone(name="Door ", points=SQUARE)))


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


SCENE = Scene(
    zones=(Zone(name="入口", points=((0, 0), (0.25, 0), (0.25, 0.5)), kind="roi"),),
    lines=(Line(name="Gate", start=(0.5, 0.0), end=(0.5, 1.0)),),
)


def test_a_scene_comes_back_as_it_was_written():
    assert scene_from_json(json.loads(json.dumps(scene_to_json(SCENE)))) == SCENE


def test_a_zone_counts_where_it_does_not_say_otherwise():
    content = {"version": 1, "zones": [{"name": "Door", "points": [[0, 0], [1, 0], [1, 1]]}]}
    assert scene_from_json(content).zones[0].kind == "count"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ([], "no HeatDash scene of version 1"),
        ({"version": 2}, "no HeatDash scene of version 1"),
        ({"version": 1, "zone": []}, "unknown entry 'zone'"),
        ({"version": 1, "zones": {}}, "give a list"),
        ({"version": 1, "zones": ["Door"]}, "write it as in scene.json"),
        ({"version": 1, "zones": [{"name": 3, "points": []}]}, "the name 3"),
        ({"version": 1, "zones": [{"name": "Door", "points": [[0, "a"], [1, 1], [1, 0]]}]}, "the point [0, 'a']"),
        ({"version": 1, "zones": [{"name": "Door", "points": [[0, 0], [1, 1]]}]}, "has 2 corners"),
        ({"version": 1, "zones": [{"name": "Door", "points": [[0, 0], [1, 0], [1, 1]], "kind": []}]}, "the kind '[]'"),
        ({"version": 1, "lines": [{"name": "Gate", "start": [0, 0]}]}, "the point None"),
        ({"version": 1, "lines": [{"name": "Gate", "start": [0, 0], "end": [True, 1]}]}, "the point [True, 1]"),
    ],
)
def test_what_is_no_scene_is_refused_in_one_sentence(content, says):
    with pytest.raises(BadSettingError, match=re.escape(says)):
        scene_from_json(content)


def test_two_points_are_a_line_and_three_a_zone():
    line = parse_region(text="[(0, 50), (200, 50)]", width_px=200, height_px=100)
    zone = parse_region(text="((0,0),(100,0),(100,50))", width_px=200, height_px=100)
    assert line.lines == (Line(name="Line", start=(0, 0.5), end=(1, 0.5)),)
    assert zone.zones == (Zone(name="Zone", points=((0, 0), (0.5, 0), (0.5, 0.5))),)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{(1, 1), (50, 50)}", "cannot be read"),
        ("[(0,0)]", "has 1 points"),
        ("[]", "has 0 points"),
        ("[(0,0),(300,0)]", "outside the picture of 200x100 pixels"),
        ("here", "cannot be read"),
        ("[(0,0),(1,)]", "cannot be read"),
        ("[(0,0),('a',1)]", "cannot be read"),
        ("__import__('os').system('true')", "cannot be read"),
        ("(" * 5000, "cannot be read"),
        ("", "cannot be read"),
    ],
)
def test_a_region_that_is_none_is_refused(text, says):
    with pytest.raises(BadSettingError, match=re.escape(says)):
        parse_region(text=text, width_px=200, height_px=100)


def test_a_region_may_be_drawn_back_to_where_it_began():
    closed = parse_region(text="[(20,10),(100,10),(100,60),(20,10)]", width_px=200, height_px=100)
    assert closed == parse_region(text="[(20,10),(100,10),(100,60)]", width_px=200, height_px=100)


@given(st.text(max_size=40))
def test_no_text_breaks_the_reading_of_a_region(text):
    # Whatever is no region is refused; nothing else is raised.
    with suppress(BadSettingError):
        assert parse_region(text=text, width_px=200, height_px=100) != Scene()


NORTH_IN, NORTH_OUT, SOUTH = (
    Line("North in", (0.4, 0.1), (0.49, 0.1), arm=" North "),
    Line("North out", (0.51, 0.1), (0.6, 0.1), arm="North"),
    Line("South", (0.4, 0.9), (0.6, 0.9)),
)


def test_lines_with_the_same_arm_are_one_arm_and_others_one_each():
    scene = Scene(lines=(NORTH_IN, SOUTH, NORTH_OUT))
    assert scene.arms == {"North": (NORTH_IN, NORTH_OUT), "South": (SOUTH,)}
    assert scene_from_json(json.loads(json.dumps(scene_to_json(scene)))).arms == scene.arms


def test_a_line_that_counts_one_way_comes_back_as_it_was_written_and_no_other_way_is_known():
    scene = Scene(lines=(Line("Gate", (0, 0), (1, 1), way="out"),))
    content = scene_to_json(scene)
    assert scene_from_json(content).lines[0].way == "out"
    content["lines"][0]["way"] = "left"
    with pytest.raises(BadSettingError, match="The line 'Gate' counts 'left'; choose one of both, in, out"):
        scene_from_json(content)


@pytest.mark.parametrize("arm", [" ", "x" * 81, 3])
def test_an_arm_that_cannot_be_shown_is_refused(arm):
    content = {"name": "Gate", "start": [0, 0], "end": [1, 1], "arm": arm}
    with pytest.raises(BadSettingError, match="road arm"):
        scene_from_json({"version": 1, "lines": [content]})


def test_a_scene_bomb_is_refused_before_it_is_looked_at():
    corners = [[number, "no point"] for number in range(38_000)]
    with pytest.raises(BadSettingError, match="Zone 'Bomb' has 38000 corners; at most 500 are taken"):
        scene_from_json({"version": 1, "zones": [{"name": "Bomb", "points": corners}]})
    with pytest.raises(BadSettingError, match="The scene has 8000 places; at most 200 are taken"):
        scene_from_json({"version": 1, "lines": ["no line"] * 8000})


def test_what_is_too_much_is_refused_however_it_is_made():
    with pytest.raises(BadSettingError, match="has 501 corners"):
        Zone(name="Door", points=tuple((0.0, number / MOST_CORNERS) for number in range(MOST_CORNERS + 1)))
    zones = tuple(
        Zone(
            name=f"{number}", points=tuple((corner / 500, 0.1 if corner in (0, 499) else 0.2) for corner in range(500))
        )
        for number in range(5)
    )
    assert Scene(zones=zones[:4]).zones
    with pytest.raises(BadSettingError, match="The scene has 2500 corners; at most 2000 are taken"):
        Scene(zones=zones)
    with pytest.raises(BadSettingError, match="has 2500 corners"):
        scene_from_json({"version": 1, "zones": [{"points": [0] * 500}] * 5})
    lines = tuple(Line(name=f"{number}", start=(0, 0), end=(1, 1)) for number in range(MOST_PLACES + 1))
    with pytest.raises(BadSettingError, match="has 201 places"):
        Scene(lines=lines)


@pytest.mark.parametrize("point", [[10**400, 0], [0, -(10**400)], [1e999, 0]])
def test_a_number_beyond_all_numbers_is_refused_in_one_short_sentence(point):
    with pytest.raises(BadSettingError) as refused:
        scene_from_json({"version": 1, "zones": [{"name": "Door", "points": [point, [0, 0], [1, 1]]}]})
    assert len(str(refused.value)) < 200


@pytest.mark.parametrize("content", [{"zones": ["x" * 10_000]}, {"zones": "x" * 10_000}, {"x" * 10_000: 1}])
def test_what_is_refused_is_not_told_at_length(content):
    with pytest.raises(BadSettingError) as refused:
        scene_from_json({"version": 1, **content})
    assert len(str(refused.value)) < 300
