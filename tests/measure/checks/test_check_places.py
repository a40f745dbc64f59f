"""Everything that ways tell is put together, and does not take longer the more there are."""

import sys

import pytest

from heatdash.measure.checks.scene_checks import check_places
from heatdash.values.measure_settings import MeasureSettings
from heatdash.values.scene import Line, Scene, Zone
from tests.builders.tracks import paths, walk

CORNER = Zone("Corner", ((0.8, 0.8), (0.95, 0.8), (0.95, 0.95), (0.8, 0.95)))
LOW = Line("Low", (0.1, 0.98), (0.9, 0.98))
CROWD = [walk(track=n, start=(20, 30), end=(60, 30), seconds=3) for n in range(8)]


def kinds(*walks: list[dict[str, object]], **settings: object) -> list[str]:
    scene = Scene(zones=(CORNER,), lines=(LOW,))
    return [c.kind for c in check_places(paths=paths(*walks), scene=scene, settings=MeasureSettings(**settings))]


def test_objects_lines_and_zones_are_checked() -> None:
    assert kinds(*CROWD) == ["line_near_edge", "zone_empty"]


def test_the_point_that_counts_is_the_one_chosen() -> None:
    low = [walk(track=n, start=(134, 88), end=(146, 88), seconds=3) for n in range(8)]
    assert "zone_above_feet" in kinds(*low)
    assert "zone_above_feet" not in kinds(*low, anchor="centroid")


def test_a_time_range_makes_no_ends() -> None:
    gate = Scene(lines=(Line("Gate", (0.25, 0.9), (0.25, 0.1)),))
    settings = MeasureSettings(from_s=1.5, to_s=2)
    assert check_places(paths=paths(*CROWD), scene=gate, settings=settings) == []


def test_of_very_many_ways_some_are_looked_at_but_no_visitor_is_overlooked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules[check_places.__module__], "MOST_ROWS", 100)
    many = [walk(track=n, start=(20, 30), end=(60, 30), seconds=3) for n in range(20)]
    assert kinds(*many) == ["line_near_edge", "zone_empty"]
    one = walk(track=20, start=(140, 80), end=(142, 80), seconds=3)
    assert "zone_empty" not in kinds(*many, one)
