"""A zone is as large as a square of the same area."""

import pytest

from heatdash.measure.zone_size import zone_size
from heatdash.values.scene import Zone


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
