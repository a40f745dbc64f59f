"""How often one visitor, and one network, may ask for what costs the app something."""

import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.requests import cookie_parser
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from heatdash.limits import Limits, limits
from heatdash.messages import say
from heatdash.web.connection import visitor_network
from heatdash.web.headers import language_of
from heatdash.web.known_addresses import below_base
from heatdash.web.owner_cookie import browser_of
from heatdash.web.plain_page import plain_page
from heatdash.web.traffic import TRAFFIC

VISITORS_A_NETWORK = 10
"""A network, such as an office, may have and ask for so many times as much as one visitor."""
PAGES, UPLOADS, DOWNLOADS, ANALYSES = "pages", "uploads", "downloads", "analyses"
_MINUTE_S, _HOUR_S = 60.0, 3600.0
_MOST_KNOWN = 100_000
_FILES = {"clip", "video", "snippet", "files", "zip"}


@dataclass(frozen=True)
class Asker:
    """Who asks: the owner whom the cookie names, if it does, and the network that they ask from."""

    owner: str | None
    network: str


def asker(scope: Scope) -> Asker:
    """Who has sent this request."""
    owner = browser_of(cookie_parser(Headers(scope=scope).get("cookie", "")))
    return Asker(owner=owner, network=visitor_network(scope))


def asked_for(scope: Scope, *, base_path: str) -> str | None:
    """What kind of thing a request asks for; None for what is not counted, as what a page consists of."""
    if scope["type"] != "http":
        return PAGES if scope["type"] == "websocket" else None
    place, _, rest = (below_base(path=scope["path"], base=base_path) or "").partition("/")
    if place == "heatdash":
        kind, method = (UPLOADS, "POST") if rest == "upload" else (DOWNLOADS, "GET")
        is_counted = kind == UPLOADS or rest.partition("/")[0] in _FILES
        return kind if is_counted and scope["method"] == method else None
    is_page = place != "_stcore" and "text/html" in Headers(scope=scope).get("accept", "")
    return PAGES if is_page and scope["method"] == "GET" else None


class Rates:
    """A bucket for each asker and kind: it holds as much as may be asked for at once, and fills up steadily."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._lock = clock, threading.Lock()
        self._buckets: OrderedDict[tuple[str, str], tuple[float, float]] = OrderedDict()
        """What was left in each, and when. Those that nobody has used for longest are as full as new ones."""

    def wait_s(self, kind: str, *, by: Asker) -> float:
        """0 where it may be asked for now, which counts; else the seconds until it may be."""
        most, within_s = _rate(kind, limits())
        if math.isinf(most):
            return 0.0
        own = [((kind, f"owner {by.owner}"), most)] if by.owner else []
        shares = [*own, ((kind, f"network {by.network}"), VISITORS_A_NETWORK * most)]
        with self._lock:
            now_s = self._clock()
            held = {key: self._left(key, most=most, within_s=within_s, now_s=now_s) for key, most in shares}
            wait_s = max((1 - held[key]) * within_s / most for key, most in shares)
            if wait_s > 0:
                return wait_s
            for key, left in held.items():
                self._buckets[key] = (left - 1, now_s)
                self._buckets.move_to_end(key)
            self._forget(now_s)
        return 0.0

    def _forget(self, now_s: float) -> None:
        """Let go of buckets that are full again, and of others where there are too many."""
        while self._buckets:
            _, used_at_s = next(iter(self._buckets.values()))
            if len(self._buckets) <= _MOST_KNOWN and now_s - used_at_s <= _HOUR_S:
                return
            self._buckets.popitem(last=False)

    def _left(self, key: tuple[str, str], *, most: float, within_s: float, now_s: float) -> float:
        left, at_s = self._buckets.get(key, (most, now_s))
        return min(most, left + (now_s - at_s) * most / within_s)


RATES = Rates()
"""Those of this server; a restart forgets them."""


def _rate(kind: str, most: Limits) -> tuple[float, float]:
    """How many one visitor may ask for, and within how many seconds."""
    return {
        PAGES: (most.pages_a_minute, _MINUTE_S),
        UPLOADS: (most.uploads_an_hour, _HOUR_S),
        DOWNLOADS: (most.downloads_a_minute, _MINUTE_S),
        ANALYSES: (most.analyses_an_hour, _HOUR_S),
    }[kind]


class RateLimits:
    """Middleware: whoever asks for too much in a short time is asked to wait, in one sentence."""

    def __init__(self, app: ASGIApp, *, base_path: str = "", rates: Rates = RATES) -> None:
        self._app, self._base, self._rates = app, base_path, rates

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, unless it is one too many."""
        kind = asked_for(scope, base_path=self._base)
        wait_s = self._rates.wait_s(kind, by=asker(scope)) if kind else 0.0
        if not wait_s:
            await self._app(scope, receive, send)
            return
        TRAFFIC.refused("web.too_often")
        seconds = math.ceil(wait_s)
        sentence = say("web.too_often", language=language_of(Headers(scope=scope)), count=seconds)
        headers = {"Retry-After": str(seconds)}
        if kind == UPLOADS:
            told = {"reason": "too_often", "message": sentence}
            await JSONResponse(told, status_code=429, headers=headers)(scope, receive, send)
        else:
            await plain_page(sentence, status=429, headers=headers)(scope, receive, send)
