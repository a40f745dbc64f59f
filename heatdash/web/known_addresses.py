"""Which addresses there are: of all others, and of those that are closed, the app says that there is nothing there."""

from collections.abc import Iterable

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import cookie_parser
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from heatdash.errors import HeatDashError
from heatdash.messages import say
from heatdash.roles import ADMINISTRATOR
from heatdash.settings import metrics_allowed
from heatdash.store.run_register import open_register
from heatdash.web.connection import comes_from_near
from heatdash.web.headers import language_of
from heatdash.web.owner_cookie import owner_of
from heatdash.web.plain_page import plain_page

METRICS = ("heatdash/metrics", "_stcore/metrics")
"""How much the app has to do: open where a setting says so, and to this machine and its network alone."""
_CLOSED = ("_stcore/agent", "_stcore/script-health-check")
"""With the first, programs could use the pages; the second makes a page for whoever asks."""
_HOLD_FILES = ("heatdash", "media")
"""What lies below may be a page that somebody saves, such as a report."""


class KnownAddresses:
    """Middleware: 404 for unknown addresses, for which Streamlit shows its page as if they were known.

    The address of the administrators' page is unknown to everybody else.
    """

    def __init__(self, app: ASGIApp, *, base_path: str, pages: Iterable[str], administration: str) -> None:
        self._app, self._base, self._administration = app, base_path, administration
        self._pages = frozenset((*pages, administration))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on where its address is open; answer 404 where it is closed, or nothing is there."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path = below_base(path=scope["path"], base=self._base)
        closed = _CLOSED if metrics_allowed() and comes_from_near(scope) else (*_CLOSED, *METRICS)
        if path is not None and any(path == each or path.startswith(f"{each}/") for each in closed):
            await _nothing_here(scope)(scope, receive, send)
            return
        if path == self._administration and not await run_in_threadpool(_is_administrator, scope):
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


def below_base(*, path: str, base: str) -> str | None:
    """The path below the one that the app is hosted under, without slashes around it; None where it is another."""
    asked, base = path.strip("/"), base.strip("/")
    if not base or asked == base:
        return asked.removeprefix(base)
    return asked.removeprefix(f"{base}/") if asked.startswith(f"{base}/") else None


def _is_administrator(scope: Scope) -> bool:
    try:
        owner = owner_of(cookie_parser(Headers(scope=scope).get("cookie", "")))
        return owner is not None and open_register().role_of(owner) == ADMINISTRATOR
    except HeatDashError:
        return False


def _nothing_here(scope: Scope) -> HTMLResponse:
    return plain_page(say("web.no_address", language=language_of(Headers(scope=scope))), status=404)
