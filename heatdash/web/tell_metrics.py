"""Telling a monitoring program how much the app has to do, in the text that Prometheus reads."""

import os
import shutil
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from starlette.requests import Request
from starlette.responses import PlainTextResponse

from heatdash.settings import data_folder, worker_count
from heatdash.store.artefact_store import STORE
from heatdash.store.run_register import open_register
from heatdash.store.upload_records import folder_bytes, uploads_folder
from heatdash.version import VERSION
from heatdash.web.traffic import TRAFFIC
from heatdash.work.ended_workers import memory_bytes
from heatdash.work.heartbeat import answering_workers
from heatdash.work.read_apart import busy_readers

COUNTER, GAUGE = "counter", "gauge"
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_FOLDERS_EVERY_S = 60.0
"""A store of many results takes a while to be looked through."""
_Values = Iterable[tuple[tuple[str, ...], float]]


@dataclass(frozen=True)
class Series:
    """What is told under one name: its kind, what it is, its labels, and the values that it has now by theirs."""

    name: str
    kind: str
    meaning: str
    labels: tuple[str, ...]
    now: Callable[[], _Values]

    def lines(self) -> list[str]:
        """What Prometheus reads of it."""
        told = [f"# HELP {self.name} {self.meaning}", f"# TYPE {self.name} {self.kind}"]
        for values, number in self.now():
            pairs = ",".join(f'{label}="{value}"' for label, value in zip(self.labels, values, strict=True))
            told.append(f"{self.name}{{{pairs}}} {number:.12g}" if pairs else f"{self.name} {number:.12g}")
        return told


def tell_metrics(_request: Request) -> PlainTextResponse:
    """Every series as it is now. Who may read it, `known_addresses` says."""
    text = "".join(f"{line}\n" for series in SERIES for line in series.lines())
    return PlainTextResponse(text, media_type=CONTENT_TYPE, headers={"Cache-Control": "no-store"})


def _alone(number: Callable[[], float]) -> Callable[[], _Values]:
    return lambda: [((), number())]


def _by_name(numbers: Callable[[], dict[str, float]]) -> Callable[[], _Values]:
    return lambda: [((name,), number) for name, number in sorted(numbers().items())]


class _Folders:
    """What the folders of the data folder take on the disk, looked at now and then."""

    def __init__(self) -> None:
        self._looked_at, self._taken = float("-inf"), dict[str, float]()

    def taken_bytes(self) -> dict[str, float]:
        if time.monotonic() - self._looked_at > _FOLDERS_EVERY_S:
            self._taken = {folder.name: folder_bytes(folder) for folder in (uploads_folder(), data_folder() / STORE)}
            self._looked_at = time.monotonic()
        return self._taken


_FOLDERS = _Folders()


def _memory() -> dict[str, float]:
    """The memory of the server, and of its workers and readers, as far as the system tells it."""
    children = [int(pid) for file in Path("/proc/self/task").glob("*/children") for pid in file.read_text().split()]
    theirs = sum(memory_bytes(pid) or 0 for pid in children)
    return {"server": memory_bytes(os.getpid()) or 0, "workers and readers": theirs}


SERIES = (
    Series("heatdash_info", GAUGE, "1; the version is a label", ("version",), lambda: [((VERSION,), 1)]),
    Series(
        "heatdash_start_seconds", GAUGE, "when the server started, since 1970", (), _alone(lambda: TRAFFIC.began_at_s)
    ),
    Series(
        "heatdash_requests_total",
        COUNTER,
        "requests answered, pages' connections among them once they have ended",
        ("method", "route", "status"),
        lambda: [((method, route, str(code)), n) for (method, route, code), n in sorted(TRAFFIC.requests.items())],
    ),
    Series(
        "heatdash_request_seconds_total",
        COUNTER,
        "seconds until requests were answered to their end",
        ("route",),
        _by_name(lambda: dict(TRAFFIC.seconds)),
    ),
    Series(
        "heatdash_received_bytes_total",
        COUNTER,
        "bytes that came with requests; of /heatdash/upload, clips",
        ("route",),
        _by_name(lambda: dict(TRAFFIC.received_bytes)),
    ),
    Series(
        "heatdash_sent_bytes_total",
        COUNTER,
        "bytes of answers",
        ("route",),
        _by_name(lambda: dict(TRAFFIC.sent_bytes)),
    ),
    Series(
        "heatdash_refusals_total",
        COUNTER,
        "what visitors were refused, by the key of the sentence that they read",
        ("reason",),
        _by_name(lambda: dict(TRAFFIC.refusals)),
    ),
    Series("heatdash_open_pages", GAUGE, "pages that are connected now", (), _alone(lambda: TRAFFIC.open_pages)),
    Series(
        "heatdash_tasks",
        GAUGE,
        "tasks in the register: queued, running, done, failed, stopped; those of deleted results go",
        ("state",),
        _by_name(lambda: dict(open_register().tasks_by_state())),
    ),
    Series(
        "heatdash_stage_seconds",
        GAUGE,
        "seconds that a stage took on average, the last times that it was worked on",
        ("stage",),
        _by_name(lambda: open_register().usual_stage_seconds()),
    ),
    Series("heatdash_workers_wanted", GAUGE, "workers that there should be", (), _alone(worker_count)),
    Series("heatdash_workers_answering", GAUGE, "workers whose heart beats", (), _alone(answering_workers)),
    Series("heatdash_readers_busy", GAUGE, "clips that are read for pages now", (), _alone(busy_readers)),
    Series(
        "heatdash_folder_bytes",
        GAUGE,
        "what clips (uploads) and results (store) take, looked at once a minute",
        ("folder",),
        _by_name(_FOLDERS.taken_bytes),
    ),
    Series(
        "heatdash_disk_free_bytes",
        GAUGE,
        "what is free on the disk of the data folder",
        (),
        _alone(lambda: shutil.disk_usage(data_folder()).free),
    ),
    Series(
        "heatdash_memory_bytes",
        GAUGE,
        "memory in use, on Linux; what processes share counts for each",
        ("process",),
        _by_name(_memory),
    ),
)
"""Everything that is told, in this order."""
