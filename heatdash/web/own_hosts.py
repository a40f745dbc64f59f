"""Whom the app answers: browsers that have asked for one of its own addresses, from one of its own pages."""

import ipaddress
import re

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from heatdash.messages import say
from heatdash.settings import hosts, is_hosted
from heatdash.variables import HOSTS_VARIABLE
from heatdash.web.headers import language_of
from heatdash.web.plain_page import plain_page
from heatdash.web.traffic import TRAFFIC
from heatdash.web.who_reaches import ANYWHERE, THIS_MACHINE, who_reaches

_HEALTH = "/_stcore/health"
_READING = {"GET", "HEAD", "OPTIONS"}
_ORIGIN = re.compile(r"https?://(.+)")
_NETLOC = re.compile(r"(\[[\da-f:.]+\]|[\w.-]+)(:\d+)?", re.ASCII | re.IGNORECASE)
_POLICY_VIOLATION = 1008


class OwnHosts:
    """Middleware: refuse what was asked of another host, or what another site's page asks to be done.

    A page elsewhere may have its name lead to this machine, and a browser then lets it read what is answered. Streamlit
    itself would look for its own address on the internet before it refused.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app, self._public = app, hosts()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on where host and origin are the app's own; else refuse it at once."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        host, origin = headers.get("host", ""), headers.get("origin")
        if not self._is_own(host) and not (scope["type"] == "http" and scope["path"].endswith(_HEALTH)):
            await _refuse(scope, receive, send, "foreign_host", _named(host))
            return
        if scope.get("method") in _READING or origin is None:
            await self._app(scope, receive, send)
            return
        page = _ORIGIN.fullmatch(origin)
        asking = page[1] if page else ""
        if asking.lower() != host.lower() and not self._is_public(_named(asking)):
            await _refuse(scope, receive, send, "foreign_page", _named(host))
            return
        if asking != host:
            # A web server in front has left out the port, or put another name: what the browser shows is the host.
            changed = MutableHeaders(raw=list(scope["headers"]))
            changed["host"] = asking
            scope = {**scope, "headers": changed.raw}
        await self._app(scope, receive, send)

    def _is_own(self, host: str) -> bool:
        name = _named(host)
        if not name:
            return False
        reach = who_reaches(name)
        # A number leads where it says, and the names of a network are not given out on the internet.
        local = reach == THIS_MACHINE or (not is_hosted() and (reach != ANYWHERE or _is_number(name)))
        return local or self._is_public(name)

    def _is_public(self, name: str) -> bool:
        below = [public[1:] for public in self._public if public.startswith("*.")]
        return name in self._public or any(name.endswith(end) for end in below)


def _named(host: str) -> str:
    """The host's name, without its port; empty where it is none."""
    found = _NETLOC.fullmatch(host)
    return found[1].strip("[]").lower().rstrip(".") if found else ""


def _is_number(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


async def _refuse(scope: Scope, receive: Receive, send: Send, reason: str, host: str) -> None:
    TRAFFIC.refused(f"web.{reason}")
    if scope["type"] == "websocket":
        await WebSocketClose(code=_POLICY_VIOLATION)(scope, receive, send)
        return
    language = language_of(Headers(scope=scope))
    sentence = say(f"web.{reason}", language=language, host=host or "?", variable=HOSTS_VARIABLE)
    await plain_page(sentence, status=403, headers={"Connection": "close"})(scope, receive, send)
