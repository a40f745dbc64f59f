"""Who may have work done for a run, and how much of it."""

import sqlite3

from heatdash.errors import BadSettingError, LimitError
from heatdash.limits import limits
from heatdash.values.run import QUEUED, RUNNING

NOBODY = ""
"""Who asks for what a page has made of itself."""
OPEN = f"state IN ('{QUEUED}', '{RUNNING}')"
"""The tasks that wait or run, as a condition."""


def check_is_owner(*, run: sqlite3.Row, visitor: str) -> None:
    """Refuse a guest: who has only a link to a run may see it, and change nothing."""
    if visitor not in (run["owner"], NOBODY):
        raise BadSettingError("store.not_yours")


def check_limits(*, connection: sqlite3.Connection, visitor: str) -> None:
    """Refuse a further task of the visitor's, where they or all together have as many as are allowed."""
    most = limits()
    asked = f"SELECT COUNT(*) FROM tasks WHERE {OPEN} AND stop_asked_at_s IS NULL AND NOT is_extra AND asked_by"
    (own,) = connection.execute(f"{asked} = ?", (visitor,)).fetchone()
    if own >= most.owner_tasks:
        raise LimitError("limits.owner_tasks", count=own, most=int(most.owner_tasks))
    (all_tasks,) = connection.execute(f"{asked} != ''").fetchone()
    if all_tasks >= most.queued_tasks:
        raise LimitError("limits.queued_tasks", count=all_tasks, most=int(most.queued_tasks))
