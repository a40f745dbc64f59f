"""Makes the built-in sample without the seconds that encoding its pictures takes."""

import hashlib
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest

from heatdash.media.make_sample import make_sample
from heatdash.media.write_video import write_video
from heatdash.values.frame import Frame

# The module bears its function's name.
MODULE = sys.modules[make_sample.__module__]
FINGERPRINT_EVERY = 10


@dataclass(frozen=True)
class MadeSample:
    """The sample's folder, and the fingerprint of every tenth picture that was painted for it."""

    folder: Path
    fingerprints: tuple[str, ...]


def make_dark_sample(folder: Path, *, seconds: int | None = None) -> MadeSample:
    """The sample as it is, or its first seconds; but in the clip itself it is night, as black is soon encoded."""
    prints: list[str] = []

    def write_dark(*, path: Path, frames: Iterable[Frame], width_px: int, height_px: int) -> int:
        size = {"width_px": width_px, "height_px": height_px}
        night = _night(frames, prints, **size)
        return write_video(path=path, frames=night, pixel_format="yuv420p", preset="ultrafast", **size)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(MODULE, "write_video", write_dark)
        if seconds is not None:
            patch.setattr(MODULE, "DURATION_S", seconds)
        make_sample(folder)
    return MadeSample(folder, tuple(prints))


def _night(frames: Iterable[Frame], prints: list[str], *, width_px: int, height_px: int) -> Iterator[Frame]:
    black = np.full((height_px * 3 // 2, width_px), 16, np.uint8)
    black[height_px:] = 128
    for frame in frames:
        assert frame.pixels.shape == (height_px, width_px, 3)
        if frame.index % FINGERPRINT_EVERY == 0:
            prints.append(hashlib.blake2b(frame.pixels).hexdigest())
        yield replace(frame, pixels=black)
