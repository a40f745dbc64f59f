"""Which addresses there are: of all others, and of those that are closed, the app says that there is nothing there."""

from collections.abc import Iterable

from starlette.datastructures import Headers
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from heatdash.messages import say
from heatdash.settings import metrics_allowed
from heatdash.web.headers import language_of
from heatdash.web.plain_page import plain_page

_METRICS = "_stcore/metrics"
_CLOSED = ("_stcore/agent", "_stcore/script-health-check")
"""With the first, programs could use the pages; the second makes a page for whoever asks."""
_HOLD_FILES = ("heatdash", "media")
"""What lies below may be a page that somebody saves, such as a report."""


class KnownAddresses:
    """Middleware: 404 for unknown addresses, for which Streamlit shows its page as if they were known."""

    def __init__(self, app: ASGIApp, *, base_path: str, pages: Iterable[str]) -> None:
        self._app, self._base, self._pages = app, base_path, frozenset(pages)
        self._closed = _CLOSED if metrics_allowed() else (*_CLOSED, _METRICS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on where its address is open; answer 404 where it is closed, or nothing is there."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path = below(self._base, scope["path"])
        if path is not None and any(path == closed or path.startswith(f"{closed}/") for closed in self._closed):
            await _nothing_here(scope)(scope, receive, send)
            return
        if path is not None and (path in self._pages or path.partition("/")[0] in _HOLD_FILES):
            await self._app(scope, receive, send)
            return
        is_shown_a_page = False

        async def send_unless_a_page(message: Message) -> None:
            nonlocal is_shown_a_page
            if message["type"] == "http.response.start" and message["status"] == 200:
                is_shown_a_page = Headers(scope=message).get("content-type", "").startswith("text/html")
                if is_shown_a_page:
                    await _nothing_here(scope)(scope, receive, send)
            if not is_shown_a_page:
                await send(message)

        await self._app(scope, receive, send_unless_a_page)


def below(base_path: str, path: str, /) -> str | None:
    """The path below the one that the app is hosted under, without slashes around it; None where it is another."""
    base, asked = base_path.strip("/"), path.strip("/")
    if not base or asked == base:
        return asked.removeprefix(base)
    return asked.removeprefix(f"{base}/") if asked.startswith(f"{base}/") else None


def _nothing_here(scope: Scope) -> HTMLResponse:
    return plain_page(say("web.no_address", language=language_of(Headers(scope=scope))), status=404)
