"""A small model that finds bright squares, with the numbers that an export of YOLO keeps of its input's shape."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from heatdash.detect.openvino_detector import OpenVinoDetector
from heatdash.detect.reshape_model import reshaped
from heatdash.settings import import_openvino
from heatdash.values.clip import Frame

import_openvino()
import openvino as ov  # noqa: E402
from openvino import opset13 as op  # noqa: E402

STRIDES_PX = (8, 16, 32)
OWN_PX = (128, 128)


def constant(value: Any, kind: Any = np.int64) -> ov.Node:
    return op.constant(np.array(value, kind))


def bright_squares(
    input_px: tuple[int, int], *, spoilt: Callable[[ov.Node, int], ov.Node] | None = None, first: float = 0.5
) -> ov.Model:
    """Of each square of each stride: the middle's x and y, width, height, and how bright it is."""
    width, height = input_px
    picture = op.parameter([1, 3, height, width], np.float32)
    grey = op.reduce_mean(picture, constant([1]), keep_dims=True)
    middles, sides, scores = [], [], []
    for side in STRIDES_PX:
        rows, columns = height // side, width // side
        mean = op.avg_pool(grey, [side] * 2, [0, 0], [0, 0], [side] * 2, exclude_pad=True)
        attended = op.reshape(mean, constant([1, 1, 1, rows * columns]), special_zero=False)
        mean = op.reshape(attended, constant([1, 1, rows, columns]), special_zero=False)
        scores.append(op.reshape(mean, constant([1, 1, -1]), special_zero=False))
        y, x = np.mgrid[:rows, :columns] + first
        middles.append(np.stack([x.ravel(), y.ravel()]))
        sides.append(np.full(rows * columns, side))
    score = op.concat(scores, 2)
    side_px = constant(np.concatenate(sides)[None, None], np.float32)
    middle_px = op.multiply(constant(np.concatenate(middles, 1)[None], np.float32), side_px)
    rows = op.concat([middle_px, side_px, side_px, score], 1)
    count = sum(len(one) for one in sides)
    return ov.Model([op.result(spoilt(rows, count) if spoilt else rows)], [picture], "bright squares")


def found(model: ov.Model, picture: np.ndarray) -> np.ndarray:
    return ov.Core().compile_model(model, "CPU")(picture[None].astype(np.float32))[0]


SHAPES = {
    "landscape": (128, 96),
    "portrait": (96, 128),
    "very wide": (128, 32),
    "larger": (256, 160),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_model_in_another_shape_is_the_one_that_was_made_for_it(shape: str) -> None:
    input_px = SHAPES[shape]
    own = bright_squares(OWN_PX)
    copy = reshaped(model=own, input_px=input_px)
    picture = np.random.default_rng(1).random((3, *input_px[::-1]))
    np.testing.assert_array_equal(found(copy, picture), found(bright_squares(input_px), picture))
    assert list(own.input(0).shape) == [1, 3, 128, 128]


def added(rows: ov.Node, count: int) -> ov.Node:
    return op.add(rows, constant(np.arange(count), np.float32))


def looked_up(rows: ov.Node, count: int) -> ov.Node:
    table = constant(np.arange(5 * count).reshape(1, 5, count), np.float32)
    return op.add(rows, op.gather(table, constant([0]), constant(2)))


def cut_off(rows: ov.Node, count: int) -> ov.Node:
    return op.slice(rows, constant([0]), constant([count]), constant([1]), constant([2]))


def in_batches(rows: ov.Node, count: int) -> ov.Node:
    return op.reshape(rows, constant([-1, 5, count // 4, 1]), special_zero=False)


def halved(rows: ov.Node, count: int) -> ov.Node:
    return op.reshape(rows, constant([count // 2, 10]), special_zero=False)


def counted(rows: ov.Node, count: int) -> ov.Node:
    return op.non_zero(op.greater(rows, constant(0, np.float32)))


@pytest.mark.parametrize("spoilt", [added, looked_up, cut_off, in_batches, halved, counted])
def test_a_model_with_a_number_that_is_not_known_keeps_its_shape(spoilt: Callable[[ov.Node, int], ov.Node]) -> None:
    own = bright_squares(OWN_PX, spoilt=spoilt)
    picture = np.random.default_rng(1).random((3, *OWN_PX[::-1]))
    before = found(own, picture)
    assert reshaped(model=own, input_px=(128, 96)) is None
    np.testing.assert_array_equal(found(own, picture), before)


def test_squares_that_begin_elsewhere_are_not_known() -> None:
    assert reshaped(model=bright_squares(OWN_PX, first=0.0), input_px=(128, 96)) is None


def test_a_shape_that_is_had_or_only_turned_is_left_as_it_is() -> None:
    assert reshaped(model=bright_squares(OWN_PX), input_px=OWN_PX) is None
    assert reshaped(model=bright_squares((128, 96), spoilt=looked_up), input_px=(96, 128)) is None


def opened(model: ov.Model, folder: Path, clip_px: tuple[int, int], side_px: int | None = None) -> OpenVinoDetector:
    if not folder.exists():
        folder.mkdir()
        ov.save_model(model, folder / "bright.xml", compress_to_fp16=False)
    return OpenVinoDetector(
        folder=folder, metadata={"names": {0: "bright"}}, clip_px=clip_px, iou=0.7, device="cpu", side_px=side_px
    )


@pytest.mark.parametrize("known", [True, False], ids=["in the clip's shape", "in its own"])
@pytest.mark.parametrize("side_px", [None, 640])
@pytest.mark.parametrize("clip_px", [(1280, 640), (320, 640), (32, 16), (3584, 1024)])
def test_boxes_lie_where_the_picture_shows_them(
    known: bool, clip_px: tuple[int, int], side_px: int | None, tmp_path: Path
) -> None:
    model = bright_squares((320, 320), spoilt=None if known else cut_off)
    detector = opened(model, tmp_path / "model", clip_px, side_px)
    assert ("320x320" in detector.runs_on) != known
    assert detector.side_px == (side_px if known and side_px else 320)
    width, height = detector.picture_px
    pixels = np.zeros((height, width, 3), np.uint8)
    pixels[3 * height // 4 :, 3 * width // 4 :] = 255
    frame = Frame(index=0, t_s=0.0, pixels=pixels)
    (boxes,) = detector.detect(frames=[frame], background=lambda: pixels)
    sure = boxes.boxes[boxes.conf > 0.9]
    assert len(sure) > 0
    np.testing.assert_allclose(sure.min(axis=0)[:2], 0.75, atol=8 / min(width, height))
    np.testing.assert_allclose(sure.max(axis=0)[2:], 1.0, atol=8 / min(width, height))
