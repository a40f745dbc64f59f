"""Whose turn it is: many tasks of one owner delay another's by one of them at most."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from heatdash.store.fair_turns import Turn, Waiting, fair_order


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
