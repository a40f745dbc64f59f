"""Before anything was followed, only the picture's own size can tell. It is 1000 x 500 pixels."""

import pytest

from heatdash.measure.checks.check_sketch import check_sketch, room_beside_line, zone_size
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


@pytest.mark.parametrize(
    ("start", "end", "room_px"),
    [
        ((0.5, 0.0), (0.5, 1.0), 100),
        ((0.0, 0.9), (1.0, 0.9), 10),
        ((1.0, 0.9), (0.0, 0.9), 10),
        ((0.02, 0.2), (0.02, 0.8), 4),
        ((0.4, 0.1), (0.6, 0.1), 10),
        # From the middle of a diagonal of 45 degrees it is 50 pixels down or up, and 70.7 the way across.
        ((0.25, 0.0), (0.75, 1.0), 70.7),
    ],
)
def test_the_side_with_less_room_counts(start: tuple[float, float], end: tuple[float, float], room_px: float) -> None:
    assert room_beside_line(line=Line("Gate", start, end), width_px=200, height_px=100) == pytest.approx(
        room_px, abs=0.1
    )


@pytest.mark.parametrize(
    ("points", "side_px"),
    [
        (((0.1, 0.2), (0.3, 0.2), (0.3, 0.6), (0.1, 0.6)), 40),
        (((0.1, 0.6), (0.3, 0.6), (0.3, 0.2), (0.1, 0.2)), 40),
        (((0.0, 0.0), (0.4, 0.0), (0.0, 0.8)), 56.57),
    ],
)
def test_the_side_is_the_root_of_the_area(points: tuple[tuple[float, float], ...], side_px: float) -> None:
    assert zone_size(zone=Zone("Door", points), width_px=200, height_px=100) == pytest.approx(side_px, abs=0.01)
