"""Whose turn it is: the owners of waiting tasks stand in a circle, and each has one done before any has the next.

An owner stands in the circle from when they ask while nothing of theirs waits, and goes back to its end when a task of
theirs ends; whoever asks meanwhile comes first. So the many tasks of one delay another's by one of them at most.
"""

import heapq
import sqlite3
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from heatdash.values.run import QUEUED, RUNNING


@dataclass(frozen=True)
class Waiting:
    """A task that waits: its owner is whoever asked for it or, where nobody did, its run's owner."""

    task_id: int
    owner: str
    is_extra: bool = False


Turn = tuple[int, int]
"""After which task's number an owner went to the end of the circle, and as which of all who did."""


def fair_order(*, waiting: Iterable[Waiting], running: Mapping[str, int], stood_back: Mapping[str, Turn]) -> list[int]:
    """The numbers of the tasks in the order in which they are done, extra ones after all others.

    `running` says how many tasks of each owner run; `stood_back` when an owner last went to the end of the circle. An
    owner's own tasks stay in the order of their numbers. Should new tasks come, the order is another.
    """
    usual: dict[bool, dict[str, deque[int]]] = {False: defaultdict(deque), True: defaultdict(deque)}
    for task in sorted(waiting, key=lambda task: task.task_id):
        usual[task.is_extra][task.owner].append(task.task_id)
    return [*_around(usual[False], running, stood_back), *_around(usual[True], {}, stood_back)]


def _around(
    queues: Mapping[str, deque[int]], running: Mapping[str, int], stood_back: Mapping[str, Turn]
) -> Iterable[int]:
    circle = [
        (running.get(owner, 0), *_place(queue[0], stood_back.get(owner, (0, 0))), owner)
        for owner, queue in queues.items()
    ]
    heapq.heapify(circle)
    behind_all, step = max((entry[0] for entry in circle), default=0) + 1, 0
    while circle:
        *_, owner = heapq.heappop(circle)
        yield queues[owner].popleft()
        step += 1
        if queues[owner]:
            heapq.heappush(circle, (behind_all, step, 0, owner))


def _place(first_task: int, turn: Turn) -> tuple[float, int]:
    """Where the owner of this waiting task stands: behind who asked before they asked or, if later, stood back."""
    after_task, number = turn
    return (after_task + 0.5, number) if after_task >= first_task else (first_task, 0)


def order_of_waiting(connection: sqlite3.Connection) -> list[int]:
    """The numbers of all waiting tasks, the next one first."""
    return _order(connection, _open_tasks(connection))


def ahead_of_waiting(connection: sqlite3.Connection) -> dict[int, int]:
    """How many tasks run or are done before each one that waits, by its number; extra ones give way to the others."""
    rows = _open_tasks(connection)
    is_extra = {row["task_id"]: bool(row["is_extra"]) for row in rows}
    running = [bool(row["is_extra"]) for row in rows if row["state"] == RUNNING]
    before = {True: len(running), False: running.count(False)}
    return {task_id: place + before[is_extra[task_id]] for place, task_id in enumerate(_order(connection, rows))}


def _open_tasks(connection: sqlite3.Connection) -> list[sqlite3.Row]:
    return connection.execute(
        "SELECT task_id, state, is_extra, COALESCE(NULLIF(asked_by, ''), runs.owner, '') AS owner"
        f" FROM tasks LEFT JOIN runs USING (run_id) WHERE state IN ('{QUEUED}', '{RUNNING}')"
    ).fetchall()


def _order(connection: sqlite3.Connection, rows: Iterable[sqlite3.Row]) -> list[int]:
    turns = connection.execute("SELECT owner, after_task, turn FROM turns").fetchall()
    return fair_order(
        waiting=[
            Waiting(row["task_id"], row["owner"], bool(row["is_extra"])) for row in rows if row["state"] == QUEUED
        ],
        running=Counter(row["owner"] for row in rows if row["state"] == RUNNING and not row["is_extra"]),
        stood_back={row["owner"]: (row["after_task"], row["turn"]) for row in turns},
    )


def stand_back(connection: sqlite3.Connection, *, task_id: int) -> None:
    """Send the task's owner to the end of the circle; an extra task, which gives way to all, sends nobody."""
    connection.execute(
        "INSERT OR REPLACE INTO turns (owner, after_task, turn)"
        " SELECT COALESCE(NULLIF(tasks.asked_by, ''), runs.owner, ''),"
        " (SELECT MAX(task_id) FROM tasks), (SELECT COALESCE(MAX(turn), 0) + 1 FROM turns)"
        " FROM tasks LEFT JOIN runs USING (run_id) WHERE task_id = ? AND NOT is_extra",
        (task_id,),
    )
    # Of no use any more: whoever asks next stands behind all of these anyway.
    connection.execute(
        "DELETE FROM turns WHERE NOT EXISTS (SELECT 1 FROM tasks WHERE state = ? AND task_id <= after_task)", (QUEUED,)
    )
