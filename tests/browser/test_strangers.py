"""What strangers may not do at the real app, and that its pages work under the policy that keeps them out."""

import http.client
import json
import re
import time
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from heatdash.settings import DATA_VARIABLE
from heatdash.web.owner_cookie import OWNER_COOKIE, named_owner
from tests.browser.serve_app import ROOT, ServedApp
from tests.browser.visitor import Visitor
from tests.builders.analysed_runs import analysed_run

pytestmark = pytest.mark.browser
AT_ONCE_S = 2.0


def netloc(app: ServedApp) -> str:
    return urlsplit(app.url).netloc


def asked(app: ServedApp, path: str, *, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], str]:
    """The status, the headers and the text that the app answers."""
    connection = http.client.HTTPConnection(netloc(app), timeout=30)
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, path, headers=sent)
    answer = connection.getresponse()
    found = {name.lower(): value for name, value in answer.getheaders()}
    return answer.status, found, answer.read().decode("utf-8", "replace")


def _shake_hands(app: ServedApp, **headers: str) -> int:
    """The status of the answer to a page that would connect; 101 where it may."""
    connection = http.client.HTTPConnection(netloc(app), timeout=30)
    sent = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13"}
    connection.request(
        "GET", "/_stcore/stream", headers=sent | {"Sec-WebSocket-Key": "MDEyMzQ1Njc4OWFiY2RlZg=="} | headers
    )
    status = connection.getresponse().status
    connection.close()
    return status


def test_its_own_pages_connect(app: ServedApp) -> None:
    assert _shake_hands(app, Origin=app.url.rstrip("/")) == 101


@pytest.mark.parametrize("headers", [{"Origin": "http://elsewhere.example"}, {"Host": "rebound.example"}])
def test_other_sites_are_refused_at_once_and_hold_up_nobody(app: ServedApp, headers: dict[str, str]) -> None:
    began = time.monotonic()
    assert [_shake_hands(app, **headers) for _ in range(10)] == [403] * 10
    assert asked(app, "/_stcore/health")[0] == 200
    assert time.monotonic() - began < AT_ONCE_S


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 200),
        ("/set-up", 200),
        ("/nothing", 404),
        ("/static/js/none.js", 404),
        ("/_stcore/metrics", 404),
        ("/_stcore/agent/openapi.json", 404),
        ("/_stcore/health", 200),
        ("/_stcore/host-config", 200),
        ("/favicon.png", 200),
    ],
)
def test_only_known_addresses_are_answered_and_all_with_the_headers(app: ServedApp, path: str, status: int) -> None:
    found, headers, text = asked(app, path)
    assert found == status
    assert str(ROOT) not in text
    assert headers["x-content-type-options"] == "nosniff"
    assert "frame-ancestors 'self'" in headers["content-security-policy"]


def _session(app: ServedApp, *messages: BackMsg) -> list[bytes]:
    """What a visitor's page is told until its run is over, after these messages."""
    told: list[bytes] = []
    with connect(f"ws://{netloc(app)}/_stcore/stream", origin=app.url.rstrip("/"), max_size=None) as stream:
        for message in messages:
            stream.send(message.SerializeToString())
        try:
            while not told or ForwardMsg.FromString(told[-1]).WhichOneof("type") != "script_finished":
                told.append(bytes(stream.recv(timeout=30)))
        except (TimeoutError, ConnectionClosed):
            return told
    return told


def _first_page() -> BackMsg:
    opens = BackMsg()
    opens.rerun_script.query_string = ""
    return opens


def test_no_visitor_is_told_where_the_app_lies(app: ServedApp) -> None:
    told = _session(app, _first_page())
    assert any(ForwardMsg.FromString(content).HasField("new_session") for content in told)
    assert not any(str(ROOT).encode() in content for content in told)


@pytest.mark.parametrize("content", [b"\xff\xff\xff\xff", b"\x0a\x80"])
def test_a_message_that_is_none_ends_the_connection_and_tells_nothing(app: ServedApp, content: bytes) -> None:
    with connect(f"ws://{netloc(app)}/_stcore/stream", origin=app.url.rstrip("/")) as stream:
        stream.send(content)
        told = []
        with suppress(ConnectionClosed):
            while True:
                told.append(bytes(stream.recv(timeout=30)))
        assert str(ROOT).encode() not in b"".join(told)
        assert stream.close_code == 1002
    assert asked(app, "/_stcore/health")[0] == 200


def test_two_hundred_megabytes_are_not_taken_into_memory(app: ServedApp) -> None:
    with connect(f"ws://{netloc(app)}/_stcore/stream", origin=app.url.rstrip("/"), max_size=None) as stream:
        stream.send(_first_page().SerializeToString())
        session = ""
        while not session:
            session = ForwardMsg.FromString(bytes(stream.recv(timeout=30))).new_session.initialize.session_id
        _, headers, _ = asked(app, "/_stcore/health")
        xsrf = re.search(r"_streamlit_xsrf=([^;]+)", headers["set-cookie"])
        assert xsrf
        connection = http.client.HTTPConnection(netloc(app), timeout=30)
        sent = {"Cookie": f"_streamlit_xsrf={xsrf[1]}", "X-Xsrftoken": xsrf[1], "Content-Length": str(200 << 20)}
        connection.putrequest("PUT", f"/_stcore/upload_file/{session}/file")
        for name, value in {**sent, "Content-Type": "multipart/form-data; boundary=x"}.items():
            connection.putheader(name, value)
        connection.endheaders(b"--x\r\n")
        assert connection.getresponse().status == 413


@pytest.fixture
def complaints(page: Page) -> list[str]:
    """What the browser complains of on the visitor's pages."""
    found: list[str] = []

    def complain(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and re.search(
            "Content.Security.Policy|Permissions|refused", message.text, re.I
        ):
            found.append(message.text)

    page.on("console", complain)
    page.on("pageerror", lambda error: found.append(str(error)))
    return found


def test_every_page_works_under_the_policy(
    visitor: Visitor, complaints: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(DATA_VARIABLE, str(visitor.app.data))
    visitor.opens()
    (cookie,) = [cookie for cookie in visitor.page.context.cookies() if cookie["name"] == OWNER_COOKIE]
    run = analysed_run(owner=named_owner(cookie["value"]), name="Entrance", file="policy.mp4")
    for path in ("", "library", "guide", f"set-up?run={run.run_id}"):
        visitor.opens(path)
    expect(visitor.page.locator("canvas.upper-canvas")).to_be_visible()
    visitor.opens(f"explore?run={run.run_id}")
    for tab in visitor.page.get_by_role("tab").all():
        tab.click()
        visitor.waits()
    assert complaints == []


def test_no_other_site_shows_the_app_within_its_page(browser: Browser, app: ServedApp, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.html"
    elsewhere.write_text(f"<iframe src='{app.url}' width=800 height=600></iframe>")
    context = browser.new_context()
    page = context.new_page()
    page.goto(elsewhere.as_uri())
    page.wait_for_timeout(1000)
    assert not any(frame.locator("#root").count() for frame in page.frames)
    context.close()


@pytest.mark.parametrize(
    "state",
    [
        {"json_value": "[" * 100_000},
        {"json_value": json.dumps({"x": 10**400})},
        {"string_value": "x" * 1000},
        {"double_array_value": {"data": [float("inf"), float("nan")]}},
        {"int_value": 2**62},
        {"bytes_value": b"\xff"},
    ],
    ids=["deep", "large", "text", "floats", "whole", "bytes"],
)
def test_forged_values_break_no_page(app: ServedApp, state: dict[str, object]) -> None:
    first = _session(app, _first_page())
    ids = {found.decode() for content in first for found in re.findall(rb"\$\$[\w-]+-[0-9a-f]{32}[\w:-]*", content)}
    assert ids
    forged = _first_page()
    for widget in sorted(ids):
        forged.rerun_script.widget_states.widgets.add(id=widget, **state)
    told = b"".join(_session(app, forged))
    assert b"Something broke" not in told
    assert str(ROOT).encode() not in told
