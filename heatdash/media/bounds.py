"""How large a clip or picture may be. What is larger is refused before it is decoded: no recording needs it."""

from pathlib import Path

from heatdash.errors import BadClipError

MAX_PIXELS = 7680 * 4320
MAX_SIDE_PX = 8192
"""Wide enough for a camera that joins four pictures; a strip of one pixel's height is no picture."""
MAX_FRAMES = 2_500_000
"""A day at 28 frames a second."""
MAX_DURATION_S = 7 * 86_400
"""A week. Longer clips are files whose clock has jumped, or time-lapses that play faster than they were filmed."""


def check_size(*, path: Path, width_px: int, height_px: int) -> None:
    """Raise a BadClipError where a picture of this size would take more memory than any camera's needs."""
    if width_px * height_px > MAX_PIXELS or max(width_px, height_px) > MAX_SIDE_PX:
        raise BadClipError("media.too_large", name=path.name, width=width_px, height=height_px)


def check_frame_count(*, path: Path, frames: int) -> None:
    """Raise a BadClipError where a clip has, or claims to have, more frames than any clip needs."""
    if frames > MAX_FRAMES:
        raise BadClipError("media.too_many_frames", name=path.name, frames=frames, most=MAX_FRAMES)


def check_duration(*, path: Path, duration_s: float) -> None:
    """Raise a BadClipError where a clip lasts longer than any clip needs, or where its times make no sense."""
    if not 0 < duration_s <= MAX_DURATION_S:
        hours = f"{abs(duration_s) / 3600:.0f}"
        raise BadClipError("media.too_long", name=path.name, hours=hours, most=MAX_DURATION_S // 3600)
