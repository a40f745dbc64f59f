"""What is drawn, as a scene: worked out by hand, and every way to draw what is no place."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heatdash.messages import message
from heatdash.sketch.canvas_fit import CanvasFit
from heatdash.sketch.read_drawing import MOST_CORNERS, MOST_SHAPES, Drawing, read_drawing
from heatdash.values.scene import Line, Scene, Zone
from tests.sketch.fabric import drawing, line, polygon, rect

# The canvas takes half a pixel for each of the picture's 1000x500, with 10 px to its left and 20 px above.
FIT = CanvasFit(10, 20, 0.5, 0.5, 1000, 500)
SQUARE = ((60, 70), (110, 70), (110, 120), (60, 120))
AS_ZONE = ((0.1, 0.2), (0.2, 0.2), (0.2, 0.4), (0.1, 0.4))


NOTHING = Scene()


def read(*objects, previous=NOTHING) -> Drawing:
    return read_drawing(drawing=drawing(*objects), fit=FIT, previous=previous)


def only_zone(*objects) -> Zone:
    result = read(*objects)
    assert result.problems == ()
    assert len(result.scene.zones) == 1
    return result.scene.zones[0]


def assert_points(points, expected):
    assert points == tuple(pytest.approx(point, abs=1e-6) for point in expected)


def test_nothing_drawn_is_an_empty_scene():
    assert read() == Drawing(scene=Scene())
    assert read_drawing(drawing=None, fit=FIT, previous=Scene()) == Drawing(scene=Scene())


def test_a_polygon_is_a_zone():
    zone = only_zone(polygon(*SQUARE))
    assert (zone.name, zone.kind) == ("Zone 1", "count")
    assert_points(zone.points, AS_ZONE)


def test_a_moved_scaled_and_turned_polygon():
    # Twice as wide, half as high, a quarter turn clockwise, around (260, 145): 25 px both ways become 12.5 and 50.
    shape = polygon(*SQUARE) | {"left": 260, "top": 145, "scaleX": 2, "scaleY": 0.5, "angle": 90}
    corners = ((272.5, 95), (272.5, 195), (247.5, 195), (247.5, 95))
    assert_points(only_zone(shape).points, [FIT.to_fraction(corner) for corner in corners])


def test_a_flipped_and_skewed_polygon():
    # skewX of 45 degrees moves a corner to the right by as much as it lies below the middle; the flip mirrors that.
    shape = polygon(*SQUARE) | {"flipX": True, "skewX": 45}
    corners = ((135, 70), (85, 70), (35, 120), (85, 120))
    assert_points(only_zone(shape).points, [FIT.to_fraction(corner) for corner in corners])


def test_a_rectangle_goes_through_the_middle_of_its_stroke():
    zone = only_zone(rect(left=58.5, top=68.5, width=50, height=50, strokeWidth=3))
    assert_points(zone.points, AS_ZONE)


def test_the_stroke_of_a_rectangle_scales_only_where_it_is_not_uniform():
    uniform = rect(left=58.5, top=68.5, width=25, height=10, strokeWidth=3, scaleX=2, scaleY=5)
    assert_points(only_zone(uniform).points, AS_ZONE)
    not_uniform = uniform | {"left": 57, "top": 62.5, "strokeUniform": False}
    assert_points(only_zone(not_uniform).points, AS_ZONE)


def test_a_turned_rectangle_turns_about_its_top_left():
    # A quarter turn clockwise: what pointed right now points down.
    turned = rect(left=111.5, top=68.5, width=50, height=50, strokeWidth=3, angle=90)
    assert_points(only_zone(turned).points, (*AS_ZONE[1:], AS_ZONE[0]))


def test_a_rectangle_with_its_origin_in_the_middle():
    middle = rect(left=85, top=95, width=50, height=50, originX="center", originY="center")
    assert_points(only_zone(middle).points, AS_ZONE)
    right = rect(left=111.5, top=121.5, width=50, height=50, originX="right", originY="bottom")
    assert_points(only_zone(right).points, AS_ZONE)


def test_a_labelled_rectangle_is_a_zone():
    assert_points(only_zone(rect(left=58.5, top=68.5, width=50, height=50) | {"type": "LabeledRect"}).points, AS_ZONE)


@pytest.mark.parametrize(
    ("start", "end"), [((60, 70), (110, 120)), ((110, 120), (60, 70)), ((60, 120), (110, 70)), ((110, 70), (60, 70))]
)
def test_a_line_runs_as_it_was_drawn(start, end):
    result = read(line(start, end))
    assert result.problems == ()
    assert result.scene.lines[0].name == "Line 1"
    assert_points((result.scene.lines[0].start, result.scene.lines[0].end), map(FIT.to_fraction, (start, end)))


def test_a_line_turned_by_half_runs_the_other_way():
    drawn = read(line((60, 70), (110, 120), angle=180)).scene.lines[0]
    assert_points((drawn.start, drawn.end), ((0.2, 0.4), (0.1, 0.2)))


def test_corners_a_little_outside_are_put_on_the_edge():
    # 1 % of the canvas's 500x250 px are 5 and 2.5 px.
    zone = only_zone(polygon((6, 18), (514.9, 18), (514, 272), (6, 272)))
    assert zone.points == ((0, 0), (1, 0), (1, 1), (0, 1))


TOO_FAR = "Zone 'Zone 1' reaches out of the picture; move it inside."
CIRCLE = "A shape of the kind 'Circle' is no place; draw a zone, a rectangle or a line."
UNKNOWN = CIRCLE.replace("Circle", "unknown")
UNREAD = "A zone of the sketch cannot be read; draw it again."


@pytest.mark.parametrize(
    ("shape", "says"),
    [
        (polygon((60, 70), (110, 120)), "Zone 'Zone 1' has 2 corners; draw at least 3."),
        (polygon(), "Zone 'Zone 1' has 0 corners; draw at least 3."),
        (polygon((60, 70), (60, 70), (90, 90)), "Zone 'Zone 1' has 2 corners; draw at least 3."),
        (polygon((60, 70), (110, 120), (110, 70), (60, 120)),
         "The edges of zone 'Zone 1' cross; move its corners so that they do not."),
        (polygon((60, 70), (80, 70), (110, 70)),
         "Zone 'Zone 1' has no area, as its corners lie on one line; draw them apart."),
        (polygon(*SQUARE, left=5), TOO_FAR),
        (polygon((4, 70), (110, 70), (110, 120)), TOO_FAR),
        (polygon(*((10 + 400 * n / (MOST_CORNERS + 1), 30 + n % 2) for n in range(MOST_CORNERS + 1))),
         "Zone 'Zone 1' has 201 corners; draw at most 200."),
        (line((60, 70), (900, 70)), "Line 'Line 1' reaches out of the picture; move it inside."),
        (line((60, 70), (60, 70)), "A line of 0x0 pixels is too small; draw it from one end to the other."),
        (line((60, 70), (60, 70), fillRule="heatdash line 0 Gate"),
         "Line 'Gate' has no length (0); draw its ends apart."),
        (rect(left=60, top=70, width=3, height=3),
         "A zone of 3x3 pixels is too small; draw it from one end to the other."),
        ({"type": "Circle", "left": 9, "top": 9, "radius": 3}, CIRCLE),
        ({"type": "Path", "path": [["M", 9, 9], ["L", 90, 90]]},
         "A zone is not closed yet; click on its first corner to close it."),
        ({"type": "<script>" * 9}, UNKNOWN),
        ({"type": ["Polygon"]}, UNKNOWN),
        ({}, UNKNOWN),
        (None, UNKNOWN),
        ("Polygon", UNKNOWN),
        ({"type": "Polygon"}, UNREAD),
        ({"type": "Line", "x1": 3}, UNREAD.replace("zone", "line")),
        (polygon(*SQUARE) | {"left": float("nan")}, UNREAD),
        (polygon(*SQUARE) | {"left": 10**400}, UNREAD),
        (polygon(*SQUARE) | {"scaleX": "2"}, UNREAD),
        (polygon(*SQUARE) | {"angle": None}, UNREAD),
        (polygon(*SQUARE) | {"originX": []}, UNREAD),
        (polygon(*SQUARE) | {"points": "abc"}, UNREAD),
        (polygon(*SQUARE) | {"points": [{"x": True, "y": 1}]}, UNREAD),
        (polygon(*SQUARE) | {"points": [[1, 2], [3, 4], [5, 6]]}, UNREAD),
    ],
)  # fmt: skip
def test_what_is_no_place_is_told_and_the_rest_kept(shape, says):
    gate = line((200, 100), (300, 100), fillRule="heatdash line 3 Way")
    result = read(shape, gate)
    assert tuple(map(str, result.problems)) == (says,)
    assert result.scene == Scene(lines=(Line(name="Way", start=(0.38, 0.32), end=(0.58, 0.32)),))
    assert result.scene.lines[0].colour == 3


def test_too_many_shapes_are_told():
    result = read(*[line((60, 70), (110, 120))] * (MOST_SHAPES + 2))
    assert len(result.scene.lines) == MOST_SHAPES
    assert tuple(map(str, result.problems)) == ("The sketch has 202 shapes; draw at most 200.",)


@pytest.mark.parametrize("rubbish", [[], "objects", 3, {}, {"objects": None}, {"objects": {"a": 1}}, float("nan")])
def test_a_drawing_that_is_none_is_told(rubbish):
    result = read_drawing(drawing=rubbish, fit=FIT, previous=Scene())
    assert result == Drawing(scene=Scene(), problems=(message("sketch.sketch_unreadable"),))


NAMES = st.sampled_from(
    ["type", "points", "x", "y", "x1", "y1", "x2", "y2", "left", "top", "width", "height", "angle", "scaleX", "flipX",
     "originX", "strokeWidth", "strokeUniform", "skewY", "fillRule"]
)  # fmt: skip
VALUES = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5)
    | st.sampled_from(["Polygon", "Rect", "Line", "left", "heatdash roi 1 Door", "heatdash line 9999 A", "heatdash"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=6),
    max_leaves=12,
)  # fmt: skip
SHAPES = st.builds(
    lambda base, changes, gone: {name: value for name, value in (base | changes).items() if name not in gone},
    st.sampled_from([polygon(*SQUARE), rect(left=60, top=70, width=50, height=40), line((60, 70), (110, 120))]),
    st.dictionaries(NAMES, VALUES, max_size=3),
    st.sets(NAMES, max_size=1),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(SHAPES | VALUES, max_size=4))
def test_rubbish_never_raises(objects):
    previous = Scene(
        zones=(Zone(name="Zone 1", points=AS_ZONE),), lines=(Line(name="Line 1", start=(0, 0), end=(1, 1)),)
    )
    result = read(*objects, previous=previous)
    assert len(result.scene.zones) + len(result.scene.lines) + len(result.problems) == len(objects)
    assert all("\n" not in problem and problem.endswith(".") for problem in map(str, result.problems))


def test_json_of_the_canvas_is_read_as_it_comes():
    text = json.dumps(drawing(polygon(*SQUARE)))
    assert read_drawing(drawing=json.loads(text), fit=FIT, previous=Scene()).scene.zones[0].name == "Zone 1"
