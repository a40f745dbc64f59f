"""Zones are judged by the feet in them. The picture is 160 x 90 pixels; bodies are 10 wide and 20 high."""

from collections.abc import Iterable

import pytest

from heatdash.measure.checks.check_zones import check_zones
from heatdash.values.scene import EXCLUDE, ROI, Scene, Zone
from tests.builders.tracks import Row, paths, walk


def zone(x0: float, y0: float, x1: float, y1: float, kind: str = "count") -> Zone:
    left, right, top, bottom = x0 / 160, x1 / 160, y0 / 90, y1 / 90
    return Zone("Door", ((left, top), (right, top), (right, bottom), (left, bottom)), kind)


def found(*walks: Iterable[Row], at: Zone, anchor: str = "bottom-center") -> dict[str, dict[str, float]]:
    followed = paths(*walks)
    checks = check_zones(paths=followed, few=followed, anchor=anchor, scene=Scene(zones=(at,)))
    return {check.kind: dict(check.values) for check in checks}


def passers(count: int, *, y: float = 50) -> list[list[Row]]:
    return [walk(track=n, start=(10, y), end=(150, y), seconds=3, begin_s=n / 2) for n in range(count)]


@pytest.mark.parametrize("kind", ["count", ROI])
def test_a_zone_in_which_feet_have_room_is_fine(kind: str) -> None:
    assert found(*passers(6), at=zone(40, 40, 80, 60, kind)) == {}


def test_a_zone_smaller_than_half_a_body_is_small() -> None:
    assert found(*passers(6), at=zone(75, 46, 84, 55)) == {"zone_small": {"size_px": 9}}
    assert found(*passers(6), at=zone(75, 45, 85.1, 55.1)) == {}


def test_in_front_of_a_shelf_only_bodies_are_seen() -> None:
    assert found(*passers(6), at=zone(60, 32, 100, 42)) == {"zone_above_feet": {"objects": 6}}
    assert found(*passers(6), at=zone(60, 32, 100, 42), anchor="centroid") == {}


def test_a_zone_that_nobody_came_to_is_empty() -> None:
    assert found(*passers(6), at=zone(60, 70, 100, 85)) == {"zone_empty": {"objects": 6}}


def test_where_few_came_at_all_nothing_is_told() -> None:
    assert found(*passers(4), at=zone(60, 70, 100, 85)) == {}
    assert found(at=zone(60, 70, 100, 85)) == {}


def test_two_who_pass_in_front_are_chance() -> None:
    far = [walk(track=n, start=(10, 85), end=(150, 85), seconds=3) for n in (7, 8, 9)]
    assert found(*passers(2), *far, at=zone(60, 32, 100, 42)) == {"zone_empty": {"objects": 5}}


def test_where_feet_are_below_the_picture_places_are_guessed() -> None:
    assert found(*passers(6, y=95), at=zone(40, 70, 120, 90)) == {"zone_feet_cut": {"cut_pct": 100}}
    assert found(*passers(6, y=80), at=zone(40, 70, 120, 90)) == {}


def test_heads_above_the_picture_hide_no_feet() -> None:
    assert found(*passers(6, y=15), at=zone(40, 5, 120, 30)) == {}
    assert found(*passers(6, y=15), at=zone(40, 0, 120, 30), anchor="top-center") == {"zone_feet_cut": {"cut_pct": 100}}


def test_who_comes_in_over_the_edge_is_cut_off_for_a_while_only() -> None:
    coming = [walk(track=n, start=(80, 100), end=(80, 40), seconds=6) for n in range(6)]
    assert found(*coming, at=zone(40, 50, 120, 90)) == {}


def test_an_excluded_zone_may_be_anywhere() -> None:
    assert found(*passers(6), at=zone(60, 70, 61, 71, EXCLUDE)) == {}
