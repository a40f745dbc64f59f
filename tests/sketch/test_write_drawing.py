"""A scene shown on the canvas comes back as it was, at any width."""

import json
import math

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from heatdash.errors import BadSettingError
from heatdash.sketch.canvas_fit import CanvasFit
from heatdash.sketch.read_drawing import read_drawing
from heatdash.sketch.write_drawing import write_drawing
from heatdash.values.scene import ZONE_KINDS, Line, Scene, Zone
from tests.sketch.fabric import changed, drawing, rect, sent_back

FIT = CanvasFit(10, 20, 0.5, 0.5, 1000, 500)
SCENE = Scene(
    zones=(Zone(name="Door", points=((0.1, 0.2), (0.2, 0.2), (0.2, 0.4))),),
    lines=(Line(name="Gate", start=(0.6, 0.5), end=(0.4, 0.5)),),
)


def test_a_zone_and_a_line_by_hand():
    zone, line = write_drawing(scene=SCENE, fit=FIT, colours={"Door": "#e69f00", "Gate": "#0072B2"})["objects"]
    assert (zone["type"], zone["left"], zone["top"]) == ("Polygon", 85, 95)
    assert zone["points"] == [{"x": 60, "y": 70}, {"x": 110, "y": 70}, {"x": 110, "y": 120}]
    assert (zone["stroke"], zone["fill"]) == ("#e69f00", "#e69f0033")
    assert (line["type"], line["left"], line["top"], line["stroke"]) == ("Line", 260, 145, "#0072B2")
    assert (line["x1"], line["y1"], line["x2"], line["y2"]) == (50, 0, -50, 0)


def test_a_scene_without_places_or_colours():
    assert write_drawing(scene=Scene(), fit=FIT, colours={}) == {"objects": []}
    zone, line = write_drawing(scene=SCENE, fit=FIT, colours={"Gate": "teal"})["objects"]
    assert zone["stroke"].startswith("#")
    assert line["stroke"] == "teal"


def test_the_drawing_can_be_sent_as_json_and_is_the_same_each_time():
    first, second = (json.dumps(write_drawing(scene=SCENE, fit=FIT, colours={})) for _ in range(2))
    assert first == second


@st.composite
def fits(draw):
    width, height = draw(st.sampled_from([(1920, 1080), (768, 432), (640, 640), (1080, 1920), (333, 777)]))
    return CanvasFit.contained(
        canvas_width_px=draw(st.integers(320, 1400)),
        canvas_height_px=draw(st.integers(240, 900)),
        picture_width_px=width,
        picture_height_px=height,
    )


@st.composite
def star_shapes(draw):
    """Simple polygons: corners in turn around a middle, at any distance from it."""
    count = draw(st.integers(3, 9))
    reach = [draw(st.floats(0.05, 0.28)) for _ in range(count)]
    middle = [draw(st.floats(0.3, 0.7)) for _ in range(2)]
    turn = draw(st.floats(0, 6.28)), draw(st.sampled_from([-1, 1]))
    angles = [turn[0] + turn[1] * math.tau * number / count for number in range(count)]
    return tuple((middle[0] + r * math.cos(a), middle[1] + r * math.sin(a)) for r, a in zip(reach, angles, strict=True))


INSIDE = st.tuples(st.floats(0, 1), st.floats(0, 1))


@st.composite
def scenes(draw):
    zones = [
        Zone(name=f"Área {number}", points=draw(star_shapes()), kind=draw(st.sampled_from(ZONE_KINDS)))
        for number in range(draw(st.integers(0, 3)))
    ]
    ends = [(draw(INSIDE), draw(INSIDE)) for _ in range(draw(st.integers(0, 3)))]
    assume(all(math.dist(*pair) > 0.001 for pair in ends))
    lines = [Line(name=f"  Line {number}", start=start, end=end) for number, (start, end) in enumerate(ends)]
    return Scene(zones=tuple(zones), lines=tuple(lines))


def all_points(scene):
    return [point for zone in scene.zones for point in zone.points] + [
        end for line in scene.lines for end in (line.start, line.end)
    ]


def assert_same_within_half_a_pixel(read, scene, fit):
    assert [(zone.name, zone.kind, len(zone.points)) for zone in read.zones] == [
        (zone.name, zone.kind, len(zone.points)) for zone in scene.zones
    ]
    assert [line.name for line in read.lines] == [line.name for line in scene.lines]
    for ours, theirs in zip(all_points(read), all_points(scene), strict=True):
        assert math.dist(fit.to_canvas(ours), fit.to_canvas(theirs)) < 0.5


@settings(max_examples=30, deadline=None)
@given(scenes(), fits(), fits())
def test_there_and_back_at_two_widths(scene, one, other):
    shown = sent_back(write_drawing(scene=scene, fit=one, colours={}))
    first = read_drawing(drawing=shown, fit=one, previous=Scene())
    assert first.problems == ()
    assert_same_within_half_a_pixel(first.scene, scene, one)
    shown = sent_back(write_drawing(scene=first.scene, fit=other, colours={}))
    second = read_drawing(drawing=shown, fit=other, previous=Scene())
    assert_same_within_half_a_pixel(second.scene, scene, other)
    assert read_drawing(drawing=shown, fit=other, previous=scene).scene == scene


@settings(max_examples=30, deadline=None)
@given(
    star_shapes(), fits(), fits(), st.floats(0.2, 1.5), st.floats(0.2, 1.5), st.floats(0, 360), st.booleans()
)  # fmt: skip
def test_a_shape_changed_on_the_canvas_stays_where_it_was_put(points, one, other, scale_x, scale_y, angle, flipped):
    scene = Scene(zones=(Zone(name="Door", points=points, kind="roi"),))
    shown = sent_back(write_drawing(scene=scene, fit=one, colours={}))
    shown = changed(shown, 0, scaleX=scale_x, scaleY=scale_y, angle=angle, flipX=flipped)
    first = read_drawing(drawing=shown, fit=one, previous=scene)
    assume(not first.problems)
    again = sent_back(write_drawing(scene=first.scene, fit=other, colours={}))
    second = read_drawing(drawing=again, fit=other, previous=Scene())
    assert_same_within_half_a_pixel(second.scene, first.scene, other)
    assert second.scene.zones[0].kind == "roi"


@settings(max_examples=30, deadline=None)
@given(st.floats(20, 90), st.floats(20, 90), st.floats(0.5, 2), st.floats(0.5, 2), st.floats(0, 360), fits())
def test_a_drawn_rectangle_comes_back_as_a_zone_of_four_corners(width, height, scale_x, scale_y, angle, other):
    # From the middle of a picture that is large enough for no corner to come near its edge.
    fit = CanvasFit(10, 20, 0.5, 0.5, 1200, 1200)
    shape = rect(left=310, top=320, width=width, height=height, scaleX=scale_x, scaleY=scale_y, angle=angle)
    first = read_drawing(drawing=drawing(shape), fit=fit, previous=Scene())
    assert first.problems == ()
    corners = [fit.to_canvas(point) for point in first.scene.zones[0].points]
    sides = [math.dist(corners[at], corners[(at + 1) % 4]) for at in range(4)]
    assert sides == pytest.approx([width * scale_x, height * scale_y] * 2, abs=0.05)
    shown = sent_back(write_drawing(scene=first.scene, fit=other, colours={}))
    second = read_drawing(drawing=shown, fit=other, previous=first.scene)
    assert second.scene == first.scene


def test_only_a_picture_with_a_size_can_be_written_on():
    with pytest.raises(BadSettingError):
        CanvasFit(0, 0, 0, 1, 10, 10)
