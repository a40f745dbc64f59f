"""What is known of a clip once it has been probed: its frames, their times, and spans of frames."""

import math
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from heatdash.errors import BadClipError, BadSettingError
from heatdash.values.arrays import Floats, Ints, Pixels

HD_PIXELS = 1280 * 720
"""From this size on, video is read and written in BT.709, below it in BT.601."""


@dataclass(frozen=True, order=True)
class FrameSpan:
    """The frames from `start` up to, but not including, `stop`."""

    start: int
    stop: int

    def __post_init__(self) -> None:
        if self.start < 0 or self.stop < self.start:
            raise BadSettingError("values.empty_span", start=self.start, stop=self.stop)

    def __len__(self) -> int:
        return self.stop - self.start

    def __contains__(self, frame: int) -> bool:
        return self.start <= frame < self.stop


@dataclass(frozen=True, eq=False, slots=True)
class Frame:
    """One picture of a clip: `index` counts the frames from 0, `t_s` is the time since the first frame.

    `pixels` is BGR, height x width x 3, or planar YUV 4:2:0, (height * 3/2) x width, as the reader was asked for.
    """

    index: int
    t_s: float
    pixels: Pixels

    def __reduce__(self) -> Any:
        raise TypeError("Frames never cross a process boundary; pass the clip and a span instead.")


@dataclass(frozen=True)
class Clip:
    """A video or a still picture. Two clips with the same `sha256` are equal, wherever their files are.

    Sizes are those of the upright picture, in square pixels. Where `is_mirrored`, the stored picture is mirrored before
    it is turned by `rotation_deg` to the left. `times_s` holds each frame's own timestamp, counted from the first
    frame, strictly increasing; `keyframes` the frames at which decoding can begin. `lost_frames` counts the frames
    that the file's header announces but that are missing.
    """

    path: Path = field(compare=False)
    sha256: str
    container: str
    codec: str
    width_px: int
    height_px: int
    rotation_deg: int
    average_fps: float
    is_variable_rate: bool
    duration_s: float
    lost_frames: int
    times_s: Floats = field(compare=False, repr=False)
    keyframes: Ints = field(compare=False, repr=False)
    is_mirrored: bool = False

    def __post_init__(self) -> None:
        if self.width_px < 1 or self.height_px < 1 or len(self.times_s) == 0:
            raise BadClipError(
                "values.no_picture",
                name=self.path.name,
                width=self.width_px,
                height=self.height_px,
                frames=len(self.times_s),
            )
        self.times_s.setflags(write=False)
        self.keyframes.setflags(write=False)

    @property
    def size_px(self) -> tuple[int, int]:
        """The width and height of the upright picture."""
        return self.width_px, self.height_px

    @property
    def frame_count(self) -> int:
        """The number of frames that can be read."""
        return len(self.times_s)

    @property
    def is_image(self) -> bool:
        """True where the clip is a still picture."""
        return self.container == "image"

    @property
    def whole(self) -> FrameSpan:
        """The span of all frames."""
        return FrameSpan(start=0, stop=self.frame_count)

    def sampled_frames(self, sample_fps: float | None) -> Ints:
        """The frames to watch at `sample_fps` frames a second; every frame where it is None or above the clip's rate.

        Time is cut into steps of 1 / sample_fps; the first frame of each step is taken, so that a variable rate
        is sampled evenly in time. Timestamps that the file rounds by up to half a millisecond do not shift a step.
        """
        every = np.arange(self.frame_count, dtype=np.int64)
        if sample_fps is None:
            return every
        if not (math.isfinite(sample_fps) and sample_fps > 0):
            raise BadSettingError("values.odd_sampling", fps=sample_fps)
        steps = np.floor((self.times_s + 0.0005) * sample_fps).astype(np.int64)
        first = np.ones(self.frame_count, dtype=bool)
        first[1:] = steps[1:] != steps[:-1]
        return every[first]
