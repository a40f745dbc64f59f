"""Pictures for the screen and for files: resized, and written as JPEG or PNG."""

from base64 import b64encode

import numpy as np

from heatdash.errors import BadClipError
from heatdash.media.read_frames import read_frames
from heatdash.values.arrays import Pixels
from heatdash.values.clip import Clip, FrameSpan

SCREEN_PX = 1280
"""Pictures on the screen are no wider, so that a change shows at once; files have the clip's own size."""
_JPEG_QUALITY = 88
_TRIES = 30
"""Where a frame is damaged, the first readable one of this many, counted from it, is shown."""


def preview_frame(*, clip: Clip, index: int) -> Pixels:
    """The upright frame, BGR, no wider than SCREEN_PX; where it cannot be read, the next one that can."""
    scale = min(1.0, SCREEN_PX / clip.width_px)
    frames = read_frames(
        clip=clip,
        span=FrameSpan(index, min(clip.frame_count, index + _TRIES)),
        width_px=max(1, round(clip.width_px * scale)),
        height_px=max(1, round(clip.height_px * scale)),
    )
    frame = next(frames, None)
    if frame is None:
        raise BadClipError("media.moment_unreadable", name=clip.path.name, frame=index)
    return frame.pixels


def resized(*, picture: Pixels, width_px: int) -> Pixels:
    """The picture at this width, with its shape kept; the same picture where it already has it."""
    import cv2

    height, width = picture.shape[:2]
    if width == width_px:
        return picture
    size = (width_px, max(1, round(height * width_px / width)))
    interpolation = cv2.INTER_AREA if width_px < width else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(picture, size, interpolation=interpolation), dtype=np.uint8)


SOFT_BLOCKS = 20
"""The longer side of a soft picture shows no more than so many patches."""


def soften(picture: Pixels) -> Pixels:
    """The picture so soft that nobody in it can be recognised, for where it is not known who is where."""
    import cv2

    height, width = picture.shape[:2]
    blocks = (max(1, SOFT_BLOCKS * width // max(width, height)), max(1, SOFT_BLOCKS * height // max(width, height)))
    patches = cv2.resize(picture, blocks, interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.resize(patches, (width, height), interpolation=cv2.INTER_LINEAR), dtype=np.uint8)


def as_jpeg(picture: Pixels) -> bytes:
    """The BGR picture as a JPEG file."""
    import cv2

    return _encoded(picture, ".jpg", [cv2.IMWRITE_JPEG_QUALITY, _JPEG_QUALITY])


def jpeg_url(content: bytes) -> str:
    """An address that holds the JPEG file itself: a page that shows it has nothing left to fetch.

    What Streamlit serves is gone as soon as the page has changed, and a browser on a slow line would ask in vain.
    """
    return f"data:image/jpeg;base64,{b64encode(content).decode()}"


def as_png(picture: Pixels) -> bytes:
    """The BGR picture as a PNG file."""
    return _encoded(picture, ".png", [])


def from_png(content: bytes) -> Pixels:
    """The BGR picture that `as_png` has written."""
    import cv2

    return np.asarray(cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_COLOR), dtype=np.uint8)


def _encoded(picture: Pixels, suffix: str, options: list[int]) -> bytes:
    import cv2

    is_done, content = cv2.imencode(suffix, picture, options)
    if not is_done:
        raise ValueError(f"A picture of the shape {picture.shape} cannot be written as {suffix}.")
    return content.tobytes()
