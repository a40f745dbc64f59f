"""Reads a short stretch of a clip as small pictures."""

from collections.abc import Iterator

import numpy as np

from heatdash.media.read_frames import read_frames
from heatdash.values.clip import Clip
from heatdash.values.frame import Frame
from heatdash.values.frame_span import FrameSpan


def read_stretch(
    *, clip: Clip, from_s: float, to_s: float, widest_px: int, sample_fps: float | None = None
) -> Iterator[Frame]:
    """The upright frames in sight from `from_s` up to, but not including, `to_s`, as planar yuv420p of `small_size`.

    The first one is that in sight when the stretch begins, even where it came before. A clip's frames are skipped up
    to there, not decoded. `sample_fps` takes fewer, but never none.
    """
    times_s = clip.times_s
    start = max(0, int(np.searchsorted(times_s, from_s, side="right")) - 1)
    span = FrameSpan(start, max(start + 1, int(np.searchsorted(times_s, to_s))))
    sampled = clip.sampled_frames(sample_fps)
    is_sampled = bool(((sampled >= span.start) & (sampled < span.stop)).any())
    width_px, height_px = small_size(clip=clip, widest_px=widest_px)
    return read_frames(
        clip=clip,
        span=span,
        sample_fps=sample_fps if is_sampled else None,
        width_px=width_px,
        height_px=height_px,
        pixel_format="yuv420p",
    )


def small_size(*, clip: Clip, widest_px: int) -> tuple[int, int]:
    """The width and height, both even, of the upright clip made no wider than that, nor larger but for an odd pixel."""
    share = min(1.0, widest_px / clip.width_px)
    width_px, height_px = (max(2, round(side * share / 2) * 2) for side in (clip.width_px, clip.height_px))
    return width_px, height_px
