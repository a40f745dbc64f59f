"""Tasks that nobody asked for, such as a result's first video: they come last, and give way."""

from heatdash.store import task_queue as module
from heatdash.store.run_register import RunRegister
from heatdash.store.task_queue import MOST_BEGUN
from heatdash.values.run import QUEUED, STOPPED, VIDEO
from tests.builders.runs import a_run, a_task, asks
from tests.store.queued import claimed, extra, goes_on, state_of


def test_an_extra_task_comes_after_all_that_were_asked_for(register: RunRegister) -> None:
    first, asked = extra(register), [a_task(register, kind=VIDEO), a_task(register)]
    assert [register.task(task.task_id).ahead for task in (first, *asked)] == [2, 0, 1]
    assert [claimed(register).task_id for _ in range(3)] == [*(task.task_id for task in asked), first.task_id]


def test_an_extra_task_gives_way_to_what_somebody_waits_for(register: RunRegister, monkeypatch) -> None:
    task = extra(register)
    claimed(register)
    asked = a_task(register)
    assert goes_on(register, task), "another worker may take it at once"
    assert register.task(asked.task_id).ahead == 0
    monkeypatch.setattr(module, "_GIVES_WAY_AFTER_S", 0.0)
    assert not goes_on(register, task)
    register.break_off(task.task_id)
    assert [claimed(register).task_id for _ in range(2)] == [asked.task_id, task.task_id]
    assert goes_on(register, task)


def test_no_task_that_was_asked_for_gives_way(register: RunRegister, monkeypatch) -> None:
    monkeypatch.setattr(module, "_GIVES_WAY_AFTER_S", 0.0)
    task = a_task(register, kind=VIDEO)
    claimed(register)
    a_task(register)
    assert goes_on(register, task)


def test_giving_way_again_and_again_is_no_failure(register: RunRegister) -> None:
    task = extra(register)
    for _ in range(MOST_BEGUN + 1):
        claimed(register)
        register.break_off(task.task_id)
        assert state_of(register, task) == QUEUED


def test_an_extra_task_that_is_asked_for_after_all_is_no_longer_extra(register: RunRegister) -> None:
    run = a_run(register)
    first = extra(register, run=run)
    other = a_task(register)
    assert a_task(register, run=run, kind=VIDEO).task_id == first.task_id
    assert [claimed(register).task_id for _ in range(2)] == [first.task_id, other.task_id]
    assert not register.task(first.task_id).is_extra


def test_an_extra_task_stops_nothing_that_was_asked_for_but_an_older_extra_one(register: RunRegister) -> None:
    run = a_run(register)
    older, asked = extra(register, run=run), a_task(register, run=a_run(register), kind=VIDEO)
    extra(register, run=run, metric="intensity")
    assert (state_of(register, older), state_of(register, asked)) == (STOPPED, QUEUED)
    asked = a_task(register, run=run, kind=VIDEO, project=asks("unique_visits"))
    extra(register, run=run, metric="occupancy_pct")
    assert state_of(register, asked) == QUEUED
