"""Before anything was followed, only the picture's own size can tell. It is 1000 x 500 pixels."""

import pytest

from heatdash.measure.check_sketch import check_sketch
from heatdash.values.scene import EXCLUDE, ROI, Line, Scene, Zone


def found(*, lines: tuple[Line, ...] = (), zones: tuple[Zone, ...] = ()) -> list[tuple[str, str | None, dict]]:
    checks = check_sketch(scene=Scene(zones=zones, lines=lines), width_px=1000, height_px=500)
    return [(check.kind, check.place, dict(check.values)) for check in checks]


def square(side: float, kind: str = "count") -> Zone:
    x, y = 0.5 + side / 1000, 0.5 + side / 500
    return Zone("Spot", ((0.5, 0.5), (x, 0.5), (x, y), (0.5, y)), kind)


@pytest.mark.parametrize(("at", "is_near"), [(0.96, False), (0.98, True), (0.02, True), (0.5, False)])
def test_a_line_needs_room_for_a_step_on_both_sides(at: float, is_near: bool) -> None:
    line = Line("Gate", (0.1, at), (0.9, at))
    assert found(lines=(line,)) == ([("line_near_edge", "Gate", {"room_px": 10})] if is_near else [])


def test_a_line_right_across_the_picture_has_room() -> None:
    assert found(lines=(Line("Gate", (0.5, 0.0), (0.5, 1.0)),)) == []


@pytest.mark.parametrize("kind", ["count", ROI])
def test_a_zone_needs_room_for_feet(kind: str) -> None:
    assert found(zones=(square(12, kind),)) == [("zone_small", "Spot", {"size_px": 12})]
    assert found(zones=(square(13, kind),)) == []


def test_an_excluded_zone_may_be_small() -> None:
    assert found(zones=(square(5, EXCLUDE),)) == []
