"""The scene without the people."""

from typing import Any

import numpy as np
import numpy.typing as npt

from heatdash.media.read_frames import read_frames
from heatdash.values.clip import Clip
from heatdash.values.frame_span import FrameSpan

PICTURES = 31


def clean_background(*, clip: Clip, span: FrameSpan, width_px: int, height_px: int) -> npt.NDArray[np.uint8]:
    """The middle value of each pixel over 31 pictures spread evenly over `span`, BGR, in the size asked for.

    What covers a place for less than half of the span's time is not in it.
    """
    lasting_s = float(clip.times_s[span.stop - 1] - clip.times_s[span.start])
    sample_fps = PICTURES / lasting_s if lasting_s > 0 else None
    frames = read_frames(clip=clip, span=span, sample_fps=sample_fps, width_px=width_px, height_px=height_px)
    pictures = [frame.pixels for frame in frames]
    middle: npt.NDArray[Any] = np.median(np.stack(pictures), axis=0, overwrite_input=True)
    return middle.astype(np.uint8)
