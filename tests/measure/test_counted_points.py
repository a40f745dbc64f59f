import numpy as np
import pytest

from heatdash.measure.counted_points import counted_points
from heatdash.values.scene import COUNT, EXCLUDE, ROI, Scene, Zone


def box(name, left, right, kind):
    return Zone(name, ((left, 0.0), (right, 0.0), (right, 1.0), (left, 1.0)), kind)


A, B = box("A", 0.1, 0.3, ROI), box("B", 0.5, 0.7, ROI)
HOLE, COUNTED = box("Hole", 0.2, 0.6, EXCLUDE), box("Counted", 0.0, 0.1, COUNT)


@pytest.mark.parametrize(
    ("zones", "expected"),
    [
        ((), [0, 15, 25, 40, 55, 65, 90]),
        ((COUNTED,), [0, 15, 25, 40, 55, 65, 90]),
        ((A,), [15, 25]),
        ((A, B), [15, 25, 55, 65]),
        ((HOLE,), [0, 15, 65, 90]),
        ((A, B, HOLE, COUNTED), [15, 65]),
    ],
)
def test_points_count_in_any_region_and_in_no_excluded_zone(zones, expected):
    x = np.float32([0, 15, 25, 40, 55, 65, 90])
    counted = counted_points(x=x, y=np.full_like(x, 50), scene=Scene(zones=zones), width_px=100, height_px=100)
    assert x[counted].tolist() == expected
