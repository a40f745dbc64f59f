"""Decoding a model's raw output into boxes."""

from typing import Any

import numpy as np
import numpy.typing as npt

from heatdash.values.arrays import Floats32, Numbers
from heatdash.values.watch_settings import LOWEST_CONFIDENCE

MAX_BOXES = 300


def decode_boxes(*, output: Floats32, class_count: int, iou: float) -> Floats32:
    """Rows of x1, y1, x2, y2 (input pixels), conf, class, surest first, at most 300.

    An output whose rows have six numbers comes from an end-to-end head and is only thresholded. One of
    4 + class_count rows holds centre, size and one score per class for each anchor: the best class is kept, and
    overlapping boxes of one class are thinned out (a box that overlaps a surer one by more than `iou` is dropped).
    """
    if output.shape[-1] == 6 and output.shape[-2] != 4 + class_count:
        rows: Floats32 = output[0]
        rows = rows[rows[:, 4] >= LOWEST_CONFIDENCE]
        return rows[np.argsort(-rows[:, 4], kind="stable")][:MAX_BOXES]
    scores = output[0, 4 : 4 + class_count]
    candidates = np.flatnonzero(scores.max(axis=0) >= LOWEST_CONFIDENCE)
    class_id = scores[:, candidates].argmax(axis=0)
    conf = scores[class_id, candidates]
    centre, size = output[0, :2, candidates], output[0, 2:4, candidates]
    corner = centre - size / 2
    kept = _thin_out(left_top=corner, size=size, conf=conf, class_id=class_id, iou=iou)
    columns: list[Any] = [corner, corner + size, conf[:, None], class_id[:, None]]
    return np.hstack(columns)[kept].astype(np.float32)


def _thin_out(
    *,
    left_top: Numbers,
    size: Numbers,
    conf: Numbers,
    class_id: Numbers,
    iou: float,
) -> npt.NDArray[np.intp]:
    """The indices of the boxes that stay, surest first."""
    import cv2

    if len(conf) == 0:
        return np.empty(0, dtype=np.intp)
    xywh = np.hstack([left_top, size])
    kept = cv2.dnn.NMSBoxesBatched(xywh.tolist(), conf.tolist(), class_id.tolist(), 0.0, iou)
    indices: npt.NDArray[np.intp] = np.asarray(kept, dtype=np.intp).ravel()
    return indices[np.argsort(-conf[indices], kind="stable")][:MAX_BOXES]
