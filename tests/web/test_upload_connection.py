"""Uploads at a real server, over lines that are cut or drip."""

import base64
import hashlib
import http.client
import secrets
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware

from heatdash.store.upload_records import read_record, uploads_folder
from heatdash.web.deadlines import Deadlines
from heatdash.web.owner_cookie import OWNER_COOKIE, cookie_value
from heatdash.web.receive_upload import PROTOCOL, _being_sent
from heatdash.web.routes import routes
from tests.web.conftest import SECRET
from tests.web.real_server import real_server

WITHIN_S = 0.5
_UNREAD_BYTES = 200_000
"""The web server drops what the app has not asked for by the time that the line is cut."""
CLIP = secrets.token_bytes(3_000_000)


@pytest.fixture
def port(data_folder: Path) -> Iterator[int]:
    """Where the server listens; it waits half a second for what is sent."""
    app = Starlette(routes=routes(""), middleware=[Middleware(Deadlines, within_s=WITHIN_S)])
    with real_server(app) as listening:
        yield listening


def _ask(port: int, method: str, path: str, *, body: bytes = b"", **headers: str) -> http.client.HTTPResponse:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request(method, path, body, {**PROTOCOL, "Cookie": _cookie(), **named})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer


def _cookie() -> str:
    return f"{OWNER_COOKIE}={cookie_value(SECRET)}"


def _begin(port: int) -> str:
    """The path of a new upload."""
    name = f"filename {base64.b64encode(b'clip.mp4').decode()}"
    begun = _ask(port, "POST", "/heatdash/upload", Upload_Length=str(len(CLIP)), Upload_Metadata=name)
    assert begun.status == 201
    return f"/heatdash/{begun.headers['Location']}"


def _goes_on(port: int, path: str) -> int:
    """Where the upload goes on, which it does to its end."""
    for _ in range(100):
        offset = _arrived(port, path)
        answer = _patch(port, path, CLIP[offset:], offset=offset)
        if answer.status == 204:
            break
        # The server has not heard yet that the last request has ended, or still keeps what came of it.
        assert answer.status in (409, 423)
        time.sleep(0.05)
    record = read_record(uploads_folder() / path.rpartition("/")[2])
    assert record is not None
    assert record.sha256 == hashlib.sha256(CLIP).hexdigest()
    return offset


def _arrived(port: int, path: str) -> int:
    return int(_ask(port, "HEAD", path).headers["Upload-Offset"])


def _patch(port: int, path: str, body: bytes, *, offset: int) -> http.client.HTTPResponse:
    return _ask(
        port, "PATCH", path, body=body, Upload_Offset=str(offset), Content_Type="application/offset+octet-stream"
    )


def _proxy(port: int, *, cut_after_bytes: int) -> int:
    """Where a line to the server begins that is cut once so much has been sent."""
    listening = socket.create_server(("127.0.0.1", 0))

    def pass_on() -> None:
        browser, _ = listening.accept()
        with listening, browser, socket.create_connection(("127.0.0.1", port)) as server:
            left = cut_after_bytes
            while left > 0 and (block := browser.recv(min(left, 1 << 16))):
                server.sendall(block)
                left -= len(block)

    threading.Thread(target=pass_on, daemon=True).start()
    return int(listening.getsockname()[1])


@pytest.mark.parametrize("cut_after_bytes", [100, 10_000, 1_700_000])
def test_an_upload_goes_on_after_the_line_was_cut(port: int, cut_after_bytes: int) -> None:
    path = _begin(port)
    with pytest.raises((ConnectionError, http.client.HTTPException)):
        _patch(_proxy(port, cut_after_bytes=cut_after_bytes), path, CLIP, offset=0)
    until = time.monotonic() + 5
    while _arrived(port, path) < cut_after_bytes - _UNREAD_BYTES and time.monotonic() < until:
        time.sleep(0.02)
    offset = _goes_on(port, path)
    assert max(0, cut_after_bytes - _UNREAD_BYTES) <= offset <= cut_after_bytes


def _dripping(port: int, path: str) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", port), timeout=10)
    lines = [f"PATCH {path} HTTP/1.1", "Host: localhost", f"Cookie: {_cookie()}", "Upload-Offset: 0"]
    lines += ["Tus-Resumable: 1.0.0", "Content-Type: application/offset+octet-stream", f"Content-Length: {len(CLIP)}"]
    connection.sendall("\r\n".join([*lines, "", ""]).encode())
    return connection


def test_who_drips_is_cut_off_and_meanwhile_nobody_else_writes(port: int) -> None:
    path, began = _begin(port), time.monotonic()
    with _dripping(port, path) as connection:
        connection.sendall(CLIP[:10])
        while not _being_sent:
            time.sleep(0.001)
        assert _patch(port, path, CLIP, offset=0).status == 423
        with suppress(ConnectionError):
            for at in range(10, 1000):
                connection.sendall(CLIP[at : at + 1])
                time.sleep(WITHIN_S / 10)
        assert time.monotonic() - began < 6 * WITHIN_S
    assert 0 < _goes_on(port, path) < 1000
