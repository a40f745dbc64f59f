"""Sign-ins, which begin and end together with Streamlit's own login, and the pages of whoever was signed in."""

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from heatdash.errors import HeatDashError
from heatdash.store.accounts import SIGNED_IN_S
from heatdash.store.run_register import open_register
from heatdash.web.owner_cookie import (
    SIGN_IN_COOKIE,
    account_of,
    asks_for_a_page,
    cookie_header,
    new_cookie_value,
    sign_in_of,
)

LOGIN_COOKIE = "_streamlit_user"
"""What Streamlit calls its cookie."""
_CALLBACK, _LOGOUT = "/oauth2callback", "/auth/logout"
_GOING_AWAY = 1001


class SignIns:
    """Middleware: whoever comes back from their provider with a login gets a new cookie, which then signs them in.

    A browser that loads a page without Streamlit's login, or logs out of it, is signed in no longer. A page that was
    made for whoever was signed in is cut off when it asks for something next, and connects anew, as a page of whoever
    is there then. Nothing that it says is done: it may be another person who has pressed its button.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, once what it ends has ended; of a WebSocket, what it says for the same account."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        cookies, path = cookie_parser(Headers(scope=scope).get("cookie", "")), scope["path"].rstrip("/")
        if scope["type"] == "websocket":
            page = _Page(cookies, receive, send)
            receive, send = page.receive, page.send
        elif path.endswith(_CALLBACK):
            send = _giving_a_cookie(scope, cookies, send)
        elif asks_for_a_page(scope) and (LOGIN_COOKIE not in cookies or path.endswith(_LOGOUT)):
            await run_in_threadpool(_end, cookies)
        await self._app(scope, receive, send)


def _giving_a_cookie(scope: Scope, cookies: dict[str, str], send: Send) -> Send:
    """Sends the answer, with a new cookie where it holds a login; what the browser was signed in to then ends."""

    async def send_with_cookie(message: Message) -> None:
        if message["type"] == "http.response.start" and any(map(_is_login, message["headers"])):
            await run_in_threadpool(_end, cookies)
            value = await run_in_threadpool(new_cookie_value)
            given = cookie_header(scope=scope, cookie=SIGN_IN_COOKIE, value=value, kept_s=SIGNED_IN_S)
            MutableHeaders(scope=message).append("set-cookie", given)
        await send(message)

    return send_with_cookie


def _is_login(header: tuple[bytes, bytes]) -> bool:
    name, value = header
    # Streamlit takes back a cookie that is no good in the same way.
    return name.lower() == b"set-cookie" and value.startswith(f"{LOGIN_COOKIE}=".encode()) and b"Max-Age=0" not in value


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
        account = await run_in_threadpool(_account_owner, self._cookies)
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
        known = sign_in_of(cookies)
        if known is not None:
            open_register().sign_out(known)
    except HeatDashError:
        # The page itself says what is amiss with the folder, in which nobody is signed in then.
        return


def _account_owner(cookies: dict[str, str]) -> str | None:
    try:
        account = account_of(cookies)
    except HeatDashError:
        return None
    return account.owner if account is not None else None
