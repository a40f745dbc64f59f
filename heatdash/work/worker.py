"""A worker process: it does one task of the register after another, and ends when the app does."""

import argparse
import logging
import os
import signal
import threading
import time
from collections.abc import Callable
from typing import NoReturn

from heatdash.errors import HeatDashError, StoppedError
from heatdash.event_log import begin_log, event
from heatdash.settings import is_hosted
from heatdash.store.artefact_store import ArtefactStore, open_store
from heatdash.store.file_lock import file_lock
from heatdash.store.run_register import RunRegister, open_register
from heatdash.values.run import STOPPED
from heatdash.work.confine_worker import confine_worker
from heatdash.work.heartbeat import begin_to_beat, worker_lock

POLL_S = 0.2
WARM_AFTER_S = 3.0
"""For this long the first page has the machine to itself; a task that comes earlier loads what it needs."""

_log = logging.getLogger(__name__)


def worker(*, name: str, prepares_sample: bool) -> NoReturn:
    """Do tasks until the input closes, which means that the app is gone, or until SIGTERM; never return.

    Another worker then takes over what this one was doing, from the last finished span on.
    """
    hold_sigterm()
    register, store = open_register(), open_store()
    if is_hosted():
        # Before anything begins a thread, which would not be bound.
        confine_worker(name)
    claiming = threading.Lock()
    _leave_when_told(name=name, register=register, claiming=claiming)
    _let_pages_go_first()
    with file_lock(path=worker_lock(name)):
        begin_to_beat(name)
        from heatdash.work.run_task import run_task

        # Tasks do not wait for this: what they need first is loaded already.
        warming = threading.Thread(target=_warm_up, args=(WARM_AFTER_S if prepares_sample else 0.0,), daemon=True)
        warming.start()
        idle = SamplePreparation(store=store, register=register) if prepares_sample else None
        while True:
            with claiming:
                task = register.claim(name)
            if task is None:
                if idle is not None and not warming.is_alive():
                    idle.begin()
                time.sleep(POLL_S)
                continue
            if idle is not None:
                idle.give_way()
            run = register.run(task.run_id)
            if run is None:
                register.finish(task_id=task.task_id, state=STOPPED)
                continue
            begins = event("task_begun", task=task.task_id, kind=task.kind)
            _log.info("Task %s of run %s: %s", task.task_id, task.run_id, task.kind, extra=begins)
            run_task(task=task, run=run, register=register, store=store)


def _let_pages_go_first() -> None:
    if hasattr(os, "nice"):
        os.nice(10)


class SamplePreparation:
    """The preparation of the sample, in a thread of its own, so that a task need not wait for it to stop."""

    def __init__(self, *, store: ArtefactStore, register: RunRegister):
        self._store, self._register = store, register
        self._busy = threading.Event()
        self._thread: threading.Thread | None = None
        self._is_over = False

    def begin(self) -> None:
        """Start or resume the preparation, where it is not over."""
        if not self._is_over and (self._thread is None or not self._thread.is_alive()):
            self._busy.clear()
            self._thread = threading.Thread(target=self._prepare, daemon=True)
            self._thread.start()

    def give_way(self) -> None:
        """Let the preparation stop at its next frame."""
        self._busy.set()

    def join(self) -> None:
        """Wait until the preparation has stopped."""
        if self._thread is not None:
            self._thread.join()

    def _prepare(self) -> None:
        self._is_over = True
        from heatdash.work.prepare_sample import prepare_sample

        try:
            prepare_sample(store=self._store, register=self._register, is_busy=self._busy.is_set)
        except StoppedError:
            self._is_over = False
        except HeatDashError as error:
            _log.warning("The sample could not be prepared: %s", error)


def _warm_up(after_s: float) -> None:
    """Import what every task needs sooner or later, and what takes seconds to load."""
    time.sleep(after_s)
    from heatdash.settings import import_openvino
    from heatdash.track.open_tracker import load_trackers

    import_openvino()
    load_trackers()


def hold_sigterm() -> None:
    """Hold SIGTERM back until a thread takes it, in this thread and in all started from now on.

    Call this before loading any library that starts threads of its own, as NumPy does: a single thread that does not
    hold the signal back lets it end the process at once. So this module imports no such library at its top.
    """
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})


def _leave_when_told(*, name: str, register: RunRegister, claiming: threading.Lock) -> None:
    """End the process when its input closes or SIGTERM comes.

    No Python signal handler is used: once OpenVINO has compiled two models, running such a handler can crash.
    """
    waits: list[Callable[[], object]] = [_read_to_end]
    if hasattr(signal, "sigwait"):
        waits.append(lambda: signal.sigwait({signal.SIGTERM}))

    def leave_after(wait: Callable[[], object]) -> None:
        wait()
        # Never released: a task claimed after the others were handed back would be lost with the process.
        claiming.acquire()
        try:
            _hand_back(name=name, register=register)
        except HeatDashError:
            _log.exception("What this worker was doing could not be handed back.")
        finally:
            os._exit(0)

    for wait in waits:
        threading.Thread(target=leave_after, args=(wait,), daemon=True).start()


def _hand_back(*, name: str, register: RunRegister) -> None:
    for task_id in register.hand_back(name):
        # Imported here because it draws, and drawing libraries start threads; the task has loaded it already.
        from heatdash.work.live_picture import remove_live_picture

        remove_live_picture(task_id)


def _read_to_end() -> None:
    """Wait for the end of the input, without Python's lock on it, which hangs a process that a library forks."""
    while os.read(0, 4096):
        pass


def main() -> None:
    """Run the worker that the command line names."""
    parser = argparse.ArgumentParser(prog="python -m heatdash.work.worker")
    parser.add_argument("name")
    parser.add_argument("--prepare-sample", action="store_true")
    chosen = parser.parse_args()
    begin_log(sentences=f"%(asctime)s worker {chosen.name}: %(message)s")
    try:
        worker(name=chosen.name, prepares_sample=chosen.prepare_sample)
    except HeatDashError as error:
        _log.error("%s", error)
    except BaseException:  # noqa: BLE001 - the log shows it, and the process ends either way
        _log.exception("The worker broke.")
    # Without the usual clean-up, in which the libraries' threads can hang or crash.
    os._exit(1)


if __name__ == "__main__":
    main()
