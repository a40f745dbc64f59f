"""The same work done on several parts of the tracks at once."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from heatdash.measure.paths import Paths

Result = TypeVar("Result")

ROWS_A_PART = 100_000
"""The arrays of a part this long fit into a processor's cache."""
MOST_THREADS = 4
"""More gain little: memory is what slows each down, not arithmetic."""


def in_threads(*, paths: Paths, work: Callable[[Paths], Result]) -> list[Result]:
    """The result of `work` for each part of the tracks, in the order of the tracks.

    Threads are enough, since NumPy lets other threads run while it computes.
    """
    parts = paths.split(max(1, round(len(paths) / ROWS_A_PART)))
    if len(parts) == 1:
        return [work(parts[0])]
    with ThreadPoolExecutor(thread_count()) as threads:
        return list(threads.map(work, parts))


def thread_count() -> int:
    """How many threads share a calculation: one per core, up to a few."""
    return min(MOST_THREADS, os.cpu_count() or 1)
