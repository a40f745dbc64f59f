"""Long cookies."""

import pytest
from websockets import http11
from websockets.datastructures import Headers
from websockets.http11 import Request
from websockets.server import ServerProtocol

from heatdash.web.long_cookies import MOST_BYTES, take_long_cookies


def _handshake(cookie_bytes: int) -> ServerProtocol:
    """What the server makes of a page that would connect, with so long a cookie."""
    headers = Headers(Host="shop.example", Connection="Upgrade", Upgrade="websocket", Cookie="c" * cookie_bytes)
    server = ServerProtocol()
    server.receive_data(Request("/_stcore/stream", headers).serialize())
    return server


def test_pages_connect_with_all_that_they_are_loaded_with(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http11, "MAX_LINE_LENGTH", 8192)
    assert "no more than 8192 bytes" in str(_handshake(20_000).handshake_exc)
    take_long_cookies()
    assert [type(event) for event in _handshake(60_000).events_received()] == [Request]
    assert _handshake(MOST_BYTES + 1).events_received() == []
