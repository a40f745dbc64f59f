"""A line's room is measured at right angles to it."""

import pytest

from heatdash.measure.line_room import line_room
from heatdash.values.scene import Line


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
    assert line_room(line=Line("Gate", start, end), width_px=200, height_px=100) == pytest.approx(room_px, abs=0.1)
