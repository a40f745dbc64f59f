"""The headers that every response carries, and the language that a request asks for."""

import re
from collections.abc import Iterable, Mapping

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from heatdash.messages import ENGLISH, LANGUAGES
from heatdash.settings import framing_sites
from heatdash.web.connection import is_encrypted

_HEADERS = {
    # An uploaded file must never be taken for a page.
    "X-Content-Type-Options": "nosniff",
    # The address of a run is secret: no other site may learn it from a link.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(
        f"{power}=()" for power in ("camera", "microphone", "geolocation", "payment", "usb", "midi", "display-capture")
    ),
}
_ENCRYPTED_FROM_NOW_ON = "max-age=31536000"
_POLICY = {
    "default-src": "'self'",
    # Streamlit hands the browser each component's own script as a blob.
    "script-src": "'self' blob:",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "media-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "worker-src": "'self' blob:",
    "connect-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
}
"""What the browser may load for a page, and from where: from the app alone, as far as Streamlit allows."""
_HOST = re.compile(r"[\w.:\[\]-]+", re.ASCII)


class SecurityHeaders:
    """Middleware: what browsers may do with a response, and what a page may load and be shown in.

    `scripts` names those that stand in Streamlit's page itself, as a policy names them.
    """

    def __init__(self, app: ASGIApp, *, scripts: Iterable[str] = ()) -> None:
        self._app, self._sites = app, framing_sites()
        ancestors = " ".join(("'self'", *self._sites))
        own = {"script-src": " ".join((_POLICY["script-src"], *scripts)), "frame-ancestors": ancestors}
        self._policy = _POLICY | own

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and add the headers to the response."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers_for(scope).items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, send_with_headers)

    def _headers_for(self, scope: Scope) -> dict[str, str]:
        found = _HEADERS | {"Content-Security-Policy": self._policy_for(Headers(scope=scope).get("host", ""))}
        if not self._sites:
            found["X-Frame-Options"] = "SAMEORIGIN"
        if is_encrypted(scope):
            found["Strict-Transport-Security"] = _ENCRYPTED_FROM_NOW_ON
        return found

    def _policy_for(self, host: str) -> str:
        # Not every browser takes the page's WebSocket for a part of 'self'.
        sockets = f" ws://{host} wss://{host}" if _HOST.fullmatch(host) else ""
        policy = self._policy | {"connect-src": f"{self._policy['connect-src']}{sockets}"}
        return "; ".join(f"{what} {where}" for what, where in policy.items())


def language_of(headers: Mapping[str, str]) -> str:
    """The browser's first language, where HeatDash speaks it; else English."""
    first = headers.get("accept-language", "")[:2].lower()
    return first if first in LANGUAGES else ENGLISH
