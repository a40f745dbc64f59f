"""Sending a clip as a page does, over whatever line there is to the app."""

import base64
import json
from collections.abc import Callable, Mapping

from heatdash.web.receive_upload import PROTOCOL

Asks = Callable[[str, str, bytes, dict[str, str]], tuple[int, Mapping[str, str], bytes]]
"""Asks the app by method, path, body and headers; it answers with a status, headers and content."""
PIECE_BYTES = 8_000_000


class NotSentError(Exception):
    """The app has refused the clip, or a piece of it: with that `status`, and what it `told`."""

    def __init__(self, status: int, told: bytes):
        super().__init__(status, told)
        self.status, self.told = status, told


def send_clip(
    asks: Asks,
    *,
    content: bytes,
    name: str = "clip.mp4",
    modified: str = "",
    piece_bytes: int = PIECE_BYTES,
    before_each: Callable[[], object] = lambda: None,
) -> str:
    """The id of the upload that has arrived whole. Where one of that time `modified` has come in part, it goes on."""

    def ask(method: str, path: str, body: bytes = b"", **headers: str) -> tuple[Mapping[str, str], bytes]:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        status, answered, told = asks(method, path, body, {**PROTOCOL, **named})
        if status >= 300:
            raise NotSentError(status, told)
        return {name.lower(): value for name, value in answered.items()}, told

    facts = {"filename": name, **({"modified": modified} if modified else {})}
    metadata = ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in facts.items())
    begun, told = ask("POST", "/heatdash/upload", Upload_Length=str(len(content)), Upload_Metadata=metadata)
    path = f"/heatdash/{begun['location']}"
    for start in range(int(begun["upload-offset"]), len(content), piece_bytes):
        before_each()
        piece, kind = content[start : start + piece_bytes], "application/offset+octet-stream"
        ask("PATCH", path, piece, Upload_Offset=str(start), Content_Type=kind)
    return str(json.loads(told)["upload"])
