import numpy as np
import pytest

from heatdash.measure.anchor_points import anchor_points
from heatdash.values.measure_settings import ANCHORS
from tests.builders.tracks import paths, walk


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
