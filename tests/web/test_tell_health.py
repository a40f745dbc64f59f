"""What other programs are told of the app's health."""

import os
import time

import pytest
from starlette.testclient import TestClient

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
