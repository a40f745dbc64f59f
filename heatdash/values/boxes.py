"""Boxes as rows of x1, y1, x2, y2: how much of them they share, and whether the picture's edges may cut them."""

import numpy as np

from heatdash.values.arrays import Marks, Numbers


def overlap(a: Numbers, b: Numbers, /) -> Numbers:
    """The intersection over union of the boxes: the area they share over the area they cover together."""
    shared = _shared(a, b)
    share: Numbers = shared / np.maximum(_area(a) + _area(b) - shared, 1e-9)
    return share


def covered(a: Numbers, /, *, by: Numbers) -> Numbers:
    """The share of each box's area that lies inside the other box."""
    return _shared(a, by) / np.maximum(_area(a), 1e-9)


def _shared(a: Numbers, b: Numbers) -> Numbers:
    across, down = (
        np.maximum(np.minimum(a[..., side + 2], b[..., side + 2]) - np.maximum(a[..., side], b[..., side]), 0.0)
        for side in (0, 1)
    )
    shared: Numbers = across * down
    return shared


def _area(box: Numbers) -> Numbers:
    area: Numbers = (box[..., 2] - box[..., 0]) * (box[..., 3] - box[..., 1])
    return area


AT_EDGE = 0.25
"""A share of the object's size: trackers take a moment to start, and someone who walks in moves on meanwhile."""


def away_from_edges(box: Numbers, /, *, size_px: Numbers, picture_px: tuple[int, int]) -> Marks:
    """Marks on the boxes that are further from all edges of the picture than a quarter of their objects' size."""
    margin = AT_EDGE * size_px[:, None]
    inside = np.concatenate([box[:, :2] > margin, box[:, 2:] < np.array(picture_px) - margin], axis=1)
    return np.asarray(inside.all(axis=1))
