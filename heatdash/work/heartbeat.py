"""The heartbeat of workers: each touches its lock file every second; one that has stopped or hangs does not."""

import os
import threading
import time
from contextlib import suppress
from pathlib import Path

from heatdash.settings import data_folder

BEAT_EVERY_S = 1.0
SILENT_AFTER_S = 60.0
"""Longer than any library keeps a worker's other threads waiting, while it loads or compiles a model."""
UNWELL_AFTER_S = 20.0
"""From then on it is told to those who ask; it may still come back."""


def locks_folder() -> Path:
    """The folder of the workers' locks."""
    return data_folder() / "workers"


def worker_lock(name: str) -> Path:
    """The path of the lock that the worker of that name holds. While it is free, there is no such worker."""
    return locks_folder() / f"{name}.lock"


def locked_names() -> set[str]:
    """The names of the workers with a lock file, be it held by a living worker or left by a dead one."""
    return {path.stem for path in locks_folder().glob("*.lock")}


def begin_to_beat(name: str) -> None:
    """Let the heart of this process, the worker of that name, beat as long as it lives; it holds its lock."""
    threading.Thread(target=_beat, args=(worker_lock(name),), daemon=True).start()


def _beat(lock: Path) -> None:
    while True:
        # A disk that fails for a moment costs one beat.
        with suppress(OSError):
            os.utime(lock)
        time.sleep(BEAT_EVERY_S)


def last_beat(name: str) -> int | None:
    """A number that is another after each beat of the worker of that name; None where it has not begun."""
    try:
        return worker_lock(name).stat().st_mtime_ns
    except FileNotFoundError:
        return None


def answering_workers() -> int:
    """How many workers have a beat of the last UNWELL_AFTER_S seconds; one of times to come is of an earlier clock."""
    beats = (last_beat(name) for name in locked_names())
    now_ns = time.time_ns()
    return sum(beat is not None and abs(now_ns - beat) < UNWELL_AFTER_S * 1e9 for beat in beats)
