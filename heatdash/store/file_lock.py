"""Locks between processes and threads; the system frees them when their holder dies."""

import io
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from heatdash.errors import StorageError
from heatdash.settings import DATA_VARIABLE
from heatdash.store.storage_errors import storage_errors

_open_locks: set[io.FileIO] = set()


@contextmanager
def file_lock(*, path: Path, shared: bool = False, on_wait: Callable[[], None] | None = None) -> Iterator[None]:
    """Hold the lock for the block; where another holds it, call `on_wait` once and wait.

    Each call is a holder of its own: two threads exclude each other as two processes do, and a thread that asks for
    an exclusive lock that it already holds waits for ever. The exclusive holder deletes the file when it leaves.
    """
    lock = _acquire(path=path, shared=shared, wait=False)
    if lock is None:
        if on_wait is not None:
            on_wait()
        lock = _acquire(path=path, shared=shared, wait=True)
    try:
        yield
    finally:
        if not shared:
            _delete(lock=lock, path=path)
        _release(lock)


@contextmanager
def file_lock_if_free(path: Path) -> Iterator[bool]:
    """True, with the exclusive lock held for the block; False at once where another holder has it."""
    lock = _acquire(path=path, shared=False, wait=False)
    try:
        yield lock is not None
    finally:
        _delete(lock=lock, path=path)
        _release(lock)


def _acquire(*, path: Path, shared: bool, wait: bool) -> io.FileIO | None:
    import portalocker

    flags = portalocker.LockFlags.SHARED if shared else portalocker.LockFlags.EXCLUSIVE
    if not wait:
        flags |= portalocker.LockFlags.NON_BLOCKING
    while True:
        with storage_errors(path.parent):
            path.parent.mkdir(parents=True, exist_ok=True)
            lock = io.FileIO(path, "a")
        _open_locks.add(lock)
        try:
            portalocker.lock(lock, flags)
            if _is_still_at(lock=lock, path=path):
                return lock
        except portalocker.AlreadyLocked:
            _release(lock)
            return None
        except portalocker.LockException as error:
            _release(lock)
            raise StorageError(
                "store.no_locks", folder=str(path.parent), reason=str(error), variable=DATA_VARIABLE
            ) from error
        except BaseException:
            _release(lock)
            raise
        _release(lock)


def _is_still_at(*, lock: io.FileIO, path: Path) -> bool:
    """False where the file was deleted while we waited: such a lock excludes nobody."""
    try:
        return os.path.samestat(os.fstat(lock.fileno()), path.stat())
    except FileNotFoundError:
        return False


def _delete(*, lock: io.FileIO | None, path: Path) -> None:
    # In a forked child the lock is closed, and the file is the parent's to delete. Windows cannot delete an open file.
    if lock is not None and not lock.closed:
        with suppress(PermissionError):
            path.unlink(missing_ok=True)


def _release(lock: io.FileIO | None) -> None:
    # Closed, never unlocked: unlocking in a forked child would free the parent's lock too.
    if lock is not None:
        lock.close()
        _open_locks.discard(lock)


def _forget_locks_of_parent() -> None:
    """Close the parent's locks in a forked worker, which would keep them after the parent was killed."""
    for lock in list(_open_locks):
        _release(lock)


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_locks_of_parent)
