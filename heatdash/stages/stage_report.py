"""The report of what a stage of a run cost."""

import sys
import time
from dataclasses import dataclass


def peak_memory_mb() -> float:
    """The most memory that this process has held so far, in megabytes."""
    try:
        import resource
    except ImportError:  # Windows
        import psutil

        return float(psutil.Process().memory_info().peak_wset) / 1e6
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1e6 if sys.platform == "darwin" else peak * 1024 / 1e6


@dataclass(frozen=True)
class StageReport:
    """One stage of a run. `frames` is how many it worked on; 0 where its result was cached."""

    stage: str
    cached: bool
    seconds: float
    frames: int
    peak_memory_mb: float

    @property
    def frames_per_second(self) -> float | None:
        """The speed; None where no frame was worked on."""
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


def report_stage(stage: str, *, began: float, frames: int = 0, cached: bool = False) -> StageReport:
    """The report of a stage that began when time.perf_counter stood at `began` and ends now."""
    return StageReport(
        stage=stage,
        cached=cached,
        seconds=time.perf_counter() - began,
        frames=0 if cached else frames,
        peak_memory_mb=peak_memory_mb(),
    )
