"""What every earlier version has left is read, as the code of that version wrote it: see `tests/store/earlier`.

A file there is named after its form and the commit whose code made it. In some commits forms of the same number differ.
"""

import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from heatdash.errors import StorageError
from heatdash.store import run_database as module
from heatdash.store.owner_names import earlier_name, owner_name
from heatdash.store.run_register import RunRegister
from heatdash.store.stored_project import stored_found, stored_project
from heatdash.values.project import Project

EARLIER = sorted((Path(__file__).parent / "earlier").glob("*.sql"))
PROJECTS = (Path(__file__).parent / "earlier" / "projects.jsonl").read_text(encoding="utf-8").splitlines()
SECRET = "anna-keeps-this-in-her-browser-0"
WITH_NAMED_OWNERS = {"form3_1a17d1a", "form5_edcf424"}
WITH_DELETED = {path.stem for path in EARLIER} - {"form1_791d7eb", "form1_fcbf757", "form2_80df0b8"}
WITHOUT_FOUND = {"form1_791d7eb"}
"""Its `found` did not say how the clip had been watched."""


@pytest.fixture(params=EARLIER, ids=lambda path: path.stem)
def dump(request: pytest.FixtureRequest) -> Path:
    return request.param


@pytest.fixture
def path(dump: Path, tmp_path: Path) -> Path:
    """The file of runs as that version has left it."""
    path = tmp_path / "runs.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(dump.read_text(encoding="utf-8"))
    return path


def owner_in(dump: Path) -> str:
    return owner_name(SECRET) if dump.stem in WITH_NAMED_OWNERS else earlier_name(SECRET)


def test_runs_tasks_links_and_preferences_are_as_they_were(dump: Path, path: Path) -> None:
    register, owner = RunRegister(path), owner_in(dump)
    gate, door = register.runs_of(owner)
    assert (gate.name, door.name, str(door.source), door.created_at_s) == (
        "Gate",
        "Door",
        "/clips/door.mp4",
        1760000001.5,
    )
    assert [run.name for run in register.deleted_runs_of(owner)] == (["Deleted"] if dump.stem in WITH_DELETED else [])
    assert door.project == gate.project
    if dump.stem != "form1_791d7eb":
        assert (door.project.watch.model, door.project.measure.metric) == ("motion", "intensity")
        assert [line.name for line in door.project.scene.lines] != []
    if dump.stem in WITHOUT_FOUND:
        assert door.found is None
    else:
        assert (door.found.tracks_key, door.found.class_counts) == ("7" * 40, (("person", 31), ("car", 2)))
    assert [(task.kind, task.state) for task in register.tasks_of(door.run_id)] == [
        ("look", "done"),
        ("video", "queued"),
    ]
    failed, running = register.tasks_of(gate.run_id)
    assert (failed.state, running.state) == ("failed", "running")
    assert "killed" in str(failed.error)
    assert register.preference(owner=owner, name="language") == "zh"
    assert register.preference(owner=owner, name=f"audit:{door.run_id}:1") == "seen"


def test_its_work_goes_on_and_its_links_open_what_they_did(dump: Path, path: Path) -> None:
    register, owner = RunRegister(path), owner_in(dump)
    (token,) = re.findall(r"^-- opens Door: (\S+)$", dump.read_text(encoding="utf-8"), re.MULTILINE)
    opened = register.run_for(named=token, visitor="a guest")
    if dump.stem == "form3_1a17d1a":
        assert register.run_for(named=token, visitor=owner) is not None
    assert opened is not None
    assert opened.name == "Door"
    assert register.run_for(named=opened.run_id, visitor="a guest") is None
    assert register.workers() == ["worker-2"]
    assert register.hand_back("worker-2") != []
    claimed = [register.claim("w"), register.claim("w")]
    assert sorted(task.kind for task in claimed if task) == ["look", "video"]
    if dump.stem not in WITH_NAMED_OWNERS:
        assert register.take_over(earlier=owner, owner=owner_name(SECRET))
    assert len(register.runs_of(owner_name(SECRET))) == 2


def test_it_gets_the_form_of_a_new_file_once(path: Path, tmp_path: Path) -> None:
    RunRegister(path).everyones_runs(), RunRegister(tmp_path / "new.sqlite").everyones_runs()
    with closing(sqlite3.connect(path)) as old, closing(sqlite3.connect(tmp_path / "new.sqlite")) as new:
        assert module._columns(old) == module._columns(new)
        assert module._version(old) == module._version(new) == module.SCHEMA_VERSION
        before = list(old.iterdump())
    RunRegister(path).everyones_runs()
    with closing(sqlite3.connect(path)) as again:
        assert list(again.iterdump()) == before


@pytest.mark.parametrize(
    "change", ["ALTER TABLE runs DROP COLUMN source", "CREATE TABLE extra (x)", "DROP TABLE tasks"]
)
def test_a_file_of_no_form_that_there_was_is_left_as_it_is(change: str, tmp_path: Path) -> None:
    path = tmp_path / "runs.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(EARLIER[0].read_text(encoding="utf-8"))
        connection.execute(change)
        before = list(connection.iterdump())
    with pytest.raises(StorageError, match="is of no form that HeatDash has had"):
        RunRegister(path).everyones_runs()
    with closing(sqlite3.connect(path)) as connection:
        assert list(connection.iterdump()) == before


@pytest.mark.parametrize("number", range(len(PROJECTS)))
def test_each_form_that_a_project_had_is_read(number: int) -> None:
    """The defaults of then are said in it, so that it asks today what it asked then."""
    project = stored_project(PROJECTS[number])
    assert stored_project(project.to_text()) == project
    said = json.loads(PROJECTS[number])
    assert said["watch"]["model"] == project.watch.model
    assert said.get("style", {}).get("blur", False) == project.style.blur
    assert said.get("measure", {"metric": Project().measure.metric})["metric"] == project.measure.metric


@pytest.mark.parametrize("text", ["{}", "[]", '{"tracks_key": "7", "project": {"version": 1}}'])
def test_what_was_found_is_left_out_where_it_says_too_little(text: str) -> None:
    assert stored_found(text) is None
