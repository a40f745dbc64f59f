"""A few small pictures of a clip, cheaply."""

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from heatdash.media.decode_pictures import decode_pictures
from heatdash.media.read_image import read_image
from heatdash.values.clip import Clip

if TYPE_CHECKING:
    from av.video.frame import VideoFrame

Grey = npt.NDArray[np.uint8]

PICTURES = 16
LONGEST_PX = 640
"""What a detector sees; what cannot be made out there does not help it."""
MOST_DECODED = 400
"""Frames that may be decoded on the way to the pictures of a clip with few keyframes: less than a second's work."""


def spread_pictures(clip: Clip) -> tuple[list[float], list[Grey]]:
    """Times and grey pictures of up to 16 frames spread over the clip, no longer than 640 pixels; damaged ones lack.

    They are not turned upright. Where there are 16 keyframes, only those are decoded. Where there are fewer, frames
    close behind them are taken as well; of a long clip with a single keyframe that is its begin.
    """
    if clip.is_image:
        import av

        image = av.VideoFrame.from_ndarray(read_image(clip.path), format="bgr24")
        return [0.0], [_small_grey(image)]
    times_s, pictures = [], []
    for index, picture in decode_pictures(clip=clip, wanted=_spread_frames(clip)):
        times_s.append(float(clip.times_s[index]))
        pictures.append(_small_grey(picture))
    return times_s, pictures


def _spread_frames(clip: Clip) -> npt.NDArray[np.int64]:
    count = len(clip.keyframes)
    frames = np.arange(clip.frame_count)
    keyframe = clip.keyframes[np.searchsorted(clip.keyframes, frames, side="right") - 1]
    reach = MOST_DECODED // count if count < PICTURES else 0
    cheap = frames[frames - keyframe <= reach]
    # Evenly in time and not by number, since keyframes crowd where much moves.
    goals_s = np.linspace(0, clip.times_s[-1], PICTURES)
    after = np.clip(np.searchsorted(clip.times_s[cheap], goals_s), 1, max(1, len(cheap) - 1))
    if len(cheap) == 1:
        return cheap
    before_s, after_s = clip.times_s[cheap[after - 1]], clip.times_s[cheap[after]]
    return np.unique(np.where(goals_s - before_s < after_s - goals_s, cheap[after - 1], cheap[after]))


def _small_grey(picture: "VideoFrame") -> Grey:
    import cv2
    from av.video.reformatter import Interpolation

    scale = min(1.0, LONGEST_PX / max(picture.width, picture.height))
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    small = picture.reformat(*size, "bgr24", interpolation=Interpolation.AREA)
    return np.asarray(cv2.cvtColor(small.to_ndarray(), cv2.COLOR_BGR2GRAY), dtype=np.uint8)
