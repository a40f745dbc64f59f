"""What a stage cost."""

from dataclasses import dataclass


@dataclass(frozen=True)
class StageReport:
    """One stage of a run. `frames` are those it worked on; none where it was cached."""

    stage: str
    cached: bool
    seconds: float
    frames: int
    peak_memory_mb: float

    @property
    def frames_per_second(self) -> float | None:
        """The speed; None where nothing was worked on."""
        return self.frames / self.seconds if self.frames and self.seconds > 0 else None

    def to_json(self) -> dict[str, object]:
        """The report as summary.json shows it."""
        rate = self.frames_per_second
        return {
            "cached": self.cached,
            "seconds": round(self.seconds, 3),
            "frames": self.frames,
            "frames_per_second": None if rate is None else round(rate, 1),
            "peak_memory_mb": round(self.peak_memory_mb, 1),
        }
