"""How much a visitor may leave in the server's memory, where Streamlit keeps what its own boxes load."""

import re
from collections import OrderedDict

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from heatdash.messages import say
from heatdash.web.headers import language_of
from heatdash.web.traffic import TRAFFIC

MOST_FILES = 20
_MOST_PAGES = 10_000
_FILE = re.compile(r".*/_stcore/upload_file/([^/]+)/([^/]+)/?")


class FewFiles:
    """Middleware: no page holds more than a few files at once, each of which Streamlit's own limit keeps small."""

    def __init__(self, app: ASGIApp, *, most: int = MOST_FILES) -> None:
        self._app, self._most = app, most
        self._held: OrderedDict[str, set[str]] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, unless it brings one file too many."""
        found = _FILE.fullmatch(scope["path"]) if scope["type"] == "http" else None
        if found is None or scope["method"] not in ("PUT", "DELETE"):
            await self._app(scope, receive, send)
            return
        page, file = found.groups()
        held = self._held.get(page, set())
        if scope["method"] == "PUT" and file not in held and len(held) >= self._most:
            TRAFFIC.refused("web.too_many_files")
            sentence = say("web.too_many_files", language=language_of(Headers(scope=scope)), most=self._most)
            await PlainTextResponse(sentence, status_code=429, headers={"Connection": "close"})(scope, receive, send)
            return

        async def send_and_count(message: Message) -> None:
            # Only what Streamlit has taken counts: it takes nothing for a page that is not open.
            if message["type"] == "http.response.start" and message["status"] == 204:
                self._count(page, file, is_brought=scope["method"] == "PUT")
            await send(message)

        await self._app(scope, receive, send_and_count)

    def _count(self, page: str, file: str, *, is_brought: bool) -> None:
        held = self._held.pop(page, set())
        held = held | {file} if is_brought else held - {file}
        if held:
            self._held[page] = held
        while len(self._held) > _MOST_PAGES:
            self._held.popitem(last=False)
