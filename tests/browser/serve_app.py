"""Starts the app as a user does, and ends it."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
_READY_WITHIN_S = 60
_GONE_WITHIN_S = 20


@dataclass(frozen=True)
class ServedApp:
    """A running app: where its first page is, where it keeps its data, and what it has said so far."""

    url: str
    data: Path
    log: Path
    process: subprocess.Popen[bytes]


@contextmanager
def serve_app(
    *,
    data: Path,
    script: Path = ROOT / "app.py",
    base_path: str = "",
    settings: Mapping[str, str] | None = None,
    installed: Path | None = None,
) -> Iterator[ServedApp]:
    """The app, ready to be visited within the block. Started again with the same `data`, it finds what is there.

    `installed` is the command of an installed package, which is then used, in another folder, instead of `script`.
    """
    port, log = free_port(), data / "app.log"
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port)]
    options = ["--server.address", "127.0.0.1", "--server.baseUrlPath", base_path]
    if installed is not None:
        command = [str(installed), "app", "--port", str(port)]
        options = ["--address", "127.0.0.1", "--base-path", base_path]
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
    """A port of this machine that nothing listens on."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


def _wait_until_ready(served: ServedApp) -> None:
    health, until = f"{served.url.rstrip('/')}/_stcore/health", time.monotonic() + _READY_WITHIN_S
    while served.process.poll() is None and time.monotonic() < until:
        try:
            with urllib.request.urlopen(health, timeout=5):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.05)
    raise RuntimeError(f"The app did not start:\n{served.log.read_text(encoding='utf-8')}")
