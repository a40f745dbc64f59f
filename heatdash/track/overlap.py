"""How much boxes cover each other. The last axis of an array of boxes holds x1, y1, x2, y2."""

import numpy as np
import numpy.typing as npt

Boxes = npt.NDArray[np.float64]


def overlap(a: Boxes, b: Boxes, /) -> npt.NDArray[np.float64]:
    """The area that boxes share, as a share of the area that they cover together."""
    shared = _shared(a, b)
    return shared / np.maximum(_area(a) + _area(b) - shared, 1e-9)


def covered(a: Boxes, /, *, by: Boxes) -> npt.NDArray[np.float64]:
    """The share of each box that lies in the other one."""
    return _shared(a, by) / np.maximum(_area(a), 1e-9)


def _shared(a: Boxes, b: Boxes) -> npt.NDArray[np.float64]:
    across, down = (
        np.maximum(np.minimum(a[..., side + 2], b[..., side + 2]) - np.maximum(a[..., side], b[..., side]), 0.0)
        for side in (0, 1)
    )
    shared: npt.NDArray[np.float64] = across * down
    return shared


def _area(box: Boxes) -> npt.NDArray[np.float64]:
    area: npt.NDArray[np.float64] = (box[..., 2] - box[..., 0]) * (box[..., 3] - box[..., 1])
    return area
