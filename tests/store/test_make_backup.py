"""Backups are made while the app runs, and hold all that belongs together."""

import shutil
import threading
import time
import zipfile
from pathlib import Path

import pytest

from heatdash.errors import StorageError
from heatdash.store.make_backup import make_backup
from heatdash.store.restore_backup import restore_backup
from heatdash.store.run_database import SCHEMA_VERSION
from heatdash.store.run_register import open_register
from heatdash.values.run import Run
from tests.store.backed_up import CLIP, FILES, TRACKS, an_upload, everything_of


@pytest.fixture
def run(data_folder: Path) -> Run:
    return everything_of(data_folder)


def names_in(backup: Path) -> set[str]:
    with zipfile.ZipFile(backup) as archive:
        return set(archive.namelist())


def test_a_backup_holds_the_clips_and_the_list_and_more_only_where_asked(run: Run, tmp_path: Path) -> None:
    upload = f"uploads/{run.source.parent.name}"
    usual = {"manifest.json", "runs.sqlite", f"{upload}/clip.mp4", f"{upload}/upload.json"}
    backup = make_backup(to=tmp_path / "usual.zip")
    assert names_in(tmp_path / "usual.zip") == usual
    assert (backup.runs, backup.without_clip, backup.manifest.clips, backup.manifest.form) == (1, 0, 1, SCHEMA_VERSION)
    make_backup(to=tmp_path / "all.zip", with_store=True, with_secret=True)
    kept = {
        f"store/{place['kind']}/{place['key']}/{name}"
        for place in (TRACKS, FILES)
        for name in ("manifest.json", "table.parquet")
    }
    assert names_in(tmp_path / "all.zip") == usual | kept | {"secret"}
    assert (tmp_path / "all.zip").stat().st_mode & 0o777 == 0o600
    assert {path.name for path in tmp_path.iterdir()} == {"data", "usual.zip", "all.zip"}, "and nothing else is left"


def test_a_backup_is_of_one_moment_while_clips_come_and_go(data_folder: Path, tmp_path: Path, move_to) -> None:
    an_upload(data_folder)
    over, deleted = threading.Event(), set[str]()

    def come_and_go() -> None:
        while not over.is_set():
            an_upload(data_folder)
            other = an_upload(data_folder)
            deleted.add(other.run_id)
            shutil.rmtree(other.source.parent)
            time.sleep(0.005)

    coming = threading.Thread(target=come_and_go)
    coming.start()
    try:
        for number in range(3):
            make_backup(to=tmp_path / f"{number}.zip")
    finally:
        over.set()
        coming.join()
    for number in range(3):
        move_to(tmp_path / str(number))
        restored = restore_backup(source=tmp_path / f"{number}.zip")
        runs = open_register().runs_of("anna")
        assert restored.runs == len(runs) > 0
        assert [run for run in runs if run.run_id not in deleted and run.source.read_bytes() != CLIP] == []


def test_a_backup_is_never_written_over_and_of_nothing_none_is_made(data_folder: Path, tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="nothing to back up"):
        make_backup(to=tmp_path / "a.zip")
    an_upload(data_folder)
    (tmp_path / "a.zip").write_bytes(b"mine")
    with pytest.raises(StorageError, match="is there already"):
        make_backup(to=tmp_path / "a.zip")
    assert (tmp_path / "a.zip").read_bytes() == b"mine"
    with pytest.raises(StorageError, match=r"cannot be written \(No such file or directory\)"):
        make_backup(to=tmp_path / "nowhere" / "a.zip")


def test_a_list_of_runs_that_is_broken_is_told(data_folder: Path, tmp_path: Path) -> None:
    data_folder.mkdir()
    (data_folder / "runs.sqlite").write_bytes(b"no database at all " * 500)
    with pytest.raises(StorageError, match="file is not a database"):
        make_backup(to=tmp_path / "a.zip")
    assert [path.name for path in tmp_path.iterdir()] == ["data"]
