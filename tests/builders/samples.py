"""Makes the built-in sample without the seconds that encoding its pictures takes."""

import hashlib
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import pytest

from heatdash.sample.make_sample import make_sample
from heatdash.values.arrays import Pixels
from heatdash.values.clip import Frame
from tests.builders.long_clips import FPS, make_long_clip

# The module bears its function's name.
MODULE = sys.modules[make_sample.__module__]
FINGERPRINT_EVERY, THUMBNAIL_EVERY = 10, 100


@dataclass(frozen=True)
class MadeSample:
    """The sample's folder, the fingerprint of every tenth picture that was painted for it, and six of them, small."""

    folder: Path
    fingerprints: tuple[str, ...]
    thumbnails: Pixels


def make_quick_sample(folder: Path, *, seconds: int | None = None) -> MadeSample:
    """The sample as it is, or its first seconds; but another clip, as long and as large, stands for its own."""
    prints: list[str] = []
    thumbnails: list[Pixels] = []

    def write_another(*, path: Path, frames: Iterable[Frame], width_px: int, height_px: int) -> int:
        count = 0
        for frame in frames:
            assert frame.pixels.shape == (height_px, width_px, 3)
            if frame.index % FINGERPRINT_EVERY == 0:
                prints.append(hashlib.blake2b(frame.pixels).hexdigest())
            if frame.index % THUMBNAIL_EVERY == 0:
                thumbnails.append(
                    np.asarray(cv2.resize(frame.pixels, (32, 18), interpolation=cv2.INTER_AREA), np.uint8)
                )
            count += 1
        make_long_clip(path, seconds=count // FPS, width=width_px, height=height_px)
        return count

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(MODULE, "write_video", write_another)
        if seconds is not None:
            patch.setattr(MODULE, "DURATION_S", seconds)
        make_sample(folder)
    return MadeSample(folder, tuple(prints), np.stack(thumbnails))
