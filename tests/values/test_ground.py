"""The ground scale is a rectangle that lies before the camera, and what cannot be one is refused in a sentence."""

import json
import re

import pytest

from heatdash.errors import BadSettingError
from heatdash.values.ground import Ground, ground_from_json
from heatdash.values.scene import Line, Scene, scene_from_json, scene_to_json

BAY = ((0.3, 0.8), (0.6, 0.8), (0.55, 0.5), (0.35, 0.5))
GROUND = Ground(BAY, 2.5, 5.0)


@pytest.mark.parametrize(
    ("points", "sides", "message"),
    [
        (BAY[:3], (2.5, 5.0), "The ground scale has 3 corners; mark the four corners"),
        ((*BAY[:3], (0.35, 1.2)), (2.5, 5.0), "a corner at (0.35, 1.2), outside the picture"),
        ((*BAY[:3], (0.35, float("nan"))), (2.5, 5.0), "a corner at (0.35, nan), outside the picture"),
        (BAY, (0.2, 5.0), "A side of the ground scale is 0.2 m long; give 0.3 to 500 metres."),
        (BAY, (2.5, 501.0), "A side of the ground scale is 501 m long"),
        (BAY, (2.5, float("inf")), "A side of the ground scale is inf m long"),
        ((BAY[0], BAY[2], BAY[1], BAY[3]), (2.5, 5.0), "do not go round a rectangle"),
        ((BAY[0], BAY[1], (0.45, 0.7), BAY[3]), (2.5, 5.0), "do not go round a rectangle"),
        ((BAY[0], BAY[1], (0.45, 0.8), BAY[3]), (2.5, 5.0), "do not go round a rectangle"),
        (((0.5, 0.5), (0.505, 0.5), (0.505, 0.6), (0.5, 0.6)), (2.5, 5.0), "too small in the picture"),
        (((0.5, 0.5), (0.515, 0.5), (0.515, 0.515), (0.5, 0.515)), (2.5, 5.0), "too small in the picture"),
    ],
)
def test_what_cannot_be_a_scale_is_refused(
    points: tuple[tuple[float, float], ...], sides: tuple[float, float], message: str
) -> None:
    with pytest.raises(BadSettingError, match=re.escape(message)):
        Ground(points, *sides)


def test_its_corners_may_go_round_either_way_and_begin_anywhere() -> None:
    for first in range(4):
        turned = BAY[first:] + BAY[:first]
        assert {Ground(turned, 2.5, 5.0).width_m, Ground(turned[::-1], 2.5, 5.0).width_m} == {2.5}


def test_a_scene_file_holds_it_and_one_without_it_reads_as_before() -> None:
    scene = Scene(lines=(Line("Gate", (0.1, 0.1), (0.9, 0.1)),), ground=GROUND)
    content = json.loads(json.dumps(scene_to_json(scene)))
    assert content["ground"] == {"points": [list(point) for point in BAY], "width_m": 2.5, "length_m": 5.0}
    assert scene_from_json(content) == scene
    assert "ground" not in scene_to_json(Scene(lines=scene.lines)), "old scenes are written as they were"
    assert scene_from_json({"version": 1}).ground is None
    assert scene.only("Gate").ground == GROUND


@pytest.mark.parametrize(
    "content",
    [
        [],
        "a bay",
        {"points": [list(point) for point in BAY], "width_m": 2.5},
        {"points": [list(point) for point in BAY], "width_m": 2.5, "length_m": 5, "depth_m": 1},
        {"points": [[0.3, 0.8, 1], *BAY[1:]], "width_m": 2.5, "length_m": 5},
        {"points": BAY, "width_m": "2.5", "length_m": 5},
        {"points": BAY, "width_m": True, "length_m": 5},
        {"points": None, "width_m": 2.5, "length_m": 5},
    ],
)
def test_what_holds_no_scale_is_refused(content: object) -> None:
    with pytest.raises(BadSettingError, match=r"The scene's ground holds .*; write four points, width_m and length_m"):
        ground_from_json(content)
