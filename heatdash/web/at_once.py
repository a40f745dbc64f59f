"""How much one visitor, one network, and all together may have open at once, and for how long nobody takes it."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from heatdash.limits import limits
from heatdash.messages import say
from heatdash.web.headers import language_of
from heatdash.web.plain_page import plain_page
from heatdash.web.rate_limits import DOWNLOADS, VISITORS_A_NETWORK, Asker, asked_for, asker
from heatdash.web.traffic import TRAFFIC

MOST_DOWNLOADS = 16
"""A browser opens six connections to one address."""
STALLED_S = 120.0
"""Whoever takes none of what is sent for so long has gone, or only holds on to the app."""
_RETRY_S = "60"


class AtOnce:
    """Middleware: open pages and files on their way are counted, and a reader who does not read is let go."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        base_path: str = "",
        stalled_s: float = STALLED_S,
        most_downloads: int = MOST_DOWNLOADS,
    ) -> None:
        self._app, self._base, self._stalled_s, self._most_downloads = app, base_path, stalled_s, most_downloads
        self._open: Counter[tuple[str, str]] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, unless it is one too many."""
        if scope["type"] == "websocket":
            most = limits()
            if not self._has_room("page", asker(scope), most=most.open_pages, most_in_all=most.all_open_pages):
                await _refuse(scope, receive, send, "web.too_many_pages")
                return
            with self._counted("page", asker(scope)):
                await self._app(scope, receive, send)
        elif asked_for(scope, base_path=self._base) == DOWNLOADS:
            if not self._has_room("file", asker(scope), most=self._most_downloads, most_in_all=float("inf")):
                await _refuse(scope, receive, send, "web.too_many_downloads")
                return
            with self._counted("file", asker(scope)):
                await self._send_in_time(scope, receive, send)
        elif scope["type"] == "http":
            await self._send_in_time(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    def _has_room(self, what: str, by: Asker, *, most: float, most_in_all: float) -> bool:
        may_be = (most_in_all, VISITORS_A_NETWORK * most, most)
        # Where the visitor is not known, the last of them counts for nobody.
        return all(self._open[key] < most for key, most in zip(_keys(what, by), may_be, strict=False))

    @contextmanager
    def _counted(self, what: str, by: Asker) -> Iterator[None]:
        keys = _keys(what, by)
        self._open.update(keys)
        try:
            yield
        finally:
            self._open.subtract(keys)
            for key in keys:
                if not self._open[key]:
                    del self._open[key]

    async def _send_in_time(self, scope: Scope, receive: Receive, send: Send) -> None:
        has_stalled = False

        async def send_in_time(message: Message) -> None:
            nonlocal has_stalled
            try:
                async with asyncio.timeout(self._stalled_s):
                    await send(message)
            except TimeoutError:
                has_stalled = True
                raise ClientDisconnect from None

        try:
            await self._app(scope, receive, send_in_time)
        except Exception:
            # The server, which is told of no end of the answer, closes the connection.
            if not has_stalled:
                raise


def _keys(what: str, by: Asker) -> list[tuple[str, str]]:
    """What counts a thing: for all, for the network and, where they are known, for the visitor."""
    own = [(what, f"owner {by.owner}")] if by.owner else []
    return [(what, "all"), (what, f"network {by.network}"), *own]


async def _refuse(scope: Scope, receive: Receive, send: Send, reason: str) -> None:
    TRAFFIC.refused(reason)
    sentence = say(reason, language=language_of(Headers(scope=scope)))
    await plain_page(sentence, status=429, headers={"Retry-After": _RETRY_S})(scope, receive, send)
