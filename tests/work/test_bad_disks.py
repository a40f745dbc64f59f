"""A disk that is full, or may only be read: each is told in one sentence, and what is done again is whole."""

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from heatdash.cli import main
from heatdash.errors import StorageError
from heatdash.messages import message
from heatdash.settings import DATA_VARIABLE
from heatdash.store.artefact_store import open_store
from heatdash.store.make_backup import make_backup
from heatdash.store.run_register import RunRegister, open_register
from heatdash.values.artefacts import TRACKS
from heatdash.values.run import DONE, FAILED, RUNNING, Run
from heatdash.work.run_task import run_task
from tests.builders.runs import a_run, a_task
from tests.builders.scenes import make_scene
from tests.store.backed_up import everything_of

pytestmark = pytest.mark.model

DISK_MB = 24
LEFT_KB = (0, 16, 48, 100)
"""So little that nothing can begin, watching, following and drawing come to an end in turn."""


@pytest.fixture
def disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A small disk of its own, which is the data folder."""
    disk = tmp_path / "disk"
    disk.mkdir()
    size = ["mount", "-t", "tmpfs", "-o", f"size={DISK_MB}m", "heatdash-test", str(disk)]
    if shutil.which("mount") is None or subprocess.run(size, capture_output=True, check=False).returncode != 0:
        pytest.skip("only root may mount a small disk, and not everywhere")
    monkeypatch.setenv(DATA_VARIABLE, str(disk))
    yield disk
    subprocess.run(["umount", "--lazy", str(disk)], check=True)


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_scene(tmp_path_factory.mktemp("scene") / "squares.mp4", frames=24)


def fill(disk: Path, *, left_kb: int) -> Path:
    """A file that fills the disk but for so much."""
    ballast = disk / "ballast"
    with ballast.open("wb") as file:
        file.write(bytes(shutil.disk_usage(disk).free - left_kb * 1024))
    return ballast


@pytest.fixture
def analyse(clip: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[[str], tuple[int, str]]:
    """Analyses the clip into the folder of that name, on a disk with room. The exit code, and what was told."""

    def analyse(name: str) -> tuple[int, str]:
        code = main(["analyze", str(clip), "--out", str(tmp_path / name), "--model", "motion", "--quiet"])
        return code, capsys.readouterr().err

    return analyse


def results_in(folder: Path) -> dict[str, bytes]:
    """What an analysis has written, but for how long it took."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix in (".csv", ".mp4")}


def test_a_disk_that_fills_at_any_stage_is_told_and_the_next_run_is_whole(disk, analyse, tmp_path, monkeypatch) -> None:
    codes = []
    for left_kb in LEFT_KB:
        ballast = fill(disk, left_kb=left_kb)
        code, told = analyse(f"left {left_kb}")
        codes.append(code)
        if code:
            assert (code, told.count("\n")) == (2, 1)
            assert "No space left on device" in told
            assert not (tmp_path / f"left {left_kb}").exists()
            assert list((disk / "store").glob("tmp/*")) == []
        ballast.unlink()
    assert codes.count(2) >= 3
    assert analyse("again") == (0, "")
    monkeypatch.setenv(DATA_VARIABLE, str(tmp_path / "elsewhere"))
    assert analyse("undisturbed") == (0, "")
    assert results_in(tmp_path / "again") == results_in(tmp_path / "undisturbed")


def test_a_folder_that_may_only_be_read_is_told_and_works_again_later(disk, analyse, tmp_path) -> None:
    assert analyse("before") == (0, "")
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    code, told = analyse("meanwhile")
    assert (code, told.count("\n")) == (2, 1)
    assert "Read-only file system" in told
    begin = [sys.executable, "-c", "from heatdash.web.begin_serving import begin_serving; begin_serving()"]
    server = subprocess.run(begin, capture_output=True, text=True, check=False)
    assert (server.returncode, server.stderr.count("\n")) == (2, 1)
    assert "Read-only file system" in server.stderr
    subprocess.run(["mount", "-o", "remount,rw", str(disk)], check=True)
    assert analyse("after") == (0, "")
    assert results_in(tmp_path / "after") == results_in(tmp_path / "before")


def worked_on(register: RunRegister, run: Run) -> None:
    """The run's analysis is done by this process, as a worker does it; where the list is full, the worker ends."""
    task = register.claim("w")
    assert task is not None
    run_task(task=task, run=run, register=register, store=open_store())


def end_of(register: RunRegister, run: Run) -> str:
    """What is told of the analysis that the disk has no room for, by the task itself, or by the worker as it ends."""
    try:
        worked_on(register, run)
    except StorageError as error:
        return str(error)
    (task,) = register.tasks_of(run.run_id)
    assert task.state == FAILED
    return str(task.error)


@pytest.mark.parametrize("left_kb", [0, 40])
def test_a_task_on_a_full_disk_fails_with_the_reason_or_waits_and_is_then_done(
    left_kb: int, disk: Path, clip: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    register = open_register()
    run = a_run(register, source=clip)
    task = a_task(register, run=run)
    ballast = fill(disk, left_kb=left_kb)
    assert "free space" in end_of(register, run)
    ballast.unlink()
    if register.task(task.task_id).state == RUNNING:
        register.take_back(worker="w", reason=message("work.ended", code=1))
    again = a_task(register, run=run)
    worked_on(register, run)
    assert register.task(again.task_id).state == DONE
    monkeypatch.setenv(DATA_VARIABLE, str(tmp_path / "elsewhere"))
    undisturbed = a_run(open_register(), source=clip)
    a_task(open_register(), run=undisturbed)
    worked_on(open_register(), undisturbed)
    assert open_register().run(undisturbed.run_id).found == register.run(run.run_id).found
    assert tables_in(disk) == tables_in(tmp_path / "elsewhere")


def tables_in(data: Path) -> dict[str, bytes]:
    """What was followed, as linked and as refined."""
    tables = (data / "store" / TRACKS).rglob("*.parquet")
    return {str(path.relative_to(data)): path.read_bytes() for path in tables}


@pytest.mark.parametrize("left_kb", [4, 60, 200])
def test_a_backup_that_does_not_fit_leaves_nothing(left_kb: int, disk: Path, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv(DATA_VARIABLE, str(tmp_path / "data"))
    run = everything_of(tmp_path / "data")
    run.source.write_bytes(bytes(150_000))
    ballast = fill(disk, left_kb=left_kb)
    with pytest.raises(StorageError, match=r"a\.zip' cannot be written \(No space left on device\); choose a folder"):
        make_backup(to=disk / "a.zip")
    assert list(disk.iterdir()) == [ballast]
