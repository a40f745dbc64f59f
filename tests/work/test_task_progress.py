from pathlib import Path

import numpy as np
import pytest

from heatdash.errors import StoppedError
from heatdash.store.run_register import RunRegister
from heatdash.values.run import STOPPED, Task
from heatdash.work import run_task as module
from heatdash.work.live_picture import live_picture_path
from heatdash.work.run_task import PICTURE_EVERY_S, TELL_EVERY_S, TaskProgress
from tests.builders.runs import a_task
from tests.stages.boxes import boxes_at


class Clock:
    """The time, as the test says it."""

    def __init__(self) -> None:
        self.now = 1000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(module, "time", clock)
    return clock


@pytest.fixture
def register(tmp_path: Path) -> RunRegister:
    return RunRegister(tmp_path / "runs.sqlite")


@pytest.fixture
def task(register: RunRegister) -> Task:
    a_task(register)
    task = register.claim("w")
    assert task is not None
    return task


@pytest.fixture
def progress(task: Task, register: RunRegister, clock: Clock) -> TaskProgress:
    return TaskProgress(task=task, register=register)


def told(register: RunRegister, task: Task) -> tuple[str, int, int, float | None]:
    now = register.task(task.task_id)
    assert now is not None
    return now.stage, now.done, now.total, now.frames_per_s


def test_a_stage_is_told_when_it_begins(progress, register, task) -> None:
    progress.begin(stage="watch", total=200, done=50)
    assert told(register, task) == ("watch", 50, 200, None)


def test_frames_are_told_a_few_times_a_second(progress, register, task, clock) -> None:
    progress.begin(stage="watch", total=200, done=50)
    clock.now += TELL_EVERY_S / 2
    progress.advance(60)
    assert told(register, task)[1] == 50
    clock.now += TELL_EVERY_S / 2
    progress.advance(70)
    assert told(register, task)[1] == 70


def test_the_speed_is_that_of_the_frames_watched_now(progress, register, task, clock) -> None:
    progress.begin(stage="watch", total=200, done=50)
    clock.now += 2
    progress.advance(110)
    assert told(register, task) == ("watch", 110, 200, 30.0)


def test_it_stops_when_the_register_says_so(progress, register, task, clock) -> None:
    progress.begin(stage="watch", total=200, done=0)
    register.ask_to_stop(task.task_id)
    progress.advance(1)
    clock.now += TELL_EVERY_S
    with pytest.raises(StoppedError):
        progress.advance(2)


def test_it_does_not_begin_what_was_stopped_meanwhile(progress, register, task) -> None:
    register.finish(task_id=task.task_id, state=STOPPED)
    with pytest.raises(StoppedError):
        progress.begin(stage="watch", total=200, done=0)


def test_a_picture_is_wanted_twice_a_second(progress, task, clock, data_folder: Path) -> None:
    assert progress.wants_picture()
    progress.show(pixels=np.full((48, 64, 3), 90, np.uint8), boxes=boxes_at())
    assert live_picture_path(task.task_id).exists()
    clock.now += PICTURE_EVERY_S / 2
    assert not progress.wants_picture()
    clock.now += PICTURE_EVERY_S / 2
    assert progress.wants_picture()
