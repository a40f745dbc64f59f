"""Fitting a picture into a model's input, as ultralytics does."""

from dataclasses import dataclass

import numpy as np

from heatdash.values.arrays import Numbers, Pixels

PAD_GREY = 114
LARGEST_SQUARE_PX = 32
"""A model's input is a whole number of the largest squares wide and high in which the model looks at it."""
LEAST_SIDE = 0.8
"""Of the longer side. With less grey around the picture, a model made for a square finds people less steadily."""


@dataclass(frozen=True)
class Letterbox:
    """A picture of `picture_px` in the middle of an input of `input_px`, each as width and height."""

    picture_px: tuple[int, int]
    input_px: tuple[int, int]

    @property
    def offset_px(self) -> tuple[int, int]:
        """Where the picture's top left corner lies in the input."""
        (wide, high), (width, height) = self.input_px, self.picture_px
        return round((wide - width) / 2 - 0.1), round((high - height) / 2 - 0.1)

    @property
    def trimmed_px(self) -> tuple[int, int]:
        """The input's width and height without whole squares of grey that lie on both sides of the picture.

        The rest of them then lie on the same places of the picture as before. Some grey stays.
        """
        pair, longest = 2 * LARGEST_SQUARE_PX, max(self.input_px)
        width, height = (
            i - int(min(i - p, max(i - LEAST_SIDE * longest, 0)) // pair) * pair
            for i, p in zip(self.input_px, self.picture_px, strict=True)
        )
        return width, height

    def canvas(self) -> Pixels:
        """A grey input to paste pictures into."""
        width, height = self.input_px
        return np.full((1, height, width, 3), PAD_GREY, dtype=np.uint8)

    def paste(self, *, canvas: Pixels, pixels: Pixels) -> None:
        """Paste the picture into the canvas."""
        (left, top), (width, height) = self.offset_px, self.picture_px
        canvas[0, top : top + height, left : left + width] = pixels

    def in_picture(self, boxes_px: Numbers) -> Numbers:
        """Boxes in input pixels, in pixels of the picture."""
        moved: Numbers = boxes_px - np.tile(self.offset_px, 2)
        return moved


def fit_letterbox(*, clip_px: tuple[int, int], input_px: tuple[int, int]) -> Letterbox:
    """The letterbox that fits a picture of `clip_px` into `input_px`, as large as possible, keeping its shape."""
    scale = min(i / c for i, c in zip(input_px, clip_px, strict=True))
    width, height = (max(1, min(i, round(c * scale))) for c, i in zip(clip_px, input_px, strict=True))
    return Letterbox(picture_px=(width, height), input_px=input_px)


def input_size_px(*, clip_px: tuple[int, int], long_side_px: int) -> tuple[int, int]:
    """The input's width and height for a model that takes any size: the clip's shape, in whole squares."""
    longest, square = max(clip_px), LARGEST_SQUARE_PX
    width, height = (max(square, -(-round(side / longest * long_side_px) // square) * square) for side in clip_px)
    return width, height
