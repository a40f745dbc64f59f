"""Parts of recordings that read like a sentence: `part("2026-11-21 12:00:00", minutes=10)`."""

from typing import Any

from heatdash.values.part import Part
from heatdash.values.recording import Recording
from heatdash.values.recording_start import FROM_NAME, RecordingStart

MINUTE_S, HOUR_S = 60, 3600


def part(
    start: str | None,
    *,
    minutes: float = 10,
    name: str | None = None,
    source: str | None = FROM_NAME,
    sha256: str | None = None,
    size_px: tuple[int, int] = (1920, 1080),
    **more: Any,
) -> Part:
    """A part that begins then, as its name says; a clip of its own where no other is named by `sha256`."""
    name = name or f"{start}.mp4"
    return Part(
        sha256=sha256 or f"sha of {name}",
        name=name,
        width_px=size_px[0],
        height_px=size_px[1],
        duration_s=minutes * MINUTE_S,
        start=None if start is None else RecordingStart.read(start, source=source),
        **more,
    )


def told(recording: Recording) -> list[str]:
    """What the recording's problems say, in English."""
    return [str(problem) for problem in recording.problems]


def offsets(recording: Recording) -> list[float]:
    """When the parts begin, in minutes of the recording."""
    return [placed.offset_s / MINUTE_S for placed in recording.parts]


def names(recording: Recording) -> list[str]:
    """What the parts are called, in their order."""
    return [placed.part.name for placed in recording.parts]
