"""What other programs are told of the app's health."""

import os
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from heatdash.store.run_register import open_register
from heatdash.web import tell_health
from heatdash.work.heartbeat import UNWELL_AFTER_S, worker_lock


def _beat(name: str, *, ago_s: float = 0.0) -> None:
    lock = worker_lock(name)
    lock.parent.mkdir(parents=True, exist_ok=True)
    lock.touch()
    os.utime(lock, (time.time() - ago_s, time.time() - ago_s))


def test_an_app_whose_workers_answer_is_well(visitor: TestClient) -> None:
    _beat("1-abc")
    answer = visitor.get("/heatdash/health")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok", "workers": 1, "answering": 1})


@pytest.mark.parametrize("ago_s", [None, UNWELL_AFTER_S + 1])
def test_an_app_whose_workers_do_not_answer_is_not(visitor: TestClient, ago_s: float | None) -> None:
    if ago_s is not None:
        _beat("1-abc", ago_s=ago_s)
    answer = visitor.get("/heatdash/health")
    assert (answer.status_code, answer.json()["answering"]) == (503, 0)


def test_every_worker_counts(visitor: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEATDASH_WORKERS", "2")
    _beat("1-abc")
    assert visitor.get("/heatdash/health").status_code == 503
    _beat("2-def")
    assert visitor.get("/heatdash/health").status_code == 200


def _checks(visitor: TestClient, status: int) -> set[str]:
    """The names of the checks that fail, in an answer of that status."""
    answer = visitor.get("/heatdash/ready")
    assert answer.status_code == status
    return {name for name, is_met in answer.json().items() if is_met is False}


def test_an_app_that_can_take_work_is_ready(visitor: TestClient, data_folder: Path) -> None:
    open_register().tasks_by_state()
    _beat("1-abc")
    assert _checks(visitor, 200) == set()
    assert visitor.get("/heatdash/ready").json()["status"] == "ready"


def _spoil_library(data: Path) -> None:
    with sqlite3.connect(data / "runs.sqlite") as library:
        library.execute("PRAGMA user_version = 999")


def _take_heart(_data: Path) -> None:
    worker_lock("1-abc").unlink()


@pytest.mark.parametrize(("spoil", "amiss"), [(_spoil_library, {"library_usable"}), (_take_heart, {"workers_answer"})])
def test_an_app_that_cannot_take_work_tells_why(
    visitor: TestClient, data_folder: Path, spoil: Callable[[Path], None], amiss: set[str]
) -> None:
    open_register().tasks_by_state()
    _beat("1-abc")
    spoil(data_folder)
    open_register.__globals__["_register_at"].cache_clear()
    assert _checks(visitor, 503) == amiss


def test_a_disk_that_is_almost_full_takes_no_work(visitor: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    _beat("1-abc")
    monkeypatch.setattr(tell_health, "KEPT_FREE_BYTES", 1e18)
    assert _checks(visitor, 503) == {"disk_has_room"}


def test_an_app_whose_models_can_be_had_nowhere_is_not_ready(
    visitor: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    _beat("1-abc")
    monkeypatch.setenv("HEATDASH_ALLOWED_MODELS", "yolo26n, motion")
    monkeypatch.setenv("HEATDASH_MODELS", "")
    assert _checks(visitor, 503) == {"models_there"}
    monkeypatch.setenv("HEATDASH_OFFLINE", "0")
    assert _checks(visitor, 200) == set()
