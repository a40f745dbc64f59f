"""Connections whose request never comes, at a real server."""

import asyncio
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket
from uvicorn.protocols.http.auto import AutoHTTPProtocol

from heatdash.web.slow_headers import close_slow_connections
from tests.web.real_server import real_server

WITHIN_S = 0.3


async def _slow(request: object) -> PlainTextResponse:
    await asyncio.sleep(5 * WITHIN_S)
    return PlainTextResponse("done")


async def _stream(stream: WebSocket) -> None:
    await stream.accept()
    await asyncio.sleep(5 * WITHIN_S)
    await stream.send_text("still here")
    await stream.close()


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """Where the server listens."""
    monkeypatch.setattr(AutoHTTPProtocol, "connection_made", AutoHTTPProtocol.connection_made)
    close_slow_connections(within_s=WITHIN_S)
    app = Starlette(routes=[Route("/", _slow), WebSocketRoute("/stream", _stream)])
    with real_server(app) as listening:
        yield listening


def connected(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=10)


def is_closed_in_time(connection: socket.socket) -> bool:
    began = time.monotonic()
    return connection.recv(100) == b"" and time.monotonic() - began < 4 * WITHIN_S


@pytest.mark.parametrize("sent", [b"", b"GET / HTTP/1.1\r\nHost: localhost\r\nX-More: "])
def test_a_request_that_does_not_come_is_not_waited_for(port: int, sent: bytes) -> None:
    with connected(port) as connection:
        connection.sendall(sent)
        assert is_closed_in_time(connection)


def test_nor_is_one_whose_headers_drip(port: int) -> None:
    with connected(port) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n")
        with pytest.raises(ConnectionError):
            _drip(connection)


def _drip(connection: socket.socket) -> None:
    until = time.monotonic() + 10 * WITHIN_S
    while time.monotonic() < until:
        connection.sendall(b"X-More: x\r\n")
        time.sleep(WITHIN_S / 5)


def test_an_answer_takes_its_time_and_the_next_half_request_is_not_waited_for(port: int) -> None:
    whole = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"
    with connected(port) as connection:
        connection.sendall(whole)
        answer = b""
        while not answer.endswith(b"done"):
            answer += connection.recv(4000)
        connection.sendall(whole[:20])
        assert is_closed_in_time(connection)


def test_a_websocket_stays(port: int) -> None:
    from websockets.sync.client import connect

    with connect(f"ws://127.0.0.1:{port}/stream") as stream:
        assert stream.recv(timeout=10) == "still here"


def test_the_app_has_it_so() -> None:
    assert "\nclose_slow_connections()\n" in (Path(__file__).parents[2] / "app.py").read_text(encoding="utf-8")
