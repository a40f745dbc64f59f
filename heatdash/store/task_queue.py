"""The queue of the tasks that were asked for, in the order in which they are done.

Not huey: the table of runs is needed anyway, and a queue beside it would be a second source of truth. Huey also takes
a task out before it is done, so that a killed worker loses it.
"""

import json
import sqlite3
import time
from pathlib import Path
from typing import Any

from heatdash.errors import StorageError
from heatdash.messages import Message, message, message_from_json
from heatdash.store.run_database import RunDatabase
from heatdash.values.project import Project, project_from_json
from heatdash.values.run import ANALYSIS, FAILED, PLACE, QUEUED, RUNNING, STOPPED, VIDEO, Task

MOST_BEGUN = 3
"""A task that was begun this often, and whose worker died each time, is not begun again."""
_TASK_NAMES = {ANALYSIS: "store.the_analysis", VIDEO: "store.the_video", PLACE: "store.the_place"}
_OPEN = f"state IN ('{QUEUED}', '{RUNNING}')"
_TASKS = (
    f"SELECT *, CASE state WHEN '{QUEUED}' THEN (SELECT COUNT(*) FROM tasks AS other WHERE other.state = '{RUNNING}'"
    f" OR (other.state = '{QUEUED}' AND other.task_id < tasks.task_id)) ELSE 0 END AS ahead FROM tasks"
)
_TASK_COLUMNS = (
    "task_id", "run_id", "kind", "state", "ahead", "stage", "done", "total", "frames_per_s", "error", "asked_at_s",
    "finished_at_s",
)  # fmt: skip


class TaskQueue:
    """The tasks in the file at `path`. The oldest is done first; one that is taken back is older than all that wait."""

    def __init__(self, path: Path):
        self._database = RunDatabase(path)

    def ask(self, *, run_id: str, kind: str, project: Project) -> Task:
        """The task that does this: an open one that does the same already, else a new one, added to the queue.

        An open task of the same kind for another project is asked to stop first.
        """
        asked = project.to_text()
        with self._database.changing() as connection:
            if connection.execute("SELECT 1 FROM runs WHERE run_id = ?", (run_id,)).fetchone() is None:
                raise StorageError("store.run_gone", run=run_id)
            same = None
            open_tasks = f"SELECT * FROM tasks WHERE run_id = ? AND kind = ? AND {_OPEN}"
            for row in connection.execute(open_tasks, (run_id, kind)).fetchall():
                if row["project"] == asked and row["stop_asked_at_s"] is None:
                    same = row["task_id"]
                else:
                    _stop(connection, "task_id = ?", row["task_id"])
            new = "INSERT INTO tasks (run_id, kind, project, state, asked_at_s) VALUES (?, ?, ?, ?, ?)"
            task_id = same or connection.execute(new, (run_id, kind, asked, QUEUED, time.time())).lastrowid
            return _task(connection.execute(f"{_TASKS} WHERE task_id = ?", (task_id,)).fetchone())

    def ask_to_stop(self, task_id: int) -> None:
        """Stop a waiting task at once; ask a running one to stop, which it does when its worker notices."""
        with self._database.changing() as connection:
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

    def claim(self, worker: str) -> Task | None:
        """The oldest waiting task, which belongs to this worker from now on; None where none waits."""
        oldest = f"SELECT MIN(task_id) FROM tasks WHERE state = '{QUEUED}'"
        with self._database.statement() as connection:
            if connection.execute(oldest).fetchone()[0] is None:
                return None
        with self._database.changing() as connection:
            (task_id,) = connection.execute(oldest).fetchone()
            if task_id is None:
                return None
            connection.execute(
                "UPDATE tasks SET state = ?, worker = ?, begun = begun + 1, stage = '', done = 0, total = 0,"
                " frames_per_s = NULL WHERE task_id = ?",
                (RUNNING, worker, task_id),
            )
            return _task(connection.execute(f"{_TASKS} WHERE task_id = ?", (task_id,)).fetchone())

    def tell(self, *, task_id: int, stage: str, done: int, total: int, frames_per_s: float | None) -> bool:
        """Store how far the task is. True where it is to go on; False where it was asked to stop, or is deleted."""
        with self._database.statement() as connection:
            updated = connection.execute(
                "UPDATE tasks SET stage = ?, done = ?, total = ?, frames_per_s = ?"
                " WHERE task_id = ? AND state = ? AND stop_asked_at_s IS NULL",
                (stage, done, total, frames_per_s, task_id, RUNNING),
            )
            return updated.rowcount == 1

    def finish(self, *, task_id: int, state: str, error: Message | None = None) -> None:
        """Mark the running task as ended, in that state. A task that no longer runs stays as it is."""
        with self._database.changing() as connection:
            _end(connection, task_id, state, error)
            _drop_orphans(connection)

    def take_back(self, *, worker: str, reason: Message) -> list[int]:
        """The tasks of a worker that died: queued again, before all others, or failed for that reason the third time.

        One that was asked to stop is stopped.
        """
        return self._take_back(worker, reason)

    def hand_back(self, worker: str) -> list[int]:
        """The tasks of a worker ended on purpose: queued again, as if not begun, or stopped where that was asked."""
        return self._take_back(worker, None)

    def delete(self, run_id: str) -> None:
        """Delete the run, its tasks and all preferences named after it.

        A running task is asked to stop, and is deleted once it has.
        """
        with self._database.changing() as connection:
            _stop(connection, "run_id = ?", run_id)
            connection.execute("DELETE FROM runs WHERE run_id = ?", (run_id,))
            connection.execute("DELETE FROM preferences WHERE instr(name, ?) > 0", (f":{run_id}:",))
            _drop_orphans(connection)

    def workers(self) -> list[str]:
        """The workers that have a running task, dead ones included."""
        with self._database.statement() as connection:
            rows = connection.execute(f"SELECT DISTINCT worker FROM tasks WHERE state = '{RUNNING}'")
            return [row["worker"] for row in rows]

    def deaf_workers(self, *, for_s: float) -> list[str]:
        """The workers whose task was asked to stop at least `for_s` seconds ago and still runs."""
        with self._database.statement() as connection:
            rows = connection.execute(
                f"SELECT worker FROM tasks WHERE state = '{RUNNING}' AND stop_asked_at_s <= ?", (time.time() - for_s,)
            )
            return [row["worker"] for row in rows]

    def _tasks(self, which: str, *values: Any) -> list[Task]:
        with self._database.statement() as connection:
            return [_task(row) for row in connection.execute(f"{_TASKS} {which}", values)]

    def _take_back(self, worker: str, reason: Message | None) -> list[int]:
        with self._database.changing() as connection:
            rows = connection.execute(
                "SELECT * FROM tasks WHERE worker = ? AND state = ?", (worker, RUNNING)
            ).fetchall()
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
            _drop_orphans(connection)
            return [row["task_id"] for row in rows]


def _task(row: sqlite3.Row) -> Task:
    values = {name: row[name] for name in _TASK_COLUMNS}
    error = None if row["error"] is None else _error_in(row["error"])
    return Task(project=project_from_json(json.loads(row["project"])), **{**values, "error": error})


def _error_in(text: str) -> Message:
    """The stored error; earlier versions stored its English sentence."""
    return message_from_json(json.loads(text) if text.startswith("{") else text)


def _stop(connection: sqlite3.Connection, which: str, value: object) -> None:
    now = time.time()
    connection.execute(
        f"UPDATE tasks SET stop_asked_at_s = COALESCE(stop_asked_at_s, ?), finished_at_s = CASE state WHEN '{QUEUED}'"
        f" THEN ? END, state = CASE state WHEN '{QUEUED}' THEN '{STOPPED}' ELSE state END WHERE {which} AND {_OPEN}",
        (now, now, value),
    )


def _end(connection: sqlite3.Connection, task_id: int, state: str, error: Message | None) -> None:
    connection.execute(
        "UPDATE tasks SET state = ?, error = ?, finished_at_s = ? WHERE task_id = ? AND state = ?",
        (state, None if error is None else json.dumps(error.to_json()), time.time(), task_id, RUNNING),
    )


def _drop_orphans(connection: sqlite3.Connection) -> None:
    """Delete the tasks of deleted runs, but keep one that still runs until it has ended."""
    connection.execute(f"DELETE FROM tasks WHERE run_id NOT IN (SELECT run_id FROM runs) AND NOT {_OPEN}")


def _gave_up(kind: str, reason: Message) -> Message:
    return message("store.gave_up", what=message(_TASK_NAMES[kind]), times=MOST_BEGUN, reason=reason)
