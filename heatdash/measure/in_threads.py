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


def in_threads(*, paths: Paths, work: Callable[[Paths], Made]) -> list[Made]:
    """What `work` makes of each part of the tracks, in the order of tracks.

    Threads are enough: NumPy lets others run while it computes.
    """
    parts = paths.split(max(1, round(len(paths) / ROWS_A_PART)))
    if len(parts) == 1:
        return [work(parts[0])]
    with ThreadPoolExecutor(min(MOST_THREADS, os.cpu_count() or 1)) as threads:
        return list(threads.map(work, parts))
