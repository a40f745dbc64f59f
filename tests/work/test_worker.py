import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from heatdash.errors import StoppedError, StorageError
from heatdash.store.artefact_store import ArtefactStore
from heatdash.store.file_lock import file_lock_if_free
from heatdash.store.run_register import RunRegister, open_register
from heatdash.values.run import QUEUED
from heatdash.work import heartbeat
from heatdash.work.heartbeat import worker_lock
from heatdash.work.worker import SamplePreparation
from tests.builders.runs import a_run, a_task
from tests.builders.scenes import make_scene
from tests.stages.watching import SPAN_FRAMES

PATIENCE_S = 60


def until(condition: Callable[[], bool]) -> None:
    """Returns once the condition holds."""
    end = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < end, "it never came to that"
        time.sleep(0.01)


def close_input(worker: subprocess.Popen) -> None:
    worker.stdin.close()


@pytest.mark.parametrize("end", [close_input, subprocess.Popen.terminate])
def test_a_worker_that_is_to_end_hands_its_task_back(end, data_folder: Path, tmp_path: Path) -> None:
    register = open_register()
    task = a_task(register, run=a_run(register, source=make_scene(tmp_path / "squares.mp4", frames=400)))
    worker = subprocess.Popen(
        [sys.executable, "-m", "tests.work.odd_worker", "told"],
        stdin=subprocess.PIPE,
        env={**os.environ, "ODD_WORKER": "slow"},
    )
    log = data_folder / "watched.txt"
    until(lambda: log.exists() and len(log.read_text(encoding="utf-8").split()) > SPAN_FRAMES)
    with file_lock_if_free(worker_lock("told")) as is_free:
        assert not is_free
    end(worker)
    assert worker.wait(10) == 0
    worker.stdin.close()
    assert register.task(task.task_id).state == QUEUED
    with file_lock_if_free(worker_lock("told")) as is_free:
        assert is_free


def test_a_worker_that_is_told_to_end_as_soon_as_it_has_a_task_hands_it_back(data_folder: Path, tmp_path: Path) -> None:
    register = open_register()
    task = a_task(register, run=a_run(register, source=make_scene(tmp_path / "squares.mp4", frames=80)))
    worker = subprocess.Popen(
        [sys.executable, "-m", "heatdash.work.worker", "told"],
        stdin=subprocess.PIPE,
        # NumPy's threads are there on a machine with one core, too.
        env={**os.environ, "OPENBLAS_NUM_THREADS": "4"},
    )
    with worker:
        until(lambda: "told" in register.workers())
        worker.terminate()
        assert worker.wait(10) == 0
    assert register.task(task.task_id).state == QUEUED


class Preparing:
    """Stands for the preparation of the sample: goes on until it is `done`, or has to give way."""

    def __init__(self) -> None:
        self.begun, self.done = 0, threading.Event()
        self.fails_with: Exception | None = None

    def __call__(self, *, store: ArtefactStore, register: RunRegister, is_busy: Callable[[], bool]) -> None:
        self.begun += 1
        if self.fails_with:
            raise self.fails_with
        until(lambda: self.done.is_set() or is_busy())
        if is_busy():
            raise StoppedError("messages.verbatim", sentence="A task has come.")


@pytest.fixture
def preparing(monkeypatch: pytest.MonkeyPatch) -> Preparing:
    preparing = Preparing()
    monkeypatch.setattr("heatdash.work.prepare_sample.prepare_sample", preparing)
    return preparing


@pytest.fixture
def preparation(tmp_path: Path) -> SamplePreparation:
    return SamplePreparation(
        store=ArtefactStore(root=tmp_path, limit_bytes=10**9), register=RunRegister(tmp_path / "runs.sqlite")
    )


def test_the_preparation_gives_way_and_goes_on_when_there_is_nothing_to_do(preparing, preparation) -> None:
    preparation.begin()
    preparation.begin()
    until(lambda: preparing.begun == 1)
    preparation.give_way()
    preparation.join()
    preparing.done.set()
    preparation.begin()
    preparation.join()
    assert preparing.begun == 2


def test_the_sample_is_prepared_once(preparing, preparation) -> None:
    preparing.done.set()
    for _ in range(3):
        preparation.begin()
        preparation.join()
    assert preparing.begun == 1


def test_a_preparation_that_fails_is_told_and_not_tried_again(preparing, preparation, caplog) -> None:
    preparing.fails_with = StorageError("messages.verbatim", sentence="The disk is full.")
    for _ in range(2):
        preparation.begin()
        preparation.join()
    assert preparing.begun == 1
    assert "The sample could not be prepared: The disk is full." in caplog.text


def test_a_workers_heart_beats(data_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heartbeat, "BEAT_EVERY_S", 0.01)
    assert heartbeat.last_beat("w") is None
    worker_lock("w").parent.mkdir(parents=True)
    worker_lock("w").touch()
    os.utime(worker_lock("w"), (1, 1))
    assert heartbeat.answering_workers() == 0
    os.utime(worker_lock("w"), (9e9, 9e9))
    assert heartbeat.answering_workers() == 0, "the clock was set back since"
    os.utime(worker_lock("w"), (1, 1))
    heartbeat.begin_to_beat("w")
    until(lambda: heartbeat.last_beat("w") != 10**9)
    assert heartbeat.answering_workers() == 1
