"""Pictures as three planes in one flat array, so that the same code paints a BGR picture and a decoder's frame."""

from dataclasses import dataclass

import cv2
import numpy as np

from heatdash.draw.palette import Colour
from heatdash.values.arrays import Pixels
from heatdash.values.clip import HD_PIXELS


@dataclass(frozen=True)
class Space:
    """A colour space: how colours become the values of three planes.

    A plane's value is its `weights` times (blue, green, red) plus its offset. Where `halved`, the last two planes have
    half the size in both directions, and the flat array is that of yuv420p: height * 3/2 rows. Otherwise the planes
    lie below each other: height * 3 rows.
    """

    weights: tuple[tuple[float, float, float], ...]
    offsets: tuple[float, float, float]
    halved: bool

    @property
    def step(self) -> int:
        """The grid on which things are placed: 2 where planes are halved, so that colour and brightness line up."""
        return 2 if self.halved else 1

    def values(self, colour: Colour) -> tuple[int, int, int]:
        """The colour as the values of the three planes."""
        first, second, third = (
            round(float(np.dot(row, colour)) + offset) for row, offset in zip(self.weights, self.offsets, strict=True)
        )
        return first, second, third

    def views(self, flat: Pixels) -> tuple[Pixels, Pixels, Pixels]:
        """The three planes of a flat array, as views of it."""
        rows, width = flat.shape
        if not self.halved:
            height = rows // 3
            return flat[:height], flat[height : 2 * height], flat[2 * height :]
        height = rows * 2 // 3
        second, third = flat[height:].reshape(2, height // 2, width // 2)
        return flat[:height], second, third

    def empty(self, width_px: int, height_px: int) -> Pixels:
        """An uninitialised flat array for a picture of this size."""
        rows = height_px * 3 // 2 if self.halved else height_px * 3
        return np.empty((rows, width_px), np.uint8)


BGR = Space(weights=((1, 0, 0), (0, 1, 0), (0, 0, 1)), offsets=(0, 0, 0), halved=False)


def yuv_space(*, width_px: int, height_px: int) -> Space:
    """The space of a video frame of this size: limited range, BT.709 from 1280 x 720 pixels upwards, else BT.601."""
    red, blue = (0.2126, 0.0722) if width_px * height_px >= HD_PIXELS else (0.299, 0.114)
    luma = np.array((blue, 1 - red - blue, red))
    weights = (
        luma * (219 / 255),
        (np.array((1, 0, 0)) - luma) / (1 - blue) * (112 / 255),
        (np.array((0, 0, 1)) - luma) / (1 - red) * (112 / 255),
    )
    first, second, third = ((float(row[0]), float(row[1]), float(row[2])) for row in weights)
    return Space(weights=(first, second, third), offsets=(16, 128, 128), halved=True)


def flat_picture(picture: Pixels) -> Pixels:
    """The BGR picture as a flat array, its three planes below each other."""
    return np.concatenate(cv2.split(picture))


def whole_picture(flat: Pixels) -> Pixels:
    """The BGR picture of a flat array, whose three planes lie below each other."""
    picture: Pixels = cv2.merge(BGR.views(flat))
    return picture


def side_by_side(*, left: Pixels, right: Pixels, space: Space) -> Pixels:
    """Two flat pictures of the same size as one, twice as wide."""
    rows, width = left.shape
    both = np.empty((rows, 2 * width), np.uint8)
    for target, first, second in zip(space.views(both), space.views(left), space.views(right), strict=True):
        target[:, : first.shape[1]] = first
        target[:, first.shape[1] :] = second
    return both


def change_space(*, flat: Pixels, before: Space, after: Space) -> Pixels:
    """A flat picture with halved planes, moved from one space to another; itself where both are the same."""
    if before == after:
        return flat
    changed = np.empty_like(flat)
    luma, *chroma = before.views(flat)
    matrix = np.array(after.weights) @ np.linalg.inv(np.array(before.weights))
    offset = np.array(after.offsets) - matrix @ np.array(before.offsets)
    matrix = np.column_stack((matrix, offset))
    size = luma.shape[::-1]
    full = cv2.merge((luma, *(cv2.resize(plane, size, interpolation=cv2.INTER_LINEAR) for plane in chroma)))
    half = cv2.merge((cv2.resize(luma, chroma[0].shape[::-1], interpolation=cv2.INTER_AREA), *chroma))
    new_luma, new_first, new_second = after.views(changed)
    new_luma[:] = cv2.transform(full, matrix[:1]).reshape(luma.shape)
    new_first[:], new_second[:] = cv2.split(cv2.transform(half, matrix[1:]))
    return changed
