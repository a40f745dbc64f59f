"""Workers that hang, and tasks that take too much."""

import math
import os
from dataclasses import replace
from pathlib import Path

import pytest

from heatdash.limits import Limits, limits
from heatdash.work import ended_workers as module
from heatdash.work import heartbeat
from heatdash.work.ended_workers import WatchedWorker, memory_bytes


class Clock:
    """The time, and a heart that beats or does not."""

    def __init__(self) -> None:
        self.now_s, self.beat = 0.0, 1

    def look(self, worker: WatchedWorker, *, after_s: float, beats: bool, task_id: int | None = None) -> None:
        self.now_s += after_s
        self.beat += beats
        worker.look(name="w", task_id=task_id)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(module.time, "monotonic", lambda: clock.now_s)
    monkeypatch.setattr(heartbeat, "last_beat", lambda name: clock.beat)
    return clock


@pytest.fixture
def most() -> Limits:
    return limits()


def test_a_heart_that_stops_is_noticed_after_a_while(clock: Clock) -> None:
    worker = WatchedWorker()
    for _ in range(1000):
        clock.look(worker, after_s=0.1, beats=True)
    for _ in range(590):
        clock.look(worker, after_s=0.1, beats=False)
    assert not worker.is_silent
    for _ in range(20):
        clock.look(worker, after_s=0.1, beats=False)
    assert worker.is_silent


def test_a_machine_that_slept_says_nothing_of_its_workers(clock: Clock) -> None:
    worker = WatchedWorker()
    clock.look(worker, after_s=0.1, beats=True)
    clock.look(worker, after_s=8 * 3600, beats=False)
    assert not worker.is_silent


def test_a_task_has_its_time_and_the_next_one_its_own(clock: Clock, most: Limits) -> None:
    worker, few = WatchedWorker(), replace(most, task_s=5.0)
    for task_id in (7, 8):
        clock.look(worker, after_s=0.1, beats=True, task_id=task_id)
        for _ in range(45):
            clock.look(worker, after_s=0.1, beats=True, task_id=task_id)
        assert worker.over_limit(pid=os.getpid(), most=few) is None
    for _ in range(10):
        clock.look(worker, after_s=0.1, beats=True, task_id=8)
    assert "It took longer than" in str(worker.over_limit(pid=os.getpid(), most=few))
    assert worker.over_limit(pid=os.getpid(), most=most) is None
    clock.look(worker, after_s=9, beats=True, task_id=None)
    assert worker.over_limit(pid=os.getpid(), most=few) is None


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="this system does not tell what others use")
def test_a_task_has_so_much_memory(clock: Clock, most: Limits) -> None:
    used = memory_bytes(os.getpid())
    assert used is not None
    assert 10_000_000 < used < 10_000_000_000
    worker = WatchedWorker()
    clock.look(worker, after_s=0.1, beats=True, task_id=7)
    for task_bytes, is_over in ((used / 2, True), (used * 10, False), (math.inf, False)):
        limit = worker.over_limit(pid=os.getpid(), most=replace(most, task_bytes=task_bytes))
        assert (limit is not None) == is_over
    assert memory_bytes(2**22 + 1) is None
