"""Noting of each request which route it took and what came of it, for the metrics and the log."""

import re
import time
from collections.abc import Iterable

from starlette.routing import Mount, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from heatdash.web.known_addresses import below_base
from heatdash.web.traffic import TRAFFIC, Traffic

WEBSOCKET = "WEBSOCKET"
_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
_OTHER = "other"
_STREAMLIT = {"health", "host-config", "stream", "upload_file", "metrics"}
_FOLDERS = {"static", "media", "component"}
_NO_NEWS = re.compile(r"/heatdash/(health|ready|metrics)|/_stcore/(health|metrics)|/static")
"""What programs ask all day, and the many pieces of a page, are counted, and logged only where something is amiss."""
_SWITCHED, _REFUSED = 101, 403


class WatchRequests:
    """Middleware: note each request's method, route, status, time and size; not by whom, nor what was asked for."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        base_path: str,
        pages: Iterable[str],
        mounts: Iterable[Mount],
        traffic: Traffic = TRAFFIC,
    ) -> None:
        self._app, self._base, self._traffic = app, base_path, traffic
        self._pages = frozenset(pages)
        self._routes = [route for mount in mounts for route in mount.routes if isinstance(route, Route)]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and note what came of it once it has been answered or broken off."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        is_page = scope["type"] == "websocket"
        began, received_bytes, sent_bytes = time.perf_counter(), 0, 0
        # What breaks before it has answered is answered with this.
        status = _REFUSED if is_page else 500

        async def count_received() -> Message:
            nonlocal received_bytes
            message = await receive()
            received_bytes += len(message.get("body") or message.get("bytes") or b"")
            return message

        async def count_sent(message: Message) -> None:
            nonlocal status, sent_bytes
            if message["type"] == "http.response.start":
                status = message["status"]
            elif message["type"] == "websocket.accept":
                status = _SWITCHED
                self._traffic.page_opened(by=1)
            sent_bytes += len(message.get("body") or message.get("bytes") or b"")
            await send(message)

        try:
            await self._app(scope, count_received, count_sent)
        finally:
            if status == _SWITCHED:
                self._traffic.page_opened(by=-1)
            route = self.route_of(scope["path"])
            self._traffic.answered(
                method=WEBSOCKET if is_page else scope["method"] if scope["method"] in _METHODS else _OTHER,
                route=route,
                status=status,
                seconds=time.perf_counter() - began,
                received_bytes=received_bytes,
                sent_bytes=sent_bytes,
                told=status >= 400 or not _NO_NEWS.fullmatch(route),
            )

    def route_of(self, path: str, /) -> str:
        """The route that the path takes, such as /heatdash/clip/{named}; one name for all that take none."""
        below = below_base(path=path, base=self._base)
        if below is None:
            return _OTHER
        if below in self._pages:
            return f"/{below}"
        first, _, rest = below.partition("/")
        if first == "heatdash":
            return next((f"/heatdash{one.path}" for one in self._routes if one.path_regex.match(f"/{rest}")), _OTHER)
        if first in _FOLDERS:
            return f"/{first}"
        second = rest.partition("/")[0]
        return f"/_stcore/{second}" if first == "_stcore" and second in _STREAMLIT else _OTHER
