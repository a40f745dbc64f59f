"""Starts the app's workers, restarts those that die, and kills those that hang, or go on when they must not."""

import logging
import os
import secrets
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from heatdash.errors import HeatDashError
from heatdash.limits import Limits, limits
from heatdash.messages import Message, message
from heatdash.settings import worker_count
from heatdash.store.file_lock import file_lock_if_free
from heatdash.store.run_register import RunRegister, open_register
from heatdash.values.run import FAILED
from heatdash.work.confine_worker import remove_temporary_folder
from heatdash.work.ended_workers import WatchedWorker
from heatdash.work.heartbeat import locked_names, worker_lock
from heatdash.work.live_picture import remove_live_picture

WORKER_MODULE = "heatdash.work.worker"
DEAF_AFTER_S = 1.5
"""A task that was asked to stop and still runs after this long is ended by killing its worker."""
LOOK_EVERY_S = 0.1
LEAVE_S = 1.0
SETTLED_AFTER_S = 20.0
"""A worker that dies sooner than this is restarted after a pause, which doubles each time."""
FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.25, 60.0
_KILLED = 9
_ROOT = Path(__file__).parents[2]

_log = logging.getLogger(__name__)


@contextmanager
def supervise_workers(*, count: int | None = None, prepares_sample: bool = True) -> Iterator[None]:
    """Run `count` workers on the register's tasks within the block; as many as HEATDASH_WORKERS says where None.

    Tasks that dead workers left are queued again at the start. At the end the workers are stopped, and what they were
    doing goes on from its last finished span when the block is next entered.
    """
    register = open_register()
    _take_back_from_the_dead(register)
    crew = [
        _Worker(name=f"{number}-{secrets.token_hex(4)}", prepares_sample=prepares_sample and number == 1)
        for number in range(1, (count or worker_count()) + 1)
    ]
    leaving = threading.Event()
    watcher = threading.Thread(target=_watch_over, args=(crew, register, leaving), daemon=True)
    try:
        for worker in crew:
            worker.start()
        watcher.start()
        yield
    finally:
        leaving.set()
        if watcher.ident is not None:
            watcher.join()
        _end(crew, register)


class _Worker:
    """One worker, and its process, which is replaced when it dies."""

    def __init__(self, *, name: str, prepares_sample: bool):
        self.name = name
        self._options = ["--prepare-sample"] if prepares_sample else []
        self._process: subprocess.Popen[bytes] | None = None
        self._early_deaths = 0
        self._started_at = 0.0
        self._not_before = 0.0
        self._watched = WatchedWorker()
        self._has_left_tasks = False
        self._left_because: Message | None = None

    def start(self) -> None:
        """Start a process. It ends by itself once this one is gone, since its input closes then."""
        paths = [str(_ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
        self._process = subprocess.Popen(
            # Without -P the folder in which the app was started would be among what a confined worker may read.
            [sys.executable, "-P", "-m", WORKER_MODULE, self.name, *self._options],
            stdin=subprocess.PIPE,
            # Ctrl-C is for the app to handle, not for its workers.
            start_new_session=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        )
        self._started_at = time.monotonic()
        self._watched = WatchedWorker()

    def start_when_due(self) -> None:
        """Start a process, where there is none, what the last one did is taken back, and the pause is over."""
        if self._process is None and not self._has_left_tasks and time.monotonic() >= self._not_before:
            self.start()

    def death(self) -> Message | None:
        """How the process ended, in words, reported once; None while it lives and where there is none."""
        code = None if self._process is None else self._process.poll()
        if code is None:
            return None
        reason = _in_words(code)
        self._close(because=reason)
        now = time.monotonic()
        settled = now - self._started_at >= SETTLED_AFTER_S
        self._early_deaths = 0 if settled else self._early_deaths + 1
        pause_s = 0.0 if settled else min(LONGEST_PAUSE_S, FIRST_PAUSE_S * 2.0 ** (self._early_deaths - 1))
        self._not_before = now + pause_s
        return reason

    def watch(self, *, task_id: int | None, most: Limits) -> tuple[bool, Message | None]:
        """Whether the process is silent, and which limit its task has reached, if any."""
        if self._process is None:
            return False, None
        self._watched.look(name=self.name, task_id=task_id)
        return self._watched.is_silent, self._watched.over_limit(pid=self._process.pid, most=most)

    def kill(self, *, because: Message | None = None) -> None:
        """Kill the process, on purpose unless for a reason; the next may start at once."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._close(because=because)
            self._not_before = 0.0

    def take_back_tasks(self, register: RunRegister) -> None:
        """Take back what an ended process was doing. Where the list cannot be written to, this is to be tried again."""
        if not self._has_left_tasks:
            return
        if self._left_because is None:
            _remove_pictures(register.hand_back(self.name))
        else:
            _remove_pictures(register.take_back(worker=self.name, reason=self._left_because))
        self._has_left_tasks = False

    def tell_to_leave(self) -> None:
        """Tell the process to end."""
        if self._process is not None and self._process.stdin is not None:
            self._process.stdin.close()

    def has_left(self, *, within_s: float) -> bool:
        """True where the process has ended within that time, or there was none."""
        try:
            return self._process is None or self._process.wait(within_s) is not None
        except subprocess.TimeoutExpired:
            return False

    def _close(self, *, because: Message | None) -> None:
        self.tell_to_leave()
        self._process, self._has_left_tasks, self._left_because = None, True, because


def _watch_over(crew: list[_Worker], register: RunRegister, leaving: threading.Event) -> None:
    while not leaving.wait(LOOK_EVERY_S):
        try:
            deaf, running, most = set(register.deaf_workers(for_s=DEAF_AFTER_S)), register.running(), limits()
            for worker in crew:
                _look_after(worker, register, task_id=running.get(worker.name), is_deaf=worker.name in deaf, most=most)
        except (HeatDashError, OSError):
            _log.exception("The workers could not be looked after; trying again.")
            leaving.wait(FIRST_PAUSE_S)


def _look_after(worker: _Worker, register: RunRegister, *, task_id: int | None, is_deaf: bool, most: Limits) -> None:
    """End the worker where it must not go on, take back what it was doing, and see to it that there is one."""
    is_silent, limit = worker.watch(task_id=task_id, most=most)
    if is_deaf:
        worker.kill()
    elif limit is not None and task_id is not None:
        # Begun again, it would only come to the same end. Should it just have ended by itself, the worker has begun
        # another, which waits again.
        register.finish(task_id=task_id, state=FAILED, error=limit)
        worker.kill()
        _remove_pictures([task_id])
    elif is_silent:
        _log.warning("Worker %s does not answer any more. It is started anew.", worker.name)
        worker.kill(because=message("work.silent"))
    elif reason := worker.death():
        _log.warning("Worker %s is gone: %s. It is started anew.", worker.name, reason)
    worker.take_back_tasks(register)
    worker.start_when_due()


def _end(crew: list[_Worker], register: RunRegister) -> None:
    for worker in crew:
        worker.tell_to_leave()
    until = time.monotonic() + LEAVE_S
    for worker in crew:
        if not worker.has_left(within_s=max(0.0, until - time.monotonic())):
            worker.kill()
    for worker in crew:
        try:
            _remove_pictures(register.hand_back(worker.name))
            worker_lock(worker.name).unlink(missing_ok=True)
            remove_temporary_folder(worker.name)
        except (HeatDashError, OSError):
            _log.exception("What worker %s was doing is taken back when the app starts again.", worker.name)


def _take_back_from_the_dead(register: RunRegister) -> None:
    for name in locked_names() | set(register.workers()):
        with file_lock_if_free(worker_lock(name)) as is_free:
            if is_free:
                _remove_pictures(register.take_back(worker=name, reason=message("work.went_down")))
                remove_temporary_folder(name)


def _remove_pictures(task_ids: Iterable[int]) -> None:
    for task_id in task_ids:
        remove_live_picture(task_id)


def _in_words(code: int) -> Message:
    """How a process with this exit code ended."""
    if code == -_KILLED:
        return message("work.killed")
    if code < 0:
        return message("work.crashed", signal=signal.strsignal(-code) or -code)
    return message("work.ended", code=code)
