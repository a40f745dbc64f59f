"""Making frames ahead of their use, in a separate thread."""

import queue
import threading
from collections.abc import Iterator
from contextlib import suppress
from typing import TypeVar

Item = TypeVar("Item")
WAITING = 4
"""Frames that may wait to be used: enough to even out both sides, few enough to cost little memory."""


def prefetch(items: Iterator[Item]) -> Iterator[Item]:
    """The items in order, made in a separate thread, up to four ahead of their use.

    What `items` raises is raised here, after the items before it. Stopping early stops the thread as well.
    """
    ready: queue.Queue[tuple[Item | None, BaseException | None]] = queue.Queue(maxsize=WAITING)
    stopped = threading.Event()

    def make() -> None:
        try:
            for item in items:
                if not _put(ready, (item, None), stopped):
                    return
            _put(ready, (None, StopIteration()), stopped)
        except BaseException as error:  # noqa: BLE001 - raised again where the next item is waited for
            _put(ready, (None, error), stopped)

    maker = threading.Thread(target=make, name="work ahead", daemon=True)
    maker.start()
    try:
        while True:
            item, error = ready.get()
            if isinstance(error, StopIteration):
                return
            if error is not None:
                raise error
            yield item  # type: ignore[misc]
    finally:
        stopped.set()
        maker.join()


def _put(
    ready: "queue.Queue[tuple[Item | None, BaseException | None]]",
    entry: tuple[Item | None, BaseException | None],
    stopped: threading.Event,
) -> bool:
    """True once the entry is in the queue; False where nobody is waiting for it any more."""
    while not stopped.is_set():
        with suppress(queue.Full):
            ready.put(entry, timeout=0.1)
            return True
    return False
