"""Where the camera pointed in each of a few pictures, judged by what does not move."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from heatdash.values.arrays import Floats32, Ints, Numbers, Pixels
from heatdash.values.camera_report import Corners

FEATURES = 500
ALIKE_BITS = 48
"""Out of 256: features that differ in this many bits or more are not the same."""
STILL_SHARE = 0.005
"""A share of the picture's longer side: what has moved by less counts as still."""
FIT_PX = 3.0
GRID = (6, 4)
FEWEST_STILL, FEWEST_MOVED = 4, 6
"""Cells of the grid that must agree. A bus, a crowd or a clock in the picture fills fewer."""
FEWEST_OF_A_VIEW = 3


@dataclass(frozen=True)
class CameraPlace:
    """Which view a picture belongs to, and how far its corners have moved from the middle picture of that view."""

    view: int | None
    corners: Corners | None


@dataclass(frozen=True, eq=False)
class _Features:
    at: Floats32
    bits: Pixels | None


def camera_places(pictures: Sequence[Pixels]) -> list[CameraPlace]:
    """The place of each picture, with corners in its own pixels.

    Pictures are aligned with the middle one by features that stand out, whatever the light. Objects that all move
    together are outvoted by the cells of a grid in which something stands still. View 1 is a stretch of pictures that
    can be aligned with one another but not with the middle one, as when the camera was turned away.
    """
    if not pictures:
        return []
    found = [_features(picture) for picture in pictures]
    height, width = pictures[0].shape
    size = (width, height)
    numbers = list(range(len(found)))
    places = _aligned(numbers, found, size, view=0)
    others = [number for number in numbers if number not in places]
    # Only a stretch at the start or the end counts: someone in front of the camera for a moment is not a view.
    begins, ends = others == numbers[: len(others)], others == numbers[len(numbers) - len(others) :]
    if len(others) >= FEWEST_OF_A_VIEW and (begins or ends):
        second = _aligned(others, found, size, view=1)
        if len(second) == len(others):
            places |= second
    return [places.get(number, CameraPlace(None, None)) for number in numbers]


def _features(picture: Pixels) -> _Features:
    import cv2

    finder = cv2.ORB.create(nfeatures=FEATURES, scaleFactor=1.3, nlevels=4, fastThreshold=8, edgeThreshold=15)
    points, bits = finder.detectAndCompute(picture, None)
    return _Features(at=np.array([point.pt for point in points], np.float32).reshape(-1, 2), bits=bits)


def _aligned(
    numbers: Sequence[int], found: Sequence[_Features], size: tuple[int, int], *, view: int
) -> dict[int, CameraPlace]:
    """The places of those pictures that can be aligned with the middle one of them."""
    middle = numbers[len(numbers) // 2]
    moved = {number: _corners_moved(found[middle], found[number], size) for number in numbers}
    return {number: CameraPlace(view, corners) for number, corners in moved.items() if corners is not None}


def _corners_moved(base: _Features, other: _Features, size: tuple[int, int]) -> Corners | None:
    """How far two opposite corners have moved; None where too little matches to tell."""
    import cv2

    if base.bits is None or other.bits is None:
        return None
    matches = cv2.BFMatcher(cv2.NORM_HAMMING, crossCheck=True).match(base.bits, other.bits)
    pairs = [(match.queryIdx, match.trainIdx) for match in matches if match.distance < ALIKE_BITS]
    if len(pairs) < 2 * FEWEST_STILL:
        return None
    in_base, in_other = np.array(pairs).T
    before, after = base.at[in_base], other.at[in_other]
    still = np.hypot(*(after - before).T) < STILL_SHARE * max(size)
    still_cells = _cells_filled(before[still], size)
    transform, inliers = cv2.estimateAffinePartial2D(before, after, method=cv2.RANSAC, ransacReprojThreshold=FIT_PX)
    moved_cells = 0 if transform is None else _cells_filled(before[inliers[:, 0] > 0], size)
    if moved_cells >= FEWEST_MOVED and moved_cells > still_cells:
        return _moved_by(transform, size)
    return (0.0, 0.0, 0.0, 0.0) if still_cells >= FEWEST_STILL else None


def _moved_by(transform: Numbers, size: tuple[int, int]) -> Corners:
    corners = np.array([(0, 0), size], dtype=np.float64)
    (x0, y0), (x1, y1) = corners @ transform[:, :2].T + transform[:, 2] - corners
    return float(x0), float(y0), float(x1), float(y1)


def _cells_filled(points: Floats32, size: tuple[int, int]) -> int:
    """The number of grid cells that hold two points or more."""
    columns, rows = ((points[:, axis] * GRID[axis] / size[axis]).astype(int) for axis in (0, 1))
    counts: Ints = np.bincount(columns * GRID[1] + rows)
    return int((counts >= 2).sum())
