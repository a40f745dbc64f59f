"""The clock is set back by a day while runs are there: nothing waits for it to come round again."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from heatdash.store.artefact_store import ArtefactStore
from heatdash.store.run_register import RunRegister
from heatdash.values.run import DONE, RUNNING
from heatdash.work.forget_run import forget_deleted
from tests.builders.runs import a_run, a_task, asks

DAY_S = 24 * 3600


@pytest.fixture
def set_back(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Sets the clock of this process back by a day."""
    true_time = time.time
    return lambda: monkeypatch.setattr(time, "time", lambda: true_time() - DAY_S)


def test_what_waited_is_done_and_what_is_asked_then_too(register: RunRegister, set_back) -> None:
    before = a_task(register)
    set_back()
    after = a_task(register)
    assert [register.claim("w").task_id, register.claim("v").task_id] == [before.task_id, after.task_id]
    for task in (before, after):
        assert register.tell(task_id=task.task_id, stage="watch", done=1, total=9, frames_per_s=None)
        register.finish(task_id=task.task_id, state=DONE)
    ended = [register.task(task.task_id) for task in (before, after)]
    assert [task.state for task in ended] == [DONE, DONE]
    assert ended[0].finished_at_s < ended[0].asked_at_s, "so nobody may take the one from the other"


def test_a_stop_that_was_asked_before_is_seen_to(register: RunRegister, set_back) -> None:
    task = a_task(register)
    register.claim("w")
    register.ask_to_stop(task.task_id)
    assert register.deaf_workers(for_s=60) == []
    set_back()
    assert register.deaf_workers(for_s=60) == ["w"]


def test_an_extra_task_gives_way_to_what_was_asked_before(register: RunRegister, set_back) -> None:
    run = a_run(register)
    extra = register.ask(run_id=run.run_id, kind="video", project=asks(), is_extra=True)
    assert register.claim("w").task_id == extra.task_id
    a_task(register)
    set_back()
    assert not register.tell(task_id=extra.task_id, stage="draw", done=1, total=9, frames_per_s=None)
    register.break_off(extra.task_id)
    assert register.claim("w").task_id != extra.task_id


def test_a_deleted_run_can_be_restored_and_is_not_forgotten_early(
    register: RunRegister, store: ArtefactStore, set_back
) -> None:
    run = a_run(register)
    register.delete(run.run_id)
    set_back()
    forget_deleted(register=register, store=store)
    register.restore(run.run_id)
    newer = a_run(register)
    assert {found.run_id for found in register.runs_of("anna")} == {run.run_id, newer.run_id}


def test_rows_from_times_to_come_are_read_like_others(tmp_path: Path) -> None:
    register = RunRegister(tmp_path / "runs.sqlite")
    task = a_task(register)
    with register._database.statement() as connection:
        for change in ("runs SET created_at_s = 9e9", "tasks SET asked_at_s = 9e9", "runs SET deleted_at_s = NULL"):
            connection.execute(f"UPDATE {change}")
    assert register.claim("w").task_id == task.task_id
    (work,) = register.work_of("anna")
    assert (work.task.state, work.task.asked_at_s) == (RUNNING, 9e9)
    assert register.runs_before(time.time()) == []
