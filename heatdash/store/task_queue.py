"""The queue of the tasks that were asked for: who asked for what, what runs, and how it ended.

Not huey: the table of runs is needed anyway, and a queue beside it would be a second source of truth. Huey also takes
a task out before it is done, so that a killed worker loses it.
"""

import json
import sqlite3
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from heatdash.errors import StorageError
from heatdash.messages import Message, message, message_from_json
from heatdash.settings import worker_count
from heatdash.store.accounts import check_may_work
from heatdash.store.fair_turns import ahead_of_waiting, order_of_waiting, stand_back
from heatdash.store.may_ask import OPEN, check_is_owner, check_limits
from heatdash.store.run_database import RunDatabase
from heatdash.store.stored_project import stored_project
from heatdash.values.project import Project
from heatdash.values.run import ANALYSIS, DONE, FAILED, PLACE, QUEUED, RUNNING, STOPPED, TRIAL, VIDEO, Task, Work

MOST_BEGUN = 3
"""A task that was begun this often, and whose worker died each time, is not begun again."""
_TASK_NAMES = {
    ANALYSIS: "store.the_analysis",
    VIDEO: "store.the_video",
    PLACE: "store.the_place",
    TRIAL: "store.the_trial",
}
_TASK_COLUMNS = (
    "task_id", "run_id", "kind", "state", "asked_by", "stage", "done", "total", "frames_per_s", "asked_at_s",
    "finished_at_s",
)  # fmt: skip
_GIVES_WAY_AFTER_S = 1.0
"""Within this time a worker that has nothing to do takes a new task, if there is one."""


class TaskQueue:
    """The tasks in the file at `path`. Those who asked for them take turns; of each, the oldest is done first.

    Extra tasks, which nobody has asked for, come after all others, and give way to them.
    """

    def __init__(self, path: Path):
        self._database = RunDatabase(path)

    def ask(
        self,
        *,
        run_id: str,
        kind: str,
        project: Project,
        asked_by: str | None = None,
        expected: Mapping[str, float] | None = None,
        is_extra: bool = False,
    ) -> Task:
        """The task that does this: an open one that does the same already, else a new one, added to the queue.

        It is asked for by the run's owner, or by NOBODY, as a page does of itself; whoever else asks is refused, and so
        is who may only look on. What the same one has asked of the run before is stopped, where it is of the same kind
        but for another project.
        `expected` says how many seconds each stage should take, in the order of the stages. Where a new task would be
        more than the limits allow, it is refused, and nothing is stopped.
        """
        asked = project.to_text()
        with self._database.changing() as connection:
            there = "SELECT owner FROM runs WHERE run_id = ? AND deleted_at_s IS NULL"
            run = connection.execute(there, (run_id,)).fetchone()
            if run is None:
                raise StorageError("store.run_gone", run=run_id)
            visitor = run["owner"] if asked_by is None else asked_by
            check_is_owner(run=run, visitor=visitor)
            if visitor and not is_extra:
                check_may_work(connection=connection, owner=visitor)
            same = None
            open_tasks = f"SELECT * FROM tasks WHERE run_id = ? AND kind = ? AND {OPEN}"
            for row in connection.execute(open_tasks, (run_id, kind)).fetchall():
                if row["project"] == asked and row["stop_asked_at_s"] is None:
                    same = row["task_id"]
                elif row["asked_by"] == visitor and row["is_extra"] >= is_extra:
                    _stop(connection, "task_id = ?", row["task_id"])
            if same is not None and not is_extra:
                connection.execute("UPDATE tasks SET is_extra = 0 WHERE task_id = ?", (same,))
            connection.execute(
                f"UPDATE tasks SET is_seen = 1 WHERE run_id = ? AND kind = ? AND asked_by = ? AND NOT {OPEN}",
                (run_id, kind, visitor),
            )
            if same is None and not is_extra and visitor:
                check_limits(connection=connection, visitor=visitor)
            task_id = same or _new_task(
                connection,
                run_id=run_id,
                kind=kind,
                project=asked,
                state=QUEUED,
                asked_at_s=time.time(),
                asked_by=visitor,
                expected=json.dumps(dict(expected or {})),
                is_extra=is_extra,
            )
            return _tasks_in(connection, "WHERE task_id = ?", task_id)[0]

    def ask_to_stop(self, task_id: int, *, asked_by: str | None = None) -> None:
        """Stop a waiting task at once; ask a running one to stop, which it does when its worker notices.

        Where it is named who asks, anyone but the run's owner is refused.
        """
        with self._database.changing() as connection:
            owner = "SELECT owner FROM runs WHERE run_id = (SELECT run_id FROM tasks WHERE task_id = ?)"
            run = connection.execute(owner, (task_id,)).fetchone()
            if run is not None and asked_by is not None:
                check_is_owner(run=run, visitor=asked_by)
            _stop(connection, "task_id = ?", task_id)

    def task(self, task_id: int) -> Task | None:
        """The task; None where it was deleted with its run."""
        return next(iter(self._tasks("WHERE task_id = ?", task_id)), None)

    def last_task(self, *, run_id: str, kind: str) -> Task | None:
        """The run's last task of that kind; None where there never was one."""
        tasks = self._tasks("WHERE run_id = ? AND kind = ? ORDER BY task_id DESC LIMIT 1", run_id, kind)
        return next(iter(tasks), None)

    def tasks_of(self, run_id: str) -> list[Task]:
        """Every task of the run, the oldest first."""
        return self._tasks("WHERE run_id = ? ORDER BY task_id", run_id)

    def work_of(self, visitor: str) -> list[Work]:
        """What runs, has ended unseen, or waits of all that the visitor has asked for, in this order."""
        kept = "run_id IN (SELECT run_id FROM runs WHERE deleted_at_s IS NULL)"
        ended = f"asked_by = ? AND NOT is_seen AND state IN ('{DONE}', '{FAILED}') AND {kept}"
        order = (RUNNING, DONE, FAILED, QUEUED)
        own = [work for work in self._work(ended, visitor) if work.task.asked_by == visitor]
        return sorted(own, key=lambda work: order.index(work.task.state))

    def work(self, task_id: int) -> Work | None:
        """The task with the time until it is done; None where it is not open."""
        return next((work for work in self._work("FALSE") if work.task.task_id == task_id), None)

    def mark_seen(self, task_ids: Iterable[int]) -> None:
        """Note that the visitor knows how these tasks have ended."""
        with self._database.changing() as connection:
            connection.executemany("UPDATE tasks SET is_seen = 1 WHERE task_id = ?", [(each,) for each in task_ids])

    def claim(self, worker: str) -> Task | None:
        """The waiting task whose turn it is, which belongs to this worker from now on; None where none waits."""
        with self._database.statement() as connection:
            if connection.execute(f"SELECT 1 FROM tasks WHERE state = '{QUEUED}' LIMIT 1").fetchone() is None:
                return None
        with self._database.changing() as connection:
            following = next(iter(order_of_waiting(connection)), None)
            if following is None:
                return None
            connection.execute(
                "UPDATE tasks SET state = ?, worker = ?, begun = begun + 1, stage = '', done = 0, total = 0,"
                " frames_per_s = NULL WHERE task_id = ?",
                (RUNNING, worker, following),
            )
            return _tasks_in(connection, "WHERE task_id = ?", following)[0]

    def tell(self, *, task_id: int, stage: str, done: int, total: int, frames_per_s: float | None) -> bool:
        """Store how far the task is. True where it is to go on; False where it is to `break_off`, or is deleted."""
        waits = f"SELECT 1 FROM tasks AS other WHERE other.state = '{QUEUED}' AND NOT other.is_extra"
        with self._database.statement() as connection:
            updated = connection.execute(
                "UPDATE tasks SET stage = ?, done = ?, total = ?, frames_per_s = ?"
                " WHERE task_id = ? AND state = ? AND stop_asked_at_s IS NULL"
                f" AND NOT (is_extra AND EXISTS ({waits} AND ABS(? - other.asked_at_s) > ?))",
                (stage, done, total, frames_per_s, task_id, RUNNING, time.time(), _GIVES_WAY_AFTER_S),
            )
            return updated.rowcount == 1

    def break_off(self, task_id: int) -> None:
        """Mark the running task as stopped, where that was asked; else it gives way to others, and waits again."""
        with self._database.changing() as connection:
            _put_back(connection, "task_id = ?", task_id, None)

    def finish(self, *, task_id: int, state: str, error: Message | None = None) -> None:
        """Mark the running task as ended, in that state. A task that no longer runs stays as it is."""
        with self._database.changing() as connection:
            _end(connection, task_id, state, error)
            _drop_orphans(connection)

    def take_back(self, *, worker: str, reason: Message) -> list[int]:
        """The tasks of a worker that died: queued again, or failed for that reason the third time.

        Their owners have had their turn. One that was asked to stop is stopped.
        """
        return self._take_back(worker, reason)

    def hand_back(self, worker: str) -> list[int]:
        """The tasks of a worker ended on purpose: queued again, as if not begun, or stopped where that was asked."""
        return self._take_back(worker, None)

    def delete(self, run_id: str) -> None:
        """Mark the run as deleted, from now on, and stop its tasks; until it is forgotten, it can be restored."""
        with self._database.changing() as connection:
            _stop(connection, "run_id = ?", run_id)
            connection.execute(
                "UPDATE runs SET deleted_at_s = COALESCE(deleted_at_s, ?) WHERE run_id = ?", (time.time(), run_id)
            )

    def forget(self, run_id: str) -> bool:
        """Remove a deleted run, its tasks, links and all preferences named after it. False where it was not deleted.

        A task that still runs is removed once it has stopped.
        """
        with self._database.changing() as connection:
            gone = connection.execute("DELETE FROM runs WHERE run_id = ? AND deleted_at_s IS NOT NULL", (run_id,))
            if gone.rowcount == 0:
                return False
            connection.execute("DELETE FROM preferences WHERE instr(name, ?) > 0", (f":{run_id}:",))
            connection.execute("DELETE FROM links WHERE run_id = ?", (run_id,))
            _drop_orphans(connection)
            return True

    def workers(self) -> list[str]:
        """The workers that have a running task, dead ones included."""
        with self._database.statement() as connection:
            rows = connection.execute(f"SELECT DISTINCT worker FROM tasks WHERE state = '{RUNNING}'")
            return [row["worker"] for row in rows]

    def running(self) -> dict[str, int]:
        """The number of each worker's running task, by the worker's name."""
        with self._database.statement() as connection:
            rows = connection.execute(f"SELECT worker, task_id FROM tasks WHERE state = '{RUNNING}'")
            return {row["worker"]: row["task_id"] for row in rows}

    def tasks_by_state(self) -> dict[str, int]:
        """How many tasks of all owners are in each state that any is in."""
        with self._database.statement() as connection:
            rows = connection.execute("SELECT state, COUNT(*) AS number FROM tasks GROUP BY state")
            return {row["state"]: row["number"] for row in rows}

    def deaf_workers(self, *, for_s: float) -> list[str]:
        """The workers whose task was asked to stop at least `for_s` seconds ago and still runs.

        What was asked in times to come was asked before the clock was set back.
        """
        with self._database.statement() as connection:
            rows = connection.execute(
                f"SELECT worker FROM tasks WHERE state = '{RUNNING}' AND ABS(? - stop_asked_at_s) >= ?",
                (time.time(), for_s),
            )
            return [row["worker"] for row in rows]

    def _tasks(self, which: str, *values: Any) -> list[Task]:
        with self._database.statement() as connection:
            return _tasks_in(connection, which, *values)

    def _work(self, or_which: str, *values: object) -> list[Work]:
        """Everyone's open tasks, in the order in which they are done, and those of which `or_which` holds."""
        with self._database.statement() as connection:
            rows = connection.execute(
                f"SELECT tasks.*, runs.name FROM tasks JOIN runs USING (run_id) WHERE {OPEN} OR ({or_which})", values
            ).fetchall()
            ahead = ahead_of_waiting(connection)
        listed = [(_task(row, ahead), str(row["name"])) for row in rows]
        listed.sort(key=lambda one: (one[0].is_extra, one[0].state == QUEUED, one[0].ahead, one[0].task_id))
        work, before_s = [], 0.0
        for task, name in listed:
            # A task whose time is unknown does not make that of all others unknown: better too early than nothing.
            left_s = (task.seconds_left or 0.0) if task.is_open else 0.0
            wait_s = before_s / worker_count() if task.state == QUEUED else 0.0
            before_s += left_s
            work.append(Work(task=task, name=name, seconds_left=wait_s + left_s if left_s else None))
        return work

    def _take_back(self, worker: str, reason: Message | None) -> list[int]:
        with self._database.changing() as connection:
            return _put_back(connection, "worker = ?", worker, reason)


def _tasks_in(connection: sqlite3.Connection, which: str, *values: Any) -> list[Task]:
    rows = connection.execute(f"SELECT * FROM tasks {which}", values).fetchall()
    ahead = ahead_of_waiting(connection) if any(row["state"] == QUEUED for row in rows) else {}
    return [_task(row, ahead) for row in rows]


def _task(row: sqlite3.Row, ahead: Mapping[int, int]) -> Task:
    return Task(
        project=stored_project(row["project"]),
        ahead=ahead.get(row["task_id"], 0),
        error=None if row["error"] is None else _error_in(row["error"]),
        is_extra=bool(row["is_extra"]),
        expected=tuple(json.loads(row["expected"]).items()),
        **{name: row[name] for name in _TASK_COLUMNS},
    )


def _new_task(connection: sqlite3.Connection, **values: Any) -> int | None:
    blanks = ", ".join("?" for _ in values)
    statement = f"INSERT INTO tasks ({', '.join(values)}) VALUES ({blanks})"
    return connection.execute(statement, tuple(values.values())).lastrowid


def _put_back(connection: sqlite3.Connection, which: str, value: object, reason: Message | None) -> list[int]:
    """The tasks that no longer run: stopped where that was asked, failed for the reason the third time, else queued."""
    rows = connection.execute(f"SELECT * FROM tasks WHERE {which} AND state = ?", (value, RUNNING)).fetchall()
    for row in rows:
        if row["stop_asked_at_s"] is not None:
            _end(connection, row["task_id"], STOPPED, None)
        elif reason is not None and row["begun"] >= MOST_BEGUN:
            _end(connection, row["task_id"], FAILED, _gave_up(row["kind"], reason))
        else:
            connection.execute(
                "UPDATE tasks SET state = ?, worker = NULL, begun = begun - ? WHERE task_id = ?",
                (QUEUED, int(reason is None), row["task_id"]),
            )
            if reason is not None:
                stand_back(connection, task_id=row["task_id"])
    _drop_orphans(connection)
    return [row["task_id"] for row in rows]


def _error_in(text: str) -> Message:
    """The stored error; earlier versions stored its English sentence."""
    return message_from_json(json.loads(text) if text.startswith("{") else text)


def _stop(connection: sqlite3.Connection, which: str, value: object) -> None:
    now = time.time()
    connection.execute(
        f"UPDATE tasks SET stop_asked_at_s = COALESCE(stop_asked_at_s, ?), finished_at_s = CASE state WHEN '{QUEUED}'"
        f" THEN ? END, state = CASE state WHEN '{QUEUED}' THEN '{STOPPED}' ELSE state END WHERE {which} AND {OPEN}",
        (now, now, value),
    )


def _end(connection: sqlite3.Connection, task_id: int, state: str, error: Message | None) -> None:
    ended = connection.execute(
        "UPDATE tasks SET state = ?, error = ?, finished_at_s = ? WHERE task_id = ? AND state = ?",
        (state, None if error is None else json.dumps(error.to_json()), time.time(), task_id, RUNNING),
    )
    if ended.rowcount:
        stand_back(connection, task_id=task_id)


def _drop_orphans(connection: sqlite3.Connection) -> None:
    """Delete the tasks of deleted runs, but keep one that still runs until it has ended."""
    connection.execute(f"DELETE FROM tasks WHERE run_id NOT IN (SELECT run_id FROM runs) AND NOT {OPEN}")


def _gave_up(kind: str, reason: Message) -> Message:
    return message("store.gave_up", what=message(_TASK_NAMES[kind]), times=MOST_BEGUN, reason=reason)
