"""Whose turn it is: many tasks of one owner delay another's by one of them at most."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from heatdash.messages import verbatim
from heatdash.store.fair_turns import Turn, Waiting, fair_order
from heatdash.store.run_register import RunRegister
from heatdash.values.run import DONE, VIDEO
from tests.builders.runs import a_run, a_task, asks
from tests.store.queued import claimed


class Queue:
    """The queue without its file: tasks are asked for, begun by workers, and ended."""

    def __init__(self, workers: int):
        self.workers, self.last = workers, 0
        self.waiting: list[Waiting] = []
        self.running: list[Waiting] = []
        self.stood_back: dict[str, Turn] = {}
        self.begun: list[Waiting] = []

    def ask(self, owner: str) -> Waiting:
        self.last += 1
        self.waiting.append(Waiting(self.last, owner))
        self.work()
        return Waiting(self.last, owner)

    def end(self, place: int) -> None:
        if self.running:
            owner = self.running.pop(place % len(self.running)).owner
            self.stood_back[owner] = (self.last, 1 + max((turn for _, turn in self.stood_back.values()), default=0))
        self.work()

    def work(self) -> None:
        while self.waiting and len(self.running) < self.workers:
            running = Counter(task.owner for task in self.running)
            first = fair_order(waiting=self.waiting, running=running, stood_back=self.stood_back)[0]
            (task,) = [one for one in self.waiting if one.task_id == first]
            self.waiting.remove(task)
            self.running.append(task)
            self.begun.append(task)

    def has_open(self, owner: str) -> bool:
        return any(task.owner == owner for task in (*self.waiting, *self.running))


ACTIONS = st.one_of(st.sampled_from("abcd"), st.integers(0, 5))


@given(st.lists(ACTIONS, max_size=80), st.integers(1, 3))
@settings(max_examples=300)
def test_no_owner_gets_two_turns_while_another_waits_for_a_first(actions: list[str | int], workers: int) -> None:
    queue, awaited = Queue(workers), {}
    for action in [*actions, *[0] * 100]:
        if isinstance(action, int):
            queue.end(action)
        elif queue.has_open(action):
            queue.ask(action)
        else:
            before = len(queue.begun)
            awaited[queue.ask(action)] = before
    for task, before in awaited.items():
        turns = Counter(one.owner for one in queue.begun[before : queue.begun.index(task)])
        assert max(turns.values(), default=0) <= 1, turns


def test_fifty_of_one_delay_another_by_the_one_that_runs() -> None:
    queue = Queue(workers=1)
    for _ in range(50):
        queue.ask("anna")
    task = queue.ask("ben")
    queue.end(0)
    assert queue.running == [task]


def test_three_with_many_each_go_on_in_turn() -> None:
    queue = Queue(workers=1)
    for owner in "abc":
        for _ in range(5):
            queue.ask(owner)
    for _ in range(14):
        queue.end(0)
    assert "".join(task.owner for task in queue.begun) == "abc" * 5


def test_the_order_told_is_the_order_kept_while_nobody_else_asks() -> None:
    queue = Queue(workers=1)
    for owner in "aaaabbc":
        queue.ask(owner)
    told = fair_order(waiting=queue.waiting, running={"a": 1}, stood_back={})
    for _ in range(6):
        queue.end(0)
    assert [task.task_id for task in queue.begun[1:]] == told


def test_extra_tasks_come_last_and_in_turn_as_well() -> None:
    waiting = [Waiting(1, "a", is_extra=True), Waiting(2, "a", is_extra=True), Waiting(3, "b", is_extra=True)]
    order = fair_order(waiting=[*waiting, Waiting(4, "a"), Waiting(5, "a")], running={"a": 1}, stood_back={})
    assert order == [4, 5, 1, 3, 2]


def test_fifty_of_one_visitor_delay_anothers_by_one_at_most(register: RunRegister) -> None:
    for _ in range(50):
        a_task(register)
    for worker in ("one", "two"):
        claimed(register, worker=worker)
    bens = a_task(register, run=a_run(register, owner="ben"))
    assert bens.ahead == 2, "what runs already"
    register.finish(task_id=register.running()["two"], state=DONE)
    assert claimed(register, worker="two").task_id == bens.task_id
    register.finish(task_id=register.running()["one"], state=DONE)
    again = a_task(register, run=a_run(register, owner="ben"))
    assert claimed(register, worker="one").run_id != again.run_id, "one of ben's runs already"


def test_a_task_that_ends_its_worker_has_had_its_turn(register: RunRegister) -> None:
    task, bens = a_task(register), a_task(register, run=a_run(register, owner="ben"))
    claimed(register)
    register.take_back(worker="w", reason=verbatim("it was killed"))
    assert [claimed(register).task_id for _ in range(2)] == [bens.task_id, task.task_id]


def test_what_nobody_asked_for_takes_the_turn_of_the_runs_owner(register: RunRegister) -> None:
    run = a_run(register)
    for metric in ("intensity", "unique_visits"):
        one = a_run(register)
        register.ask(run_id=one.run_id, kind=VIDEO, project=asks(metric), asked_by="")
    a_task(register, run=run)
    bens = a_task(register, run=a_run(register, owner="ben"))
    claimed(register)
    assert claimed(register).task_id == bens.task_id
