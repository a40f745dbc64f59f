"""Decoding a model's raw output into boxes."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from heatdash.values.arrays import Floats32, Ints, Numbers
from heatdash.values.boxes import overlap
from heatdash.values.classes import body_of
from heatdash.values.watch_settings import LOWEST_CONFIDENCE

MAX_BOXES = 300
SAME_BODY = 0.7
"""The overlap from which on two boxes of one kind of body are the same body."""


def bodies_of(class_names: Mapping[int, str]) -> Ints:
    """For each class, by its number, the first class of the same kind of body: a truck is half a car to a model.

    Classes that are neither people nor vehicles stay by themselves.
    """
    kinds = [body_of(class_names.get(number, "")) for number in range(max(class_names, default=-1) + 1)]
    return np.array([number if kind == "other" else kinds.index(kind) for number, kind in enumerate(kinds)], np.int64)


def decode_boxes(*, output: Floats32, bodies: Ints, iou: float) -> Floats32:
    """Rows of x1, y1, x2, y2 (input pixels), conf, class, surest first, at most 300.

    `bodies` are as `bodies_of` returns them. The scores that several classes of one kind of body get for a box are one
    score, their sum, and the class is the likeliest of them. An output whose rows have six numbers comes from an
    end-to-end head. One of 4 rows and one for each class holds centre, size and scores for each anchor: its boxes are
    thinned out (a box that overlaps a surer one of the same kind of body by more than `iou` is dropped).
    """
    if output.shape[-1] == 6 and output.shape[-2] != 4 + len(bodies):
        rows: Floats32 = output[0]
        rows = rows[rows[:, 4] >= LOWEST_CONFIDENCE]
        return merge_boxes(rows=rows[np.argsort(-rows[:, 4], kind="stable")], bodies=bodies)[:MAX_BOXES]
    scores = output[0, 4 : 4 + len(bodies)]
    candidates = np.flatnonzero(scores.max(axis=0) >= LOWEST_CONFIDENCE)
    scores = scores[:, candidates]
    together = np.zeros_like(scores)
    np.add.at(together, bodies, scores)
    body = together.argmax(axis=0)
    class_id = np.where(bodies[:, None] == body, scores, -1.0).argmax(axis=0)
    conf = np.minimum(together[body, np.arange(len(candidates))], 1.0)
    centre, size = output[0, :2, candidates], output[0, 2:4, candidates]
    corner = centre - size / 2
    kept = _thin_out(left_top=corner, size=size, conf=conf, body=body, iou=iou)
    columns: list[Any] = [corner, corner + size, conf[:, None], class_id[:, None]]
    return np.hstack(columns)[kept].astype(np.float32)


def merge_boxes(*, rows: Floats32, bodies: Ints) -> Floats32:
    """The rows, surest first, without those of another class for a body that a surer row shows.

    Their scores are added to the surer row's, one score for each class.
    """
    body = bodies[rows[:, 5].astype(np.int64)]
    shared = np.triu((body[:, None] == body) & (rows[:, None, 5] != rows[:, 5]), 1)
    surer, other = np.nonzero(shared)
    if len(surer) == 0:
        return rows
    same = overlap(rows[surer, :4], rows[other, :4]) >= SAME_BODY
    rows, merged, added = rows.copy(), np.zeros(len(rows), dtype=bool), set[tuple[int, int]]()
    for one, two in zip(surer[same].tolist(), other[same].tolist(), strict=True):
        if merged[one] or merged[two]:
            continue
        merged[two] = True
        if (one, int(rows[two, 5])) not in added:
            added.add((one, int(rows[two, 5])))
            rows[one, 4] = min(rows[one, 4] + rows[two, 4], 1.0)
    rows = rows[~merged]
    return rows[np.argsort(-rows[:, 4], kind="stable")]


def _thin_out(
    *,
    left_top: Numbers,
    size: Numbers,
    conf: Numbers,
    body: Numbers,
    iou: float,
) -> npt.NDArray[np.intp]:
    """The indices of the boxes that stay, surest first."""
    import cv2

    if len(conf) == 0:
        return np.empty(0, dtype=np.intp)
    xywh = np.hstack([left_top, size])
    kept = cv2.dnn.NMSBoxesBatched(xywh.tolist(), conf.tolist(), body.tolist(), 0.0, iou)
    indices: npt.NDArray[np.intp] = np.asarray(kept, dtype=np.intp).ravel()
    return indices[np.argsort(-conf[indices], kind="stable")][:MAX_BOXES]
