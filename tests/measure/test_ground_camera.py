"""The camera is found from a rectangle of known sides, and the ground is measured as it was seen."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heatdash.measure.ground_camera import USUAL_FOCAL, GroundCamera, ground_cameras
from heatdash.values.ground import Ground
from tests.builders.driven import PICTURE_PX, Eye

NO_SLIP = np.zeros((4, 2))
WIDE, HIGH = PICTURE_PX


def test_a_rectangle_worked_out_by_hand_from_straight_above() -> None:
    # 100 pixels a metre: two metres across, one down, in the middle of the picture.
    points = tuple((x / WIDE, y / HIGH) for x, y in ((540, 310), (740, 310), (740, 410), (540, 410)))
    likely, shorter, longer = ground_cameras(ground=Ground(points, 2.0, 1.0), width_px=WIDE, height_px=HIGH)
    x, y = likely.on_ground(x_px=np.array([640.0, 940.0]), y_px=np.array([360.0, 360.0]))
    assert x == pytest.approx([0.0, 3.0], abs=1e-6)
    assert y == pytest.approx([0.0, 0.0], abs=1e-6)
    assert likely.focal_px == pytest.approx(USUAL_FOCAL * WIDE, rel=0.05), "nothing tells the lens: it is a usual one"
    assert longer.focal_px / shorter.focal_px > 2, "and may well be another one"
    assert likely.height_m == pytest.approx(likely.focal_px / 100, rel=1e-3)


@settings(max_examples=60)
@given(
    height_m=st.floats(4, 12),
    down_deg=st.floats(20, 60),
    view_deg=st.floats(40, 90),
    turned_deg=st.floats(0, 360),
    spot=st.tuples(st.floats(0.1, 0.9), st.floats(0.45, 0.9)),
    mirrored=st.booleans(),
)
def test_any_camera_is_found_and_distances_on_the_ground_are_true(
    height_m: float,
    down_deg: float,
    view_deg: float,
    turned_deg: float,
    spot: tuple[float, float],
    mirrored: bool,
) -> None:
    eye = Eye(height_m, down_deg, view_deg)
    # Large enough to say much of the lens.
    side_m = 0.2 * height_m / np.sin(np.radians(down_deg))
    ground = eye.scale(
        middle=eye.ground_at(WIDE / 2, HIGH / 2), turned_deg=turned_deg, width_m=side_m, length_m=2 * side_m / 1.5,
        slip_px=NO_SLIP,
    )  # fmt: skip
    if mirrored:
        ground = Ground((ground.points[1], ground.points[0], *ground.points[:1:-1]), ground.width_m, ground.length_m)
    likely, shorter, longer = ground_cameras(ground=ground, width_px=WIDE, height_px=HIGH)
    spread = np.log(longer.focal_px / shorter.focal_px) / 2
    assert abs(np.log(likely.focal_px / eye.focal_px)) < 0.03 + 1.5 * spread
    assert shorter.height_m / 1.05 < height_m < longer.height_m * 1.05
    px = np.array([[WIDE / 2, spot[0] * WIDE], [HIGH / 2, spot[1] * HIGH]])
    true = np.hypot(*(eye.ground_at(*px[:, 1]) - eye.ground_at(*px[:, 0])))
    found, *others = (_apart(camera, px) for camera in (likely, shorter, longer))
    assert abs(found - true) < 0.1 + 0.03 * true + 0.75 * abs(np.diff(others)[0]), "off by more than it may be"


def _apart(camera: GroundCamera, px: np.ndarray) -> float:
    """How far apart the camera sees the two points on the ground, in metres."""
    x, y = camera.on_ground(x_px=px[0], y_px=px[1])
    return float(np.hypot(x[1] - x[0], y[1] - y[0]))


def test_beyond_the_horizon_there_is_no_ground() -> None:
    eye = Eye(6.0, 15.0, 80.0)
    ground = eye.scale(middle=eye.ground_at(640, 450), turned_deg=20, width_m=5.0, length_m=12.0, slip_px=NO_SLIP)
    likely, *_ = ground_cameras(ground=ground, width_px=WIDE, height_px=HIGH)
    horizon_px = HIGH / 2 - eye.focal_px * np.tan(np.radians(eye.down_deg))
    x, y = likely.on_ground(x_px=np.full(3, 640.0), y_px=horizon_px + np.array([-90.0, -20.0, 30.0]))
    assert np.isnan(x).tolist() == np.isnan(y).tolist() == [True, True, False]
