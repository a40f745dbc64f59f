"""Lines are judged by those who come to them. The picture is 160 x 90 pixels; bodies are 10 wide and 20 high."""

import math
from collections.abc import Iterable

import pytest

from heatdash.measure.checks.check_lines import check_lines
from heatdash.measure.points import anchor_points
from heatdash.values.scene import EXCLUDE, Line, Scene, Zone
from tests.builders.tracks import Row, paths, walk

GATE = Line("Gate", (0.5, 0.9), (0.5, 0.1))


def found(
    *walks: Iterable[Row], line: Line = GATE, anchor: str = "bottom-center", zones: tuple[Zone, ...] = ()
) -> dict[str, dict[str, float]]:
    followed = paths(*walks)
    points = anchor_points(paths=followed, anchor=anchor)
    checks = check_lines(paths=followed, points=points, anchor=anchor, scene=Scene(lines=(line,), zones=zones))
    assert all(check.place == line.name for check in checks)
    return {check.kind: dict(check.values) for check in checks}


def across(number: int, *, slope_deg: float = 90, y: float = 50, begin_s: float = 2) -> list[Row]:
    """Someone who crosses the gate at that angle to it, 30 pixels a second."""
    x, down = 60 * math.sin(math.radians(slope_deg)), 60 * math.cos(math.radians(slope_deg))
    start, end = (80 - x / 2, y - down / 2), (80 + x / 2, y + down / 2)
    return walk(track=number, start=start, end=end, seconds=2, begin_s=begin_s)


def test_a_line_that_all_cross_straight_is_fine() -> None:
    assert found(*(across(number) for number in range(8))) == {}


@pytest.mark.parametrize(
    ("anchor", "line", "is_near"),
    [
        # Across the lower line are 3.2 pixels more (twice the band of 8 % of 20): 4 pixels are room, 3 are not.
        ("bottom-center", Line("L", (0.1, 86 / 90), (0.9, 86 / 90)), False),
        ("bottom-center", Line("L", (0.1, 87 / 90), (0.9, 87 / 90)), True),
        # Half of a body whose feet are at 13.2 - 3.2 = 10 pixels is in the picture.
        ("bottom-center", Line("L", (0.1, 13.3 / 90), (0.9, 13.3 / 90)), False),
        ("bottom-center", Line("L", (0.1, 13.1 / 90), (0.9, 13.1 / 90)), True),
        ("centroid", Line("L", (0.1, 13.1 / 90), (0.9, 13.1 / 90)), False),
        ("top-center", Line("L", (0.1, 76 / 90), (0.9, 76 / 90)), False),
        ("top-center", Line("L", (0.1, 77 / 90), (0.9, 77 / 90)), True),
        ("bottom-center", Line("L", (4 / 160, 0.2), (4 / 160, 0.9)), False),
        ("bottom-center", Line("L", (3 / 160, 0.2), (3 / 160, 0.9)), True),
    ],
)
def test_who_is_just_across_must_be_half_in_the_picture(anchor: str, line: Line, is_near: bool) -> None:
    x, y = line.start[0] * 160 + 1, line.start[1] * 90
    feet = {"bottom-center": y, "centroid": y + 10, "top-center": y + 20}[anchor]
    beside = walk(track=1, start=(x, feet), end=(x + 2, feet), seconds=2)
    assert ("line_near_edge" in found(beside, line=line, anchor=anchor)) is is_near


def test_a_line_that_nobody_comes_near_is_judged_by_the_picture() -> None:
    far = walk(track=1, start=(20, 30), end=(60, 30), seconds=2)
    assert found(far, line=Line("L", (0.1, 0.98), (0.9, 0.98))) == {"line_near_edge": {"room_px": 2}}


def test_of_six_crossings_more_than_a_third_must_run_along_the_line() -> None:
    flat = [across(number, slope_deg=15) for number in range(3)]
    steep = [across(number, slope_deg=30) for number in range(3, 9)]
    assert found(*flat, *steep[:3]) == {"line_along_the_way": {"crossings": 6, "along_pct": 50}}
    assert found(*flat, *steep) == {}
    assert found(*flat, *steep[:2]) == {}


def test_who_stands_at_the_line_goes_nowhere() -> None:
    sway = [walk(track=n, start=(78, 48), end=(82, 52), seconds=4) for n in range(6)]
    assert found(*sway) == {}


def lost_at(x: float, *numbers: int, begin_s: float = 2, seconds: float = 2) -> list[list[Row]]:
    return [walk(track=n, start=(20, 50), end=(x, 50), seconds=seconds, begin_s=begin_s) for n in numbers]


def test_ways_that_end_at_the_line_are_lost_crossings() -> None:
    assert found(*lost_at(72, 1, 2, 3)) == {"line_where_tracks_end": {"ends": 3, "crossed": 0}}


def test_so_are_ways_that_begin_there() -> None:
    born = [walk(track=n, start=(85, 50), end=(140, 50), seconds=2, begin_s=2) for n in (1, 2, 3)]
    assert found(*born) == {"line_where_tracks_end": {"ends": 3, "crossed": 0}}


@pytest.mark.parametrize(
    "walks",
    [
        lost_at(72, 1, 2),
        lost_at(69, 1, 2, 3),
        lost_at(90, 1, 2, 3),
        lost_at(72, 1, 2, 3, begin_s=7),
        [*lost_at(72, 1, 2, 3), *(across(n) for n in range(4, 10))],
    ],
    ids=["two", "ten pixels away", "beyond the line", "cut off by the clip", "few of many"],
)
def test_other_ends_are_none(walks: list[list[Row]]) -> None:
    assert found(*walks) == {}


def test_leaving_the_picture_beside_the_line_is_no_lost_crossing() -> None:
    line = Line("L", (0.1, 80 / 90), (0.9, 80 / 90))
    leaving = [walk(track=n, start=(80, 40), end=(80, 78), seconds=2, begin_s=2, size=(10, 77)) for n in (1, 2, 3)]
    assert "line_where_tracks_end" not in found(*leaving, line=line)


def test_crossings_in_an_excluded_zone_do_not_count() -> None:
    everything = Zone("All", ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)), EXCLUDE)
    flat = [across(number, slope_deg=10) for number in range(6)]
    assert found(*flat, zones=(everything,)) == {}


def test_without_any_object_only_the_sketch_is_judged() -> None:
    assert found() == {}
