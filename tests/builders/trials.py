"""Trials of ten seconds, as they are kept."""

from collections.abc import Mapping

from heatdash.values.trial import BUSIEST, Look, Trial


def look(
    objects: Mapping[str, int] | None = None,
    moments: Mapping[str, int] | None = None,
    *,
    input_px: int = 640,
    height_px: Mapping[str, float] | None = None,
    static: int = 0,
    seconds: float = 2.0,
) -> Look:
    """A look that has found these objects, each in ten frames where nothing else is said."""
    objects = objects or {}
    return Look(
        input_px=input_px,
        objects=objects,
        moments={name: 10 * count for name, count in objects.items()} if moments is None else moments,
        height_px=height_px or {},
        static=static,
        seconds=seconds,
    )


def trial(*, own: Look, larger: Look, where: str = BUSIEST, frames: int = 100, clip_frames: int = 600) -> Trial:
    """A trial from 0:20 to 0:30 of a clip of a minute, 1080 pixels high."""
    return Trial(
        from_s=20.0,
        to_s=30.0,
        where=where,
        picture_px=1080,
        frames=frames,
        clip_frames=clip_frames,
        own=own,
        larger=larger,
    )
