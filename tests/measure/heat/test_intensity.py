import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heatdash.measure.heat.heat import heat_of
from heatdash.measure.heat.intensity import add_intensity
from heatdash.values.measure_settings import MODES, MeasureSettings
from heatdash.values.scene import EXCLUDE, ROI, Scene, Zone
from tests.builders.tracks import PICTURE_PX, paths, walk
from tests.measure.clips import examples

WIDTH, HEIGHT = PICTURE_PX
LEFT = ((0.0, 0.0), (0.5, 0.0), (0.5, 1.0), (0.0, 1.0))


def by_loops(boxes, weights):
    """The points of boxes as the reference's text describes them, pixel by pixel."""
    points = np.zeros((HEIGHT, WIDTH))
    for box, weight in zip(boxes, weights, strict=True):
        x0, y0, x1, y1 = map(int, box)
        x0, y0, x1, y1 = max(x0, 0), max(y0, 0), min(x1, WIDTH), min(y1, HEIGHT)
        for y in range(y0, y1):
            for x in range(x0, x1):
                if (x - (x0 + x1) // 2) ** 2 + (y - (y0 + y1) // 2) ** 2 <= (min(x1 - x0, y1 - y0) // 2) ** 2:
                    points[y, x] += 2 * weight
    return points


def boxes_of(clip):
    return np.stack([clip.x1, clip.y1, clip.x2, clip.y2], axis=1)


def random_boxes(count, seed):
    """Boxes of all sizes, some beyond the picture in part, none wholly."""
    rng = np.random.default_rng(seed)
    middle = rng.uniform((-5, -5), (WIDTH + 5, HEIGHT + 5), (count, 2))
    half = rng.uniform(5, 60, (count, 2)) * rng.choice([0.1, 1.0], (count, 1))
    boxes = np.concatenate([middle - half, middle + half], axis=1)
    boxes = np.where(rng.random((count, 1)) < 0.5, np.round(boxes), boxes).astype(np.float32)
    return boxes[(boxes[:, 2:] > 1).all(axis=1) & (boxes[:, :2] < (WIDTH - 1, HEIGHT - 1)).all(axis=1)]


def one_a_frame(boxes):
    rows = []
    for frame, (x1, y1, x2, y2) in enumerate(boxes.tolist()):
        feet, size = ((x1 + x2) / 2, y2), (x2 - x1, y2 - y1)
        [row] = walk(track=1 + frame % 3, start=feet, end=feet, seconds=0, begin_s=frame / 10, size=size)
        rows.append(row | {"x1": x1, "y1": y1, "x2": x2, "y2": y2})
    return paths(rows, seconds=len(boxes) / 10)


def intensity(clip, **asked):
    scene = asked.pop("scene", Scene())
    at_s = asked.pop("at_s", None)
    return heat_of(paths=clip, settings=MeasureSettings(metric="intensity", **asked), scene=scene, at_s=at_s).values


@pytest.mark.model
def test_each_box_is_equal_to_the_bit_to_the_reference():
    torch = pytest.importorskip("torch")
    from ultralytics.solutions.heatmap import Heatmap

    boxes = random_boxes(400, seed=3)
    reference = Heatmap.__new__(Heatmap)
    reference.heatmap = np.zeros((HEIGHT, WIDTH), dtype=np.float32)
    for box in torch.from_numpy(boxes):
        reference.heatmap_effect(box)
    added = np.zeros((HEIGHT, WIDTH), dtype=np.float32)
    for few in np.array_split(boxes, 50):
        add_intensity(points=added, boxes=few)
    assert reference.heatmap.any()
    assert np.array_equal(added, reference.heatmap)
    assert np.array_equal(intensity(one_a_frame(boxes)), reference.heatmap)


@pytest.mark.parametrize("wide", range(1, 9))
@pytest.mark.parametrize("high", [1, 2, 3, 6, 7])
def test_circles_of_all_small_shapes_are_cut_as_the_reference_cuts_them(wide, high):
    boxes = np.float32([[50, 40, 50 + wide, 40 + high], [WIDTH - 2, HEIGHT - 3, WIDTH - 2 + wide, HEIGHT - 3 + high]])
    assert np.array_equal(intensity(one_a_frame(boxes)), by_loops(boxes, [1, 1]))


def test_a_box_counts_where_its_anchor_point_does():
    boxes = np.float32([[40, 20, 60, 50], [70, 20, 90, 50], [71, 20, 91, 50]])
    clip = one_a_frame(boxes)
    # The second box stands on the region's edge, the third just outside.
    assert np.array_equal(intensity(clip, scene=Scene(zones=(Zone("In", LEFT, ROI),))), by_loops(boxes[:2], [1, 1]))
    assert np.array_equal(intensity(clip, scene=Scene(zones=(Zone("Out", LEFT, EXCLUDE),))), by_loops(boxes[2:], [1]))
    right = intensity(clip, scene=Scene(zones=(Zone("In", LEFT, ROI),)), anchor="right-center")
    assert np.array_equal(right, by_loops(boxes[:1], [1]))


@pytest.mark.parametrize("mode", MODES)
@settings(max_examples=15)
@given(clip=examples(), at_s=st.sampled_from([None, 0.0, 1.23]))
def test_points_are_those_of_plain_loops(mode, clip, at_s):
    seen = clip.paths()
    now_s = clip.seconds if at_s is None else at_s
    left = 0.5 ** ((now_s - seen.t_s) / 0.5) if mode == "decaying" else np.ones(len(seen))
    expected = by_loops(boxes_of(seen), np.where(seen.t_s <= now_s, left, 0))
    values = intensity(seen, mode=mode, half_life_s=0.5, at_s=at_s)
    np.testing.assert_allclose(values, expected, rtol=1e-9, atol=1e-9)
    assert mode == "decaying" or np.array_equal(values, expected)
