"""Whether a clip is within the limits of this server."""

from heatdash.errors import LimitError
from heatdash.limits import limits
from heatdash.values.clip import Clip


def check_clip(*, clip: Clip, name: str) -> None:
    """Refuse a clip that is longer, larger or of more frames than clips may be here, and call it by that name."""
    most = limits()
    if clip.duration_s > most.clip_s:
        hours = f"{clip.duration_s / 3600:.3g}"
        raise LimitError("limits.clip_hours", name=name, hours=hours, most=f"{most.clip_s / 3600:.3g}")
    if clip.width_px * clip.height_px > most.clip_pixels:
        raise LimitError(
            "limits.clip_megapixels",
            name=name,
            width=clip.width_px,
            height=clip.height_px,
            megapixels=f"{clip.width_px * clip.height_px / 1e6:.3g}",
            most=f"{most.clip_pixels / 1e6:.3g}",
        )
    if clip.frame_count > most.clip_frames:
        raise LimitError("limits.clip_frames", name=name, count=clip.frame_count, most=int(most.clip_frames))
