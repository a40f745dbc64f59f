"""Whom the app answers."""

import socket
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect
from streamlit.web.server.starlette.starlette_websocket import _is_origin_allowed

from heatdash.errors import BadSettingError
from heatdash.settings import HOSTS_VARIABLE, MODE_VARIABLE
from heatdash.web.own_hosts import OwnHosts

LOCAL, HOSTED = "local", "hosted"


async def _as_streamlit_does(websocket: WebSocket) -> None:
    """Let in whom Streamlit lets in, by its own check."""
    allowed = _is_origin_allowed(websocket.headers.get("Origin"), websocket.headers.get("Host"))
    await websocket.accept()
    await websocket.send_text(str(allowed))
    await websocket.close()


@pytest.fixture
def asked_outside(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """The addresses that anybody has tried to reach meanwhile."""
    asked: list[object] = []

    def connect(_: socket.socket, address: object) -> None:
        asked.append(address)
        raise OSError("There is no network.")

    def look_up(host: object, *_: object, **__: object) -> list[Any]:
        asked.append(host)
        raise socket.gaierror("There is no network.")

    monkeypatch.setattr(socket.socket, "connect", connect)
    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return asked


def app() -> TestClient:
    async def done(request: object) -> PlainTextResponse:
        return PlainTextResponse("done")

    paths = ["/library", "/_stcore/health", "/heatdash/upload"]
    served = Starlette(
        routes=[
            *(Route(path, done, methods=["GET", "POST", "PUT", "PATCH", "DELETE"]) for path in paths),
            WebSocketRoute("/_stcore/stream", _as_streamlit_does),
        ],
        middleware=[Middleware(OwnHosts)],
    )
    return TestClient(served)


@pytest.mark.parametrize(
    ("host", "mode", "hosts", "is_own"),
    [
        ("localhost:8501", LOCAL, "", True),
        ("127.0.0.1:8501", LOCAL, "", True),
        ("[::1]:8501", LOCAL, "", True),
        ("LOCALHOST.:8501", LOCAL, "", True),
        ("192.168.1.20:8501", LOCAL, "", True),
        ("[fd00::1]:8501", LOCAL, "", True),
        ("shop-pc:8501", LOCAL, "", True),
        ("shop-pc.local:8501", LOCAL, "", True),
        ("93.184.216.34:8501", LOCAL, "", True),
        ("rebound.example:8501", LOCAL, "", False),
        ("localhost.rebound.example", LOCAL, "", False),
        ("heat.shop.example", LOCAL, "heat.shop.example", True),
        ("heat.shop.example:8443", HOSTED, " Heat.Shop.Example. , other.example", True),
        ("a.shop.example", HOSTED, "*.shop.example", True),
        ("shop.example", HOSTED, "*.shop.example", False),
        ("badshop.example", HOSTED, "*.shop.example", False),
        ("localhost:8501", HOSTED, "", True),
        ("192.168.1.20:8501", HOSTED, "", False),
        ("shop-pc", HOSTED, "", False),
        ("93.184.216.34", HOSTED, "", False),
        ("10.1.2.3:8501", HOSTED, "10.1.2.3", True),
        ("", LOCAL, "", False),
        ("localhost/../x", LOCAL, "", False),
        ("user@localhost", LOCAL, "", False),
        ("localhost:80:90", LOCAL, "", False),
    ],
)
def test_only_its_own_hosts_are_answered(
    monkeypatch: pytest.MonkeyPatch, host: str, mode: str, hosts: str, is_own: bool
) -> None:
    monkeypatch.setenv(MODE_VARIABLE, mode)
    monkeypatch.setenv(HOSTS_VARIABLE, hosts)
    answer = app().get("/library", headers={"Host": host})
    assert answer.status_code == (200 if is_own else 403)
    assert app().get("/_stcore/health", headers={"Host": host}).status_code == 200
    if is_own:
        assert _let_in(host, None)
    else:
        with pytest.raises(WebSocketDisconnect):
            _let_in(host, None)


def test_a_refused_visitor_learns_how_the_host_is_added() -> None:
    answer = app().get("/library", headers={"Host": "heat.fritz.box:8501", "Accept-Language": "en"})
    assert "does not know the address &#x27;heat.fritz.box&#x27;" in answer.text
    assert HOSTS_VARIABLE in answer.text
    assert "<b>" not in app().get("/library", headers={"Host": "<b>.example"}).text


def _let_in(host: str, origin: str | None) -> bool:
    headers = {"Host": host} if origin is None else {"Host": host, "Origin": origin}
    with app().websocket_connect("/_stcore/stream", headers=headers) as stream:
        return stream.receive_text() == "True"


OWN_PAGES = [
    ("localhost:8501", "http://localhost:8501"),
    ("192.168.1.20:8501", "http://192.168.1.20:8501"),
    ("SHOP-PC:8501", "http://shop-pc:8501"),
    ("heat.shop.example", "https://heat.shop.example"),
    # A web server in front that leaves out the port, and one that passes on another host.
    ("heat.shop.example", "https://heat.shop.example:8443"),
    ("127.0.0.1:8501", "https://heat.shop.example"),
]
FOREIGN_PAGES = [
    ("localhost:8501", "http://elsewhere.example"),
    ("localhost:8501", "http://localhost:3000"),
    ("localhost:8501", "null"),
    ("localhost:8501", ""),
    ("localhost:8501", "file://localhost:8501"),
    ("localhost:8501", "http://["),
    ("localhost:8501", "http://heat.shop.example@elsewhere.example"),
    ("192.168.1.20:8501", "http://192.168.1.21:8501"),
    ("heat.shop.example", "https://heat.shop.example.elsewhere.example"),
    ("heat.shop.example", "http://localhost:8501"),
]


@pytest.mark.parametrize(("host", "origin"), OWN_PAGES)
def test_its_own_pages_are_let_in_by_streamlit_too_which_looks_nowhere_for_it(
    monkeypatch: pytest.MonkeyPatch, asked_outside: list[object], host: str, origin: str
) -> None:
    monkeypatch.setenv(HOSTS_VARIABLE, "heat.shop.example")
    assert _let_in(host, origin)
    assert app().post("/heatdash/upload", headers={"Host": host, "Origin": origin}).status_code == 200
    assert asked_outside == []


@pytest.mark.parametrize(("host", "origin"), FOREIGN_PAGES)
def test_other_pages_are_refused_at_once(
    monkeypatch: pytest.MonkeyPatch, asked_outside: list[object], host: str, origin: str
) -> None:
    monkeypatch.setenv(HOSTS_VARIABLE, "heat.shop.example")
    with pytest.raises(WebSocketDisconnect) as refused:
        _let_in(host, origin)
    assert refused.value.code == 1008
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        sent = app().request(method, "/heatdash/upload", headers={"Host": host, "Origin": origin})
        assert sent.status_code == 403
    assert asked_outside == []


def test_streamlit_alone_would_ask_an_address_outside(asked_outside: list[object]) -> None:
    assert not _is_origin_allowed("http://elsewhere.example", "localhost:8501")
    assert asked_outside != []


@pytest.mark.parametrize("hosts", ["http://shop.example", "shop.example:8501", "shop example", "*", "shop.*"])
def test_a_host_that_is_none_is_told(monkeypatch: pytest.MonkeyPatch, hosts: str) -> None:
    monkeypatch.setenv(HOSTS_VARIABLE, hosts)
    with pytest.raises(BadSettingError, match=r"HEATDASH_HOSTS holds .*without http:// and port"):
        app().get("/library")
