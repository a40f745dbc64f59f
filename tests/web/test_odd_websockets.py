"""What is no WebSocket, or no message of the app's, sent to a real server byte by byte."""

import base64
import os
import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest

from tests.browser.serve_app import ROOT, ServedApp, serve_app

CLOSED = 0x8
PROTOCOL_ERROR, BAD_TEXT, TOO_BIG = 1002, 1007, 1009
NO_GOODBYE = 0


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedApp]:
    """A page of the app, with everything that stands before it."""
    script = ROOT / "tests/browser/upload_app.py"
    with serve_app(data=tmp_path_factory.mktemp("odd"), script=script, settings={"HEATDASH_MODE": "hosted"}) as served:
        yield served


@contextmanager
def asked(app: ServedApp, **headers: str) -> Iterator[socket.socket]:
    """A connection that has asked for a WebSocket."""
    host = urlsplit(app.url).netloc
    named = {"Host": host, "Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13"}
    named |= {"Origin": f"http://{host}", "Sec-WebSocket-Key": base64.b64encode(os.urandom(16)).decode()}
    lines = [f"{name}: {value}" for name, value in (named | headers).items() if value]
    with socket.create_connection(("127.0.0.1", urlsplit(app.url).port or 0), timeout=10) as connection:
        connection.sendall("\r\n".join(["GET /_stcore/stream HTTP/1.1", *lines, "", ""]).encode())
        yield connection


def all_of(connection: socket.socket) -> bytes:
    """Everything that comes until the server ends the connection; it tells nothing of the server's insides."""
    received = b""
    try:
        while more := connection.recv(1 << 16):
            received += more
            if more[:1] == bytes([0x80 | CLOSED]):
                # It waits a while for the other's goodbye.
                connection.shutdown(socket.SHUT_WR)
    except ConnectionResetError:
        pass
    for secret in (str(ROOT), "site-packages", "Traceback", ".py"):
        assert secret.encode() not in received
    return received


def frame(
    opcode: int, content: bytes, *, first: int = 0x80, is_masked: bool = True, length: int | None = None
) -> bytes:
    """A frame; `length` is what it says that it has, where it lies."""
    stated = len(content) if length is None else length
    mask = 0x80 if is_masked else 0
    if stated < 126:
        head = bytes([first | opcode, mask | stated])
    else:
        head = bytes([first | opcode, mask | 127]) + struct.pack(">Q", stated)
    return head + (bytes(4) if is_masked else b"") + content


ODD_FRAMES = {
    "not masked": (frame(2, b"x", is_masked=False), PROTOCOL_ERROR),
    "of no kind that there is": (frame(3, b"x"), PROTOCOL_ERROR),
    "with bits that mean nothing": (frame(2, b"x", first=0xB0), PROTOCOL_ERROR),
    "a continuation of nothing": (frame(0, b"x"), PROTOCOL_ERROR),
    "a ping too long": (frame(9, b"x" * 200), PROTOCOL_ERROR),
    "a text that is none": (frame(1, b"\xff\xfe"), BAD_TEXT),
    "a text": (frame(1, b"../../etc/passwd"), NO_GOODBYE),
    "no message of the app's": (frame(2, b"\xff" * 40), PROTOCOL_ERROR),
    "said to have a terabyte": (frame(2, b"x", length=1 << 40), TOO_BIG),
    "said to have more than there is": (frame(2, b"x", length=1 << 63), TOO_BIG),
    "a close that is none": (frame(8, b"\x01"), PROTOCOL_ERROR),
}


@pytest.mark.parametrize("odd", ODD_FRAMES)
def test_an_odd_frame_ends_the_connection_and_nothing_else(app: ServedApp, odd: str) -> None:
    content, code = ODD_FRAMES[odd]
    with asked(app) as connection:
        while b"\r\n\r\n" not in (told := connection.recv(4096)):
            pass
        assert told.startswith(b"HTTP/1.1 101")
        connection.sendall(content)
        received = all_of(connection)
    _, closed, goodbye = received.rpartition(bytes([0x80 | CLOSED]))
    assert (goodbye[1:3] if closed else b"") == (struct.pack(">H", code) if code else b"")
    with urlopen(f"{app.url}_stcore/health", timeout=10) as health:
        assert health.status == 200


@pytest.mark.parametrize(
    ("header", "value", "status"),
    [
        ("Sec-WebSocket-Key", "", b"400"),
        ("Sec-WebSocket-Key", "short", b"400"),
        ("Sec-WebSocket-Version", "7", b"400"),
        ("Origin", "http://elsewhere.example", b"403"),
        ("Sec-WebSocket-Protocol", "a, b, c, " * 50, b"101"),
        ("Cookie", "heatdash_owner=" + "x" * 4000, b"101"),
    ],
)
def test_an_odd_handshake_is_answered_and_tells_nothing(app: ServedApp, header: str, value: str, status: bytes) -> None:
    with asked(app, **{header: value}) as connection:
        answer = connection.recv(1 << 16)
        connection.shutdown(socket.SHUT_WR)
        assert (answer + all_of(connection)).startswith(b"HTTP/1.1 " + status)


def test_a_connection_that_breaks_off_within_a_handshake_or_a_frame_harms_nobody(app: ServedApp) -> None:
    for _ in range(20):
        with socket.create_connection(("127.0.0.1", urlsplit(app.url).port or 0), timeout=10) as half:
            half.sendall(b"GET /_stcore/stream HTTP/1.1\r\nUpgrade: webso")
        with asked(app) as connection:
            connection.recv(4096)
            connection.sendall(frame(2, b"x" * 100)[:50])
    with asked(app) as connection:
        assert connection.recv(4096).startswith(b"HTTP/1.1 101")
    assert app.process.poll() is None


def test_no_answer_tells_where_the_app_lies(app: ServedApp) -> None:
    odd_requests = [
        b"GARBAGE\r\n\r\n",
        b"GET /heatdash/upload/../../x HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        b"PATCH /heatdash/upload/x HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
        b"GET /heatdash/files/%00/%2e%2e/x HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        b"GET /_stcore/stream HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        b"PUT /_stcore/upload_file/a/b HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
    ]
    for content in odd_requests:
        with socket.create_connection(("127.0.0.1", urlsplit(app.url).port or 0), timeout=10) as connection:
            connection.sendall(content)
            assert all_of(connection).startswith(b"HTTP/1.1 4")
