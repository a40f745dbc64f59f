"""Serves the app from an installed package or a checkout, and opens it in a browser."""

import os
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
import webbrowser
from pathlib import Path

from heatdash.work.confine import check_confinement

_UP_WITHIN_S = 60.0
_ASK_EVERY_S = 0.3


def app_script() -> Path:
    """The app's entry: within the package where it is installed, beside it in a checkout."""
    package = Path(__file__).parent
    installed = package / "_app" / "app.py"
    return installed if installed.is_file() else package.parent / "app.py"


def open_app(*, port: int, address: str | None, base_path: str) -> int:
    """Serve the app until it is stopped, and open it in a browser where there is a screen. The exit code.

    What would keep it from starting is told at once.
    """
    check_confinement()
    options = {"server.port": str(port), "server.address": address, "server.baseUrlPath": base_path}
    chosen = [word for name, value in options.items() if value for word in (f"--{name}", value)]
    # Without -P a file in the folder where the command is given could take the place of a package.
    serving = subprocess.Popen([sys.executable, "-P", "-m", "streamlit", "run", str(app_script()), *chosen])
    signal.signal(signal.SIGTERM, lambda *_: serving.terminate())
    if _has_screen():
        shown = "localhost" if address in (None, "0.0.0.0", "::") else address
        url = "/".join(filter(None, (f"http://{shown}:{port}", base_path.strip("/"))))
        threading.Thread(target=_open_when_up, args=(url, serving), daemon=True).start()
    while True:
        try:
            return serving.wait()
        except KeyboardInterrupt:
            # The server hears of it too, and ends once its workers have.
            continue


def _has_screen() -> bool:
    return sys.platform in ("win32", "darwin") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _open_when_up(url: str, serving: "subprocess.Popen[bytes]") -> None:
    give_up_at = time.monotonic() + _UP_WITHIN_S
    while serving.poll() is None and time.monotonic() < give_up_at:
        try:
            with urllib.request.urlopen(f"{url}/_stcore/health", timeout=_ASK_EVERY_S):
                webbrowser.open(url)
                return
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            time.sleep(_ASK_EVERY_S)
