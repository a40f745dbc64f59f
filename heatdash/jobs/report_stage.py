"""What a stage of this run has cost so far."""

import time

from heatdash.jobs.peak_memory import peak_memory_mb
from heatdash.values.stage_report import StageReport


def report_stage(stage: str, *, began: float, frames: int = 0, cached: bool = False) -> StageReport:
    """The report of a stage that began at `began` of time.perf_counter and ends now."""
    return StageReport(
        stage=stage,
        cached=cached,
        seconds=time.perf_counter() - began,
        frames=0 if cached else frames,
        peak_memory_mb=peak_memory_mb(),
    )
