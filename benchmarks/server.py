"""How soon the app's first page can be used, and how much memory an upload and ten visitors take.

python -m benchmarks.server [--upload-mb 1000] [--sessions 10]
"""

import argparse
import http.client
import json
import shutil
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import psutil
from playwright.sync_api import Browser, sync_playwright

from tests.browser.serve_app import ServedApp, serve_app
from tests.web.send_clip import send_clip


def main() -> None:
    """Prints the figures as one JSON document. The workers, which are processes of their own, do not count."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--upload-mb", type=int, default=1000)
    parser.add_argument("--sessions", type=int, default=10, help="visitors with the first page open")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        began = time.perf_counter()
        with serve_app(data=Path(folder)) as app:
            ready_s = time.perf_counter() - began
            visit(browser, app)
            usable_s = time.perf_counter() - began
            one = memory_mb(app)
            for _ in range(chosen.sessions):
                visit(browser, app)
            visited = memory_mb(app)
            upload_s, peak = upload(app, megabytes=chosen.upload_mb)
            uploaded = memory_mb(app)
        browser.close()
    report = {
        "start to server ready, seconds": round(ready_s, 2),
        "start to first page usable, seconds": round(usable_s, 2),
        "memory with one session, MB": round(one),
        "memory for each further session, MB": round((visited - one) / chosen.sessions, 1),
        f"upload of {chosen.upload_mb} MB, seconds": round(upload_s, 1),
        "memory that the upload took at most, MB": round(peak - visited, 1),
        "memory that the upload left, MB": round(uploaded - visited, 1),
    }
    print(json.dumps(report, indent=2))


def visit(browser: Browser, app: ServedApp) -> None:
    """A new visitor has the first page open, and it stays so."""
    page = browser.new_context().new_page()
    page.goto(app.url)
    page.get_by_text("Choose a file").wait_for()


def memory_mb(app: ServedApp) -> float:
    """What the server holds in memory."""
    return float(psutil.Process(app.process.pid).memory_info().rss) / 1e6


def upload(app: ServedApp, *, megabytes: int) -> tuple[float, float]:
    """The seconds that the upload took, in pieces as a page sends it, and the most memory the server had meanwhile."""
    connection = http.client.HTTPConnection(urlsplit(app.url).netloc)
    seen, cookie = [memory_mb(app)], _cookie(app)

    def asks(method: str, path: str, body: bytes, headers: dict[str, str]) -> tuple[int, Mapping[str, str], bytes]:
        connection.request(method, path, body, {**headers, "Cookie": cookie})
        answer = connection.getresponse()
        told = answer.read()
        seen.append(memory_mb(app))
        return answer.status, answer.headers, told

    began = time.perf_counter()
    send_clip(asks, content=bytes(megabytes * 1_000_000))
    return time.perf_counter() - began, max(seen)


def _cookie(app: ServedApp) -> str:
    """The cookie of a new visitor."""
    with urlopen(Request(app.url, headers={"Accept": "text/html"})) as page:
        return str(page.headers["set-cookie"]).partition(";")[0]


if __name__ == "__main__":
    main()
