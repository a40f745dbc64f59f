"""The box that a visitor uploads clips with."""

from collections.abc import Mapping
from dataclasses import dataclass

from heatdash.settings import upload_limit_bytes
from heatdash.values.file_types import UPLOAD_TYPES
from heatdash.web.receive_upload import PROTOCOL
from pages.parts.frame.own_component import own_component
from pages.parts.frame.sent import sent_texts
from pages.parts.run.this_run import file_url
from pages.parts.text.words import say

_WORDS = (
    *("lead", "choose", "kinds", "sending", "figures", "left_s", "left_min", "finishing", "done", "cancel"),
    *("waiting", "lost", "later", "unreadable"),
)
_REFUSALS = (
    *("too_large", "wrong_kind", "empty", "disk_full", "owner_full", "all_full", "no_cookie", "broken_off"),
    *("sign_in", "viewer"),
)
"""The reasons for which the server refuses a file; the browser knows some of them first."""
_MOST_AT_ONCE = 100
_FILLED_BY_THE_BROWSER = ("name", "percent", "sent", "total", "count", "size", "used", "most")


@dataclass(frozen=True)
class Upload:
    """A clip that has just been uploaded: its id, and the name it has on the visitor's machine."""

    upload_id: str
    name: str


@dataclass(frozen=True)
class Arrived:
    """The uploads of those that were chosen together that have arrived so far, and whether others are on their way."""

    uploads: tuple[Upload, ...] = ()
    is_all: bool = True


_mount = own_component(__file__)


def upload_box(key: str) -> Arrived:
    """What has arrived, in the one run of the page that follows each arrival; else nothing."""
    limit_bytes = upload_limit_bytes()
    blanks = {name: f"{{{name}}}" for name in _FILLED_BY_THE_BROWSER} | {"gigabytes": f"{limit_bytes / 1e9:g}"}
    words = {word: say(f"upload.{word}", **blanks) for word in _WORDS}
    data = {
        "url": file_url("upload"),
        "headers": PROTOCOL,
        "limit_bytes": limit_bytes,
        "suffixes": list(UPLOAD_TYPES),
        "words": words | {reason: say(f"web.{reason}", **blanks) for reason in _REFUSALS},
    }
    arrived = _mount(key=key, data=data, on_arrived_change=lambda: None).arrived
    sent = arrived.get("uploads") if isinstance(arrived, Mapping) else None
    named = [sent_texts(one, "upload", "name") for one in sent[:_MOST_AT_ONCE]] if isinstance(sent, list) else []
    uploads = tuple(Upload(*texts) for texts in named if texts)
    return Arrived(uploads=uploads, is_all=not uploads or not arrived.get("left"))
