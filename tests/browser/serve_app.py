"""Starts the app as a user does, and ends it."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from heatdash.store.artefact_store import STORE
from heatdash.store.file_lock import file_lock

ROOT = Path(__file__).parents[2]
_PREPARE = """
from heatdash.store.artefact_store import open_store
from heatdash.store.run_register import open_register
from heatdash.work.prepare_sample import prepare_sample
prepare_sample(store=open_store(), register=open_register(), is_busy=lambda: False)
"""
_READY_WITHIN_S = 60
_GONE_WITHIN_S = 20


@dataclass(frozen=True)
class ServedApp:
    """A running app: where its first page is, where it keeps its data, and what it has said so far."""

    url: str
    data: Path
    log: Path
    process: subprocess.Popen[bytes]


_prepared: list[Path] = []


def prepare_sample(at: Path) -> None:
    """Make in that folder what an app makes of the sample while it has nothing to do, which takes half a minute.

    Every app that is served from now on begins with it. Several processes may ask for the same folder at once.
    """
    with file_lock(path=at.with_suffix(".lock")):
        if not at.exists():
            new = at.with_suffix(".new")
            environment = {**os.environ, "HEATDASH_DATA": str(new), "HEATDASH_OFFLINE": "1"}
            subprocess.run([sys.executable, "-c", _PREPARE], cwd=ROOT, env=environment, check=True)
            new.rename(at)
    _prepared[:] = [at]


@contextmanager
def serve_app(
    *,
    data: Path,
    script: Path = ROOT / "app.py",
    base_path: str = "",
    settings: Mapping[str, str] | None = None,
    installed: Path | None = None,
    port: int | None = None,
) -> Iterator[ServedApp]:
    """The app, ready to be visited within the block. Started again with the same `data`, it finds what is there.

    `installed` is the command of an installed package, which is then used, in another folder, instead of `script`.
    `port` is that of an earlier one, whose pages then find it again.
    """
    port, log = port or free_port(), data / "app.log"
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port)]
    options = ["--server.address", "127.0.0.1", "--server.baseUrlPath", base_path]
    if installed is not None:
        command = [str(installed), "app", "--port", str(port)]
        options = ["--address", "127.0.0.1", "--base-path", base_path]
    if _prepared and installed is None and not (data / STORE).exists():
        shutil.copytree(_prepared[0] / STORE, data / STORE)
    environment = {**os.environ, "HEATDASH_DATA": str(data), "HEATDASH_OFFLINE": "1", **(settings or {})}
    with log.open("ab") as said:
        place = ROOT if installed is None else data
        process = subprocess.Popen([*command, *options], cwd=place, env=environment, stdout=said, stderr=said)
    served = ServedApp(url=f"http://127.0.0.1:{port}/{base_path}", data=data, log=log, process=process)
    try:
        _wait_until_ready(served)
        yield served
    finally:
        process.terminate()
        try:
            process.wait(_GONE_WITHIN_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def free_port() -> int:
    """A port at which nobody listens."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


def _wait_until_ready(served: ServedApp) -> None:
    health, until = f"{served.url.rstrip('/')}/_stcore/health", time.monotonic() + _READY_WITHIN_S
    while served.process.poll() is None and time.monotonic() < until:
        try:
            with urllib.request.urlopen(health, timeout=5):
                return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(f"The app did not start:\n{served.log.read_text(encoding='utf-8')}")
