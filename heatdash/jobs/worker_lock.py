"""The lock that a worker holds for as long as it lives."""

from pathlib import Path

from heatdash.settings import data_folder


def worker_lock(name: str) -> Path:
    """Where the lock lies of the worker of that name. While it is free, there is no such worker."""
    return _folder() / f"{name}.lock"


def locked_names() -> set[str]:
    """The workers whose lock lies there, held by a living one or left by a dead one."""
    return {path.stem for path in _folder().glob("*.lock")}


def _folder() -> Path:
    return data_folder() / "workers"
