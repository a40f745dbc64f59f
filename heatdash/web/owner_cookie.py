"""The cookies by which a visitor is known again: each a random secret, signed, so that nobody can invent one.

One is the browser's, for a year. The other is of a single sign-in, and drawn anew for each: whoever has seen what the
browser keeps before somebody signs in knows nothing of what it keeps from then on.
"""

import base64
import hashlib
import hmac
import re
import secrets
import time
from collections.abc import Mapping

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from heatdash.errors import HeatDashError
from heatdash.limits import DAY_S
from heatdash.roles import sign_in_required
from heatdash.settings import framing_sites
from heatdash.store.installation_secret import installation_secret
from heatdash.store.owner_names import earlier_name, owner_name
from heatdash.store.run_register import open_register
from heatdash.values.account import Account
from heatdash.web.connection import is_encrypted

OWNER_COOKIE = "heatdash_owner"
SIGN_IN_COOKIE = "heatdash_sign_in"
_ENCRYPTED = "__Host-"
"""What a cookie's name begins with over HTTPS. A browser takes one of that name from this very host alone."""
ENCRYPTED_COOKIE = f"{_ENCRYPTED}{OWNER_COOKIE}"
_KEPT_S = 365 * DAY_S
_SECRET = re.compile(r"[\w-]{32}", re.ASCII)
_TAKING_OVER_S = 600


def owner_of(cookies: Mapping[str, str]) -> str | None:
    """The name of whom the visitor's results belong to: whoever is signed in in their browser, else the browser itself.

    None where the browser sends no cookie of this installation's, or nobody is signed in where everybody must be.
    """
    account = account_of(cookies)
    if account is not None:
        return account.owner
    return None if sign_in_required() else browser_of(cookies)


def account_of(cookies: Mapping[str, str]) -> Account | None:
    """Whoever is signed in in the visitor's browser now."""
    known = sign_in_of(cookies)
    return open_register().account_of(known) if known is not None else None


def browser_of(cookies: Mapping[str, str]) -> str | None:
    """The browser's name, whoever uses it; None where it sends no cookie, or none that this installation has given."""
    return _named(OWNER_COOKIE, cookies)


def sign_in_of(cookies: Mapping[str, str]) -> str | None:
    """The name of the last sign-in in the browser, whether it has ended or not; None where there was none."""
    return _named(SIGN_IN_COOKIE, cookies)


def _named(cookie: str, cookies: Mapping[str, str]) -> str | None:
    value = _signed(cookies.get(f"{_ENCRYPTED}{cookie}", "")) or _signed(cookies.get(cookie, ""))
    return named_owner(value) if value else None


def named_owner(value: str) -> str:
    """The name of the browser that the cookie's value stands for, its signature unread."""
    return owner_name(value.partition(".")[0])


def cookie_value(secret: str) -> str:
    """The cookie's value for the visitor of that secret."""
    digest = hmac.digest(installation_secret(), f"heatdash cookie {secret}".encode(), hashlib.sha256)
    return f"{secret}.{base64.urlsafe_b64encode(digest).decode().rstrip('=')}"


def new_cookie_value() -> str:
    """A value that nobody knows."""
    return cookie_value(secrets.token_urlsafe(24))


def _signed(value: str) -> str:
    """The value, where this installation has signed it; else nothing."""
    secret = value.partition(".")[0]
    if not _SECRET.fullmatch(secret) or not hmac.compare_digest(value.encode(), cookie_value(secret).encode()):
        return ""
    return value


class OwnerCookie:
    """Middleware: every visitor gets a secret of their own with the first page they load, and keeps it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._taken_over: dict[str, float] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, as the visitor's; add the cookie to the answer where it is missing."""
        value = await self._missing(scope) if scope["type"] in ("http", "websocket") else None
        if value is None:
            await self._app(scope, receive, send)
            return
        set_cookie = cookie_header(scope=scope, cookie=OWNER_COOKIE, value=value, kept_s=_KEPT_S)

        async def send_with_cookie(message: Message) -> None:
            if message["type"] in ("http.response.start", "websocket.accept"):
                message.setdefault("headers", [])
                MutableHeaders(scope=message).append("set-cookie", set_cookie)
            await send(message)

        await self._app(_as_sent_with(scope, value), receive, send_with_cookie)

    async def _missing(self, scope: Scope) -> str | None:
        """The value of the cookie that the visitor is to have from now on; None where nothing is to be changed."""
        cookies = cookie_parser(Headers(scope=scope).get("cookie", ""))
        try:
            signed = {name: _signed(cookies.get(name, "")) for name in (ENCRYPTED_COOKIE, OWNER_COOKIE)}
            if signed[ENCRYPTED_COOKIE] or (signed[OWNER_COOKIE] and not is_encrypted(scope)):
                return None
            if signed[OWNER_COOKIE]:
                return signed[OWNER_COOKIE]
            earlier = cookies.get(OWNER_COOKIE, "")
            taken_over = await run_in_threadpool(self._take_over, earlier) if _SECRET.fullmatch(earlier) else False
            if taken_over:
                return cookie_value(earlier)
            return new_cookie_value() if asks_for_a_page(scope) else None
        except HeatDashError:
            # The page itself says what is amiss with the folder; a new name would cost the visitor their results.
            return None

    def _take_over(self, earlier: str) -> bool:
        """Whether an earlier version has given this visitor their cookie, which it did not sign: for a while from now.

        Several pages of theirs may come at once; whoever comes later with such a cookie has it from somewhere else.
        """
        now_s = time.monotonic()
        self._taken_over = {known: until_s for known, until_s in self._taken_over.items() if until_s > now_s}
        if earlier in self._taken_over:
            return True
        taken = open_register().take_over(earlier=earlier_name(earlier), owner=owner_name(earlier))
        if taken:
            self._taken_over[earlier] = now_s + _TAKING_OVER_S
        return taken


def asks_for_a_page(scope: Scope) -> bool:
    """True for a request by which a browser loads a page."""
    return scope.get("method") == "GET" and "text/html" in Headers(scope=scope).get("accept", "")


def _as_sent_with(scope: Scope, value: str) -> Scope:
    """The request as it would have come with the cookie."""
    headers = MutableHeaders(raw=list(scope["headers"]))
    sent = f"{_name(scope, OWNER_COOKIE)}={value}"
    headers["cookie"] = "; ".join(filter(None, (headers.get("cookie"), sent)))
    return {**scope, "headers": headers.raw}


def _name(scope: Scope, cookie: str) -> str:
    return f"{_ENCRYPTED}{cookie}" if is_encrypted(scope) else cookie


def cookie_header(*, scope: Scope, cookie: str, value: str, kept_s: int) -> str:
    """The header by which the browser of this request keeps the cookie for so long."""
    parts = [f"{_name(scope, cookie)}={value}", "Path=/", f"Max-Age={kept_s}", "HttpOnly"]
    if not is_encrypted(scope):
        return "; ".join((*parts, "SameSite=Lax"))
    # Within another site's page, a browser keeps a cookie only for that page, and only where it is told to.
    within = ("SameSite=None", "Partitioned") if framing_sites() else ("SameSite=Lax",)
    return "; ".join((*parts, "Secure", *within))
