"""What is drawn, as a scene: worked out by hand, and every way to draw what is no place."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heatdash.sketch.canvas_fit import CanvasFit
from heatdash.sketch.edit_scene import MOST_CORNERS
from heatdash.sketch.read_drawing import Drawing, read_drawing
from heatdash.sketch.write_drawing import write_drawing
from heatdash.values.scene import MOST_PLACES, Line, Scene, Zone
from tests.sketch.fabric import line, polygon, rect, sent_back

# The canvas takes half a pixel for each of the picture's 1000x500, with 10 px to its left and 20 px above.
FIT = CanvasFit(10, 20, 0.5, 0.5, 1000, 500)
SQUARE = ((60, 70), (110, 70), (110, 120), (60, 120))
AS_ZONE = ((0.1, 0.2), (0.2, 0.2), (0.2, 0.4), (0.1, 0.4))
DOOR, GATE = Zone("Door", AS_ZONE, "exclude", 4), Line("Gate", (0.6, 0.5), (0.4, 0.5), 0)
SCENE, NOTHING = Scene(zones=(DOOR,), lines=(GATE,)), Scene()


def sent(*objects, previous=NOTHING, edition=7):
    """What the canvas sends after these were drawn on it."""
    return sent_back(write_drawing(scene=previous, fit=FIT, colours={}, edition=edition), *objects)


def read(*objects, previous=NOTHING) -> Drawing:
    return read_drawing(drawing=sent(*objects, previous=previous), fit=FIT, previous=previous, edition=7)


def only_zone(*objects) -> Zone:
    result = read(*objects)
    assert result.problems == ()
    assert len(result.scene.zones) == 1
    return result.scene.zones[0]


def assert_points(points, expected):
    assert points == tuple(pytest.approx(point, abs=1e-6) for point in expected)


def test_nothing_drawn_leaves_the_scene_to_the_last_digit():
    assert read(previous=SCENE) == Drawing(scene=SCENE)
    assert read_drawing(drawing=None, fit=FIT, previous=SCENE, edition=7) == Drawing(scene=SCENE)


def test_what_is_drawn_comes_after_the_places_that_are_there():
    result = read(polygon(*SQUARE), line((60, 70), (110, 120)), previous=SCENE)
    assert (result.is_new, result.problems) == (True, ())
    assert [place.name for place in result.scene.places] == ["Door", "Zone 1", "Gate", "Line 1"]
    assert (result.scene.zones[0], result.scene.lines[0]) == (DOOR, GATE)
    assert [place.colour for place in result.scene.places] == [4, 1, 0, 2], "each place keeps its own"


def test_a_drawing_that_goes_on_from_another_edition_holds_nothing_new():
    older = sent(polygon(*SQUARE), previous=SCENE, edition=6)
    assert read_drawing(drawing=older, fit=FIT, previous=SCENE, edition=7) == Drawing(scene=SCENE)


def test_new_places_take_the_first_numbers_that_are_free():
    known = Scene(zones=(Zone("Zone 2", AS_ZONE), Zone("Line 1", ((0.7, 0.7), (0.9, 0.7), (0.9, 0.9)))))
    more = [polygon((200 + at, 100), (230 + at, 100), (230 + at, 140)) for at in (0, 50)]
    scene = read(*more, line((200, 200), (300, 200)), previous=known).scene
    assert [place.name for place in scene.places] == ["Zone 2", "Line 1", "Zone 1", "Zone 3", "Line 2"]


def test_a_polygon_is_a_zone():
    zone = only_zone(polygon(*SQUARE))
    assert (zone.name, zone.kind) == ("Zone 1", "count")
    assert_points(zone.points, AS_ZONE)


def test_a_corner_clicked_twice_is_one():
    assert_points(only_zone(polygon(*SQUARE[:2], *SQUARE[1:])).points, AS_ZONE)


def test_a_rectangle_goes_through_the_middle_of_its_stroke():
    assert_points(only_zone(rect(left=58.5, top=68.5, width=50, height=50, strokeWidth=3)).points, AS_ZONE)


@pytest.mark.parametrize(
    ("start", "end"), [((60, 70), (110, 120)), ((110, 120), (60, 70)), ((60, 120), (110, 70)), ((110, 70), (60, 70))]
)
def test_a_line_runs_as_it_was_drawn(start, end):
    result = read(line(start, end))
    assert result.problems == ()
    assert result.scene.lines[0].name == "Line 1"
    assert_points((result.scene.lines[0].start, result.scene.lines[0].end), map(FIT.to_fraction, (start, end)))


def test_corners_outside_are_put_on_the_edge():
    zone = only_zone(polygon((-300, 18), (514.9, 18), (514, 900), (6, 272)))
    assert zone.points == ((0, 0), (1, 0), (1, 1), (0, 1))


CIRCLE = "A shape of the kind 'Circle' is no place; draw a zone, a rectangle or a line."
UNKNOWN = CIRCLE.replace("Circle", "unknown")
UNREAD = "A zone of the sketch cannot be read; draw it again."


@pytest.mark.parametrize(
    ("shape", "says"),
    [
        (polygon((60, 70), (110, 120)), "Zone 'Zone 1' has 2 corners; draw at least 3."),
        (polygon((60, 70), (60, 70), (90, 90)), "Zone 'Zone 1' has 2 corners; draw at least 3."),
        (polygon((60, 70), (110, 120), (110, 70), (60, 120)),
         "The edges of zone 'Zone 1' cross; move its corners so that they do not."),
        (polygon((60, 70), (80, 70), (110, 70)),
         "Zone 'Zone 1' has no area, as its corners lie on one line; draw them apart."),
        (polygon(*((10 + 400 * n / (MOST_CORNERS + 1), 30 + n % 2) for n in range(MOST_CORNERS + 1))),
         "Zone 'Zone 1' has 201 corners; draw at most 200."),
        (line((60, 70), (60, 70)), "A line of 0x0 pixels is too small; draw it from one end to the other."),
        (line((600, 70), (900, 70)),
         "Line 'Line 1' has no length to speak of (0.0 % of the picture); draw its ends apart."),
        (rect(left=60, top=70, width=3, height=3),
         "A zone of 3x3 pixels is too small; draw it from one end to the other."),
        (polygon(), "A zone of 0x0 pixels is too small; draw it from one end to the other."),
        ({"type": "Circle", "left": 9, "top": 9, "radius": 3}, CIRCLE),
        ({"type": "<script>" * 9}, UNKNOWN),
        ({"type": ["Polygon"]}, UNKNOWN),
        ({}, UNKNOWN),
        (None, UNKNOWN),
        ("Polygon", UNKNOWN),
        ({"type": "Polygon"}, UNREAD),
        ({"type": "Line", "x1": 3}, UNREAD.replace("zone", "line")),
        (rect(left=float("nan"), top=70, width=30, height=30), UNREAD),
        (rect(left=60, top=70, width=30, height=10**400), UNREAD),
        (polygon(*SQUARE) | {"points": "abc"}, UNREAD),
        (polygon(*SQUARE) | {"points": 3}, UNREAD),
        (polygon(*SQUARE) | {"points": [{"x": True, "y": 1}]}, UNREAD),
        (polygon(*SQUARE) | {"points": [[1, 2], [3, 4], [5, 6]]}, UNREAD),
    ],
)  # fmt: skip
def test_what_is_no_place_is_told_and_the_rest_kept(shape, says):
    result = read(shape, line((200, 100), (300, 100)))
    assert tuple(map(str, result.problems)) == (says,)
    assert result.scene == Scene(lines=(Line(name="Line 1", start=(0.38, 0.32), end=(0.58, 0.32)),))
    assert result.is_new


def test_no_more_places_are_read_than_a_scene_may_have():
    result = read(*[line((60, 70), (110, 120))] * (MOST_PLACES + 2))
    assert len(result.scene.lines) == MOST_PLACES


@pytest.mark.parametrize(
    "rubbish", [[], "objects", 3, {}, {"objects": None}, {"objects": {"a": 1}}, {"objects": [3]}, {"objects": []}]
)
def test_a_drawing_that_is_none_holds_nothing_new(rubbish):
    assert read_drawing(drawing=rubbish, fit=FIT, previous=SCENE, edition=7) == Drawing(scene=SCENE)


NAMES = st.sampled_from(
    ["type", "points", "x", "y", "x1", "y1", "x2", "y2", "left", "top", "width", "height", "strokeWidth", "fillRule"]
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5)
    | st.sampled_from(["Polygon", "Rect", "Line", "heatdash 7"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=6),
    max_leaves=12,
)  # fmt: skip
SHAPES = st.builds(
    lambda base, changes, gone: {name: value for name, value in (base | changes).items() if name not in gone},
    st.sampled_from([polygon(*SQUARE), rect(left=60, top=70, width=50, height=40), line((60, 70), (110, 120))]),
    st.dictionaries(NAMES, VALUES, max_size=3),
    st.sets(NAMES, max_size=1),
)


@settings(max_examples=60)
@given(st.lists(SHAPES | VALUES, max_size=4))
def test_rubbish_never_raises(objects):
    result = read(*objects, previous=SCENE)
    assert len(result.scene.places) + len(result.problems) == 2 + len(objects)
    assert all("\n" not in problem and problem.endswith(".") for problem in map(str, result.problems))


def test_json_of_the_canvas_is_read_as_it_comes():
    text = json.dumps(sent(polygon(*SQUARE)))
    assert read_drawing(drawing=json.loads(text), fit=FIT, previous=Scene(), edition=7).scene.zones[0].name == "Zone 1"
