"""Who may have work done for a run, and how much of it."""

import pytest

from heatdash.errors import BadSettingError, LimitError
from heatdash.store.run_register import RunRegister
from heatdash.values.run import ANALYSIS, QUEUED, STOPPED, VIDEO
from tests.builders.runs import a_run, a_task, asks
from tests.store.queued import claimed, extra, state_of


def test_a_guest_has_no_work_done_and_stops_none(register: RunRegister) -> None:
    run = a_run(register)
    owners = a_task(register, run=run, kind=VIDEO)
    for kind, metric in ((VIDEO, "dwell_time"), (VIDEO, "intensity"), (ANALYSIS, "dwell_time")):
        with pytest.raises(BadSettingError, match="Only whoever made this result can have work done for it"):
            register.ask(run_id=run.run_id, kind=kind, project=asks(metric), asked_by="guest")
    with pytest.raises(BadSettingError, match="Only whoever made this result"):
        register.ask_to_stop(owners.task_id, asked_by="guest")
    assert [task.state for task in register.tasks_of(run.run_id)] == [QUEUED]
    register.ask_to_stop(owners.task_id, asked_by="anna")
    assert state_of(register, owners) == STOPPED


def test_a_visitor_has_only_so_many_tasks_open(register: RunRegister, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEATDASH_OWNER_TASKS", "2")
    run = a_run(register)
    first, _second = a_task(register, run=run), a_task(register)
    with pytest.raises(LimitError, match=r"^2 of your analyses and videos wait or run, and at most 2 may; wait until"):
        a_task(register)
    assert a_task(register, run=run).task_id == first.task_id, "the same again is no other"
    assert state_of(register, a_task(register, run=run, project=asks("intensity"))) == QUEUED, "in place of the first"
    assert state_of(register, extra(register)) == QUEUED
    a_task(register, run=a_run(register, owner="ben"))
    claimed(register)
    register.ask_to_stop(register.running()["w"])
    a_task(register)


def test_a_task_too_many_stops_nothing(register: RunRegister, monkeypatch: pytest.MonkeyPatch) -> None:
    run = a_run(register)
    first, _second, third = a_task(register, run=run), a_task(register), a_task(register)
    monkeypatch.setenv("HEATDASH_OWNER_TASKS", "2")
    with pytest.raises(LimitError):
        a_task(register, run=run, project=asks("intensity"))
    assert (state_of(register, first), state_of(register, third)) == (QUEUED, QUEUED)


def test_all_together_have_only_so_many_tasks_open(register: RunRegister, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEATDASH_QUEUED_TASKS", "2")
    for owner in ("anna", "ben"):
        a_task(register, run=a_run(register, owner=owner))
    with pytest.raises(LimitError, match="2 analyses and videos wait or run here, and at most 2 may; try again"):
        a_task(register, run=a_run(register, owner="cleo"))
