"""What runs beside the pages."""

import asyncio
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from heatdash.errors import StorageError
from heatdash.store.run_register import open_register
from heatdash.web import routes as module
from heatdash.web.routes import lifespan
from tests.builders.analysed_runs import new_run


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the workers' overseer was told, in this order; no worker is started."""
    told: list[str] = []

    @contextmanager
    def supervise() -> Iterator[None]:
        assert threading.current_thread() is not threading.main_thread(), "starting them must not hold up the loop"
        told.append("start")
        yield
        told.append("end")

    monkeypatch.setattr(module, "supervise_workers", supervise)
    return told


async def _until_swept(swept: threading.Event) -> bool:
    async with lifespan(None):
        return await asyncio.to_thread(swept.wait, 5)


def test_the_workers_are_there_while_the_app_is(
    told: list[str], data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    swept = threading.Event()
    monkeypatch.setattr(module, "_sweep", swept.set)
    assert asyncio.run(_until_swept(swept))
    assert told == ["start", "end"]


def test_an_app_that_cannot_sweep_runs_on_and_says_why(
    told: list[str], data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    logged = threading.Event()

    def sweep() -> None:
        raise StorageError("messages.verbatim", sentence="The folder cannot be used.")

    def log(sentence: str) -> None:
        told.append(sentence)
        logged.set()

    monkeypatch.setattr(module, "_sweep", sweep)
    monkeypatch.setattr(module._log, "exception", log)
    assert asyncio.run(_until_swept(logged))
    assert told == ["start", "What is over its time could not be cleared away.", "end"]


def test_what_was_deleted_a_day_ago_is_forgotten_when_the_app_starts_and_what_can_be_restored_stays(
    told: list[str], data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    long_ago, lately = new_run(file="old.mp4"), new_run(file="new.mp4")
    register, now_s = open_register(), time.time()
    for run, hours in ((long_ago, 24.1), (lately, 23.9)):
        with monkeypatch.context() as then:
            then.setattr("time.time", lambda hours=hours: now_s - hours * 3600)
            register.delete(run.run_id)
        os.utime(run.source.parent, (now_s - 25 * 3600, now_s - 25 * 3600))
    swept, sweep = threading.Event(), module._sweep
    monkeypatch.setattr(module, "_sweep", lambda: (sweep(), swept.set()))
    assert asyncio.run(_until_swept(swept))
    assert [run.run_id for run in register.deleted_runs_of("anna")] == [lately.run_id]
    assert not long_ago.source.exists()
    assert lately.source.exists()


def test_a_page_that_fails_ends_the_workers_too(told: list[str], data_folder: Path) -> None:
    async def fail() -> None:
        async with lifespan(None):
            raise KeyError

    with pytest.raises(KeyError):
        asyncio.run(fail())
    assert told == ["start", "end"]
