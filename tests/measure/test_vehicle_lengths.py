"""Vehicles of known sizes that drive before known cameras are as long as they are, or their length is not told."""

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heatdash.errors import BadSettingError
from heatdash.measure.vehicle_lengths import vehicle_lengths
from heatdash.values.arrays import Floats
from heatdash.values.ground import Ground
from tests.builders.driven import Body, Eye, boxes_along, driven_paths

BODIES = (
    Body("car", 3.7, 1.7, 1.5),
    Body("car", 4.4, 1.8, 1.5),
    Body("truck", 5.9, 2.0, 2.5),
    Body("truck", 7.0, 2.2, 3.0),
    Body("truck", 8.5, 2.5, 3.3),
    Body("truck", 12.0, 2.55, 3.6),
    Body("truck", 16.5, 2.55, 4.0),
    Body("bus", 12.0, 2.5, 3.1),
)
TRUCK = BODIES[4]
EYE = Eye(height_m=8.0, down_deg=30.0, view_deg=70.0)
NO_SLIP = np.zeros((4, 2))


def straight(*, begin: tuple[float, float], end: tuple[float, float], steps: int = 80) -> Floats:
    return np.linspace(begin, end, steps)


def scale(eye: Eye = EYE, *, x_px: float = 640.0, y_px: float = 400.0) -> Ground:
    middle = eye.ground_at(x_px, y_px)
    return eye.scale(middle=middle, turned_deg=15.0, width_m=3.5, length_m=6.0, slip_px=NO_SLIP)


def lengths(*driven: tuple[Body, Floats], noise: float = 0.0, eye: Eye = EYE, ground: Ground | None = None) -> Floats:
    rng = np.random.default_rng(7)
    boxes = [
        (body.class_name, boxes_along(eye=eye, body=body, way=way, noise=rng.normal(0, noise, (len(way), 4))))
        for body, way in driven
    ]
    return vehicle_lengths(paths=driven_paths(*boxes), ground=ground or scale())


ACROSS = straight(begin=(-7.0, 16.0), end=(7.0, 16.0))


def test_what_drives_across_is_as_long_as_it_is() -> None:
    found = lengths(*((body, ACROSS) for body in BODIES[:5]))
    assert found == pytest.approx([body.length_m for body in BODIES[:5]], rel=0.03)


def test_away_from_the_camera_the_way_tells_length_from_height() -> None:
    away = straight(begin=(1.5, 14.0), end=(3.0, 60.0))
    found = lengths((TRUCK, away))
    assert np.isnan(found[0]) or found[0] == pytest.approx(TRUCK.length_m, rel=0.15)


def test_a_vehicle_that_stands_has_no_length() -> None:
    assert np.isnan(lengths((TRUCK, np.array([[0.0, 16.0]] * 40 + [[0.01, 16.0]] * 40)), noise=0.01)).all()


def test_a_box_that_quivers_far_away_is_of_a_vehicle_that_stands() -> None:
    eye = Eye(height_m=8.0, down_deg=20.0, view_deg=70.0)
    parked = np.array([[0.0, 60.0]] * 200) + np.linspace(0, 1e-3, 200)[:, None]
    ground = scale(eye, y_px=500.0)
    assert np.isnan(lengths((TRUCK, parked), noise=0.03, eye=eye, ground=ground)).all()


def test_a_scale_that_is_hardly_a_rectangle_makes_lengths_unknown_and_breaks_nothing() -> None:
    ground = Ground(((0.0, 0.125), (0.0, 0.0), (0.5625, 1.0), (0.09375, 0.28125)), 1.0, 1.0)
    still, falling = np.array([(0.0, 0.0, 1.0, 1.0)]), np.array([(0.0, 0.0, 1.0, 1.0), (0.0, 1.0, 1.0, 2.0)])
    found = vehicle_lengths(paths=driven_paths(("truck", still), ("truck", falling)), ground=ground)
    assert np.isnan(found).all()


@settings(max_examples=100)
@given(data=st.data())
def test_whatever_boxes_and_scales_there_are_a_length_is_a_length_or_unknown(data: st.DataObject) -> None:
    corner = st.tuples(st.floats(0, 1), st.floats(0, 1))
    try:
        ground = Ground(
            tuple(data.draw(st.tuples(corner, corner, corner, corner))),
            data.draw(st.floats(0.3, 500)),
            data.draw(st.floats(0.3, 500)),
        )
    except BadSettingError:
        ground = scale()
    sides = st.lists(
        st.tuples(st.floats(0, 1200), st.floats(0, 700), st.floats(1, 400), st.floats(1, 300)), min_size=1, max_size=12
    )
    boxes = [
        ("truck", np.array([(x, y, min(x + wide, 1280), min(y + high, 720)) for x, y, wide, high in data.draw(sides)]))
        for _ in range(2)
    ]
    found = vehicle_lengths(paths=driven_paths(*boxes), ground=ground)
    assert (np.isnan(found) | ((found > 0.1) & (found < 1000))).all()


def test_boxes_that_the_edge_cuts_off_do_not_count() -> None:
    # Never whole: its front is out of the picture before its rear is in.
    near = straight(begin=(-9.0, 9.0), end=(9.0, 9.0))
    assert np.isnan(lengths((BODIES[6], near))).all()


def test_people_and_bicycles_are_not_measured_and_the_order_of_tracks_does_not_matter() -> None:
    person = Body("person", 0.4, 0.5, 1.7)
    one = lengths((person, ACROSS), (TRUCK, ACROSS), (BODIES[1], ACROSS))
    other = lengths((BODIES[1], ACROSS), (TRUCK, ACROSS), (person, ACROSS))
    assert np.isnan(one).tolist() == [True, False, False]
    assert one[::-1] == pytest.approx(other, nan_ok=True)
    assert np.isnan(lengths((person, ACROSS))).all()


def test_straight_above_and_near_only_what_is_low_is_measured() -> None:
    """How far a roof leans over depends on the lens, which such a view does not show."""
    near, far = (Eye(height_m, 89.9, 70.0) for height_m in (9.0, 60.0))

    def seen_by(eye: Eye) -> Floats:
        across = straight(begin=(-0.45 * eye.height_m, 1.0), end=(0.45 * eye.height_m, 1.0))
        middle = eye.ground_at(640, 360)
        size_m = eye.height_m / 4
        ground = eye.scale(middle=middle, turned_deg=10, width_m=size_m, length_m=size_m, slip_px=NO_SLIP)
        return lengths((BODIES[1], across), (BODIES[3], across), eye=eye, ground=ground)

    assert np.isnan(seen_by(near)[1])
    assert seen_by(far) == pytest.approx([4.4, 7.0], rel=0.05)


def test_the_sides_of_the_scale_set_the_measure() -> None:
    ground = scale()
    twice = Ground(ground.points, 2 * ground.width_m, 2 * ground.length_m)
    wide = Body("truck", 2 * TRUCK.length_m, 2 * TRUCK.width_m, 2 * TRUCK.height_m)
    small, large = (lengths((TRUCK, ACROSS), ground=one)[0] for one in (ground, twice))
    assert np.isnan(large) or large > 1.5 * small, f"not as long as one of {wide.length_m} m"


def drives(seed: int, *, noise: float, slip_px: float) -> Iterator[tuple[float, float]]:
    """True and measured lengths of vehicles that drive straight and in curves before random cameras."""
    rng = np.random.default_rng(seed)
    for _ in range(60):
        eye = Eye(rng.uniform(4, 12), rng.uniform(15, 60), rng.uniform(40, 90))
        middle = eye.ground_at(640 + rng.uniform(-200, 200), 400 + rng.uniform(-80, 150))
        width_m, length_m = rng.choice([2.5, 3.5]), rng.choice([5.0, 12.0])
        slip = rng.normal(0, slip_px, (4, 2))
        turned = rng.uniform(0, 180)
        try:
            ground = eye.scale(middle=middle, turned_deg=turned, width_m=width_m, length_m=length_m, slip_px=slip)
        except BadSettingError:
            # Not wholly in the picture, or too small in it.
            continue
        ways = [curve(eye, rng) for _ in BODIES]
        boxes = [
            (body.class_name, boxes_along(eye=eye, body=body, way=way, noise=rng.normal(0, noise, (len(way), 4))))
            for body, way in zip(BODIES, ways, strict=True)
        ]
        seen = [number for number, (_, box) in enumerate(boxes) if np.isfinite(box).any()]
        found = vehicle_lengths(paths=driven_paths(*(boxes[number] for number in seen)), ground=ground)
        yield from zip((BODIES[number].length_m for number in seen), found.tolist(), strict=True)


def curve(eye: Eye, rng: np.random.Generator) -> Floats:
    """A way of 80 m through what the camera sees, straight or with a bend of a radius of 15 or 30 m."""
    through, at = eye.ground_at(640 + rng.uniform(-150, 150), 360 + rng.uniform(-50, 120)), np.linspace(-40, 40, 161)
    heading = rng.uniform(0, 2 * np.pi) + rng.choice([0, 0, 1 / 15, 1 / 30, -1 / 15]) * np.clip(at, -12, 12)
    way = np.cumsum(np.column_stack([np.cos(heading), np.sin(heading)]) * (at[1] - at[0]), axis=0)
    return np.asarray(way - way[80] + through)


@pytest.mark.parametrize(
    ("noise", "slip_px", "median", "most"),
    [(0.01, 0.0, 0.03, 0.09), (0.02, 0.0, 0.035, 0.11), (0.03, 0.0, 0.045, 0.13), (0.02, 1.0, 0.04, 0.13)],
)
def test_lengths_are_right_within_what_the_docs_say(noise: float, slip_px: float, median: float, most: float) -> None:
    true, found = np.array(list(drives(3, noise=noise, slip_px=slip_px))).T
    told = np.isfinite(found)
    error = np.abs(found[told] / true[told] - 1)
    assert told.mean() > 0.4
    assert (np.median(error), np.quantile(error, 0.9)) < (median, most)
    assert np.quantile(error, 0.9) < most
