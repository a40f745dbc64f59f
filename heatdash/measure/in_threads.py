"""One piece of work done on many parts of the tracks at once."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from heatdash.measure.paths import Paths

Made = TypeVar("Made")

ROWS_A_PART = 100_000
"""What a part's arrays take up fits into a processor's cache."""
MOST_THREADS = 4
"""More gain little: each is held up by the memory, not by the arithmetic."""


def in_threads(*, paths: Paths, work: Callable[[Paths], Made]) -> list[Made]:
    """What `work` makes of each part of the tracks, in the order of tracks.

    Threads are enough: NumPy lets others run while it computes.
    """
    parts = paths.split(max(1, round(len(paths) / ROWS_A_PART)))
    if len(parts) == 1:
        return [work(parts[0])]
    with ThreadPoolExecutor(thread_count()) as threads:
        return list(threads.map(work, parts))


def thread_count() -> int:
    """How many threads share a calculation: one a core, but not many."""
    return min(MOST_THREADS, os.cpu_count() or 1)
