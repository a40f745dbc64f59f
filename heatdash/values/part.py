"""What one clip contributes to a recording."""

import math
from dataclasses import dataclass, replace

from heatdash.errors import BadSettingError
from heatdash.values.recording_start import RecordingStart

ROUNDING_S = 2.0
"""Names tell whole seconds, and clocks drift: an overlap of no more means nothing."""


@dataclass(frozen=True)
class Part:
    """One clip of a recording: its picture's upright size, how long it lasts, and when it began, as far as is known.

    The start's `source` says what told it. `file_time_s` is when the file was last written, which is the clip's end
    unless it was copied; `metadata_time_s` is what the camera wrote into it, as the clip's beginning or its end. Both
    are in seconds since 1970, and tell apart two hours that the clock showed alike.
    """

    sha256: str
    name: str
    width_px: int
    height_px: int
    duration_s: float
    start: RecordingStart | None = None
    file_time_s: float | None = None
    metadata_time_s: float | None = None

    def __post_init__(self) -> None:
        seconds = (self.duration_s, self.file_time_s or 0.0, self.metadata_time_s or 0.0)
        if not (self.sha256 and min(self.size_px) > 0 and self.duration_s > 0 and all(map(math.isfinite, seconds))):
            width, height = self.size_px
            raise BadSettingError(
                "recording.odd_part", name=self.name, width=width, height=height, seconds=self.duration_s
            )

    @property
    def size_px(self) -> tuple[int, int]:
        """The width and height of the upright picture."""
        return self.width_px, self.height_px

    def with_start(self, start: RecordingStart | None) -> "Part":
        """The part with this start, as where a person says when it began."""
        return replace(self, start=start)
