"""Checks are of a known kind, and every kind is explained."""

import math
import re
from pathlib import Path

import pytest

from heatdash.errors import BadSettingError
from heatdash.values.scene_check import KINDS, NOTE, WARNING, SceneCheck

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")


def test_a_check_is_as_severe_as_its_kind() -> None:
    assert SceneCheck("camera_moved").severity == WARNING
    assert SceneCheck("zone_empty", place="Door").severity == NOTE


def test_what_spoils_everything_is_graver_than_what_spoils_one_place() -> None:
    assert SceneCheck("camera_shakes").gravity < SceneCheck("line_near_edge").gravity < SceneCheck("zone_empty").gravity


def test_a_check_is_told_with_its_figures() -> None:
    check = SceneCheck("zone_small", place="Door", values=(("size_px", 4.0),))
    assert check.to_json() == {
        "kind": "zone_small",
        "place": "Door",
        "severity": "warning",
        "values": {"size_px": 4.0},
    }


def test_a_kind_that_nobody_can_explain_is_refused() -> None:
    with pytest.raises(BadSettingError, match="'haunted' is no kind of scene check"):
        SceneCheck("haunted")


def test_a_figure_that_is_no_number_is_refused() -> None:
    with pytest.raises(BadSettingError, match="'size_px' of 'zone_small' is not a number"):
        SceneCheck("zone_small", values=(("size_px", math.nan),))


def test_the_readme_explains_every_kind_in_the_order_of_gravity() -> None:
    (section,) = re.findall(r"## What HeatDash warns about\n(.*?)\n## ", README, re.DOTALL)
    rows = re.findall(r"^\| `(\w+)` \| (.+) \| (.+) \|$", section, re.MULTILINE)
    assert [kind for kind, _, _ in rows] == list(KINDS)
