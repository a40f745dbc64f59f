"""Ending a sign-in together with Streamlit's own login, and all pages that were made for whoever was signed in."""

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from heatdash.errors import HeatDashError
from heatdash.store.run_register import open_register
from heatdash.web.owner_cookie import asks_for_a_page, browser_of

LOGIN_COOKIE = "_streamlit_user"
"""What Streamlit calls its cookie."""
_LOGOUT = "/auth/logout"
_GOING_AWAY = 1001


class EndSignIn:
    """Middleware: a browser that loads a page without Streamlit's login, or logs out of it, is signed in no longer.

    A page that was made for whoever was signed in is cut off when it asks for something next, and connects anew, as a
    page of whoever is there then. Nothing that it says is done: it may be another person who has pressed its button.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, once what it ends has ended; of a WebSocket, what it says for the same account."""
        cookies = cookie_parser(Headers(scope=scope).get("cookie", "")) if scope["type"] != "lifespan" else {}
        if scope["type"] == "http" and asks_for_a_page(scope):
            if LOGIN_COOKIE not in cookies or scope["path"].rstrip("/").endswith(_LOGOUT):
                await run_in_threadpool(_end, cookies)
        elif scope["type"] == "websocket":
            page = _Page(cookies, receive, send)
            receive, send = page.receive, page.send
        await self._app(scope, receive, send)


class _Page:
    """A page's connection, as long as it is the same account's. One that was nobody's may become somebody's."""

    def __init__(self, cookies: dict[str, str], receive: Receive, send: Send) -> None:
        self._cookies, self._receive, self._send = cookies, receive, send
        self._account: str | None = None
        self._is_cut_off = False

    async def receive(self) -> Message:
        message = await self._receive()
        if message["type"] != "websocket.receive":
            return message
        account = await run_in_threadpool(_account, self._cookies)
        if self._account not in (None, account):
            await self._send({"type": "websocket.close", "code": _GOING_AWAY})
            self._is_cut_off = True
            return {"type": "websocket.disconnect", "code": _GOING_AWAY}
        self._account = account
        return message

    async def send(self, message: Message) -> None:
        if not self._is_cut_off:
            await self._send(message)


def _end(cookies: dict[str, str]) -> None:
    try:
        browser = browser_of(cookies)
        if browser is not None:
            open_register().sign_out(browser)
    except HeatDashError:
        # The page itself says what is amiss with the folder, in which nobody is signed in then.
        return


def _account(cookies: dict[str, str]) -> str | None:
    """Whom the browser is signed in to."""
    try:
        browser = browser_of(cookies)
        account = open_register().account_of(browser) if browser is not None else None
    except HeatDashError:
        return None
    return account.owner if account is not None else None
