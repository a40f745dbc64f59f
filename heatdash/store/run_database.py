"""The SQLite file that holds the runs, their links and tasks, and visitors' preferences."""

import hashlib
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import chain
from pathlib import Path

from heatdash.errors import StorageError
from heatdash.settings import DATA_VARIABLE
from heatdash.store.file_lock import file_lock
from heatdash.store.owner_names import earlier_name
from heatdash.store.storage_errors import storage_errors

REGISTER_FILE = "runs.sqlite"
"""What the file is called in the data folder."""

_FIRST = (
    "CREATE TABLE runs (run_id TEXT PRIMARY KEY, owner TEXT NOT NULL, name TEXT NOT NULL, source TEXT NOT NULL,"
    " created_at_s REAL NOT NULL, project TEXT NOT NULL, found TEXT)",
    "CREATE INDEX runs_by_owner ON runs (owner, created_at_s)",
    # A number is never used twice: live pictures are named after it.
    "CREATE TABLE tasks (task_id INTEGER PRIMARY KEY AUTOINCREMENT, run_id TEXT NOT NULL, kind TEXT NOT NULL,"
    " project TEXT NOT NULL, state TEXT NOT NULL, asked_at_s REAL NOT NULL, worker TEXT,"
    " begun INTEGER NOT NULL DEFAULT 0, stage TEXT NOT NULL DEFAULT '', done INTEGER NOT NULL DEFAULT 0,"
    " total INTEGER NOT NULL DEFAULT 0, frames_per_s REAL, error TEXT, stop_asked_at_s REAL, finished_at_s REAL)",
    "CREATE INDEX tasks_by_state ON tasks (state, task_id)",
    "CREATE INDEX tasks_by_run ON tasks (run_id, kind, task_id)",
    "CREATE TABLE preferences (owner TEXT, name TEXT, value TEXT NOT NULL, PRIMARY KEY (owner, name))",
    "CREATE TABLE speeds (model_name TEXT PRIMARY KEY, frames_per_s REAL NOT NULL)",
)
_SECOND = (
    "ALTER TABLE runs ADD COLUMN deleted_at_s REAL",
    # Who asked for the task, whether it was begun without being asked for, what each of its stages should take, and
    # whether its end was seen. Nothing is told of what ended before.
    "ALTER TABLE tasks ADD COLUMN asked_by TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE tasks ADD COLUMN is_extra INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE tasks ADD COLUMN expected TEXT NOT NULL DEFAULT '{}'",
    "ALTER TABLE tasks ADD COLUMN is_seen INTEGER NOT NULL DEFAULT 0",
    "UPDATE tasks SET is_seen = state NOT IN ('queued', 'running'),"
    " asked_by = COALESCE((SELECT owner FROM runs WHERE runs.run_id = tasks.run_id), '')",
    "CREATE INDEX tasks_by_asker ON tasks (asked_by, is_seen, state)",
    "DROP TABLE speeds",
    "CREATE TABLE costs (cost_id INTEGER PRIMARY KEY, stage TEXT NOT NULL, means TEXT NOT NULL,"
    " frames INTEGER NOT NULL, pixels INTEGER NOT NULL, seconds REAL NOT NULL)",
)
_TURNS = (
    # Who went to the end of the circle after which task, and in which order.
    "CREATE TABLE turns (owner TEXT PRIMARY KEY, after_task INTEGER NOT NULL, turn INTEGER NOT NULL)",
)
_NEW_ID = "substr(hash_of(run_id), 1, 32)"
_IS_OF_RUN = "instr(preferences.name, ':' || run_id || ':') > 0"
_LINKS = (
    # Of a link's token only the hash is kept: who reads a copy of this file can open nothing by it.
    "CREATE TABLE links (link_id INTEGER PRIMARY KEY AUTOINCREMENT, run_id TEXT NOT NULL,"
    " token_hash TEXT NOT NULL UNIQUE, name TEXT NOT NULL, made_at_s REAL NOT NULL, expires_at_s REAL,"
    " revoked_at_s REAL)",
    "CREATE INDEX links_by_run ON links (run_id, link_id)",
    # Until now a run's id was its link. Those that were given out work on as one link, which can be revoked; the run
    # gets a new id, which pages and logs may name.
    "INSERT INTO links (run_id, token_hash, name, made_at_s)"
    f" SELECT {_NEW_ID}, hash_of(run_id), '', created_at_s FROM runs ORDER BY created_at_s, rowid",
    f"UPDATE preferences SET name = (SELECT replace(preferences.name, run_id, {_NEW_ID}) FROM runs WHERE {_IS_OF_RUN})"
    f" WHERE EXISTS (SELECT 1 FROM runs WHERE {_IS_OF_RUN})",
    f"UPDATE tasks SET run_id = {_NEW_ID}",
    f"UPDATE runs SET run_id = {_NEW_ID}",
)
_NAMED = "earlier_name"
_OWNERS = (
    # Earlier versions wrote down what a visitor's browser keeps: whoever read the file could be that visitor.
    f"UPDATE runs SET owner = {_NAMED}(owner)",
    f"UPDATE preferences SET owner = {_NAMED}(owner)",
    f"UPDATE tasks SET asked_by = {_NAMED}(asked_by) WHERE asked_by <> ''",
)
_ACCOUNTS = (
    # Who has ever signed in and still has something here: what the administrator sees of them, and what their role
    # hangs on. The address is empty unless the provider has verified it.
    "CREATE TABLE accounts (owner TEXT PRIMARY KEY, name TEXT NOT NULL, address TEXT NOT NULL)",
    # The name of the cookie given for a login. A login that has ended stays until nobody could use it anyway.
    "CREATE TABLE sign_ins (login TEXT PRIMARY KEY, name TEXT NOT NULL, owner TEXT NOT NULL, ends_at_s REAL NOT NULL)",
    "CREATE INDEX sign_ins_by_name ON sign_ins (name, ends_at_s)",
)
_FORMS: tuple[tuple[str, ...], ...] = (_FIRST, _SECOND, _TURNS, _LINKS, _OWNERS, _ACCOUNTS)
"""The statements that make each form of the file out of the one before it."""
SCHEMA_VERSION = len(_FORMS)
_WAIT_S = 20.0
_OUR_BUGS = {sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CONSTRAINT, sqlite3.SQLITE_MISMATCH, sqlite3.SQLITE_MISUSE}


class RunDatabase:
    """The database at `path`, made on first use. Any number of processes and threads may use it at once."""

    def __init__(self, path: Path):
        self._path = path
        self._of_thread = threading.local()

    @contextmanager
    def statement(self) -> Iterator[sqlite3.Connection]:
        """A connection for single statements, each of which is a transaction of its own."""
        with self._storage_errors():
            yield self._connection()

    @contextmanager
    def changing(self) -> Iterator[sqlite3.Connection]:
        """A connection whose block is one transaction, during which no one else can write."""
        with self._storage_errors():
            connection = self._connection()
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    def _connection(self) -> sqlite3.Connection:
        """This thread's own connection; with one for each call, each closing would write the whole log back."""
        connection: sqlite3.Connection | None = getattr(self._of_thread, "connection", None)
        if connection is None:
            connection = self._of_thread.connection = self._opened()
        return connection

    def _opened(self) -> sqlite3.Connection:
        with storage_errors(self._path.parent):
            self._path.parent.mkdir(parents=True, exist_ok=True)
        # Used in its own thread only, but perhaps closed by another, which frees what an ended thread has left.
        connection = sqlite3.connect(self._path, timeout=_WAIT_S, isolation_level=None, check_same_thread=False)
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA synchronous = NORMAL")
        if _version(connection) < SCHEMA_VERSION:
            with file_lock(path=self._path.with_name(f"{self._path.name}.lock")):
                _bring_up_to_date(connection, self._path)
        if _version(connection) != SCHEMA_VERSION:
            raise StorageError(
                "store.other_version",
                name=str(self._path),
                form=_version(connection),
                known=SCHEMA_VERSION,
                variable=DATA_VARIABLE,
            )
        return connection

    @contextmanager
    def _storage_errors(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.DatabaseError as error:
            if not hasattr(error, "sqlite_errorcode") or error.sqlite_errorcode & 0xFF in _OUR_BUGS:
                raise
            if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY:
                raise StorageError("store.list_busy", name=str(self._path), seconds=f"{_WAIT_S:g}") from error
            raise StorageError(
                "store.list_unusable", name=str(self._path), reason=str(error), variable=DATA_VARIABLE
            ) from error


def hash_of(secret: str) -> str:
    """What is kept instead of a random secret: it tells whether one is the same, and nothing of what it is."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _bring_up_to_date(connection: sqlite3.Connection, path: Path) -> None:
    """Make what a new file needs, or what an older one lacks: all of it or nothing."""
    connection.execute("PRAGMA journal_mode = WAL")
    # What is changed must not stay readable in the parts of the file that are free by then.
    connection.execute("PRAGMA secure_delete = ON")
    _add_functions(connection)
    # Commits at its end, and rolls back where it breaks off.
    with connection:
        connection.execute("BEGIN IMMEDIATE")
        known = _to_a_main_form(connection)
        if _columns(connection) != _columns_of_form(known):
            raise StorageError("store.odd_list", name=str(path), form=known, variable=DATA_VARIABLE)
        _change_form(connection, known=known, wanted=len(_FORMS))


def _to_a_main_form(connection: sqlite3.Connection) -> int:
    """The file's form, once it is one of _FORMS.

    Some versions in between had forms of the same numbers to which other things had been added already.
    """
    known, columns = _version(connection), _columns(connection)
    lacks: tuple[str, ...]
    if known == 2 and "deleted_at_s" not in columns.get("runs", ()):
        lacks, becomes = _SECOND[:1], 2
    elif known == 2 and "asked_by" not in columns.get("tasks", ()):
        lacks, becomes = _SECOND[1:], 2
    elif known == 3 and "turns" not in columns and "links" in columns:
        lacks, becomes = _TURNS, 4
    elif known == 3 and "turns" not in columns:
        # Its owners have the names of today.
        lacks, becomes = (*_TURNS, *_LINKS), 5
    else:
        return known
    for statement in lacks:
        connection.execute(statement)
    return becomes


def _change_form(connection: sqlite3.Connection, *, known: int, wanted: int) -> None:
    for statement in (*chain.from_iterable(_FORMS[known:wanted]), f"PRAGMA user_version = {wanted}"):
        connection.execute(statement)


def _add_functions(connection: sqlite3.Connection) -> None:
    connection.create_function("hash_of", 1, hash_of, deterministic=True)
    connection.create_function(_NAMED, 1, earlier_name, deterministic=True)


def _columns(connection: sqlite3.Connection) -> dict[str, set[str]]:
    """The names of each table's columns."""
    tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    names = [row[0] for row in connection.execute(tables).fetchall()]
    return {name: {row[1] for row in connection.execute(f'PRAGMA table_info("{name}")')} for name in names}


def _columns_of_form(form: int) -> dict[str, set[str]]:
    with closing(sqlite3.connect(":memory:")) as made:
        _add_functions(made)
        _change_form(made, known=0, wanted=form)
        return _columns(made)
