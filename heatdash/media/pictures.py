"""One picture of a clip, for the screen."""

from heatdash.errors import BadClipError
from heatdash.media.read_frames import read_frames
from heatdash.values.arrays import Pixels
from heatdash.values.clip import Clip, FrameSpan

WIDEST_PX = 1280
_TRIES = 30
"""Where a frame is damaged, one of so many that follow is shown."""


def preview_frame(*, clip: Clip, index: int) -> Pixels:
    """The upright frame, BGR, no wider than WIDEST_PX; where it cannot be read, the next one that can."""
    scale = min(1.0, WIDEST_PX / clip.width_px)
    frames = read_frames(
        clip=clip,
        span=FrameSpan(index, min(clip.frame_count, index + _TRIES)),
        width_px=max(1, round(clip.width_px * scale)),
        height_px=max(1, round(clip.height_px * scale)),
    )
    frame = next(frames, None)
    if frame is None:
        raise BadClipError(
            f"'{clip.path.name}' cannot be read around frame {index}; choose another moment, or export the clip again."
        )
    return frame.pixels
