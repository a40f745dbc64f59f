"""A visitor's browser, as the server knows it: what it loads, sends over the page's connection, and is told.

It draws nothing, so that many of them fit on the machine that they load.
"""

import http.client
import json
import re
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlsplit

from google.protobuf.message import Message
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.sync.client import ClientConnection, connect

from tests.web.send_clip import send_clip

LONGEST_S = 120.0
_TRIGGERS = "$$STREAMLIT_INTERNAL_KEY_{id}__events"
_LOST = {ForwardMsg.FINISHED_EARLY_FOR_RERUN}


class PageClient:
    """A page that is open, and the cookie of the visitor with that `number`.

    `answered` is told of each answer: its kind and its seconds.
    """

    def __init__(self, url: str, *, number: int, answered: Callable[[str, float], None]) -> None:
        self._url, self._answered = url.rstrip("/"), answered
        # As from a machine of their own, behind a web server that passes its address on.
        self._headers = {"X-Forwarded-For": f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"}
        self._netloc = urlsplit(url).netloc
        self.cookie = self._new_cookie()
        self._stream: ClientConnection | None = None
        self._states: dict[str, WidgetState] = {}
        self.page, self.query = "", ""
        self._keeps_page = False
        self.elements: list[Message] = []
        self.fragments: dict[str, float] = {}
        """Those that keep themselves up to date, and how often, in seconds."""
        self._fragment_of: dict[str, str] = {}

    @contextmanager
    def opened(self) -> Iterator["PageClient"]:
        """The page is open within the block."""
        headers = {**self._headers, "Cookie": self.cookie}
        url = f"ws://{self._netloc}/_stcore/stream"
        # A busy server may answer late; whether it is too late, the figures tell.
        waits = {"open_timeout": LONGEST_S, "ping_timeout": LONGEST_S, "close_timeout": 5}
        with connect(url, origin=self._url, additional_headers=headers, max_size=None, **waits) as self._stream:
            self.runs("first page")
            yield self

    def runs(
        self,
        kind: str,
        *,
        fragment: str = "",
        is_auto: bool = False,
        trigger: WidgetState | None = None,
        until: str = "",
    ) -> None:
        """The page is made anew, or one fragment of it; `trigger` is what the visitor has pressed.

        It is answered when it is whole; with `until`, once it can be used: it then has the button with that label, and
        what is still missing comes by itself and is noted apart.
        """
        assert self._stream is not None
        asks = BackMsg()
        asks.rerun_script.query_string = self.query
        asks.rerun_script.page_script_hash = self.page
        asks.rerun_script.fragment_id = fragment
        asks.rerun_script.is_auto_rerun = is_auto
        asks.rerun_script.widget_states.widgets.extend([*self._states.values(), *filter(None, [trigger])])
        began = time.perf_counter()
        self._keeps_page = bool(fragment)
        self._stream.send(asks.SerializeToString())
        while not self._is_over(ForwardMsg.FromString(bytes(self._stream.recv(timeout=LONGEST_S)))):
            if until and self._has_button(until):
                self._answered(kind, time.perf_counter() - began)
                kind, until = f"{kind}, whole", ""
        self._answered(kind, time.perf_counter() - began)

    def _is_over(self, told: ForwardMsg) -> bool:
        what = told.WhichOneof("type")
        if what == "new_session":
            self.page = told.new_session.page_script_hash
            if not self._keeps_page:
                self.elements, self.fragments = [], {}
            # A fragment may have the whole page made anew, right after itself.
            self._keeps_page = False
        elif what == "navigation":
            self.page = told.navigation.page_script_hash
        elif what == "page_info_changed":
            self.query = told.page_info_changed.query_string
        elif what == "auto_rerun":
            self.fragments[told.auto_rerun.fragment_id] = told.auto_rerun.interval
        elif what == "delta":
            self._add(told.delta)
        return what == "script_finished" and told.script_finished not in _LOST

    def _add(self, delta: Any) -> None:
        holder = delta.new_element if delta.WhichOneof("type") == "new_element" else delta.add_block
        kind = holder.WhichOneof("type")
        if kind is None:
            return
        added = getattr(holder, kind)
        self.elements.append(added)
        if getattr(added, "id", ""):
            self._fragment_of[added.id] = delta.fragment_id

    def element(self, kind: str, *, id_ends: str = "", label: str = "") -> Any:
        """The last element of that kind whose id ends and label begins so; a LookupError where there is none."""
        for one in reversed(self.elements):
            is_named = getattr(one, "id", "").endswith(id_ends) and getattr(one, "label", "").startswith(label)
            if type(one).__name__ == kind and is_named:
                return one
        shown = [text for text in self.texts() if len(text) < 200][-6:]
        raise LookupError(f"the page has no {kind} '{id_ends}{label}'; it says {shown}")

    def _has_button(self, label: str) -> bool:
        return any(type(one).__name__ == "Button" and one.label == label for one in self.elements)

    def texts(self) -> list[str]:
        """What the page says."""
        return [str(one.body) for one in self.elements if hasattr(one, "body")]

    def addresses(self) -> list[str]:
        """The addresses that its buttons lead to."""
        return [one.url for one in self.elements if type(one).__name__ == "LinkButton"]

    def chooses(self, widget: Any, kind: str, **state: Any) -> None:
        """The widget's state is so from now on, and what it lies in is made anew: a fragment, or the whole page."""
        self._states[widget.id] = WidgetState(id=widget.id, **state)
        self.runs(kind, fragment=self._fragment_of.get(widget.id, ""))

    def presses(self, label: str, kind: str) -> None:
        """The button is pressed, and the page made anew."""
        button = self.element("Button", label=label)
        self.runs(kind, trigger=WidgetState(id=button.id, trigger_value=True))

    def tells(self, component: Any, kind: str, *, until: str, **events: object) -> None:
        """The component tells of the events, and the page is made anew, as `runs` says."""
        told = [{"event": name, "value": value} for name, value in events.items()]
        triggers = WidgetState(id=_TRIGGERS.format(id=component.id), json_trigger_value=json.dumps(told))
        self.runs(kind, trigger=triggers, until=until)

    def keeps_up(self, kind: str, *, until: Callable[[], bool], within_s: float) -> None:
        """What keeps itself up to date does so, as in a browser, until it is so."""
        give_up_at = time.monotonic() + within_s
        due = dict.fromkeys(self.fragments, 0.0)
        while not until():
            if time.monotonic() > give_up_at:
                raise TimeoutError(f"the page has not come so far within {within_s:.0f} s: {self.texts()[-5:]}")
            for fragment, every_s in list(self.fragments.items()):
                if due.get(fragment, 0.0) <= time.monotonic() and fragment in self.fragments:
                    self.runs(kind, fragment=fragment, is_auto=True)
                    due[fragment] = time.monotonic() + every_s
            time.sleep(0.05)

    def gets(self, path: str, kind: str) -> tuple[int, bytes]:
        """The status and content of what the path leads to."""
        began = time.perf_counter()
        status, _, content = self._asks("GET", path, b"", {})
        self._answered(kind, time.perf_counter() - began)
        return status, content

    def uploads(self, content: bytes, *, name: str) -> str:
        """The id of the clip that has been uploaded under that name."""
        began = time.perf_counter()
        upload_id = send_clip(self._asks, content=content, name=name)
        self._answered("upload", time.perf_counter() - began)
        return upload_id

    def _asks(
        self, method: str, path: str, body: bytes, headers: dict[str, str]
    ) -> tuple[int, Mapping[str, str], bytes]:
        connection = http.client.HTTPConnection(self._netloc, timeout=LONGEST_S)
        own = {**self._headers, "Cookie": self.cookie, "Origin": self._url}
        connection.request(method, path, body, own | headers)
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        return answer.status, answer.headers, content

    @property
    def run_id(self) -> str:
        """The run that is open."""
        found = re.search(r"run=([\w-]+)", self.query)
        if found is None:
            raise LookupError(f"no run is open: '{self.query}'; {self.texts()[-5:]}")
        return found[1]

    def _new_cookie(self) -> str:
        connection = http.client.HTTPConnection(self._netloc, timeout=LONGEST_S)
        connection.request("GET", "/", headers={**self._headers, "Accept": "text/html"})
        answer = connection.getresponse()
        answer.read()
        cookies = SimpleCookie()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                cookies.load(value)
        connection.close()
        return "; ".join(f"{name}={morsel.value}" for name, morsel in cookies.items())
