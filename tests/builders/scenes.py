"""Makes small clips of coloured squares that move over a grainy ground, as a fixed camera would see them."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt
from PIL import Image

Point = tuple[float, float]
Pixels = npt.NDArray[np.uint8]
WIDTH_PX, HEIGHT_PX, FPS = 160, 120, 25
RGB = {"red": (210, 25, 25), "blue": (30, 50, 215)}


@dataclass(frozen=True)
class Square:
    """A square of `size_px` whose middle goes straight from `start` to `end` while the clip lasts.

    It is there until a share `until` of the clip.
    """

    colour: str
    start: Point
    end: Point
    size_px: int = 24
    until: float = 2.0

    def middle_at(self, share: float) -> Point:
        """Where the middle is after this share of the clip."""
        (x0, y0), (x1, y1) = self.start, self.end
        return x0 + (x1 - x0) * share, y0 + (y1 - y0) * share


def square(colour: str, *, start: Point, end: Point, size_px: int = 24) -> Square:
    """A square that reads like a sentence: square("red", start=(20, 40), end=(140, 40))."""
    return Square(colour=colour, start=start, end=end, size_px=size_px)


def standing(colour: str, *, at: Point, until: float = 2.0) -> Square:
    """A square that stands still until that share of the clip; by default to its end."""
    return Square(colour=colour, start=at, end=at, until=until)


TWO_SQUARES = (square("red", start=(20, 35), end=(140, 35)), square("blue", start=(140, 90), end=(20, 90)))


def ground() -> Pixels:
    """The empty scene: coarse grey grain, the same each time."""
    grain = np.random.default_rng(7).integers(90, 150, (HEIGHT_PX // 4, WIDTH_PX // 4, 1), np.uint8)
    return np.repeat(grain.repeat(4, axis=0).repeat(4, axis=1), 3, axis=2)


def picture(squares: Iterable[Square], *, share: float) -> Pixels:
    """The RGB picture of the scene after this share of the clip."""
    pixels = ground()
    for one in squares:
        if share >= one.until:
            continue
        x, y = one.middle_at(share)
        left, top = round(x - one.size_px / 2), round(y - one.size_px / 2)
        pixels[max(0, top) : top + one.size_px, max(0, left) : left + one.size_px] = RGB[one.colour]
    return pixels


def make_scene(path: Path, *, squares: Iterable[Square] = TWO_SQUARES, frames: int = 48) -> Path:
    """A clip of the squares, 25 frames a second, with a keyframe every eighth frame."""
    squares = tuple(squares)
    options = {"preset": "ultrafast", "crf": "12", "sc_threshold": "0", "bf": "0", "threads": "1"}
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=FPS, options=options)
        stream.width, stream.height, stream.pix_fmt, stream.gop_size = WIDTH_PX, HEIGHT_PX, "yuv420p", 8
        for number in range(frames):
            pixels = picture(squares, share=number / max(1, frames - 1))
            container.mux(stream.encode(av.VideoFrame.from_ndarray(pixels, "rgb24")))
        container.mux(stream.encode(None))
    return path


def make_picture(path: Path, *, squares: Iterable[Square] = TWO_SQUARES, share: float = 0.5) -> Path:
    """A still picture of the scene, in the format that the name asks for."""
    Image.fromarray(picture(squares, share=share)).save(path)
    return path
