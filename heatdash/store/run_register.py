"""The register of runs: their owners, what they ask, what was found, their links, and the tasks done for them."""

import secrets
import sqlite3
import time
from collections.abc import Iterable
from dataclasses import astuple
from functools import lru_cache
from pathlib import Path
from typing import Any

from heatdash.errors import BadSettingError
from heatdash.settings import data_folder, sharing_allowed
from heatdash.store.accounts import Accounts, check_may_work
from heatdash.store.run_database import REGISTER_FILE
from heatdash.store.share_links import ShareLinks
from heatdash.store.stored_project import stored_found, stored_project
from heatdash.store.task_queue import TaskQueue
from heatdash.values.project import Project
from heatdash.values.run import FAILED, Found, Run, Task, Work
from heatdash.values.stage_cost import StageCost

LONGEST_NAME = 80
_MOST_COSTS = 40
"""Enough for clips of many sizes; older ones say little of what a changed machine does."""


class RunRegister(TaskQueue, ShareLinks, Accounts):
    """The runs in the file at `path`, their links, the queue of their tasks, and who has signed in; for any number of
    processes.

    A run that was deleted is no longer found, but by `deleted_run` and `deleted_runs_of`, until it is restored or
    forgotten. What is to be kept for a run that was forgotten is dropped without an error.
    """

    def new_run(self, *, owner: str, name: str, source: Path, project: Project) -> Run:
        """The new run, added to the register; an owner who may only look on gets none.

        A name that does not fit is shortened, and made to fit on one line.
        """
        shown = "".join(letter if letter.isprintable() else " " for letter in name).strip()[:LONGEST_NAME].strip()
        run = Run(
            run_id=secrets.token_hex(16),
            owner=owner,
            name=shown or "Clip",
            source=source,
            created_at_s=time.time(),
            project=project,
        )
        with self._database.statement() as connection:
            check_may_work(connection=connection, owner=owner)
            connection.execute(
                "INSERT INTO runs (run_id, owner, name, source, created_at_s, project) VALUES (?, ?, ?, ?, ?, ?)",
                (run.run_id, run.owner, run.name, str(run.source), run.created_at_s, project.to_text()),
            )
        return run

    def run(self, run_id: str) -> Run | None:
        """The run; None where there is none, or it was deleted."""
        return next(iter(self._runs("WHERE run_id = ? AND deleted_at_s IS NULL", run_id)), None)

    def deleted_run(self, run_id: str) -> Run | None:
        """The run that was deleted and can still be restored; None where there is none."""
        return next(iter(self._runs("WHERE run_id = ? AND deleted_at_s IS NOT NULL", run_id)), None)

    def run_for(self, *, named: str, visitor: str | None) -> Run | None:
        """The run that the visitor may see: their own by its id or any link to it, another's by a link that works.

        None where there is none, or it was deleted. The id of another's run opens nothing.
        """
        run = self.run(self.linked_run_id(named, or_ended=True) or named)
        if run is None or run.owner == visitor:
            return run
        return run if sharing_allowed() and self.linked_run_id(named) is not None else None

    def runs_of(self, owner: str) -> list[Run]:
        """The owner's runs, the newest first."""
        return self._runs("WHERE owner = ? AND deleted_at_s IS NULL ORDER BY created_at_s DESC, rowid DESC", owner)

    def deleted_runs_of(self, owner: str) -> list[Run]:
        """The owner's runs that were deleted and can still be restored, the last deleted first."""
        return self._runs("WHERE owner = ? AND deleted_at_s IS NOT NULL ORDER BY deleted_at_s DESC, rowid DESC", owner)

    def deleted_before(self, moment_s: float) -> list[Run]:
        """The runs of all owners that were deleted before that moment, in seconds since 1970."""
        return self._runs("WHERE deleted_at_s < ?", moment_s)

    def runs_before(self, moment_s: float) -> list[Run]:
        """The runs of all owners, but for deleted ones, that were made before that moment, in seconds since 1970."""
        return self._runs("WHERE created_at_s < ? AND deleted_at_s IS NULL", moment_s)

    def everyones_runs(self) -> list[Run]:
        """All runs of all owners, the newest first; deleted ones too, as what they need must stay."""
        return self._runs("ORDER BY created_at_s DESC, rowid DESC")

    def counts_of_runs(self) -> dict[str, int]:
        """How many runs each owner has, deleted ones left out."""
        counts = "SELECT owner, COUNT(*) AS count FROM runs WHERE deleted_at_s IS NULL GROUP BY owner"
        with self._database.statement() as connection:
            return {row["owner"]: row["count"] for row in connection.execute(counts)}

    def everyones_work(self) -> list[Work]:
        """All tasks that run or wait, whoever has asked for them, in the order in which they are done."""
        return self._work("FALSE")

    def last_failures(self, most: int) -> list[Task]:
        """The tasks that have failed, whoever had asked for them, the last first."""
        return self._tasks("WHERE state = ? ORDER BY finished_at_s DESC LIMIT ?", FAILED, most)

    def sources(self) -> set[Path]:
        """The paths of all clips that runs are of, deleted ones included."""
        with self._database.statement() as connection:
            return {Path(row["source"]) for row in connection.execute("SELECT DISTINCT source FROM runs")}

    def rename(self, *, run_id: str, name: str) -> None:
        """Rename the run. An empty or too long name, or one that cannot be shown on one line, is refused."""
        shown = name.strip()
        if not (0 < len(shown) <= LONGEST_NAME and shown.isprintable()):
            raise BadSettingError(
                "store.run_name", name=repr(shown[: LONGEST_NAME + 1]), length=len(shown), most=LONGEST_NAME
            )
        self._change("UPDATE runs SET name = ? WHERE run_id = ?", shown, run_id)

    def restore(self, run_id: str) -> None:
        """Make a deleted run as it was; what was stopped when it was deleted stays so."""
        self._change("UPDATE runs SET deleted_at_s = NULL WHERE run_id = ?", run_id)

    def keep_project(self, *, run_id: str, project: Project) -> None:
        """Store what the run asks from now on."""
        self._change("UPDATE runs SET project = ? WHERE run_id = ?", project.to_text(), run_id)

    def keep_found(self, *, run_id: str, found: Found) -> None:
        """Store what the run has found."""
        self._change("UPDATE runs SET found = ? WHERE run_id = ?", found.to_json(), run_id)

    def preference(self, *, owner: str, name: str) -> str | None:
        """What the owner has set under that name; None where nothing is set."""
        with self._database.statement() as connection:
            row = connection.execute(
                "SELECT value FROM preferences WHERE owner = ? AND name = ?", (owner, name)
            ).fetchone()
            return None if row is None else str(row["value"])

    def set_preference(self, *, owner: str, name: str, value: str) -> None:
        """Store what the owner prefers from now on."""
        self._change("INSERT OR REPLACE INTO preferences (owner, name, value) VALUES (?, ?, ?)", owner, name, value)

    def bring_in(self, *, browser: str, account: str) -> None:
        """Make the account's what the browser had made before; what both prefer stays as it is."""
        with self._database.changing() as connection:
            for table, column in (("runs", "owner"), ("tasks", "asked_by"), ("preferences", "owner")):
                change = f"UPDATE OR IGNORE {table} SET {column} = ? WHERE {column} = ?"
                connection.execute(change, (account, browser))

    def take_over(self, *, earlier: str, owner: str) -> bool:
        """Make the owner's what an earlier version kept under the other name; False where there is nothing of it."""
        with self._database.changing() as connection:
            taken = 0
            for table, column in (("runs", "owner"), ("tasks", "asked_by"), ("preferences", "owner")):
                change = f"UPDATE OR REPLACE {table} SET {column} = ? WHERE {column} = ?"
                taken += connection.execute(change, (owner, earlier)).rowcount
            return taken > 0

    def costs(self, stage: str) -> list[StageCost]:
        """What the stage has cost here the last times, the newest first."""
        with self._database.statement() as connection:
            kept = "SELECT stage, means, frames, pixels, seconds FROM costs WHERE stage = ? ORDER BY cost_id DESC"
            rows = connection.execute(kept, (stage,))
            return [StageCost(**row) for row in rows]

    def usual_stage_seconds(self) -> dict[str, float]:
        """The seconds that each stage has taken here on average, of those times that are kept."""
        with self._database.statement() as connection:
            rows = connection.execute("SELECT stage, AVG(seconds) AS usual FROM costs GROUP BY stage")
            return {row["stage"]: row["usual"] for row in rows}

    def keep_costs(self, costs: Iterable[StageCost]) -> None:
        """Store what stages have cost now; of each stage and its means, the last _MOST_COSTS are kept."""
        with self._database.changing() as connection:
            for cost in costs:
                connection.execute(
                    "INSERT INTO costs (stage, means, frames, pixels, seconds) VALUES (?, ?, ?, ?, ?)", astuple(cost)
                )
                connection.execute(
                    "DELETE FROM costs WHERE stage = ? AND means = ? AND cost_id NOT IN"
                    " (SELECT cost_id FROM costs WHERE stage = ? AND means = ? ORDER BY cost_id DESC LIMIT ?)",
                    (cost.stage, cost.means, cost.stage, cost.means, _MOST_COSTS),
                )

    def _change(self, statement: str, *values: Any) -> None:
        with self._database.statement() as connection:
            connection.execute(statement, values)

    def _runs(self, which: str, *values: Any) -> list[Run]:
        with self._database.statement() as connection:
            return [_run(row) for row in connection.execute(f"SELECT * FROM runs {which}", values)]


def _run(row: sqlite3.Row) -> Run:
    return Run(
        run_id=row["run_id"],
        owner=row["owner"],
        name=row["name"],
        source=Path(row["source"]),
        created_at_s=row["created_at_s"],
        project=stored_project(row["project"]),
        found=None if row["found"] is None else stored_found(row["found"]),
        deleted_at_s=row["deleted_at_s"],
    )


def open_register() -> RunRegister:
    """The register in the data folder; the same one for all callers in this process."""
    return _register_at(register_path())


def register_path() -> Path:
    """The file of the register in the data folder."""
    return data_folder() / REGISTER_FILE


@lru_cache(maxsize=1)
def _register_at(path: Path) -> RunRegister:
    return RunRegister(path)
