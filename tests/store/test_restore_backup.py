"""A backup is put back as a whole or not at all."""

import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from heatdash.errors import StorageError
from heatdash.store import restore_backup as module
from heatdash.store.artefact_store import open_store
from heatdash.store.installation_secret import installation_secret
from heatdash.store.make_backup import make_backup
from heatdash.store.one_server import only_server
from heatdash.store.restore_backup import finish_restore, restore_backup
from heatdash.store.run_register import open_register
from heatdash.values.run import Run
from heatdash.work.uploads import is_upload
from tests.builders.runs import a_task
from tests.store.backed_up import CLIP, FILES, TRACKS, an_upload, contents, everything_of


@pytest.fixture
def run(data_folder: Path) -> Run:
    return everything_of(data_folder)


def test_a_restored_folder_is_as_it_was_also_where_it_lies_elsewhere(run: Run, tmp_path: Path, move_to) -> None:
    task = a_task(open_register(), run=run)
    make_backup(to=tmp_path / "all.zip", with_store=True, with_secret=True)
    secret = installation_secret()
    there = move_to(tmp_path / "there")
    restored = restore_backup(source=tmp_path / "all.zip")
    assert (restored.runs, restored.manifest.clips, restored.set_aside, restored.has_secret) == (1, 1, None, True)
    (again,) = open_register().runs_of("anna")
    assert again.source == there / run.source.relative_to(tmp_path / "data")
    assert is_upload(again.source)
    assert again.source.read_bytes() == CLIP
    assert (again.run_id, again.project, again.created_at_s) == (run.run_id, run.project, run.created_at_s)
    assert open_register().task(task.task_id).state == "queued"
    assert (installation_secret(), (there / "secret").stat().st_mode & 0o777) == (secret, 0o600)
    with open_store().open(**TRACKS) as tracks, open_store().open(**FILES) as files:
        assert (tracks.folder / "table.parquet").read_bytes() == b"rows"
        assert files is None, "it belongs to a path at which there is nothing, so that nobody would ever delete it"
    with sqlite3.connect(there / "runs.sqlite") as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert sorted(path.name for path in there.iterdir() if "restor" in path.name) == []


def test_what_is_there_is_refused_or_set_aside_and_the_store_stays(run: Run, data_folder: Path, tmp_path: Path) -> None:
    make_backup(to=tmp_path / "before.zip")
    later = an_upload(data_folder)
    before = contents(data_folder)
    with pytest.raises(StorageError, match=r"holds data already \(runs.sqlite, uploads\); add --replace"):
        restore_backup(source=tmp_path / "before.zip")
    assert contents(data_folder) == before
    restored = restore_backup(source=tmp_path / "before.zip", replace=True)
    (aside,) = data_folder.glob("before-restore-*")
    assert restored.set_aside == aside
    assert {path.name for path in aside.iterdir()} == {"runs.sqlite", "runs.sqlite-wal", "runs.sqlite-shm", "uploads"}
    assert (aside / later.source.relative_to(data_folder)).exists()
    assert not later.source.exists()
    assert run.source.exists()
    with open_store().open(**TRACKS) as tracks:
        assert tracks is not None
    assert installation_secret()


def test_nothing_is_restored_beside_a_server(run: Run, tmp_path: Path) -> None:
    make_backup(to=tmp_path / "a.zip")
    with only_server(), pytest.raises(StorageError, match="A HeatDash server uses the folder"):
        restore_backup(source=tmp_path / "a.zip", replace=True)


KILLED = """
import os, sys
from pathlib import Path
from heatdash.store import restore_backup as module
left = int(sys.argv[2])

def audit(event, given):
    global left
    if event in ("os.rename", "os.mkdir", "os.remove", "shutil.rmtree", "os.rmdir") or (
        event == "open" and "restoring" in str(given[0])
    ):
        left -= 1
        if left < 0:
            os._exit(9)

sys.addaudithook(audit)
module.restore_backup(source=Path(sys.argv[1]), replace=True)
print(int(sys.argv[2]) - left)
"""


def test_a_restore_that_is_killed_anywhere_leaves_the_old_or_becomes_the_new(run: Run, data_folder, tmp_path) -> None:
    make_backup(to=tmp_path / "a.zip", with_store=True, with_secret=True)
    an_upload(data_folder, owner="ben")
    old = tmp_path / "old"
    shutil.copytree(data_folder, old)

    def killed_at(step: int) -> str:
        """What the command came to that is killed at that step, counted from 0."""
        shutil.rmtree(data_folder)
        shutil.copytree(old, data_folder)
        command = [sys.executable, "-c", KILLED, str(tmp_path / "a.zip"), str(step)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode in (0, 9), done.stderr
        return done.stdout

    seen, steps = set(), int(killed_at(10_000))
    # The last of them move files, each of which could come before or after any other.
    for step in (0, steps // 3, *range(steps - 10, steps, 2)):
        assert killed_at(step) == ""
        with only_server():
            finish_restore()
        with sqlite3.connect(data_folder / "runs.sqlite") as connection:
            owners = {owner for (owner,) in connection.execute("SELECT owner FROM runs")}
            clips = [Path(clip) for (clip,) in connection.execute("SELECT source FROM runs")]
        assert all(clip.read_bytes() == CLIP for clip in clips)
        assert owners in ({"anna", "ben"}, {"anna"})
        is_new = owners == {"anna"}
        assert len(list(data_folder.glob("before-restore-*/uploads/*/clip.mp4"))) == (2 if is_new else 0)
        assert not [*data_folder.glob("restoring-*"), *data_folder.glob("restored-*")]
        seen.add("new" if is_new else "old")
    assert seen == {"old", "new"}


def test_a_disk_without_room_is_told_before_anything_is_written(run: Run, tmp_path: Path, monkeypatch, move_to) -> None:
    make_backup(to=tmp_path / "a.zip")
    there = move_to(tmp_path / "there")
    usage = type(shutil.disk_usage(tmp_path))
    monkeypatch.setattr(module.shutil, "disk_usage", lambda folder: usage(10**9, 10**9, 5))
    with pytest.raises(StorageError, match=r"needs .* GB in .*, where 5e-09 GB are free"):
        restore_backup(source=tmp_path / "a.zip")
    assert list(there.iterdir()) == []
