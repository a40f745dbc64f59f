"""Whether twenty visitors at once get their own right numbers, and soon: they upload, sketch, run, explore, download.

python -m benchmarks.load [--clients 20] [--idle 200] [--soak-minutes 60]

Each visitor's clip has a count of its own that is known. Besides, others only have the first page open. With
`--soak-minutes` some visitors come again and again for so long, and the server's memory should stay as it is.
"""

import argparse
import csv
import io
import json
import statistics
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from urllib.parse import urlsplit

import av
import numpy as np
import psutil

from benchmarks.page_client import PageClient
from tests.browser.serve_app import ServedApp, serve_app
from tests.sketch.fabric import line, sent_back

WIDTH_PX, HEIGHT_PX, FPS = 320, 240, 20
QUIET_S, CROSSING_S, PAUSE_S = 2.0, 2.5, 1.5
SCREEN = {"width": 800, "height": 900}
DONE_WITHIN_S = 1200.0
ARRIVING_S = 10.0
"""Within so long all visitors come."""
SOAKING = 4
"""So many at a time come again and again."""
SERVER, OTHERS = "server", "workers and readers"
PAGES = ("first page", "begin", "room", "sketch", "analyse", "map", "tab", "metric")
"""The answers to what visitors do; the rest is uploads, files and their making, and what keeps itself up to date."""


@dataclass
class Seen:
    """What all visitors have seen: the seconds of each answer by its kind, what was wrong, and the memory."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    wrong: list[str] = field(default_factory=list)
    done: int = 0
    memory_mb: list[tuple[float, float, float]] = field(default_factory=list)
    """When, in seconds; what the server has; what its workers and readers have."""

    def answered(self, kind: str, seconds: float) -> None:
        """Note an answer."""
        self.seconds[kind].append(seconds)

    def pages(self) -> list[float]:
        """The seconds of all pages that somebody waited for."""
        return [second for kind in PAGES for second in self.seconds[kind]]


def main() -> None:
    """Print the figures as one JSON document."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=20, help="visitors at once")
    parser.add_argument("--idle", type=int, default=200, help="others who only have the first page open")
    parser.add_argument("--think-s", type=float, default=2.0, help="how long a visitor looks before the next step")
    parser.add_argument("--soak-minutes", type=float, default=0.0, help="how long visitors come again and again")
    chosen = parser.parse_args()
    settings = {"HEATDASH_MODE": "hosted", "HEATDASH_MODELS": "", "HEATDASH_METRICS": "1"}
    with (
        tempfile.TemporaryDirectory() as folder,
        serve_app(data=Path(folder), settings=settings) as app,
        ExitStack() as idle,
    ):
        report = {"clients": chosen.clients, "idle": chosen.idle}
        report |= _come_idle(app, chosen.idle, idle)
        if chosen.clients:
            report |= _come_at_once(app, clients=chosen.clients, think_s=chosen.think_s)
        if chosen.soak_minutes:
            report |= _soak(app, minutes=chosen.soak_minutes, think_s=chosen.think_s)
        report["metrics of the app"] = _metrics(app)
    print(json.dumps(report, indent=2))


def _come_idle(app: ServedApp, count: int, pages: ExitStack) -> dict[str, object]:
    """Those who only look come, and stay until the block ends."""
    seen = Seen()
    pages.enter_context(PageClient(app.url, number=1, answered=seen.answered).opened())
    before = _memory_mb(app)[0]
    clients = [PageClient(app.url, number=1_000 + number, answered=seen.answered) for number in range(count)]
    for client in clients:
        pages.enter_context(client.opened())
    taken = _memory_mb(app)[0] - before
    over = threading.Event()
    keeping_up = threading.Thread(target=_keep_up, args=(clients, over))
    keeping_up.start()
    pages.callback(keeping_up.join)
    pages.callback(over.set)
    told = {"server's memory with one page open, MB": round(before)}
    return told | ({"for each further page, MB": round(taken / count, 2)} if count else {})


def _keep_up(clients: list[PageClient], over: threading.Event) -> None:
    """Pages that nobody touches keep themselves up to date, each in its turn, as in a browser."""
    due = dict.fromkeys(clients, 0.0)
    while not over.wait(0.05):
        for client, when in due.items():
            if when <= time.monotonic() and not over.is_set():
                for fragment in list(client.fragments):
                    client.runs("keeps up to date, idle", fragment=fragment, is_auto=True)
                due[client] = time.monotonic() + min(client.fragments.values(), default=float("inf"))


def _come_at_once(app: ServedApp, *, clients: int, think_s: float) -> dict[str, object]:
    # Made beforehand, as visitors bring theirs along.
    clips = [_clip_of(number) for number in range(clients)]
    seen, runs, worked_s = Seen(), dict[int, str](), _processor_s(app)
    with _watched(app, seen):
        began = time.monotonic()
        visitors = [
            threading.Thread(target=_visit, args=(app, number, clip, seen, think_s, runs))
            for number, clip in enumerate(clips)
        ]
        for visitor in visitors:
            visitor.start()
            # Nobody presses a button in the same moment as nineteen others.
            time.sleep(ARRIVING_S / clients)
        for visitor in visitors:
            visitor.join()
        took_s = time.monotonic() - began
    return {
        "visitors with their own right numbers": seen.done,
        "wrong": seen.wrong,
        "seconds until all were done": round(took_s),
        "processor time of the server, seconds": round(_processor_s(app) - worked_s),
        "pages, seconds": _told(seen.pages()),
        "each kind, seconds": {kind: _told(seconds) for kind, seconds in sorted(seen.seconds.items())},
        "most memory of the server, MB": round(max(server for _, server, _ in seen.memory_mb)),
        "most memory of workers and readers, MB": round(max(others for _, _, others in seen.memory_mb)),
    }


def _soak(app: ServedApp, *, minutes: float, think_s: float) -> dict[str, object]:
    seen, until = Seen(), time.monotonic() + minutes * 60

    def come_again(visitor: int) -> None:
        number = 100 * (visitor + 1)
        while time.monotonic() < until:
            _visit(app, number, _clip_of(number), seen, think_s, {})
            number += 1

    with _watched(app, seen):
        visitors = [threading.Thread(target=come_again, args=(number,)) for number in range(SOAKING)]
        for visitor in visitors:
            visitor.start()
        for visitor in visitors:
            visitor.join()
    half = seen.memory_mb[len(seen.memory_mb) // 2 :]
    return {
        "soaked, minutes": minutes,
        "visits in the soak": seen.done,
        "wrong in the soak": seen.wrong,
        "pages in the soak, seconds": _told(seen.pages()),
        "server's memory by tenths of the soak, MB": _tenths([server for _, server, _ in seen.memory_mb]),
        "workers' and readers' by tenths, MB": _tenths([others for _, _, others in seen.memory_mb]),
        "server's memory in the second half grows by, MB an hour": _slope([(when, server) for when, server, _ in half]),
        "workers' and readers' by, MB an hour": _slope([(when, others) for when, _, others in half]),
    }


def _passes(number: int) -> int:
    """How many cross the line in the clip of the visitor with that number."""
    return 1 + number % 5


def _clip_of(number: int) -> bytes:
    """The clip of the visitor with that number."""
    return make_clip(passes=_passes(number), seed=number)


def _visit(app: ServedApp, number: int, clip: bytes, seen: Seen, think_s: float, runs: dict[int, str]) -> None:
    """One visitor's whole way; what is wrong on it is noted."""
    try:
        client = PageClient(app.url, number=number + 10, answered=seen.answered)
        with client.opened():
            _set_up(client, clip=clip, name=f"visitor-{number}", think_s=think_s)
            runs[number] = client.run_id
            page = client.page
            client.keeps_up("keeps up to date", until=lambda: client.page != page, within_s=DONE_WITHIN_S)
            found = _explore(client, think_s=think_s)
            if found != _passes(number):
                seen.wrong.append(f"visitor {number}: {found} crossings, not {_passes(number)}")
                return
            for other, run_id in list(runs.items()):
                if other != number and client.gets(f"/heatdash/clip/{run_id}", "another's clip")[0] != 404:
                    seen.wrong.append(f"visitor {number} got the clip of {other}")
                    return
        seen.done += 1
    except Exception as error:  # noqa: BLE001 - whatever goes wrong on one way is told, and the others go on
        seen.wrong.append(f"visitor {number}: {type(error).__name__}: {error}")


def _set_up(client: PageClient, *, clip: bytes, name: str, think_s: float) -> None:
    """The clip is uploaded, a line drawn down its middle, and the analysis asked for."""
    time.sleep(think_s)
    upload = {"upload": client.uploads(clip, name=f"{name}.mp4"), "name": f"{name}.mp4"}
    arrives = client.element("BidiComponent", id_ends="start-upload")
    client.tells(arrives, "begin", until="Analyse", arrived={"uploads": [upload], "left": 0})
    client.chooses(client.element("BidiComponent", id_ends=":room"), "room", json_value=json.dumps({"size": SCREEN}))
    time.sleep(think_s)
    canvas = client.element("BidiComponent", id_ends=":canvas")
    given = json.loads(canvas.json)
    middle, bottom = given["canvasWidth"] / 2, given["canvasHeight"]
    drawn = sent_back(given["initialDrawing"], line((middle, 0), (middle, bottom)))
    client.chooses(canvas, "sketch", json_value=json.dumps({"drawing": {"raw": drawn, "data": None}}))
    time.sleep(think_s)
    client.presses("Analyse", "analyse")


def _explore(client: PageClient, *, think_s: float) -> int:
    """How many have crossed the line, as the file that was downloaded tells; other questions are asked first."""
    room = client.element("BidiComponent", id_ends="answers-room")
    client.chooses(room, "map", json_value=json.dumps({"size": SCREEN}))
    for tab in ("When", "Places", "Map"):
        time.sleep(think_s)
        client.chooses(client.element("TabContainer"), "tab", string_value=tab)
    time.sleep(think_s)
    client.chooses(client.element("Selectbox", id_ends=":metric"), "metric", string_value="Unique visits")
    time.sleep(think_s)
    client.chooses(client.element("Popover", id_ends=":take"), "files are made", bool_value=True)
    (counts,) = [address for address in client.addresses() if address.endswith("counts.csv")]
    status, content = client.gets(urlsplit(counts).path, "file")
    (whole,) = [address for address in client.addresses() if "/zip/" in address]
    if status != 200 or not client.gets(urlsplit(whole).path, "zip")[1].startswith(b"PK"):
        raise RuntimeError(f"the files were not given out: {status}")
    rows = csv.DictReader(io.StringIO(content.decode("utf-8-sig")))
    return sum(int(row["out"] or 0) + int(row["in"] or 0) for row in rows if row["place"] == "Line 1")


def make_clip(*, passes: int, seed: int) -> bytes:
    """A clip in which so many dark boxes cross the picture, one after another; no two seeds make the same."""
    ground = np.random.default_rng(seed).integers(100, 140, (HEIGHT_PX // 8, WIDTH_PX // 8, 1), np.uint8)
    ground = np.repeat(ground.repeat(8, axis=0).repeat(8, axis=1), 3, axis=2)
    clip = io.BytesIO()
    with av.open(clip, "w", format="mp4") as container:
        options = {"preset": "ultrafast", "bf": "0", "crf": "20"}
        stream = container.add_stream("libx264", rate=Fraction(FPS), options=options)
        stream.width, stream.height, stream.pix_fmt = WIDTH_PX, HEIGHT_PX, "yuv420p"
        for number in range(round((QUIET_S + passes * (CROSSING_S + PAUSE_S)) * FPS)):
            which, since_s = divmod(number / FPS - QUIET_S, CROSSING_S + PAUSE_S)
            picture = ground.copy()
            left, top = round(-40 + (WIDTH_PX + 80) * since_s / CROSSING_S), 60 + 50 * (int(which) % 3)
            if which >= 0 and since_s < CROSSING_S:
                picture[top : top + 40, max(0, left) : max(0, left + 28)] = 20
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, "bgr24")))
        container.mux(stream.encode(None))
    return clip.getvalue()


@contextmanager
def _watched(app: ServedApp, seen: Seen) -> Iterator[None]:
    """Within the block, the memory is noted twice a second."""
    over = threading.Event()

    def note() -> None:
        while not over.wait(0.5):
            seen.memory_mb.append((time.monotonic(), *_memory_mb(app)))

    noting = threading.Thread(target=note)
    noting.start()
    try:
        yield
    finally:
        over.set()
        noting.join()


def _memory_mb(app: ServedApp) -> tuple[float, float]:
    """What the server has in memory, and what its workers and readers have together."""
    server, others = psutil.Process(app.process.pid), 0.0
    for child in server.children(recursive=True):
        try:
            others += child.memory_info().rss
        except psutil.NoSuchProcess:
            continue
    return server.memory_info().rss / 1e6, others / 1e6


def _processor_s(app: ServedApp) -> float:
    """The processor time that the server has taken, whatever else the machine had to do."""
    times = psutil.Process(app.process.pid).cpu_times()
    return float(times.user + times.system)


def _told(seconds: list[float]) -> dict[str, float]:
    if not seconds:
        return {"answers": 0}
    ordered = sorted(seconds)
    at95 = ordered[min(len(ordered) - 1, round(0.95 * len(ordered)))]
    return {
        "answers": len(ordered),
        "median": round(statistics.median(ordered), 2),
        "95th percentile": round(at95, 2),
        "longest": round(ordered[-1], 2),
    }


def _tenths(values: list[float]) -> list[int]:
    return [round(float(np.mean(part))) for part in np.array_split(values, 10) if len(part)]


def _slope(points: list[tuple[float, float]]) -> float:
    when, values = np.array(points).T
    return round(float(np.polyfit(when, values, 1)[0]) * 3600, 1) if len(points) > 1 else 0.0


def _metrics(app: ServedApp) -> dict[str, str]:
    """What the app itself tells of what it had to do."""
    status, text = PageClient(app.url, number=1, answered=lambda kind, seconds: None).gets("/heatdash/metrics", "")
    lines = text.decode().splitlines() if status == 200 else []
    told = ("heatdash_tasks", "heatdash_memory", "heatdash_open_pages", "heatdash_refusals")
    return dict(line.rsplit(" ", 1) for line in lines if line.startswith(told))


if __name__ == "__main__":
    main()
