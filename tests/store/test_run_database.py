import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from heatdash.errors import StorageError
from heatdash.store import run_database as module
from heatdash.store.owner_names import earlier_name, owner_name
from heatdash.store.run_database import SCHEMA_VERSION, RunDatabase
from heatdash.store.run_register import RunRegister
from tests.builders.runs import asks, found

ASK_FOR_A_RUN = """
import sys
from pathlib import Path
from heatdash.store.run_register import RunRegister
print(RunRegister(Path(sys.argv[1])).run("nobody"))
"""


FIRST_FORM = """
CREATE TABLE runs (run_id TEXT PRIMARY KEY, owner TEXT NOT NULL, name TEXT NOT NULL, source TEXT NOT NULL,
  created_at_s REAL NOT NULL, project TEXT NOT NULL, found TEXT);
CREATE INDEX runs_by_owner ON runs (owner, created_at_s);
CREATE TABLE tasks (task_id INTEGER PRIMARY KEY AUTOINCREMENT, run_id TEXT NOT NULL, kind TEXT NOT NULL,
  project TEXT NOT NULL, state TEXT NOT NULL, asked_at_s REAL NOT NULL, worker TEXT,
  begun INTEGER NOT NULL DEFAULT 0, stage TEXT NOT NULL DEFAULT '', done INTEGER NOT NULL DEFAULT 0,
  total INTEGER NOT NULL DEFAULT 0, frames_per_s REAL, error TEXT, stop_asked_at_s REAL, finished_at_s REAL);
CREATE INDEX tasks_by_state ON tasks (state, task_id);
CREATE INDEX tasks_by_run ON tasks (run_id, kind, task_id);
CREATE TABLE preferences (owner TEXT, name TEXT, value TEXT NOT NULL, PRIMARY KEY (owner, name));
CREATE TABLE speeds (model_name TEXT PRIMARY KEY, frames_per_s REAL NOT NULL);
PRAGMA user_version = 1;
INSERT INTO runs VALUES ('r1', 'anna', 'Door', '/clips/door.mp4', 1760000000.5, '{"version": 1}', NULL);
INSERT INTO tasks (run_id, kind, project, state, asked_at_s) VALUES ('r1', 'look', '{"version": 1}', 'queued', 9);
INSERT INTO speeds VALUES ('yolo26n', 30.0);
"""
"""What the first version of HeatDash has left: a run, its task, which waits, and what was learnt."""


@pytest.fixture
def of_the_first_form(tmp_path: Path) -> Path:
    path = tmp_path / "runs.sqlite"
    connection = sqlite3.connect(path)
    connection.executescript(FIRST_FORM)
    connection.close()
    return path


def columns(path: Path) -> dict[str, list[str]]:
    """The names of each table's columns."""
    with RunDatabase(path).statement() as connection:
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: [row["name"] for row in connection.execute(f"PRAGMA table_info({name})")] for name in tables}


def read(path: Path, statement: str = "SELECT COUNT(*) FROM runs") -> object:
    with RunDatabase(path).statement() as connection:
        return connection.execute(statement).fetchone()[0]


def test_the_file_and_its_folder_are_made_on_first_use(tmp_path: Path) -> None:
    assert read(tmp_path / "data" / "runs.sqlite") == 0
    assert read(tmp_path / "data" / "runs.sqlite", "PRAGMA journal_mode") == "wal"


def test_several_processes_may_make_the_file_at_once(tmp_path: Path) -> None:
    command = [sys.executable, "-c", ASK_FOR_A_RUN, str(tmp_path / "runs.sqlite")]
    asking = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(4)]
    answers = [process.communicate(timeout=60) for process in asking]
    assert answers == [("None\n", "")] * 4


def test_a_change_that_breaks_off_changes_nothing(tmp_path: Path) -> None:
    database = RunDatabase(tmp_path / "runs.sqlite")
    with pytest.raises(sqlite3.IntegrityError), database.changing() as connection:
        connection.executemany("INSERT INTO preferences VALUES ('anna', 'language', ?)", [("en",), (None,)])
    assert read(tmp_path / "runs.sqlite", "SELECT COUNT(*) FROM preferences") == 0
    with database.changing() as connection:
        connection.execute("INSERT INTO preferences VALUES ('anna', 'language', 'en')")
    assert read(tmp_path / "runs.sqlite", "SELECT COUNT(*) FROM preferences") == 1


def test_a_file_that_is_no_database_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "runs.sqlite").write_text("nothing of the kind " * 100, encoding="utf-8")
    with pytest.raises(StorageError, match=r"runs.sqlite' cannot be used \(file is not a database\); .* HEATDASH_DATA"):
        read(tmp_path / "runs.sqlite")


def test_a_full_disk_is_one_sentence(tmp_path: Path) -> None:
    database = RunDatabase(tmp_path / "runs.sqlite")
    with database.statement() as connection:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")
    sentence = r"\(database or disk is full\); make its folder writable and free space"
    with pytest.raises(StorageError, match=sentence), database.changing() as connection:
        connection.execute("INSERT INTO preferences VALUES ('anna', 'language', ?)", ("long" * 10_000,))
    assert read(tmp_path / "runs.sqlite", "SELECT COUNT(*) FROM preferences") == 0


def test_a_file_that_another_program_holds_for_long_is_one_sentence(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(module, "_WAIT_S", 0.1)
    read(tmp_path / "runs.sqlite")
    other = sqlite3.connect(tmp_path / "runs.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    database = RunDatabase(tmp_path / "runs.sqlite")
    change = "INSERT INTO preferences VALUES ('anna', 'language', 'en')"
    refused = pytest.raises(StorageError, match=r"locked for more than 0\.1 seconds; end that program")
    with refused, database.changing() as connection:
        connection.execute(change)
    assert read(tmp_path / "runs.sqlite") == 0, "what only reads goes on"
    other.close()
    with database.changing() as connection:
        connection.execute(change)


def test_the_file_of_the_first_form_goes_on_with_all_that_was_in_it(of_the_first_form: Path, tmp_path: Path) -> None:
    register = RunRegister(of_the_first_form)
    (run,) = register.runs_of(earlier_name("anna"))
    assert (run.name, run.created_at_s, run.deleted_at_s) == ("Door", 1760000000.5, None)
    assert register.claim("w").run_id == run.run_id
    register.delete(run.run_id)
    assert [run.name for run in register.deleted_runs_of(earlier_name("anna"))] == ["Door"]
    assert read(of_the_first_form, "PRAGMA user_version") == SCHEMA_VERSION
    read(tmp_path / "new.sqlite")
    assert columns(of_the_first_form) == columns(tmp_path / "new.sqlite")


def test_no_visitors_secret_is_left_in_the_file_and_each_can_still_be_found(tmp_path: Path, monkeypatch) -> None:
    path, secret = tmp_path / "runs.sqlite", "anna-keeps-this-in-her-browser-00"
    forms = module._FORMS[: module._FORMS.index(module._OWNERS)]
    monkeypatch.setattr(module, "_FORMS", forms)
    monkeypatch.setattr(module, "SCHEMA_VERSION", len(forms))
    # It had no accounts yet, which decide who may work.
    for room in ("run_register", "task_queue"):
        monkeypatch.setattr(f"heatdash.store.{room}.check_may_work", lambda **_: None)
    earlier = RunRegister(path)
    run = earlier.new_run(owner=secret, name="Door", source=tmp_path / "door.mp4", project=asks())
    task = earlier.ask(run_id=run.run_id, kind="analysis", project=asks())
    earlier.set_preference(owner=secret, name="language", value="zh")
    monkeypatch.undo()
    register = RunRegister(path)
    assert [found.run_id for found in register.runs_of(earlier_name(secret))] == [run.run_id]
    assert register.task(task.task_id).asked_by == earlier_name(secret)
    read(path, "PRAGMA wal_checkpoint(TRUNCATE)")
    assert not any(secret.encode() in file.read_bytes() for file in tmp_path.iterdir()), "nor in what SQLite left free"
    assert register.take_over(earlier=earlier_name(secret), owner=owner_name(secret))
    assert not register.take_over(earlier=earlier_name(secret), owner=owner_name(secret))
    assert register.preference(owner=owner_name(secret), name="language") == "zh"


def test_several_processes_may_open_the_file_of_the_first_form_at_once(of_the_first_form: Path) -> None:
    command = [sys.executable, "-c", ASK_FOR_A_RUN, str(of_the_first_form)]
    asking = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(4)]
    assert [process.communicate(timeout=60) for process in asking] == [("None\n", "")] * 4


def test_a_change_of_form_that_breaks_off_leaves_the_file_as_it_was(of_the_first_form: Path, monkeypatch) -> None:
    monkeypatch.setattr(module, "_FORMS", (*module._FORMS, ("ALTER TABLE nowhere ADD COLUMN x REAL",)))
    with pytest.raises(sqlite3.OperationalError, match="no such table"):
        read(of_the_first_form)
    monkeypatch.undo()
    assert read(of_the_first_form, "SELECT deleted_at_s IS NULL FROM runs") == 1


def test_the_file_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "runs.sqlite"
    read(path)
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(StorageError, match=rf"HeatDash \(form 99, not {SCHEMA_VERSION}\); use that"):
        read(path)


SECOND_FORM = """
CREATE TABLE runs (run_id TEXT PRIMARY KEY, owner TEXT NOT NULL, name TEXT NOT NULL, source TEXT NOT NULL,
  created_at_s REAL NOT NULL, project TEXT NOT NULL, found TEXT, deleted_at_s REAL);
CREATE INDEX runs_by_owner ON runs (owner, created_at_s);
CREATE TABLE tasks (task_id INTEGER PRIMARY KEY AUTOINCREMENT, run_id TEXT NOT NULL, kind TEXT NOT NULL,
  project TEXT NOT NULL, state TEXT NOT NULL, asked_at_s REAL NOT NULL, worker TEXT,
  begun INTEGER NOT NULL DEFAULT 0, stage TEXT NOT NULL DEFAULT '', done INTEGER NOT NULL DEFAULT 0,
  total INTEGER NOT NULL DEFAULT 0, frames_per_s REAL, error TEXT, stop_asked_at_s REAL, finished_at_s REAL,
  asked_by TEXT NOT NULL DEFAULT '', is_extra INTEGER NOT NULL DEFAULT 0, expected TEXT NOT NULL DEFAULT '{}',
  is_seen INTEGER NOT NULL DEFAULT 0);
CREATE INDEX tasks_by_state ON tasks (state, task_id);
CREATE INDEX tasks_by_run ON tasks (run_id, kind, task_id);
CREATE INDEX tasks_by_asker ON tasks (asked_by, is_seen, state);
CREATE TABLE preferences (owner TEXT, name TEXT, value TEXT NOT NULL, PRIMARY KEY (owner, name));
CREATE TABLE costs (cost_id INTEGER PRIMARY KEY, stage TEXT NOT NULL, means TEXT NOT NULL,
  frames INTEGER NOT NULL, pixels INTEGER NOT NULL, seconds REAL NOT NULL);
PRAGMA user_version = 2;
INSERT INTO runs VALUES ('r1', 'anna', 'Door', '/clips/door.mp4', 1760000000.5, '{"version": 1}', NULL, NULL);
INSERT INTO runs VALUES ('r2', 'anna', 'Gate', '/clips/gate.mp4', 1760000009.5, '{"version": 1}', NULL, 1760000099.0);
INSERT INTO tasks (run_id, kind, project, state, asked_at_s, asked_by)
  VALUES ('r1', 'video', '{"version": 1}', 'queued', 9, 'a guest');
INSERT INTO preferences VALUES ('anna', 'audit:r1:1', 'seen'), ('anna', 'audit:r2:1', 'seen too'),
  ('anna', 'language', 'zh');
"""
"""What the second form has held: a run, one that was deleted, and what a guest has asked for, which waits."""


@pytest.mark.parametrize("form", [FIRST_FORM, SECOND_FORM], ids=["first", "second"])
def test_what_opened_a_run_before_there_were_links_is_one_link_that_can_be_revoked(tmp_path: Path, form: str) -> None:
    path = tmp_path / "runs.sqlite"
    with sqlite3.connect(path) as connection:
        connection.executescript(form)
    register = RunRegister(path)
    run = register.run_for(named="r1", visitor="ben")
    assert register.run_for(named=run.run_id, visitor="ben") is None, "the id of a run opens nothing"
    (old,) = register.links_of(run.run_id)
    assert (old.name, old.made_at_s, old.expires_at_s, old.revoked_at_s) == ("", 1760000000.5, None, None)
    register.revoke_link(run_id=run.run_id, link_id=old.link_id)
    assert register.run_for(named="r1", visitor="ben") is None
    assert register.run_for(named="r1", visitor=earlier_name("anna")) == run, (
        "who has kept the address of their own result"
    )
    read(tmp_path / "new.sqlite")
    assert columns(path) == columns(tmp_path / "new.sqlite")


def test_the_file_of_the_second_form_goes_on_with_all_that_was_in_it(tmp_path: Path) -> None:
    path = tmp_path / "runs.sqlite"
    with sqlite3.connect(path) as connection:
        connection.executescript(SECOND_FORM)
    register = RunRegister(path)
    (run,), (deleted,) = (find(earlier_name("anna")) for find in (register.runs_of, register.deleted_runs_of))
    assert (run.name, deleted.name) == ("Door", "Gate")
    (task,) = register.tasks_of(run.run_id)
    assert task.asked_by == earlier_name("a guest")
    assert register.claim("w") is not None, "what was asked for before is done"
    assert register.preference(owner=earlier_name("anna"), name=f"audit:{run.run_id}:1") == "seen"
    assert register.preference(owner=earlier_name("anna"), name=f"audit:{deleted.run_id}:1") == "seen too"
    assert register.preference(owner=earlier_name("anna"), name="language") == "zh"


FIRST_VERSION = """
CREATE TABLE runs (run_id TEXT PRIMARY KEY, owner TEXT NOT NULL, name TEXT NOT NULL, source TEXT NOT NULL,
 created_at_s REAL NOT NULL, project TEXT NOT NULL, found TEXT);
CREATE TABLE tasks (task_id INTEGER PRIMARY KEY AUTOINCREMENT, run_id TEXT NOT NULL, kind TEXT NOT NULL,
 project TEXT NOT NULL, state TEXT NOT NULL, asked_at_s REAL NOT NULL, worker TEXT,
 begun INTEGER NOT NULL DEFAULT 0, stage TEXT NOT NULL DEFAULT '', done INTEGER NOT NULL DEFAULT 0,
 total INTEGER NOT NULL DEFAULT 0, frames_per_s REAL, error TEXT, stop_asked_at_s REAL, finished_at_s REAL);
CREATE TABLE preferences (owner TEXT, name TEXT, value TEXT NOT NULL, PRIMARY KEY (owner, name));
CREATE TABLE speeds (model_name TEXT PRIMARY KEY, frames_per_s REAL NOT NULL);
PRAGMA user_version = 1;
"""


def test_the_file_of_the_first_version_goes_on_working(tmp_path: Path) -> None:
    path, asked = tmp_path / "runs.sqlite", asks().to_text()
    with sqlite3.connect(path) as connection:
        connection.executescript(FIRST_VERSION)
        run = ("r", "anna", "Door", "/clips/door.mp4", 5.0, asked, found().to_json())
        connection.execute("INSERT INTO runs VALUES (?, ?, ?, ?, ?, ?, ?)", run)
        connection.execute("INSERT INTO preferences VALUES ('anna', 'language', 'zh')")
        for state in ("done", "queued"):
            task = "INSERT INTO tasks (run_id, kind, project, state, asked_at_s) VALUES ('r', 'look', ?, ?, 6.0)"
            connection.execute(task, (asked, state))
    register = RunRegister(path)
    anna = earlier_name("anna")
    (run,) = register.runs_of(anna)
    assert (run.name, run.found, run.project) == ("Door", found(), asks())
    assert register.preference(owner=anna, name="language") == "zh"
    (work,) = register.work_of(anna)
    assert (work.task.task_id, work.task.state) == (2, "queued"), "what ended long ago is not told anew"
    assert register.claim("w").task_id == 2
    register.finish(task_id=2, state="done")
    assert [(work.name, work.task.state) for work in register.work_of(anna)] == [("Door", "done")]


def test_a_mistake_in_a_statement_is_a_bug_and_no_full_disk(tmp_path: Path) -> None:
    with pytest.raises(sqlite3.OperationalError, match="no such table"):
        read(tmp_path / "runs.sqlite", "SELECT * FROM walks")
