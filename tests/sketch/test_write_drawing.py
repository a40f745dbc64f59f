"""A scene as the canvas shows it."""

import json

import pytest

from heatdash.errors import BadSettingError
from heatdash.sketch.canvas_fit import CanvasFit
from heatdash.sketch.write_drawing import write_drawing
from heatdash.values.scene import Line, Scene, Zone

FIT = CanvasFit(10, 20, 0.5, 0.5, 1000, 500)
SCENE = Scene(
    zones=(Zone(name="Door", points=((0.1, 0.2), (0.2, 0.2), (0.2, 0.4))),),
    lines=(Line(name="Gate", start=(0.6, 0.5), end=(0.4, 0.5)),),
)


def written(scene, colours, edition=3):
    mark, *places = write_drawing(scene=scene, fit=FIT, colours=colours, edition=edition)["objects"]
    assert (mark["fillRule"], mark["visible"], mark["width"], mark["height"]) == (f"heatdash {edition}", False, 0, 0)
    return places


def test_a_zone_and_a_line_by_hand():
    zone, line = written(SCENE, {"Door": "#e69f00", "Gate": "#0072B2"})
    assert (zone["type"], zone["left"], zone["top"]) == ("Polygon", 85, 95)
    assert zone["points"] == [{"x": 60, "y": 70}, {"x": 110, "y": 70}, {"x": 110, "y": 120}]
    assert (zone["stroke"], zone["fill"]) == ("#e69f00", "#e69f0033")
    assert (line["type"], line["left"], line["top"], line["stroke"]) == ("Line", 260, 145, "#0072B2")
    assert (line["x1"], line["y1"], line["x2"], line["y2"]) == (50, 0, -50, 0)


def test_a_scene_without_places_or_colours():
    assert written(Scene(), {}) == []
    zone, line = written(SCENE, {"Gate": "teal"})
    assert zone["stroke"].startswith("#")
    assert line["stroke"] == "teal"


def test_the_drawing_can_be_sent_as_json_and_is_another_one_only_in_another_edition():
    first, second, third = (
        json.dumps(write_drawing(scene=Scene(), fit=FIT, colours={}, edition=edition)) for edition in (1, 1, 2)
    )
    assert first == second
    assert first != third


def test_only_a_picture_with_a_size_can_be_written_on():
    with pytest.raises(BadSettingError):
        CanvasFit(0, 0, 0, 1, 10, 10)
