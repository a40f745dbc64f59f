"""How long the app waits for what a visitor has begun to send, and for how many of them at once."""

import asyncio
import time
from collections import Counter

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from heatdash.messages import say
from heatdash.web.connection import visitor_network
from heatdash.web.headers import language_of
from heatdash.web.traffic import TRAFFIC

SLOWEST_S, SLOWEST_BYTES = 60.0, 60_000
"""Whoever sends less than that in so long has gone, or only holds on to the app: the request is ended."""
MOST_SENDING = 32
"""So many requests of one network may be on their way at once; a whole office can be one."""


class Deadlines:
    """Middleware: nobody can hold on to the app by sending slowly, or by beginning to send again and again."""

    def __init__(self, app: ASGIApp, *, within_s: float = SLOWEST_S, most_sending: int = MOST_SENDING) -> None:
        self._app, self._within_s, self._most = app, within_s, most_sending
        self._sending: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; what is sent with it must come, and not from too many requests at once."""
        if scope["type"] != "http" or not _brings_something(scope):
            await self._app(scope, receive, send)
            return
        network = visitor_network(scope)
        if self._sending[network] >= self._most:
            await _refuse(scope, receive, send)
            return
        self._sending[network] += 1
        is_coming, has_gone = True, False
        left_s, left_bytes = self._within_s, SLOWEST_BYTES

        async def receive_in_time() -> Message:
            nonlocal is_coming, has_gone, left_s, left_bytes
            if not is_coming:
                # The answer may take as long as it needs.
                return await receive()
            began_s = time.monotonic()
            try:
                message = await asyncio.wait_for(receive(), max(0.0, left_s))
            except TimeoutError:
                has_gone = True
                message = {"type": "http.disconnect"}
            is_coming = bool(message.get("more_body"))
            # Only the time that the app has waited counts, not what it does with what has come.
            left_s -= time.monotonic() - began_s
            left_bytes -= len(message.get("body", b""))
            if left_bytes <= 0:
                left_s, left_bytes = self._within_s, SLOWEST_BYTES
            return message

        async def send_last(message: Message) -> None:
            if has_gone and message["type"] == "http.response.start":
                MutableHeaders(scope=message)["connection"] = "close"
            await send(message)

        try:
            await self._app(scope, receive_in_time, send_last)
        finally:
            self._sending[network] -= 1
            if not self._sending[network]:
                del self._sending[network]


def _brings_something(scope: Scope) -> bool:
    headers = Headers(scope=scope)
    return "transfer-encoding" in headers or headers.get("content-length", "0") != "0"


async def _refuse(scope: Scope, receive: Receive, send: Send) -> None:
    TRAFFIC.refused("web.too_many_at_once")
    sentence = say("web.too_many_at_once", language=language_of(Headers(scope=scope)))
    headers = {"Connection": "close", "Retry-After": "60"}
    answer = JSONResponse({"reason": "too_many_at_once", "message": sentence}, status_code=429, headers=headers)
    await answer(scope, receive, send)
