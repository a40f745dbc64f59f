"""Real processes that use a store, because locks and kills cannot be shown within one."""

import subprocess
import sys
import time
from pathlib import Path

KEY = "a" * 40
OTHER_KEY = "b" * 40

_PRELUDE = """
import os, sys, time
from pathlib import Path
from heatdash.store.artefact_store import ArtefactStore
root = Path(sys.argv[1])
notes = root.parent
store = ArtefactStore(root=root, limit_bytes=10**9)
KEY, OTHER_KEY = "a" * 40, "b" * 40

def note(name):
    with (notes / name).open("a") as file:
        file.write("x")

def wait_for(name):
    while not (notes / name).exists():
        time.sleep(0.005)

"""


def start_process(*, code: str, root: Path) -> subprocess.Popen[str]:
    """A process that runs `code` with `store`, `note(name)` and `wait_for(name)` at hand; notes lie beside the root."""
    command = [sys.executable, "-c", _PRELUDE + code, str(root)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def output_of(process: subprocess.Popen[str]) -> str:
    """What the process printed, once it has ended well."""
    printed, errors = process.communicate(timeout=20)
    assert process.returncode == 0, errors
    return printed.strip()


def wait_for(path: Path) -> None:
    """Returns once `path` is there."""
    end = time.monotonic() + 20
    while not path.exists():
        assert time.monotonic() < end, f"{path} never came"
        time.sleep(0.005)
