"""Server, workers and readers of clips are killed at random moments: what was asked for is whole in the end, or told.

python -m benchmarks.faults [--kills 20] [--seed 14] [--no-waits]

A visitor sends one clip after another to a real server, has each analysed and gets its video, while kill -9 ends what
does it; then a worker is stopped, and the list of runs is locked for longer than anybody waits. Each run is compared,
byte for byte, with the first one, which nothing disturbed. Linux only.
"""

import argparse
import hashlib
import http.client
import json
import os
import random
import signal
import sqlite3
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import psutil

from heatdash.errors import HeatDashError, StorageError
from heatdash.exports.folder import write_answer
from heatdash.stages.answer import answer_clip
from heatdash.stages.progress import Quiet
from heatdash.stages.render import video_key
from heatdash.store.artefact_store import ArtefactStore
from heatdash.store.run_register import RunRegister
from heatdash.values.artefacts import TRACKS, VIDEOS
from heatdash.values.project import Project
from heatdash.values.run import ANALYSIS, DONE, FAILED, RUNNING, VIDEO, Run
from heatdash.values.scene import parse_region
from heatdash.values.watch_settings import WatchSettings
from heatdash.web.owner_cookie import named_owner
from heatdash.work.read_apart import APART, READERS
from tests.browser.serve_app import ServedApp, serve_app
from tests.builders.scenes import HEIGHT_PX, WIDTH_PX, make_scene
from tests.web.send_clip import NotSentError, send_clip

SERVER, WORKER, READER = "server", "worker", "reader"
FREEZE, LOCK = "worker stopped", "list locked"
_Changed = TypeVar("_Changed")
_FRAMES = 700
_UPLOAD = "upload"
_READ_EVERY_S = 0.2
_LOCKED_S = 25.0
_LONGEST_WAIT_S = 3.0
_PATIENCE_S = 300.0
_UPLOAD_PIECES, _PIECE_EVERY_S = 20, 0.15
_COMPARED = ("tracks.csv", "counts.csv", "events.csv", "zones.csv", "heat.csv")
_DOWN_THE_MIDDLE = parse_region(text="[(80,0),(80,119)]", width_px=WIDTH_PX, height_px=HEIGHT_PX)
ASKED = Project(watch=WatchSettings(model="motion"), scene=_DOWN_THE_MIDDLE)


@dataclass
class Report:
    """What was killed while what was done, and what became of the runs and of the requests to readers."""

    disturbed: Counter[str] = field(default_factory=Counter)
    uploads_broken_off: int = 0
    failed_with_reason: list[str] = field(default_factory=list)
    read_right: int = 0
    read_refused: Counter[str] = field(default_factory=Counter)
    runs: int = 0
    whole: int = 0
    wrong: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """The report as a JSON document holds it."""
        content = {name: dict(told) if isinstance(told, Counter) else told for name, told in vars(self).items()}
        return {"faults": self.disturbed.total(), **content}


def main() -> None:
    """Print what became of everything, as one JSON document."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--kills", type=int, default=20, help="how many processes are killed (20)")
    parser.add_argument("--seed", type=int, default=14, help="another seed kills others at other moments (14)")
    parser.add_argument("--no-waits", action="store_true", help="leave out what takes a minute each")
    chosen = parser.parse_args()
    began = time.perf_counter()
    targets = [(SERVER, WORKER, READER)[number % 3] for number in range(chosen.kills)]
    with tempfile.TemporaryDirectory() as folder:
        waits = [] if chosen.no_waits else [FREEZE, LOCK]
        report = disturb(folder=Path(folder), targets=targets + waits, seed=chosen.seed)
    READERS.end()
    print(json.dumps({**report.to_json(), "seconds": round(time.perf_counter() - began, 1)}, indent=2))


def disturb(*, folder: Path, targets: list[str], seed: int) -> Report:
    """What became of the runs of a visitor while these were killed, in an order and at times that the seed says."""
    report, dice = Report(), random.Random(seed)
    data = folder / "data"
    data.mkdir()
    clip = make_scene(folder / "clip.mp4", frames=_FRAMES)
    visitor = _Visitor(data=data, clip=clip, report=report)
    with serve_app(data=data) as visitor.app:
        expected = visitor.outcome(visitor.has_one_made())
    left = dice.sample(targets, len(targets))
    over = threading.Event()
    busy = [threading.Thread(target=work, args=(over,)) for work in (visitor.goes_on, visitor.reads_on)]
    for thread in busy:
        thread.start()
    try:
        while left:
            with serve_app(data=data) as visitor.app:
                # Until a server is killed, or nothing is left to kill.
                while left and _disturbed(left.pop(), dice=dice, visitor=visitor) != SERVER:
                    pass
        with serve_app(data=data) as visitor.app:
            over.set()
            for thread in busy:
                thread.join()
    finally:
        over.set()
    report.runs = len(visitor.runs)
    for run in visitor.runs:
        differences = sorted(name for name, digest in visitor.outcome(run).items() if digest != expected.get(name))
        report.wrong += [f"{run.run_id}: {name}" for name in differences]
        report.whole += not differences
    return report


def _disturbed(target: str, *, dice: random.Random, visitor: "_Visitor") -> str:
    """What was disturbed, at a random moment after an upload, an analysis or a video has begun."""
    phase, until = dice.choice((_UPLOAD, ANALYSIS, VIDEO)), time.monotonic() + _PATIENCE_S
    while phase not in visitor.does() and time.monotonic() < until:
        time.sleep(0.02)
    time.sleep(dice.uniform(0, _LONGEST_WAIT_S))
    while time.monotonic() < until:
        with suppress(psutil.NoSuchProcess, ProcessLookupError):
            pids = visitor.processes(target)
            if pids:
                doing = visitor.does()
                if target == LOCK:
                    visitor.locks_the_list()
                else:
                    os.kill(dice.choice(pids), signal.SIGSTOP if target == FREEZE else signal.SIGKILL)
                visitor.report.disturbed[f"{target}, while {doing}"] += 1
                return target
        time.sleep(0.02)
    raise RuntimeError(f"No {target} came within {_PATIENCE_S:g} s.")


class _Visitor:
    """Someone who sends clips, waits for what is made of them, and has what failed done again."""

    def __init__(self, *, data: Path, clip: Path, report: Report):
        self.report, self.runs = report, list[Run]()
        self._data, self._clip = data, clip
        self._register = RunRegister(data / "runs.sqlite")
        self._sends = False
        self.app: ServedApp
        self._cookie = ""

    def does(self) -> str:
        """What is being done for them."""
        running = [task for run in self.runs for task in self._register.tasks_of(run.run_id) if task.state == RUNNING]
        doing = [f"{task.kind} ({task.stage or 'begins'})" for task in running]
        return " and ".join(([_UPLOAD] if self._sends else []) + doing) or "nothing runs"

    def processes(self, target: str) -> list[int]:
        """The processes of that kind."""
        if target == SERVER:
            return [self.app.process.pid]
        parent = READERS.process_id if target == READER else self.app.process.pid
        children = [child for child in psutil.Process(parent).children() if child.status() != psutil.STATUS_ZOMBIE]
        return [child.pid for child in children if target == READER or "heatdash.work.worker" in child.cmdline()]

    def locks_the_list(self) -> None:
        """Keep everybody else from writing to the list of runs for longer than they wait."""
        with closing(sqlite3.connect(self._data / "runs.sqlite", isolation_level=None)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            time.sleep(_LOCKED_S)

    def goes_on(self, over: threading.Event) -> None:
        """Has one clip after another worked on."""
        while not over.is_set():
            self.has_one_made()

    def has_one_made(self) -> Run:
        """A run whose analysis and first video have come, however often it takes to have them made."""
        upload = self._data / "uploads" / self._sent(number=len(self.runs)) / "clip.mp4"
        owner = named_owner(self._cookie)
        run = self._sooner_or_later(
            lambda: self._register.new_run(owner=owner, name="clip", source=upload, project=ASKED)
        )
        self.runs.append(run)
        for kind in (ANALYSIS, VIDEO):
            self._wait_for(run, kind)
        return run

    def _sooner_or_later(self, change: Callable[[], _Changed]) -> _Changed:
        """What the change comes to, once the list can be written to."""
        while True:
            try:
                return change()
            except StorageError as refused:
                self.report.failed_with_reason.append(str(refused))

    def _wait_for(self, run: Run, kind: str) -> None:
        until = time.monotonic() + _PATIENCE_S
        while time.monotonic() < until:
            task = self._sooner_or_later(lambda: self._register.ask(run_id=run.run_id, kind=kind, project=ASKED))
            while task.is_open and time.monotonic() < until:
                time.sleep(0.05)
                task = next(one for one in self._register.tasks_of(run.run_id) if one.task_id == task.task_id)
            if task.state == DONE:
                return
            if task.state == FAILED:
                self.report.failed_with_reason.append(f"{kind}: {task.error}")
        self.report.lost.append(f"{kind} of run {run.run_id}")

    def _sent(self, *, number: int) -> str:
        """The id of the upload; each clip has bytes of its own, so that nothing is known of it before."""
        free = number.to_bytes(4, "big")
        content = self._clip.read_bytes() + (len(free) + 8).to_bytes(4, "big") + b"free" + free
        while True:
            try:
                self._cookie = self._cookie or self._first_cookie()
                return self._send(content)
            except (OSError, http.client.HTTPException, NotSentError):
                self.report.uploads_broken_off += self._sends
                time.sleep(0.2)
            finally:
                self._sends = False

    def _first_cookie(self) -> str:
        with urlopen(Request(self.app.url, headers={"Accept": "text/html"}), timeout=10) as page:
            return str(page.headers["set-cookie"]).partition(";")[0].partition("=")[2]

    def _send(self, content: bytes) -> str:
        def asks(method: str, path: str, body: bytes, headers: dict[str, str]) -> tuple[int, Mapping[str, str], bytes]:
            connection = http.client.HTTPConnection(urlsplit(self.app.url).netloc, timeout=20)
            connection.request(method, path, body, {**headers, "Cookie": f"heatdash_owner={self._cookie}"})
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()

        modified, piece_bytes = hashlib.sha256(content).hexdigest(), -(-len(content) // _UPLOAD_PIECES)
        return send_clip(
            asks, content=content, modified=modified, piece_bytes=piece_bytes, before_each=self._wait_for_next_piece
        )

    def _wait_for_next_piece(self) -> None:
        self._sends = True
        time.sleep(_PIECE_EVERY_S)

    def reads_on(self, over: threading.Event) -> None:
        """Has the clip read as pages do, again and again."""
        known = None
        while not over.is_set():
            try:
                clip = APART.probe(self._clip)
                picture = hashlib.sha256(APART.frame(clip=clip, index=_FRAMES // 2).tobytes()).hexdigest()
            except HeatDashError as refused:
                self.report.read_refused[refused.message.key] += 1
                continue
            time.sleep(_READ_EVERY_S)
            known = known or (clip, picture)
            if (clip, picture) == known:
                self.report.read_right += 1
            else:
                self.report.wrong.append("a reader's answer")

    def outcome(self, run: Run) -> dict[str, str]:
        """The hash of all that was made of the run's clip, by its name."""
        store = ArtefactStore(root=self._data / "store", limit_bytes=10**12)
        kept = self._register.run(run.run_id)
        if kept is None or kept.found is None:
            return {"found": ""}
        key = kept.found.tracks_key
        places = {"detections": kept.found.detections_key, TRACKS: key}
        places[VIDEOS] = video_key(tracks_key=key, project=ASKED)
        made: dict[str, str] = {"found": str((kept.found.class_counts, kept.found.watched_frames, kept.found.notices))}
        for kind, key in places.items():
            with store.open(kind=kind, key=key) as artefact:
                files = (
                    []
                    if artefact is None
                    else sorted(set(artefact.folder.iterdir()) - {artefact.folder / "manifest.json"})
                )
                made |= {f"{kind}/{file.name}": _digest_of(file) for file in files}
        asking = answer_clip(source=kept.source, project=ASKED, store=store, progress=Quiet(), with_video=False)
        with asking as answer, tempfile.TemporaryDirectory() as folder:
            write_answer(answer=answer, folder=Path(folder))
            return made | {name: _digest_of(Path(folder) / name) for name in _COMPARED}


def _digest_of(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


if __name__ == "__main__":
    main()
