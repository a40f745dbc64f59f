"""Closing connections whose request never comes, or whose answer nobody takes: the web server would wait for ever."""

import asyncio
from typing import Any

from uvicorn.protocols.http.auto import AutoHTTPProtocol

HEADERS_WITHIN_S = 30.0
_CLOSING = object()
_PATIENCE = 4
"""How much longer whoever takes an answer may take for the last of it."""


def close_slow_connections(*, within_s: float = HEADERS_WITHIN_S) -> None:
    """From now on, close each new connection that has not sent a whole request's headers after that time, or twice it.

    The server has no setting for it, and the app is told of a request only once its headers are there.
    """
    made = AutoHTTPProtocol.connection_made

    def connection_made(self: Any, transport: asyncio.Transport) -> None:
        made(self, transport)
        self.loop.call_later(within_s, _look, self, None, within_s)

    setattr(AutoHTTPProtocol, "connection_made", connection_made)  # noqa: B010


def _look(connection: Any, seen: object, within_s: float) -> None:
    """Close the connection where it has waited since the last look, after the request that was `seen` answered then.

    One that was closing then already is broken off: nobody takes what it still has to send.
    """
    transport = connection.transport
    if transport.is_closing():
        if seen is not _CLOSING:
            connection.loop.call_later(_PATIENCE * within_s, _look, connection, _CLOSING, within_s)
        elif transport.get_protocol() is not None:
            # It has none once it has ended, and must not be broken off then.
            transport.abort()
        return
    now = connection.cycle
    # A WebSocket's connection is held by another. One that sends nothing at all after an answer is closed by the
    # server, far sooner.
    is_waiting = transport.get_protocol() is connection and (now is None or now.response_complete)
    if is_waiting and now is seen:
        transport.close()
    connection.loop.call_later(within_s, _look, connection, now if is_waiting else connection, within_s)
