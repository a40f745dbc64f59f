"""Checks are of a known kind, and every kind is explained."""

import math
import re
from pathlib import Path

import pytest

from heatdash.errors import BadSettingError
from heatdash.values.sureness import KINDS, NOTE, WARNING, SceneCheck

WARNINGS = (Path(__file__).parents[2] / "docs" / "warnings.md").read_text(encoding="utf-8")


def check(kind: str, place: str | None = None) -> SceneCheck:
    return SceneCheck(kind, place=place, values=tuple((name, 1.0) for name in KINDS[kind].figures))


def test_a_check_is_as_severe_as_its_kind() -> None:
    assert check("camera_moved").severity == WARNING
    assert check("zone_empty", "Door").severity == NOTE


def test_what_spoils_everything_is_graver_than_what_spoils_one_place_and_notes_come_last() -> None:
    assert check("camera_shakes").gravity < check("line_near_edge", "Gate").gravity < check("objects_cut").gravity
    severities = [kind.severity for kind in KINDS.values()]
    assert severities == sorted(severities, reverse=True)


def test_a_check_is_told_with_its_figures() -> None:
    assert SceneCheck("zone_small", place="Door", values=(("size_px", 4.0),)).to_json() == {
        "kind": "zone_small",
        "place": "Door",
        "severity": "warning",
        "values": {"size_px": 4.0},
    }


@pytest.mark.parametrize(
    ("kind", "place", "values", "message"),
    [
        ("haunted", None, (), "'haunted' is no kind of scene check"),
        ("zone_small", "Door", (("size_px", math.nan),), "give a number for each of"),
        ("zone_small", "Door", (), "give a number for each of"),
        ("zone_small", "Door", (("cut_pct", 3),), "give a number for each of"),
        ("zone_small", None, (("size_px", 3),), "name the zone or line"),
        ("blurred", "Door", (("edge_px", 3),), "concerns the place 'Door'"),
    ],
)
def test_a_check_that_could_not_be_told_is_refused(
    kind: str, place: str | None, values: tuple[tuple[str, float], ...], message: str
) -> None:
    with pytest.raises(BadSettingError, match=message):
        SceneCheck(kind, place=place, values=values)


def test_the_docs_explain_every_kind_in_the_order_of_gravity() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (.+) \| (.+) \|$", WARNINGS, re.MULTILINE)
    assert [kind for kind, _, _ in rows] == list(KINDS)
