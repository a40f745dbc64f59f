"""Ending a sign-in together with Streamlit's own login, which lies in a cookie of the browser's."""

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Receive, Scope, Send

from heatdash.errors import HeatDashError
from heatdash.store.run_register import open_register
from heatdash.web.owner_cookie import asks_for_a_page, browser_of

LOGIN_COOKIE = "_streamlit_user"
"""What Streamlit calls its cookie."""
_LOGOUT = "/auth/logout"


class EndSignIn:
    """Middleware: a browser that loads a page without Streamlit's login, or logs out of it, is signed in no longer.

    Not what a page says that was opened before: it knows of no login and of no logout since.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, once what it ends has ended."""
        if scope["type"] == "http" and asks_for_a_page(scope):
            cookies = cookie_parser(Headers(scope=scope).get("cookie", ""))
            if LOGIN_COOKIE not in cookies or scope["path"].rstrip("/").endswith(_LOGOUT):
                await run_in_threadpool(_end, cookies)
        await self._app(scope, receive, send)


def _end(cookies: dict[str, str]) -> None:
    try:
        browser = browser_of(cookies)
        if browser is not None:
            open_register().sign_out(browser)
    except HeatDashError:
        # The page itself says what is amiss with the folder, in which nobody is signed in then.
        return
