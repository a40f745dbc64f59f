import numpy as np
import pytest
import shapely

from heatdash.measure.points import FEW, anchor_points, counted_points, cut_boxes, points_inside
from heatdash.values.measure_settings import ANCHORS
from heatdash.values.scene import COUNT, EXCLUDE, ROI, Scene, Zone
from tests.builders.tracks import paths, stand, walk


def anchor(name, *, feet, size):
    clip = paths(walk(track=1, start=feet, end=feet, seconds=0, size=size))
    x, y = anchor_points(paths=clip, anchor=name)
    return float(x[0]), float(y[0])


@pytest.mark.parametrize(
    ("name", "point"),
    [
        ("bottom-center", (50, 60)),
        ("centroid", (50, 45)),
        ("top-center", (50, 30)),
        ("left-center", (40, 45)),
        ("right-center", (60, 45)),
    ],
)
def test_each_anchor_is_where_its_name_says(name, point):
    assert anchor(name, feet=(50, 60), size=(20, 30)) == point


@pytest.mark.parametrize("name", ANCHORS)
def test_a_point_beyond_the_picture_is_moved_onto_its_edge(name):
    assert anchor(name, feet=(-50, -60), size=(10, 10)) == (0, 0)
    assert anchor(name, feet=(400, 300), size=(10, 10)) == (160, 90)


def test_points_stay_in_single_precision():
    x, y = anchor_points(paths=paths(walk(track=1, start=(5, 5), end=(6, 6), seconds=1)), anchor="centroid")
    assert x.dtype == y.dtype == np.float32


@pytest.mark.parametrize(
    ("feet", "is_cut"),
    [
        ((80, 50), False),
        ((6, 50), True),
        ((7, 50), False),
        ((154, 50), True),
        ((80, 89), True),
        ((80, 88), False),
        ((80, 21), True),
        ((80, 22), False),
    ],
)
def test_a_box_is_cut_where_it_reaches_an_edge(feet: tuple[float, float], is_cut: bool) -> None:
    assert cut_boxes(paths=paths(stand(track=1, at=feet, seconds=0.2))).tolist() == [is_cut] * 3


def test_only_sides_that_move_the_anchor_count() -> None:
    low = paths(stand(track=1, at=(80, 90), seconds=0.2))
    assert cut_boxes(paths=low, anchor="bottom-center").all()
    assert not cut_boxes(paths=low, anchor="top-center").any()


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


SQUARE = ((0.25, 0.2), (0.75, 0.2), (0.75, 0.8), (0.25, 0.8))
ARROW = ((0.1, 0.1), (0.9, 0.1), (0.5, 0.3), (0.9, 0.9), (0.3, 0.7))
WHOLE = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))


def inside(x, y, zone=SQUARE):
    x, y = np.atleast_1d(np.float32(x)), np.atleast_1d(np.float32(y))
    return points_inside(x=x, y=y, zone_points=zone, width_px=160, height_px=100)


@pytest.mark.parametrize(
    ("point", "expected"),
    [
        ((80, 50), True),
        ((40, 50), True),
        ((120, 50), True),
        ((80, 20), True),
        ((80, 80), True),
        ((40, 20), True),
        ((120, 80), True),
        ((np.nextafter(np.float32(40), np.float32(0)), 50), False),
        ((np.nextafter(np.float32(120), np.float32(200)), 50), False),
        ((20, 20), False),
        ((140, 80), False),
    ],
)
def test_a_point_on_an_edge_or_corner_is_inside(point, expected):
    assert inside(*point).tolist() == [expected]


def test_a_corner_at_a_tenth_is_where_one_expects_it():
    tenths = ((0.1, 0.1), (0.7, 0.1), (0.7, 0.7), (0.1, 0.7))
    assert inside([16, 112, 112], [10, 70, 40], tenths).all()


def test_a_point_on_a_slanting_edge_is_inside():
    triangle = ((0.0, 0.0), (1.0, 0.0), (0.0, 1.0))
    along = np.arange(0, 161, 8)
    assert inside(along, 100 - along * 0.625, triangle).all()
    assert not inside(along[1:], 100 - along[1:] * 0.625 + 0.01, triangle).any()


def test_all_of_the_picture_with_its_border_is_in_the_zone_of_all():
    x, y = np.meshgrid(np.linspace(0, 160, 97), np.linspace(0, 100, 97))
    assert inside(x.ravel(), y.ravel(), WHOLE).all()
    assert inside([-0.1, 160.1, 80], [50, 50, 100.1], WHOLE).tolist() == [False] * 3


@pytest.mark.parametrize("zone", [SQUARE, ARROW, ARROW[::-1], WHOLE])
def test_many_points_are_judged_as_shapely_judges_them(zone):
    rng = np.random.default_rng(5)
    x, y = (rng.uniform(-5, 165, 3 * FEW).astype(np.float32), rng.uniform(-5, 105, 3 * FEW).astype(np.float32))
    # Many of them lie on edges, or in line with corners.
    x[::3], y[::3] = np.round(x[::3] / 8) * 8, np.round(y[::3] / 10) * 10
    shape = shapely.Polygon([(round(u * 160, 6), round(v * 100, 6)) for u, v in zone])
    expected = shapely.intersects_xy(shape, x.astype(np.float64), y.astype(np.float64))
    assert np.array_equal(inside(x, y, zone), expected)
    assert np.array_equal(
        np.concatenate([inside(a, b, zone) for a, b in zip(np.split(x, 4), np.split(y, 4), strict=True)]), expected
    )


def test_no_points_are_none_inside():
    assert inside(np.empty(0), np.empty(0)).shape == (0,)
