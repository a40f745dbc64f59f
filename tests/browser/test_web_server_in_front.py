"""The app behind nginx and Caddy, set up as `deploy` does: encrypted, and with nothing lost on the way."""

import http.server
import json
import re
import threading
from collections.abc import Iterator, Mapping
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from playwright.sync_api import BrowserType, expect
from websockets.sync.client import connect

from heatdash.store.run_register import RunRegister
from heatdash.values.project import Project
from heatdash.web.owner_cookie import ENCRYPTED_COOKIE, named_owner
from heatdash.web.receive_upload import PROTOCOL
from tests.browser.serve_app import ROOT, ServedApp, serve_app
from tests.browser.web_servers import SERVERS, SITE, WebServer
from tests.web.send_clip import NotSentError, send_clip

pytestmark = pytest.mark.browser

MOST_BYTES = 12_000_000


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedApp]:
    """An app for strangers, whose log programs read, and which takes clips of up to 12 MB."""
    settings = {
        "HEATDASH_MODE": "hosted",
        "HEATDASH_HOSTS": SITE,
        "HEATDASH_LOG": "json",
        "HEATDASH_METRICS": "1",
        "HEATDASH_MAX_UPLOAD_GB": str(MOST_BYTES / 1e9),
    }
    with serve_app(data=tmp_path_factory.mktemp("fronted"), settings=settings) as served:
        yield served


@pytest.fixture(scope="module", params=SERVERS)
def front(
    request: pytest.FixtureRequest, app: ServedApp, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[WebServer]:
    """The web server in front of it."""
    port = urlsplit(app.url).port
    with SERVERS[request.param](app_port=port, folder=tmp_path_factory.mktemp(request.param)) as server:
        yield server


def _new_cookie(front: WebServer) -> str:
    """The value of a new visitor's cookie."""
    _, headers, _ = front.asked("/", headers={"Accept": "text/html"})
    return SimpleCookie(headers["set-cookie"])[ENCRYPTED_COOKIE].value


def test_a_browser_shows_the_page_and_keeps_the_cookie_for_this_host_alone(
    front: WebServer, browser_type: BrowserType, browser_type_launch_args: dict[str, object]
) -> None:
    finds = [*browser_type_launch_args["args"], f"--host-resolver-rules=MAP {SITE} 127.0.0.1"]
    browser = browser_type.launch(**(browser_type_launch_args | {"args": finds}))
    context = browser.new_context(ignore_https_errors=True)
    page = context.new_page()
    page.goto(f"https://{front.host}/")
    # What is on the page comes by the WebSocket.
    expect(page.get_by_text("Choose a file")).to_be_visible()
    (cookie,) = [cookie for cookie in context.cookies() if cookie["name"] == ENCRYPTED_COOKIE]
    assert (cookie["secure"], cookie["httpOnly"], cookie["path"], cookie["domain"]) == (True, True, "/", SITE)
    browser.close()


def test_the_browser_is_told_to_stay_encrypted(front: WebServer) -> None:
    status, headers, _ = front.asked("/", headers={"Accept": "text/html"})
    assert status == 200
    assert "strict-transport-security" in headers
    assert f"wss://{front.host}" in headers["content-security-policy"]


def _shake_hands(front: WebServer, origin: str) -> int:
    sent = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13"}
    headers = sent | {"Host": front.host, "Origin": origin, "Sec-WebSocket-Key": "MDEyMzQ1Njc4OWFiY2RlZg=="}
    connection = front.connect()
    connection.request("GET", "/_stcore/stream", headers=headers)
    return connection.getresponse().status


def test_only_its_own_pages_connect(front: WebServer) -> None:
    assert _shake_hands(front, f"https://{front.host}") == 101
    assert _shake_hands(front, "https://elsewhere.example") == 403


def _sent(front: WebServer, cookie: str, content: bytes) -> str:
    """The id of the clip, which has been uploaded."""

    def asks(method: str, path: str, body: bytes, headers: dict[str, str]) -> tuple[int, Mapping[str, str], bytes]:
        own = {"Cookie": f"{ENCRYPTED_COOKIE}={cookie}", "Origin": f"https://{front.host}"}
        return front.asked(path, method=method, body=body, headers=headers | own)

    return send_clip(asks, content=content)


def test_a_clip_that_is_too_large_is_refused_by_the_app_which_says_what_holds(front: WebServer) -> None:
    with pytest.raises(NotSentError) as refused:
        _sent(front, _new_cookie(front), bytes(MOST_BYTES + 1))
    assert refused.value.status == 413
    assert b"too_large" in refused.value.told


def test_what_no_page_sends_is_refused_in_a_plain_answer(front: WebServer) -> None:
    headers = PROTOCOL | {"Cookie": f"{ENCRYPTED_COOKIE}={_new_cookie(front)}"}
    status, _, content = front.asked("/heatdash/upload/a", method="PATCH", body=bytes(10_000_000), headers=headers)
    assert status == 413
    assert len(content) < 1000


def test_a_clip_that_was_uploaded_can_be_had_in_parts(front: WebServer, app: ServedApp) -> None:
    cookie, content = _new_cookie(front), bytes(range(256)) * 34_000
    source = app.data / "uploads" / _sent(front, cookie, content) / "clip.mp4"
    register = RunRegister(app.data / "runs.sqlite")
    run = register.new_run(owner=named_owner(cookie), name="Door", source=source, project=Project())
    address = f"/heatdash/clip/{run.run_id}"
    asks = {"Cookie": f"{ENCRYPTED_COOKIE}={cookie}", "Range": "bytes=256-511"}
    status, found, part = front.asked(address, headers=asks)
    assert (status, part) == (206, bytes(range(256)))
    assert found["content-range"] == f"bytes 256-511/{len(content)}"
    assert front.asked(address, headers={"Range": "bytes=256-511"})[0] == 404


def test_another_name_is_not_answered(front: WebServer) -> None:
    status, headers, content = front.asked("/", headers={"Host": "elsewhere.example", "Accept": "text/html"})
    assert "set-cookie" not in headers
    assert b"root" not in content
    assert status == 403 or content == b""


@pytest.mark.parametrize("path", ["/heatdash/metrics", "/_stcore/metrics"])
def test_how_much_there_is_to_do_is_told_inside_alone(front: WebServer, app: ServedApp, path: str) -> None:
    assert front.asked(path)[0] == 404
    with urlopen(f"{app.url.rstrip('/')}{path}") as answer:
        assert answer.status == 200


class _Echo(http.server.BaseHTTPRequestHandler):
    """Answers with the headers that it was asked with."""

    def do_GET(self) -> None:
        content = json.dumps({name.lower(): value for name, value in self.headers.items()}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Tell nothing."""


@pytest.mark.parametrize("name", SERVERS)
def test_the_app_learns_who_asks_and_how_and_believes_no_visitor(name: str, tmp_path: Path) -> None:
    echo = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Echo)
    threading.Thread(target=echo.serve_forever, daemon=True).start()
    with SERVERS[name](app_port=echo.server_port, folder=tmp_path) as front:
        lies = {"X-Forwarded-For": "6.6.6.6", "X-Forwarded-Proto": "http"}
        heard = json.loads(front.asked("/", headers=lies)[2])
    echo.shutdown()
    echo.server_close()
    assert (heard["host"], heard["x-forwarded-for"], heard["x-forwarded-proto"]) == (front.host, "127.0.0.1", "https")


def test_the_log_is_for_programs_and_tells_of_nobody(front: WebServer, app: ServedApp) -> None:
    cookie = _new_cookie(front)
    secret, said = cookie.partition(".")[0], {"Cookie": f"{ENCRYPTED_COOKIE}={cookie}"}
    front.asked("/heatdash/clip/my-token", headers=said)
    with connect(f"{app.url.replace('http', 'ws')}_stcore/stream", origin=app.url.rstrip("/")) as stream:
        stream.send(b"\xff\xff\xff\xff")
    lines = app.log.read_text(encoding="utf-8").splitlines()
    told = [json.loads(line) for line in lines if line.startswith("{")]
    # What Streamlit greets with goes to the standard output, which is no log.
    assert [line for line in lines if not line.startswith("{") and re.search("ERROR|WARN|INFO|Error", line)] == []
    assert {"start", "request", "refused"} <= {line["event"] for line in told}
    assert {"web.no_result"} <= {line["reason"] for line in told if line["event"] == "refused"}
    of_us = "\n".join(json.dumps(line) for line in told if line["event"] != "message")
    assert [each for each in (secret, "my-token", "127.0.0.1", SITE, "a.mp4", str(ROOT)) if each in of_us] == []
    messages = "\n".join(str(line) for line in told if line["event"] == "message")
    assert [each for each in (secret, "my-token", "a.mp4", SITE) if each in messages] == []
