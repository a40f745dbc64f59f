"""Real workers in processes of their own: what they do is done once, whatever becomes of them."""

import os
import signal
import sqlite3
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from heatdash.store import run_database
from heatdash.store.file_lock import file_lock_if_free
from heatdash.store.run_register import RunRegister, open_register
from heatdash.values.run import DONE, FAILED, QUEUED, RUNNING, STOPPED, Task
from heatdash.work import heartbeat
from heatdash.work import supervisor as module
from heatdash.work.heartbeat import locked_names, worker_lock
from heatdash.work.live_picture import live_picture_path
from heatdash.work.supervisor import supervise_workers
from tests.builders.runs import a_run, a_task
from tests.builders.scenes import make_scene
from tests.stages.watching import SPAN_FRAMES

FRAMES = 80
PATIENCE_S = 90
DEAF_AFTER_S = 0.5
"""Sooner than in the app, so that a test need not wait as long."""


@pytest.fixture
def register(data_folder: Path) -> RunRegister:
    return open_register()


@pytest.fixture
def odd(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Has all workers suffer from that fault."""

    def choose(fault: str) -> None:
        monkeypatch.setattr(module, "WORKER_MODULE", "tests.work.odd_worker")
        monkeypatch.setenv("ODD_WORKER", fault)

    return choose


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    return make_scene(tmp_path / "squares.mp4", frames=FRAMES)


def until(condition: Callable[[], bool]) -> None:
    """Returns once the condition holds."""
    end = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < end, "it never came to that"
        time.sleep(0.02)


def now(register: RunRegister, task: Task) -> Task:
    known = register.task(task.task_id)
    assert known is not None
    return known


def is_open(register: RunRegister, task: Task) -> Callable[[], bool]:
    return lambda: now(register, task).is_open


def runs(register: RunRegister, task: Task) -> Callable[[], bool]:
    return lambda: now(register, task).state == RUNNING


def ended(register: RunRegister, task: Task) -> Task:
    until(lambda: not now(register, task).is_open)
    return now(register, task)


def watched(data_folder: Path) -> list[int]:
    """The frames that the slow worker has looked at, in order."""
    log = data_folder / "watched.txt"
    return [int(line) for line in log.read_text(encoding="utf-8").split()] if log.exists() else []


def spans_watched_twice(data_folder: Path) -> set[int]:
    return {frame // SPAN_FRAMES for frame, times in Counter(watched(data_folder)).items() if times > 1}


def worker_pid(name: str) -> int:
    """The process of the worker of that name."""
    listed = subprocess.run(["ps", "-eo", "pid=,args="], capture_output=True, text=True, check=True).stdout
    (pid,) = [line.split()[0] for line in listed.splitlines() if name in line.split()]
    return int(pid)


def test_a_task_that_always_ends_its_worker_fails_with_the_reason(register, odd, monkeypatch) -> None:
    monkeypatch.setattr(module, "FIRST_PAUSE_S", 0.05)
    odd("dies")
    task = a_task(register)
    with supervise_workers(count=1, prepares_sample=False):
        failed = ended(register, task)
    assert failed.state == FAILED
    assert "stopped 3 times without an answer (it was killed, perhaps for want of memory)" in str(failed.error)


def test_a_worker_that_does_not_hear_is_ended_with_its_task(register, odd, monkeypatch) -> None:
    monkeypatch.setattr(module, "DEAF_AFTER_S", DEAF_AFTER_S)
    odd("deaf")
    first, second = a_task(register), a_task(register)
    with supervise_workers(count=1, prepares_sample=False):
        until(runs(register, first))
        live_picture_path(first.task_id).parent.mkdir()
        live_picture_path(first.task_id).touch()
        asked = time.monotonic()
        register.ask_to_stop(first.task_id)
        stopped = ended(register, first)
        took_s = time.monotonic() - asked
        until(runs(register, second))
    assert stopped.state == STOPPED
    assert DEAF_AFTER_S <= took_s < DEAF_AFTER_S + 2
    assert not live_picture_path(first.task_id).exists()


def test_a_worker_that_was_stopped_is_replaced_and_its_task_done(register, odd, monkeypatch, data_folder) -> None:
    monkeypatch.setattr(heartbeat, "SILENT_AFTER_S", 6.0)
    odd("freezes")
    task = a_task(register)
    with supervise_workers(count=1, prepares_sample=False):
        assert ended(register, task).state == DONE
    assert (data_folder / "frozen.txt").exists()


def test_a_task_that_always_freezes_its_worker_fails_with_the_reason_and_can_be_asked_for_again(
    register, odd, monkeypatch, data_folder
) -> None:
    monkeypatch.setattr(heartbeat, "SILENT_AFTER_S", 2.0)
    odd("always_freezes")
    task = a_task(register)
    with supervise_workers(count=1, prepares_sample=False):
        failed = ended(register, task)
        assert failed.state == FAILED
        assert "stopped 3 times without an answer (it did not answer any more)" in str(failed.error)
        assert times_begun(data_folder / "runs.sqlite") == 3
        (data_folder / "frozen.txt").touch()
        odd("freezes")
        again = register.ask(run_id=task.run_id, kind=task.kind, project=task.project)
        assert ended(register, again).state == DONE


@pytest.mark.parametrize(
    ("variable", "says"),
    [("HEATDASH_TASK_HOURS", "It took longer than 0.001 hours"), ("HEATDASH_TASK_MEMORY_GB", "at most 0.001 GB are")],
)
def test_a_task_that_takes_too_much_fails_with_the_reason(register, odd, monkeypatch, variable, says) -> None:
    monkeypatch.setenv(variable, "0.001")
    odd("deaf")
    first, second = a_task(register), a_task(register)
    with supervise_workers(count=1, prepares_sample=False):
        failed = ended(register, first)
        until(lambda: now(register, second).state != QUEUED)
    assert failed.state == FAILED
    assert says in str(failed.error)
    again = register.ask(run_id=first.run_id, kind=first.kind, project=first.project)
    assert again.task_id != first.task_id


@contextmanager
def locked(register_file: Path) -> Iterator[None]:
    """The list of runs is held by somebody else, who writes to it for long."""
    with closing(sqlite3.connect(register_file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


def times_begun(register_file: Path) -> int:
    with closing(sqlite3.connect(register_file)) as connection:
        return int(connection.execute("SELECT begun FROM tasks").fetchone()[0])


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGSTOP], ids=["dies", "is stopped"])
def test_a_task_whose_worker_ends_while_the_list_is_locked_is_not_lost(
    end: signal.Signals, register, odd, monkeypatch, data_folder, caplog
) -> None:
    monkeypatch.setattr(run_database, "_WAIT_S", 0.1)
    if end == signal.SIGSTOP:
        monkeypatch.setattr(heartbeat, "SILENT_AFTER_S", 1.0)
    odd("deaf")
    task, register_file = a_task(register), data_folder / "runs.sqlite"
    with supervise_workers(count=1, prepares_sample=False):
        until(runs(register, task))
        with locked(register_file):
            os.kill(worker_pid(*register.workers()), end)
            until(lambda: "could not be looked after" in caplog.text)
        until(lambda: times_begun(register_file) == 2)


def test_a_worker_that_does_not_leave_is_ended_and_its_task_waits(register, odd, monkeypatch) -> None:
    monkeypatch.setattr(module, "LEAVE_S", 0.3)
    odd("clinging")
    task = a_task(register)
    with supervise_workers(count=1, prepares_sample=False):
        until(runs(register, task))
        (name,) = register.workers()
    assert now(register, task).state == QUEUED
    with pytest.raises(ValueError, match="not enough values"):
        worker_pid(name)


def test_as_many_workers_as_the_settings_say_work_at_the_same_time(register, odd, monkeypatch) -> None:
    odd("deaf")
    monkeypatch.setenv("HEATDASH_WORKERS", "2")
    tasks = [a_task(register) for _ in range(3)]
    with supervise_workers(prepares_sample=False):
        until(lambda: len(register.workers()) == 2)
        assert [now(register, task).state for task in tasks] == [RUNNING, RUNNING, QUEUED]


def test_what_a_worker_left_that_died_with_the_app_is_done_again(register, odd) -> None:
    task, of_the_living = a_task(register), a_task(register)
    register.claim("dead"), register.claim("living")
    odd("deaf")
    with file_lock_if_free(worker_lock("living")):
        with supervise_workers(count=1, prepares_sample=False):
            until(lambda: "dead" not in register.workers() and runs(register, task)())
            assert now(register, of_the_living).state == RUNNING
        assert locked_names() == {"living"}


@pytest.mark.model
def test_a_killed_worker_is_replaced_and_its_clip_watched_on_from_the_last_span(
    register, odd, clip, data_folder
) -> None:
    odd("slow")
    run = a_run(register, source=clip)
    task = a_task(register, run=run)
    with supervise_workers(count=1, prepares_sample=False):
        until(lambda: len(watched(data_folder)) > 3 * SPAN_FRAMES)
        (name,) = register.workers()
        os.kill(worker_pid(name), signal.SIGKILL)
        assert ended(register, task).state == DONE
    assert set(watched(data_folder)) == set(range(FRAMES))
    assert len(spans_watched_twice(data_folder)) <= 1
    assert register.run(run.run_id).found.watched_frames == FRAMES


@pytest.mark.model
def test_leaving_loses_nothing(register, odd, clip, data_folder) -> None:
    odd("slow")
    task, waiting = a_task(register, run=a_run(register, source=clip)), a_task(register)
    with supervise_workers(count=1, prepares_sample=False):
        until(lambda: len(watched(data_folder)) > 2 * SPAN_FRAMES)
        before = time.monotonic()
    assert time.monotonic() - before < 5
    assert [now(register, one).state for one in (task, waiting)] == [QUEUED, QUEUED]
    assert not live_picture_path(task.task_id).exists()
    with supervise_workers(count=1, prepares_sample=False):
        assert ended(register, task).state == DONE
    assert len(spans_watched_twice(data_folder)) <= 1


@pytest.mark.model
def test_a_running_look_is_stopped_and_keeps_what_was_watched(register, odd, clip, data_folder) -> None:
    odd("slow")
    task = a_task(register, run=a_run(register, source=clip))
    with supervise_workers(count=1, prepares_sample=False):
        until(lambda: live_picture_path(task.task_id).exists() and len(watched(data_folder)) > SPAN_FRAMES)
        asked = time.monotonic()
        register.ask_to_stop(task.task_id)
        assert ended(register, task).state == STOPPED
        assert time.monotonic() - asked < 4
    assert list((data_folder / "store" / "span").iterdir()) != []
    assert not live_picture_path(task.task_id).exists()
