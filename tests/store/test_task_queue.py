import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from heatdash.errors import StorageError
from heatdash.messages import verbatim
from heatdash.store.may_ask import NOBODY
from heatdash.store.run_register import RunRegister
from heatdash.store.task_queue import MOST_BEGUN
from heatdash.values.run import ANALYSIS, DONE, FAILED, PLACE, QUEUED, RUNNING, STOPPED, VIDEO
from tests.builders.runs import a_run, a_task, asks
from tests.store.queued import claimed, goes_on, state_of

CLAIM_ALL = """
import sys
from pathlib import Path
from heatdash.store.run_register import RunRegister
register = RunRegister(Path(sys.argv[1]))
print(register.workers(), flush=True)
sys.stdin.readline()
while task := register.claim(sys.argv[2]):
    print(task.task_id)
"""


def test_tasks_are_claimed_in_the_order_in_which_they_were_asked_for(register: RunRegister) -> None:
    asked = [a_task(register) for _ in range(3)]
    assert [task.ahead for task in asked] == [0, 1, 2]
    assert [claimed(register).task_id for _ in asked] == [task.task_id for task in asked]
    assert register.claim("w") is None


def test_what_runs_and_what_waits_longer_is_ahead(register: RunRegister) -> None:
    first, _, third = (a_task(register) for _ in range(3))
    claimed(register)
    assert register.task(third.task_id).ahead == 2
    assert register.task(first.task_id).ahead == 0
    register.finish(task_id=first.task_id, state=DONE)
    assert register.task(third.task_id).ahead == 1


def test_a_claimed_task_holds_the_whole_question(register: RunRegister) -> None:
    asked = a_task(register, kind=VIDEO, project=asks("intensity"))
    task = claimed(register)
    assert (task.run_id, task.kind, task.project, task.state) == (asked.run_id, VIDEO, asks("intensity"), RUNNING)


def test_asking_the_same_again_is_the_same_task(register: RunRegister) -> None:
    run = a_run(register)
    first = a_task(register, run=run)
    assert a_task(register, run=run).task_id == first.task_id
    claimed(register)
    assert a_task(register, run=run).task_id == first.task_id
    register.finish(task_id=first.task_id, state=DONE)
    assert a_task(register, run=run).task_id != first.task_id


def test_another_question_stops_the_one_that_waits(register: RunRegister) -> None:
    run = a_run(register)
    first, second = a_task(register, run=run), a_task(register, run=run, project=asks("intensity"))
    assert state_of(register, first) == STOPPED
    assert claimed(register).task_id == second.task_id


def test_another_question_asks_the_running_one_to_stop(register: RunRegister) -> None:
    run = a_run(register)
    first = a_task(register, run=run)
    claimed(register)
    assert goes_on(register, first)
    second = a_task(register, run=run, project=asks("intensity"))
    assert not goes_on(register, first)
    assert (state_of(register, first), state_of(register, second)) == (RUNNING, QUEUED)


def test_a_video_and_a_look_do_not_stop_each_other(register: RunRegister) -> None:
    run = a_run(register)
    look, video = a_task(register, run=run), a_task(register, run=run, kind=VIDEO, project=asks("intensity"))
    assert (state_of(register, look), state_of(register, video)) == (QUEUED, QUEUED)
    assert register.last_task(run_id=run.run_id, kind=ANALYSIS).task_id == look.task_id
    assert register.last_task(run_id=run.run_id, kind=VIDEO).task_id == video.task_id
    assert [task.task_id for task in register.tasks_of(run.run_id)] == [look.task_id, video.task_id]


def test_asking_again_for_what_is_about_to_stop_begins_anew(register: RunRegister) -> None:
    run = a_run(register)
    first = a_task(register, run=run)
    claimed(register)
    register.ask_to_stop(first.task_id)
    assert a_task(register, run=run).task_id != first.task_id


def test_nothing_can_be_asked_of_a_run_that_is_gone(register: RunRegister) -> None:
    run = a_run(register)
    register.delete(run.run_id)
    with pytest.raises(StorageError, match="is gone; it was deleted"):
        a_task(register, run=run)


def test_a_task_that_waits_is_stopped_at_once(register: RunRegister) -> None:
    task = a_task(register)
    register.ask_to_stop(task.task_id)
    stopped = register.task(task.task_id)
    assert (stopped.state, stopped.is_open) == (STOPPED, False)
    assert stopped.finished_at_s >= stopped.asked_at_s > 0
    assert register.claim("w") is None


def test_a_running_task_is_told_to_stop_when_it_tells_how_far_it_is(register: RunRegister) -> None:
    task = a_task(register)
    claimed(register)
    assert goes_on(register, task)
    register.ask_to_stop(task.task_id)
    assert not goes_on(register, task)
    register.finish(task_id=task.task_id, state=STOPPED)
    assert state_of(register, task) == STOPPED


def test_what_a_worker_tells_can_be_read(register: RunRegister) -> None:
    task = a_task(register)
    claimed(register)
    register.tell(task_id=task.task_id, stage="watch", done=50, total=200, frames_per_s=30.0)
    now = register.task(task.task_id)
    assert (now.stage, now.done, now.total, now.frames_per_s, now.seconds_left) == ("watch", 50, 200, 30.0, 5.0)


def test_a_finished_task_keeps_its_end(register: RunRegister) -> None:
    task = a_task(register)
    claimed(register)
    register.finish(task_id=task.task_id, state=FAILED, error=verbatim("The clip has no picture."))
    register.finish(task_id=task.task_id, state=DONE)
    register.ask_to_stop(task.task_id)
    assert not goes_on(register, task)
    ended = register.task(task.task_id)
    assert (ended.state, ended.error) == (FAILED, verbatim("The clip has no picture."))


def test_a_dead_workers_task_comes_before_all_that_wait(register: RunRegister) -> None:
    first, _ = a_task(register), a_task(register)
    claimed(register, worker="dead")
    assert register.take_back(worker="dead", reason=verbatim("it was killed")) == [first.task_id]
    assert claimed(register, worker="next").task_id == first.task_id


def test_only_the_dead_workers_tasks_are_taken_back(register: RunRegister) -> None:
    a_task(register), a_task(register)
    dead, living = claimed(register, worker="dead"), claimed(register, worker="living")
    register.take_back(worker="dead", reason=verbatim("it was killed"))
    assert (state_of(register, dead), state_of(register, living)) == (QUEUED, RUNNING)
    assert register.workers() == ["living"]


def test_a_task_that_ends_its_worker_again_and_again_fails_with_the_reason(register: RunRegister) -> None:
    task = a_task(register)
    for _ in range(MOST_BEGUN):
        assert state_of(register, task) == QUEUED
        claimed(register)
        register.take_back(worker="w", reason=verbatim("it was killed, perhaps for want of memory"))
    failed = register.task(task.task_id)
    assert failed.state == FAILED
    assert str(failed.error) == (
        "The analysis stopped 3 times without an answer (it was killed, perhaps for want of memory); "
        "free some memory or choose fewer frames a second, then try again."
    )


def test_a_worker_that_is_ended_on_purpose_does_not_count_against_its_task(register: RunRegister) -> None:
    task = a_task(register)
    for _ in range(MOST_BEGUN + 1):
        claimed(register)
        assert register.hand_back("w") == [task.task_id]
    assert state_of(register, task) == QUEUED


@pytest.mark.parametrize("on_purpose", [True, False])
def test_a_task_that_was_to_stop_is_stopped_with_its_worker(register: RunRegister, on_purpose: bool) -> None:
    task = a_task(register)
    claimed(register)
    register.ask_to_stop(task.task_id)
    taken = register.hand_back("w") if on_purpose else register.take_back(worker="w", reason=verbatim("it was killed"))
    assert taken == [task.task_id]
    assert state_of(register, task) == STOPPED


def test_a_worker_that_does_not_stop_is_known_after_a_while(register: RunRegister) -> None:
    task = a_task(register)
    claimed(register, worker="deaf")
    assert register.deaf_workers(for_s=0) == []
    register.ask_to_stop(task.task_id)
    assert register.deaf_workers(for_s=60) == []
    assert register.deaf_workers(for_s=0) == ["deaf"]
    register.finish(task_id=task.task_id, state=STOPPED)
    assert register.deaf_workers(for_s=0) == []


def test_a_deleted_run_has_its_tasks_stopped(register: RunRegister) -> None:
    run = a_run(register)
    task, other = a_task(register, run=run), a_task(register)
    register.delete(run.run_id)
    assert register.run(run.run_id) is None
    assert state_of(register, task) == STOPPED
    assert claimed(register).task_id == other.task_id


def test_a_restored_run_is_as_it_was_and_can_be_asked_again(register: RunRegister) -> None:
    run = a_run(register)
    task = a_task(register, run=run)
    register.delete(run.run_id)
    register.restore(run.run_id)
    assert register.run(run.run_id) == run
    assert state_of(register, task) == STOPPED
    assert a_task(register, run=run).task_id > task.task_id


def test_a_forgotten_run_takes_its_tasks_along(register: RunRegister) -> None:
    run, other = a_run(register), a_run(register)
    task, of_the_other = a_task(register, run=run), a_task(register, run=other)
    register.delete(run.run_id)
    assert register.forget(run.run_id)
    assert register.task(task.task_id) is None
    assert register.deleted_run(run.run_id) is None
    assert register.task(of_the_other.task_id) is not None


def test_only_a_deleted_run_can_be_forgotten(register: RunRegister) -> None:
    run = a_run(register)
    assert not register.forget(run.run_id)
    register.delete(run.run_id)
    register.restore(run.run_id)
    assert not register.forget(run.run_id)
    assert register.run(run.run_id) == run


def test_the_running_task_of_a_deleted_run_is_told_to_stop_and_gone_when_both_are(register: RunRegister) -> None:
    run = a_run(register)
    task = a_task(register, run=run)
    claimed(register)
    register.delete(run.run_id)
    register.forget(run.run_id)
    assert state_of(register, task) == RUNNING
    assert not goes_on(register, task)
    register.finish(task_id=task.task_id, state=STOPPED)
    assert register.task(task.task_id) is None


def test_a_number_is_never_used_for_a_second_task(register: RunRegister) -> None:
    run = a_run(register)
    first = a_task(register, run=run)
    register.delete(run.run_id)
    register.forget(run.run_id)
    assert a_task(register).task_id > first.task_id


def test_two_processes_never_claim_the_same_task(register: RunRegister, tmp_path: Path) -> None:
    asked = [a_task(register).task_id for _ in range(150)]
    commands = [[sys.executable, "-c", CLAIM_ALL, str(tmp_path / "runs.sqlite"), name] for name in ("one", "two")]
    claiming = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for command in commands
    ]
    assert [process.stdout.readline() for process in claiming] == ["[]\n", "[]\n"]
    for process in claiming:
        process.stdin.write("go\n")
        process.stdin.flush()
    got = [int(line) for process in claiming for line in process.communicate(timeout=60)[0].split()]
    assert sorted(got) == asked


def test_threads_may_ask_and_claim_at_once(register: RunRegister) -> None:
    def work(worker: str) -> list[tuple[int, int]]:
        """What this thread asked for and what it got, in turn."""
        pairs = []
        for _ in range(10):
            asked, task = a_task(register), claimed(register, worker=worker)
            goes_on(register, task)
            register.finish(task_id=task.task_id, state=DONE)
            pairs.append((asked.task_id, task.task_id))
        return pairs

    with ThreadPoolExecutor(max_workers=6) as pool:
        pairs = [pair for pairs in pool.map(work, "abcdef") for pair in pairs]
    assert len(pairs) == 60
    assert sorted(got for _, got in pairs) == sorted(asked for asked, _ in pairs)
    assert len({got for _, got in pairs}) == 60


def test_what_is_broken_off_because_it_was_to_stop_is_stopped(register: RunRegister) -> None:
    task = a_task(register)
    claimed(register)
    register.ask_to_stop(task.task_id)
    register.break_off(task.task_id)
    assert state_of(register, task) == STOPPED


def test_what_a_page_has_made_of_itself_stops_nothing_of_the_owners(register: RunRegister) -> None:
    run = a_run(register)
    owners = a_task(register, run=run, kind=PLACE)
    register.ask(run_id=run.run_id, kind=PLACE, project=asks("intensity"), asked_by=NOBODY)
    assert state_of(register, owners) == QUEUED


def test_the_time_left_is_that_of_all_stages(register: RunRegister) -> None:
    run = a_run(register)
    expected = {"start": 2.0, "watch": 20.0, "link": 4.0, "refine": 1.0}
    task = register.ask(run_id=run.run_id, kind=ANALYSIS, project=run.project, expected=expected)
    assert task.seconds_left == 27.0
    claimed(register)

    def left(stage: str, done: int, total: int, speed: float | None) -> float | None:
        register.tell(task_id=task.task_id, stage=stage, done=done, total=total, frames_per_s=speed)
        return register.task(task.task_id).seconds_left

    assert left("watch", 0, 200, None) == 25.0
    assert left("watch", 50, 200, None) == 15.0 + 5.0
    assert left("watch", 50, 200, 30.0) == 5.0 + 5.0
    assert left("link", 100, 200, None) == 2.0 + 1.0
    assert left("refine", 0, 0, None) == 1.0


def test_the_time_until_a_waiting_task_is_done_holds_all_that_is_before_it(
    register: RunRegister, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ask(owner: str, seconds: float, *, is_extra: bool = False) -> None:
        run = a_run(register, owner=owner)
        expected = {"watch": seconds}
        register.ask(run_id=run.run_id, kind=VIDEO, project=asks(), expected=expected, is_extra=is_extra)

    ask("ben", 60.0), ask("anna", 10.0), ask("anna", 5.0, is_extra=True), ask("ben", 20.0)
    claimed(register)
    assert [work.seconds_left for work in register.work_of("anna")] == [70.0, 95.0]
    monkeypatch.setenv("HEATDASH_WORKERS", "2")
    assert [work.seconds_left for work in register.work_of("anna")] == [40.0, 50.0]


def test_work_is_what_runs_what_ended_unseen_and_what_waits(register: RunRegister) -> None:
    done, failed, stopped, runs, waits = (a_task(register) for _ in range(5))
    for task, state in ((done, DONE), (failed, FAILED), (stopped, STOPPED)):
        claimed(register)
        register.finish(task_id=task.task_id, state=state)
    claimed(register)
    a_task(register, run=a_run(register, owner="ben"))
    listed = [work.task.task_id for work in register.work_of("anna")]
    assert listed == [runs.task_id, done.task_id, failed.task_id, waits.task_id]
    register.mark_seen([done.task_id, runs.task_id])
    assert [work.task.task_id for work in register.work_of("anna")] == [runs.task_id, failed.task_id, waits.task_id]
    register.delete(failed.run_id)
    assert [work.task.task_id for work in register.work_of("anna")] == [runs.task_id, waits.task_id]


def test_asking_anew_tells_no_longer_how_the_last_one_ended(register: RunRegister) -> None:
    run = a_run(register)
    first = a_task(register, run=run)
    claimed(register)
    register.finish(task_id=first.task_id, state=FAILED)
    again = a_task(register, run=run)
    assert [work.task.task_id for work in register.work_of("anna")] == [again.task_id]


def test_which_task_each_worker_does_is_known(register: RunRegister) -> None:
    first, second = a_task(register), a_task(register)
    assert register.running() == {}
    claimed(register, worker="one"), claimed(register, worker="two")
    assert register.running() == {"one": first.task_id, "two": second.task_id}
