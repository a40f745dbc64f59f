"""The headers that every response carries, and what is read from a request's: the visitor and the language."""

import re
import secrets
from collections.abc import Mapping
from http.cookies import SimpleCookie

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from heatdash.messages import ENGLISH, LANGUAGES

# The address of a run is secret: no other site may learn it from a link. And an uploaded file must never be taken
# for a page.
_HEADERS = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin"}


class SecurityHeaders:
    """Middleware: browsers may neither guess the type of a response nor tell its address to other sites."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and add the headers to the response."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, send_with_headers)


def language_of(headers: Mapping[str, str]) -> str:
    """The browser's first language, where HeatDash speaks it; else English."""
    first = headers.get("accept-language", "")[:2].lower()
    return first if first in LANGUAGES else ENGLISH


OWNER_COOKIE = "heatdash_owner"
_KEPT_S = 365 * 24 * 3600


def owner_of(cookies: Mapping[str, str]) -> str | None:
    """The visitor's own secret name; None where the browser sends none, or one that HeatDash cannot have given out."""
    value = cookies.get(OWNER_COOKIE, "")
    return value if re.fullmatch(r"[\w-]{32}", value, re.ASCII) else None


class OwnerCookie:
    """Middleware: every visitor gets a secret name of their own with the first page they load, and keeps it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and add the cookie to a page where it is missing."""
        if scope["type"] != "http" or not _asks_for_a_page(scope) or owner_of(_cookies(scope)) is not None:
            await self._app(scope, receive, send)
            return

        async def send_with_cookie(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).append("set-cookie", _new_cookie(scope))
            await send(message)

        await self._app(scope, receive, send_with_cookie)


def _asks_for_a_page(scope: Scope) -> bool:
    return scope["method"] == "GET" and "text/html" in Headers(scope=scope).get("accept", "")


def _cookies(scope: Scope) -> dict[str, str]:
    return cookie_parser(Headers(scope=scope).get("cookie", ""))


def _new_cookie(scope: Scope) -> str:
    cookie = SimpleCookie({OWNER_COOKIE: secrets.token_urlsafe(24)})
    morsel = cookie[OWNER_COOKIE]
    morsel["path"], morsel["max-age"], morsel["samesite"], morsel["httponly"] = "/", _KEPT_S, "Lax", True
    # A web server in front of the app that encrypts says so in this header.
    morsel["secure"] = "https" in (scope["scheme"], Headers(scope=scope).get("x-forwarded-proto"))
    return morsel.OutputString()
