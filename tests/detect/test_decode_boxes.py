from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heatdash.detect.decode_boxes import MAX_BOXES, bodies_of, decode_boxes, merge_boxes
from heatdash.values.watch_settings import LOWEST_CONFIDENCE

Floats = npt.NDArray[np.float32]


def anchors(*boxes: tuple[float, float, float, float, int, float], classes: int = 3) -> Floats:
    """The output of a head that needs thinning out, from x1, y1, x2, y2, class, confidence."""
    output = np.zeros((1, 4 + classes, len(boxes)), np.float32)
    for place, (x1, y1, x2, y2, class_id, conf) in enumerate(boxes):
        output[0, :4, place] = (x1 + x2) / 2, (y1 + y2) / 2, x2 - x1, y2 - y1
        output[0, 4 + class_id, place] = conf
    return output


def overlap(a: Floats, b: Floats) -> float:
    wide = max(0.0, min(a[2], b[2]) - max(a[0], b[0]))
    high = max(0.0, min(a[3], b[3]) - max(a[1], b[1]))
    area = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - wide * high
    return wide * high / area


def plainly_thinned_out(rows: Floats, *, iou: float) -> list[Floats]:
    kept: list[Floats] = []
    for row in rows[np.argsort(-rows[:, 4], kind="stable")]:
        if row[4] >= LOWEST_CONFIDENCE and all(k[5] != row[5] or overlap(k, row) <= iou for k in kept):
            kept.append(row)
    return kept[:MAX_BOXES]


def test_an_end_to_end_head_is_only_thresholded_and_sorted() -> None:
    rows = [[0, 0, 10, 10, 0.3, 1], [0, 0, 10, 10, 0.9, 0], [1, 1, 9, 9, 0.04, 0], [5, 5, 20, 20, 0.05, 2]]
    decoded = decode_boxes(output=np.array([rows], np.float32), bodies=np.arange(80), iou=0.01)
    np.testing.assert_allclose(decoded, np.array([rows[1], rows[0], rows[3]], np.float32))


def test_equally_sure_boxes_keep_the_models_order() -> None:
    rows = [[n, 0, n + 10, 10, 0.5, 0] for n in range(20)]
    decoded = decode_boxes(output=np.array([rows], np.float32), bodies=np.arange(80), iou=0.7)
    assert decoded[:, 0].tolist() == list(range(20))


def test_an_end_to_end_head_of_a_model_with_one_or_two_classes_is_known_by_its_rows() -> None:
    rows = np.zeros((1, 300, 6), np.float32)
    rows[0, 0] = [1, 2, 3, 4, 0.8, 0]
    for class_count in (1, 2):
        assert decode_boxes(output=rows, bodies=np.arange(class_count), iou=0.7).tolist() == [
            pytest.approx([1, 2, 3, 4, 0.8, 0])
        ]


def test_a_head_with_anchors_keeps_each_anchors_best_class() -> None:
    output = anchors((10, 20, 30, 60, 2, 0.8))
    output[0, 4, 0] = 0.6
    assert decode_boxes(output=output, bodies=np.arange(3), iou=0.7).tolist() == [
        pytest.approx([10, 20, 30, 60, 0.8, 2])
    ]


NAMES = {0: "person", 1: "bicycle", 2: "car", 3: "motorcycle", 4: "airplane", 5: "bus", 6: "train", 7: "truck"}
BODIES = bodies_of(NAMES)


def test_classes_of_one_kind_of_body_are_told_by_their_names() -> None:
    assert BODIES.tolist() == [0, 1, 2, 1, 4, 2, 2, 2]
    assert bodies_of({1: "pedestrian", 4: "van", 7: "truck"}).tolist() == [0, 1, 2, 3, 4, 5, 6, 4]
    assert bodies_of({}).tolist() == []


def test_a_truck_that_is_a_bit_of_a_car_and_of_a_bus_is_as_sure_as_they_are_together() -> None:
    output = anchors((10, 20, 30, 60, 7, 0.12), classes=8)
    output[0, [4 + 2, 4 + 5, 4 + 4], 0] = 0.15, 0.08, 0.2
    assert decode_boxes(output=output, bodies=BODIES, iou=0.7).tolist() == [pytest.approx([10, 20, 30, 60, 0.35, 2])]


def test_what_is_surely_a_car_and_surely_a_truck_is_no_surer_than_sure() -> None:
    output = anchors((10, 20, 30, 60, 7, 0.8), classes=8)
    output[0, 4 + 2, 0] = 0.7
    assert decode_boxes(output=output, bodies=BODIES, iou=0.7).tolist() == [pytest.approx([10, 20, 30, 60, 1.0, 7])]


def test_boxes_of_one_kind_of_body_are_thinned_out_together() -> None:
    output = anchors((0, 0, 10, 10, 2, 0.6), (0, 0, 10, 9, 5, 0.5), (0, 0, 10, 9.5, 1, 0.4), classes=8)
    assert decode_boxes(output=output, bodies=BODIES, iou=0.7)[:, 5].tolist() == [2, 1]


def test_an_end_to_end_head_names_one_body_several_times() -> None:
    rows = np.array(
        [
            [0, 0, 10, 10, 0.5, 0],
            [50, 0, 70, 10, 0.3, 7],
            [50, 0, 70, 10, 0.25, 2],
            [50, 0, 70, 9.5, 0.2, 2],
            [50, 0, 70, 10, 0.12, 5],
            [50, 0, 60, 10, 0.11, 5],
            [50, 0, 70, 10, 0.1, 1],
            [50, 0, 70, 10, 0.08, 4],
        ],
        np.float32,
    )
    expected = [rows[1], rows[0], rows[5], rows[6], rows[7]]
    expected[0] = np.array([50, 0, 70, 10, 0.67, 7], np.float32)
    np.testing.assert_allclose(merge_boxes(rows=rows, bodies=BODIES), expected, rtol=1e-5)
    np.testing.assert_allclose(decode_boxes(output=rows[None], bodies=BODIES, iou=0.7), expected, rtol=1e-5)


@settings(max_examples=100)
@given(seed=st.integers(0, 9999), count=st.integers(0, 25))
def test_merging_leaves_the_same_bodies_and_no_body_less_sure(seed: int, count: int) -> None:
    random = np.random.default_rng(seed)
    corner, size = random.integers(0, 12, (count, 2)), random.integers(6, 9, (count, 2))
    conf = np.sort(random.uniform(0.05, 0.6, count))[::-1]
    rows = np.column_stack([corner, corner + size, conf, random.integers(0, 8, count)]).astype(np.float32)
    merged = merge_boxes(rows=rows, bodies=BODIES)
    kept = {tuple(row) for row in merged[:, [0, 1, 2, 3, 5]].tolist()}
    for row in rows:
        body = BODIES[int(row[5])]
        like = [m for m in merged if BODIES[int(m[5])] == body and overlap(m, row) >= 0.699]
        assert tuple(row[[0, 1, 2, 3, 5]].tolist()) in kept or any(m[4] >= row[4] for m in like)
    assert (np.diff(merged[:, 4]) <= 0).all()
    assert merged[:, 4].max(initial=0) <= 1


THINNED = {
    "the surer of two boxes on each other": ([(0, 0, 10, 10, 0, 0.5), (0, 0, 10, 9, 0, 0.9)], [0.9]),
    "both, of different classes": ([(0, 0, 10, 10, 0, 0.5), (0, 0, 10, 9, 1, 0.9)], [0.9, 0.5]),
    "both, far apart": ([(0, 0, 10, 10, 0, 0.5), (50, 0, 60, 10, 0, 0.9)], [0.9, 0.5]),
    "both, sharing less than the limit": ([(0, 0, 10, 10, 0, 0.5), (4, 0, 14, 10, 0, 0.9)], [0.9, 0.5]),
    "what only a dropped box overlaps": (
        [(0, 0, 10, 10, 0, 0.9), (3, 0, 13, 10, 0, 0.8), (6, 0, 16, 10, 0, 0.7)],
        [0.9, 0.7],
    ),
    "no box below the lowest confidence": ([(0, 0, 10, 10, 0, 0.049), (50, 0, 60, 10, 0, 0.051)], [0.051]),
    "nothing of nothing": ([], []),
}


@pytest.mark.parametrize("case", THINNED)
def test_of_overlapping_boxes_there_stays(case: str) -> None:
    boxes, stays = THINNED[case]
    decoded = decode_boxes(output=anchors(*boxes), bodies=np.arange(3), iou=0.5)
    assert decoded.shape == (len(stays), 6)
    assert decoded[:, 4].tolist() == pytest.approx(stays)


def test_at_most_300_boxes_stay_and_they_are_the_surest() -> None:
    boxes = [(20.0 * n, 0.0, 20.0 * n + 10, 10.0, 0, 0.1 + n / 1000) for n in range(400)]
    decoded = decode_boxes(output=anchors(*boxes), bodies=np.arange(3), iou=0.5)
    assert len(decoded) == MAX_BOXES
    assert decoded[:, 4].min() == pytest.approx(0.2)


BOX = st.tuples(
    st.integers(0, 40), st.integers(0, 40), st.integers(3, 30), st.integers(3, 30), st.integers(0, 2)
)  # fmt: skip


@settings(max_examples=150)
@given(boxes=st.lists(BOX, max_size=30), iou=st.sampled_from([0.313, 0.507, 0.711, 0.909]), seed=st.integers(0, 99))
def test_thinning_out_agrees_with_the_plainest_way_of_doing_it(
    boxes: list[tuple[int, int, int, int, int]], iou: float, seed: int
) -> None:
    sure = np.random.default_rng(seed).permutation(len(boxes)) / 40 + 0.03
    output = anchors(*((x, y, x + w, y + h, c, float(s)) for (x, y, w, h, c), s in zip(boxes, sure, strict=True)))
    rows = np.array([(x, y, x + w, y + h, s, c) for (x, y, w, h, c), s in zip(boxes, sure, strict=True)], np.float32)
    expected = plainly_thinned_out(rows.reshape(-1, 6), iou=iou)
    np.testing.assert_allclose(
        decode_boxes(output=output, bodies=np.arange(3), iou=iou), np.array(expected).reshape(-1, 6), atol=1e-4
    )


@pytest.mark.model
@pytest.mark.parametrize("iou", [0.3, 0.7])
@pytest.mark.parametrize("seed", range(3))
def test_thinning_out_agrees_with_the_reference(data_folder: Path, seed: int, iou: float) -> None:
    from heatdash.settings import import_ultralytics

    import_ultralytics()
    import torch
    from ultralytics.utils.nms import non_max_suppression

    random = np.random.default_rng(seed)
    corner, size = random.uniform(0, 500, (1500, 2)), random.uniform(20, 140, (1500, 2))
    scores = random.uniform(0, 1, (1500, 5)) ** 6
    output = np.hstack([corner + size / 2, size, scores]).T[None].astype(np.float32)
    theirs = non_max_suppression(
        torch.from_numpy(output.copy()), conf_thres=LOWEST_CONFIDENCE, iou_thres=iou, max_det=MAX_BOXES, nc=5
    )[0].numpy()
    ours = decode_boxes(output=output, bodies=np.arange(5), iou=iou)
    assert len(ours) > 50
    np.testing.assert_allclose(ours, theirs, atol=0.01)
