"""How much may be open at once, and readers who do not read, at a real server."""

import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, Response, StreamingResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket
from uvicorn.protocols.http.auto import AutoHTTPProtocol
from websockets.exceptions import InvalidStatus
from websockets.sync.client import ClientConnection, connect

from heatdash.web.at_once import AtOnce
from heatdash.web.owner_cookie import OWNER_COOKIE, cookie_value
from heatdash.web.serve_files import HeldResponse
from heatdash.web.slow_headers import close_slow_connections
from tests.web.real_server import real_server

STALLED_S = 0.3
SHORT_BYTES = 5_000_000
released: list[float] = []


async def _stream(stream: WebSocket) -> None:
    await stream.accept()
    await stream.receive()


def _clip(request: Request) -> HeldResponse:
    hold = ExitStack()
    hold.callback(lambda: released.append(time.monotonic()))
    return HeldResponse(response=FileResponse(request.app.state.clip), hold=hold)


def _zip(request: Request) -> HeldResponse:
    hold = ExitStack()
    hold.callback(lambda: released.append(time.monotonic()))
    return HeldResponse(response=StreamingResponse(iter([bytes(1 << 20)] * 40)), hold=hold)


@pytest.fixture
def port(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """Where a server listens that sends 40 MB."""
    released.clear()
    monkeypatch.setenv("HEATDASH_DATA", str(tmp_path))
    monkeypatch.setattr(AutoHTTPProtocol, "connection_made", AutoHTTPProtocol.connection_made)
    close_slow_connections(within_s=STALLED_S)
    app = Starlette(
        routes=[
            Route("/heatdash/clip/x", _clip),
            Route("/heatdash/clip/short", lambda request: Response(bytes(SHORT_BYTES))),
            Route("/heatdash/zip/x/y", _zip),
            WebSocketRoute("/_stcore/stream", _stream),
        ],
        middleware=[Middleware(AtOnce, stalled_s=STALLED_S, most_downloads=2)],
    )
    app.state.clip = tmp_path / "clip.mp4"
    with app.state.clip.open("wb") as file:
        file.truncate(40 << 20)
    with real_server(app) as listening:
        yield listening


@contextmanager
def _asks(port: int, path: str, *, owner: str = "o", room_bytes: int = 0) -> Iterator[socket.socket]:
    """A browser that asks for a file and, as yet, reads nothing; `room_bytes` is what it can take unread."""
    with socket.socket() as connection:
        if room_bytes:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, room_bytes)
        connection.settimeout(10)
        connection.connect(("127.0.0.1", port))
        cookie = f"Cookie: {OWNER_COOKIE}={cookie_value(owner * 32)}\r\nConnection: close\r\n"
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n{cookie}\r\n".encode())
        yield connection


def _read(connection: socket.socket) -> int:
    """How many bytes come before the connection ends; the whole answer is more than 40 MB."""
    count = 0
    try:
        while count < 40 << 20 and (read := connection.recv(1 << 20)):
            count += len(read)
    except ConnectionResetError:
        pass
    return count


@pytest.mark.parametrize("path", ["/heatdash/clip/x", "/heatdash/zip/x/y"])
def test_who_reads_nothing_is_let_go_and_what_was_held_is_released(port: int, path: str) -> None:
    with _asks(port, path) as connection:
        began = time.monotonic()
        while not released and time.monotonic() - began < 10 * STALLED_S:
            time.sleep(0.02)
        assert len(released) == 1
        # The connection is broken off as well: nothing more is kept for it.
        time.sleep(7 * STALLED_S)
        assert _read(connection) < 40 << 20


def test_who_reads_gets_all(port: int) -> None:
    with _asks(port, "/heatdash/clip/x") as connection:
        assert _read(connection) >= 40 << 20


def test_who_takes_the_end_of_an_answer_after_it_was_sent_leaves_nothing_to_break_off(
    port: int, caplog: pytest.LogCaptureFixture
) -> None:
    with _asks(port, "/heatdash/clip/short", room_bytes=4096) as connection:
        assert _read(connection) >= SHORT_BYTES
        time.sleep(6 * STALLED_S)
    assert caplog.records == []


def test_only_so_many_files_are_sent_to_one_visitor_at_once(port: int) -> None:
    with _asks(port, "/heatdash/clip/x"), _asks(port, "/heatdash/clip/x"):
        time.sleep(0.1)
        with _asks(port, "/heatdash/clip/x") as third, _asks(port, "/heatdash/clip/x", owner="p") as another:
            assert third.recv(100).startswith(b"HTTP/1.1 429")
            assert another.recv(100).startswith(b"HTTP/1.1 200")
        while len(released) < 3:
            time.sleep(0.02)
    with _asks(port, "/heatdash/clip/x") as later:
        assert later.recv(100).startswith(b"HTTP/1.1 200")


def _opens(port: int, owner: str) -> ClientConnection:
    cookie = f"{OWNER_COOKIE}={cookie_value(owner * 32)}"
    return connect(f"ws://127.0.0.1:{port}/_stcore/stream", additional_headers={"Cookie": cookie})


def test_only_so_many_pages_are_open_for_one_visitor_and_in_all(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEATDASH_OPEN_PAGES", "2")
    monkeypatch.setenv("HEATDASH_ALL_OPEN_PAGES", "4")
    with _opens(port, "a"), _opens(port, "b"), _opens(port, "b"):
        with _opens(port, "a"):
            for owner in ("a", "c"):
                with pytest.raises(InvalidStatus) as refused:
                    _opens(port, owner)
                assert (refused.value.response.status_code, refused.value.response.headers["Retry-After"]) == (
                    429,
                    "60",
                )
        with pytest.raises(InvalidStatus):
            _opens(port, "b")
        # It closes in its own time.
        until = time.monotonic() + 5
        while time.monotonic() < until:
            try:
                _opens(port, "c").close()
                return
            except InvalidStatus:
                time.sleep(0.02)
        pytest.fail("The page that was closed still counts.")
