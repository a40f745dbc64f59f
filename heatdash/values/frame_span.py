"""A half-open range of frames."""

from dataclasses import dataclass

from heatdash.errors import BadSettingError


@dataclass(frozen=True, order=True)
class FrameSpan:
    """The frames from `start` up to, but not including, `stop`."""

    start: int
    stop: int

    def __post_init__(self) -> None:
        if self.start < 0 or self.stop < self.start:
            raise BadSettingError(f"A span from frame {self.start} to {self.stop} holds nothing; give start <= stop.")

    def __len__(self) -> int:
        return self.stop - self.start

    def __contains__(self, frame: int) -> bool:
        return self.start <= frame < self.stop
