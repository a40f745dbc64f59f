"""Bringing pictures of one place to the same light."""

from collections.abc import Sequence
from typing import Any, TypeAlias

import cv2
import numpy as np

from heatdash.values.arrays import Marks, Pixels

Masked: TypeAlias = "np.ma.MaskedArray[Any, Any]"
_LEAST_GAIN = 0.01


def _cell_means(picture: Pixels, marks: Marks) -> Masked:
    """The mean colour of each cell of the picture that is marked; black ones are left out too."""
    means = cv2.resize(picture, marks.shape[::-1], interpolation=cv2.INTER_AREA).astype(np.float32)
    return np.ma.array(means, mask=np.repeat(~marks[..., None], 3, axis=2) | (means < 1))


class UsualLight:
    """The light in which most of the pictures are, judged by their marked cells: those without people in them."""

    def __init__(self, pictures: Sequence[Pixels], marks: Marks) -> None:
        means = [_cell_means(picture, marked) for picture, marked in zip(pictures, marks, strict=True)]
        self._usual = _middle(np.ma.stack(means), axis=0)

    def evened(self, picture: Pixels, marks: Marks) -> Pixels:
        """The picture in the usual light, judged by its marked cells; itself where its light is usual."""
        gain = _middle(self._usual / _cell_means(picture, marks), axis=(0, 1)).filled(1.0)
        if np.abs(gain - 1).max() < _LEAST_GAIN:
            return picture
        return np.asarray(cv2.multiply(picture, (*gain.tolist(), 1.0)), dtype=np.uint8)


def _middle(values: Masked, *, axis: int | tuple[int, ...]) -> Masked:
    median: Masked = np.ma.median(values, axis=axis)  # type: ignore[no-untyped-call]
    return median
