"""Films a grainy yard with people in it through a camera that may be moved, covered or badly lit.

`film(path, looks_at=lambda share: (0.02 * (share > 0.5), 0))` moves the picture by 2 % of its width half-way.
"""

from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

import av
import cv2
import numpy as np
import numpy.typing as npt

Grey = npt.NDArray[np.uint8]
WIDTH_PX, HEIGHT_PX = 640, 360
SECONDS = 20
_ROOM_PX = 120


def film(
    path: Path,
    *,
    looks_at: Callable[[float], tuple[float, float]] = lambda share: (0, 0),
    turned_deg: Callable[[float], float] = lambda share: 0,
    seen: Callable[[Grey, float], npt.NDArray[np.floating] | Grey] = lambda picture, share: picture,
    people: int = 4,
) -> Path:
    """A clip of 20 s, one picture a second. `looks_at` moves the camera, in shares of the picture's width.

    Each of the three tells what is so after a share of the clip; `seen` is what the lens makes of the picture.
    """
    shares = np.linspace(0, 1, SECONDS)
    return write_grey(path, (seen(yard(share, looks_at(share), turned_deg(share), people), share) for share in shares))


def yard(share: float, looks_at: tuple[float, float] = (0, 0), turned_deg: float = 0, people: int = 4) -> Grey:
    """What the camera sees after a share of the clip: people cross the yard, each at its own height and speed."""
    ground = _ground().copy()
    for number in range(people):
        left = _ROOM_PX + round((share * (1 + number / 3) + number / people) % 1 * WIDTH_PX)
        top = _ROOM_PX + 40 + number * 200 // people
        ground[top : top + 110, left : left + 40] = 30 + 150 * number // people
    height, width = ground.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), turned_deg, 1)
    turn[:, 2] += np.array(looks_at) * WIDTH_PX
    moved = cv2.warpAffine(ground, turn, (width, height))
    return moved[_ROOM_PX : _ROOM_PX + HEIGHT_PX, _ROOM_PX : _ROOM_PX + WIDTH_PX]


def write_grey(path: Path, pictures: Iterable[npt.NDArray[np.floating] | Grey], *, fps: int = 1) -> Path:
    """A clip of the pictures, so many a second, each a keyframe."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=fps, options={"preset": "ultrafast", "crf": "12", "threads": "1"})
        stream.width, stream.height, stream.pix_fmt, stream.gop_size = WIDTH_PX, HEIGHT_PX, "yuv420p", 1
        for picture in pictures:
            grey = np.clip(picture, 0, 255).astype(np.uint8)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR), "bgr24")))
        container.mux(stream.encode(None))
    return path


@cache
def _ground() -> Grey:
    """Stones of many sizes and shades, the same each time, with room around what the camera sees."""
    rng = np.random.default_rng(5)
    size = (HEIGHT_PX + 2 * _ROOM_PX, WIDTH_PX + 2 * _ROOM_PX)
    ground = np.full(size, 120, np.uint8)
    for _ in range(500):
        x, y = int(rng.integers(size[1])), int(rng.integers(size[0]))
        end = (x + int(rng.integers(6, 60)), y + int(rng.integers(6, 40)))
        cv2.rectangle(ground, (x, y), end, int(rng.integers(60, 200)), -1)
    return ground
