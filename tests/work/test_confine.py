"""Confined processes try what they must not, for real."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from heatdash.errors import BadSettingError
from heatdash.messages import message
from heatdash.store.run_register import open_register
from heatdash.values.project import Project
from heatdash.values.run import ANALYSIS, DONE, VIDEO, Task
from heatdash.values.watch_settings import WatchSettings
from heatdash.variables import (
    ALLOWED_MODELS_VARIABLE,
    HOSTED,
    MODE_VARIABLE,
    MODELS_VARIABLE,
    OFFLINE_VARIABLE,
    UNCONFINED_VARIABLE,
)
from heatdash.work import confine, confine_worker
from heatdash.work.confine import check_confinement, missing_confinement, told_confinement
from heatdash.work.confine_worker import told_worker_confinement
from heatdash.work.supervisor import supervise_workers
from tests.builders.scenes import make_scene
from tests.work.confined import _CALLS

confines = pytest.mark.skipif(missing_confinement() is not None, reason="this system cannot confine")
PATIENCE_S = 90
SOCKETS = {"udp", "tcp", "listen", "unix", "netlink", "pair"}
FORBIDDEN = {"program", "process", *_CALLS}
OTHERS_FILES = {"other memory", "secret", "beside", "change clip", "delete clip", "change program", "checkout"}
OWN_WORK = {"clip", "thread", "store", "register", "temporary"}


@pytest.fixture
def tried(data_folder: Path, tmp_path: Path):
    """How each attempt ended, for a process confined that way: the name of its error, empty where it succeeded."""
    upload = data_folder / "uploads" / "u"
    upload.mkdir(parents=True)
    (upload / "clip.mp4").write_bytes(b"clip")
    (data_folder / "secret").write_text("secret", encoding="utf-8")
    (tmp_path / "beside").write_text("beside", encoding="utf-8")

    def tell(how: str) -> dict[str, str]:
        command = [sys.executable, "-P", "-m", "tests.work.confined", how, str(tmp_path / "beside")]
        paths = os.pathsep.join([str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH", "")])
        # Otherwise its threads would be there before it is confined.
        env = {**os.environ, "PYTHONPATH": paths, "OPENBLAS_NUM_THREADS": "1"}
        done = subprocess.run(command, capture_output=True, text=True, check=True, env=env, timeout=60)
        return dict(json.loads(done.stdout))

    return tell


@confines
def test_a_reader_can_do_nothing_but_read_its_clip(tried) -> None:
    ended = tried("reader")
    assert {name for name in SOCKETS | FORBIDDEN if ended[name] != "EPERM"} == set()
    assert {name for name in (OTHERS_FILES | OWN_WORK) - {"clip", "thread"} if not ended[name]} == set()
    assert (ended["clip"], ended["thread"]) == ("", "")


@confines
def test_a_worker_can_do_its_work_and_nothing_else(tried, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(MODE_VARIABLE, HOSTED)
    monkeypatch.setenv(OFFLINE_VARIABLE, "0")
    ended = tried("worker")
    assert {name for name in SOCKETS | FORBIDDEN if ended[name] != "EPERM"} == set()
    assert {name for name in OTHERS_FILES if not ended[name]} == set()
    assert {name: ended[name] for name in OWN_WORK if ended[name]} == {}


def test_doctor_tells_how_clips_are_watched(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "rights of whoever runs" in told_worker_confinement()
    monkeypatch.setenv(MODE_VARIABLE, HOSTED)
    monkeypatch.setattr(confine_worker, "missing_confinement", lambda: None)
    assert "no network" in told_worker_confinement()
    monkeypatch.setenv(OFFLINE_VARIABLE, "0")
    monkeypatch.setenv(ALLOWED_MODELS_VARIABLE, "yolo26n")
    assert "network for fetching models" in told_worker_confinement()
    monkeypatch.setattr(confine_worker, "missing_confinement", lambda: message("work.lacks_filter"))
    assert "not confined as they should be: this machine has no filter" in told_worker_confinement()


@confines
def test_only_a_worker_that_may_fetch_models_gets_sockets(tried, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(MODE_VARIABLE, HOSTED)
    monkeypatch.setenv(OFFLINE_VARIABLE, "0")
    monkeypatch.setenv(ALLOWED_MODELS_VARIABLE, "yolo26n")
    ended = tried("worker")
    assert ended["tcp"] == ended["udp"] == ""
    assert ended["unix"] == ended["netlink"] == "EPERM"
    assert ended["listen"] == "EACCES" or confine.landlock_version() < 4
    assert {name for name in FORBIDDEN if ended[name] != "EPERM"} == set()
    assert {name for name in OTHERS_FILES if not ended[name]} == set()


def test_without_limits_the_attempts_would_succeed(tried) -> None:
    ended = tried("not")
    assert {
        name: ended[name] for name in SOCKETS - {"netlink"} | OWN_WORK | {"program", "process"} if ended[name]
    } == {}
    assert ended["secret"] == ended["beside"] == ""
    Path(__file__).with_name("made_by_a_test.txt").unlink()


def watched_and_drawn(data_folder: Path, *, model: str) -> dict[str, Task]:
    """The tasks of a clip that a worker has watched with this model, and drawn, by their kinds."""
    upload = data_folder / "uploads" / "u"
    upload.mkdir(parents=True)
    register, asked = open_register(), Project(watch=WatchSettings(model=model))
    source = make_scene(upload / "squares.mp4", frames=40)
    run = register.new_run(owner="anna", name="Squares", source=source, project=asked)
    register.ask(run_id=run.run_id, kind=ANALYSIS, project=asked)
    until = time.monotonic() + PATIENCE_S
    with supervise_workers(count=1, prepares_sample=False):
        while True:
            tasks = {task.kind: task for task in register.tasks_of(run.run_id)}
            if {ANALYSIS, VIDEO} <= set(tasks) and not any(task.is_open for task in tasks.values()):
                return tasks
            assert time.monotonic() < until, tasks
            time.sleep(0.05)


@confines
def test_a_confined_worker_watches_and_draws(data_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(MODE_VARIABLE, HOSTED)
    tasks = watched_and_drawn(data_folder, model="motion")
    assert {(task.state, task.error) for task in tasks.values()} == {(DONE, None)}
    assert list(data_folder.glob("workers/*")) == []


@confines
@pytest.mark.model
def test_a_confined_worker_runs_a_real_model(
    data_folder: Path, real_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(MODE_VARIABLE, HOSTED)
    monkeypatch.setenv(MODELS_VARIABLE, str(real_model.parent))
    tasks = watched_and_drawn(data_folder, model="yolo26n")
    assert {(task.state, task.error) for task in tasks.values()} == {(DONE, None)}


@pytest.mark.parametrize(
    ("landlock", "can_forbid", "lacks"),
    [(0, True, "this kernel has no Landlock"), (1, True, "this kernel has no Landlock"), (7, False, "no filter of")],
)
def test_strangers_are_let_in_only_where_their_clips_can_be_confined(
    landlock: int, can_forbid: bool, lacks: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(confine.sys, "platform", "linux")
    monkeypatch.setattr(confine, "landlock_version", lambda: landlock)
    monkeypatch.setattr(confine, "can_forbid_calls", lambda: can_forbid)
    check_confinement()
    assert lacks in told_confinement()
    monkeypatch.setenv(MODE_VARIABLE, HOSTED)
    with pytest.raises(BadSettingError, match=f"{lacks}.*{UNCONFINED_VARIABLE}=yes"):
        check_confinement()
    monkeypatch.setenv(UNCONFINED_VARIABLE, "yes")
    check_confinement()
