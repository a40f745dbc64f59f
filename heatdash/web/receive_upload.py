"""Receiving clips from the browser in pieces, straight to disk, by the protocol tus 1.0 (https://tus.io).

POST begins an upload, PATCH brings a piece of it, HEAD tells how much has come, DELETE cancels it. So an upload goes on
where it was after the connection was lost, the server was started again, or the page was loaded anew.
"""

import base64
import binascii
import hashlib
import os
import shutil
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import wraps
from pathlib import Path

import anyio
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from heatdash.errors import HeatDashError
from heatdash.messages import Value, message
from heatdash.roles import VIEWER
from heatdash.settings import upload_limit_bytes, without_folders
from heatdash.store.run_register import open_register
from heatdash.store.storage_errors import make_folder, storage_errors
from heatdash.store.upload_records import uploads_folder
from heatdash.values.file_types import UPLOAD_TYPES
from heatdash.web.file_names import safe_name
from heatdash.web.headers import language_of
from heatdash.web.owner_cookie import browser_of, owner_of
from heatdash.web.traffic import TRAFFIC
from heatdash.work.coming_uploads import ComingUpload, begin_coming, coming_upload, finish_coming, same_file
from heatdash.work.storage_room import OWNER_FULL, NoRoom, no_room_for, no_room_in_all
from heatdash.work.uploads import upload_path

PROTOCOL = {"Tus-Resumable": "1.0.0"}
"""The header of every request and answer. A page of another origin cannot send it: the browser asks first, in vain."""
KEPT_FREE_BYTES = 1_000_000_000
_BLOCK_BYTES = 1 << 18
_BLOCKS_UNTIL_LOOKED_AGAIN = 64
_PIECE_TYPE = "application/offset+octet-stream"

_begins = threading.Lock()
"""Whether a clip fits is looked at and noted in one step."""
_being_sent: set[str] = set()
"""The uploads that a request is bringing a piece of."""


class UploadRefusedError(HeatDashError):
    """The file, or a piece of it, is refused. The page knows the `reason`, and states it in the visitor's language."""

    def __init__(self, reason: str, /, *, status: int, **values: Value) -> None:
        super().__init__(f"web.{reason}", **values)
        self.status, self.reason = status, reason


_Act = Callable[[Request, str], Awaitable[Response]]


def _answered(act: _Act) -> Callable[[Request], Awaitable[Response]]:
    """The endpoint that acts for the visitor; a refusal is a reason, a sentence, and the values that stand in it."""

    @wraps(act)
    async def answer(request: Request) -> Response:
        try:
            response = await act(request, await run_in_threadpool(_sender, request))
        except UploadRefusedError as refused:
            TRAFFIC.refused(refused.message.key)
            sentence, values = refused.message.told(language_of(request.headers)), dict(refused.message.values)
            told = {"reason": refused.reason, "message": sentence, "values": values}
            response = JSONResponse(told, refused.status)
            if refused.reason == "more_than_stated":
                # Nobody knows how much more would come.
                response.headers["Connection"] = "close"
        except ClientDisconnect:
            response = JSONResponse({"reason": "broken_off", "message": str(message("web.broken_off"))}, 400)
        except HeatDashError as error:
            TRAFFIC.refused(error.message.key)
            sentence = without_folders(error.message.told(language_of(request.headers)))
            response = JSONResponse({"reason": "storage", "message": sentence}, status_code=507)
        response.headers.update({**PROTOCOL, "Cache-Control": "no-store"})
        return response

    return answer


def _sender(request: Request) -> str:
    """The visitor who sends; one who cannot be told or may only look on, or whose page is not the app's, is refused."""
    ((name, version),) = PROTOCOL.items()
    if request.headers.get(name) != version:
        raise UploadRefusedError("foreign", status=412)
    owner = owner_of(request.cookies)
    if owner is None and browser_of(request.cookies) is not None:
        raise UploadRefusedError("sign_in", status=403)
    if owner is None:
        raise UploadRefusedError("no_cookie", status=403)
    if open_register().role_of(owner) == VIEWER:
        raise UploadRefusedError("viewer", status=403)
    return owner


@_answered
async def create_upload(request: Request, owner: str) -> Response:
    """The address of a new upload, of the size and name that the headers state, and its shown name.

    Where the same file has come in part, it is the address of that upload, which goes on.
    """
    told = _metadata(request)
    name, size_bytes = told.get("filename", ""), _number(request, "Upload-Length")
    suffix = _suffix_of(name)
    if not size_bytes:
        raise UploadRefusedError("empty", status=422, name=safe_name(name))
    of = hashlib.sha256(f"{name}/{told['modified']}".encode()).hexdigest() if told.get("modified") else ""
    coming = await run_in_threadpool(_begin, owner, suffix, size_bytes, of)
    shown = {"upload": coming.upload_id, "name": safe_name(name) or coming.path.name}
    headers = {"Location": f"upload/{coming.upload_id}", "Upload-Offset": str(coming.arrived_bytes)}
    return JSONResponse(shown, status_code=201, headers=headers)


@_answered
async def tell_upload(request: Request, owner: str) -> Response:
    """How much of the upload has come, and how much it is."""
    arrived_bytes, size_bytes = await run_in_threadpool(_state, request.path_params["upload_id"], owner)
    return Response(headers={"Upload-Offset": str(arrived_bytes), "Upload-Length": str(size_bytes)})


@_answered
async def receive_piece(request: Request, owner: str) -> Response:
    """How much of the upload has come with this piece. What came of one that is broken off stays.

    It must begin where the last one ended, and end at the stated size; one request at a time brings one.
    """
    upload_id, offset = request.path_params["upload_id"], _number(request, "Upload-Offset")
    if request.headers.get("Content-Type") != _PIECE_TYPE:
        raise UploadRefusedError("odd_request", status=415)
    if upload_id in _being_sent:
        raise UploadRefusedError("being_sent", status=423)
    _being_sent.add(upload_id)
    try:
        arrived_bytes, size_bytes = await run_in_threadpool(_state, upload_id, owner)
        if offset != arrived_bytes:
            raise UploadRefusedError("other_offset", status=409)
        coming = await run_in_threadpool(coming_upload, upload_id, owner=owner)
        if coming is not None:
            arrived_bytes = await _append(request, coming)
            if arrived_bytes == size_bytes:
                with storage_errors(coming.path.parent):
                    await run_in_threadpool(finish_coming, coming, owner=owner)
    except FileNotFoundError:
        # It was cancelled meanwhile.
        raise UploadRefusedError("no_upload", status=404) from None
    finally:
        _being_sent.discard(upload_id)
    return Response(status_code=204, headers={"Upload-Offset": str(arrived_bytes)})


@_answered
async def cancel_upload(request: Request, owner: str) -> Response:
    """Delete the upload that has not arrived whole; one that has is a result's, and stays."""
    coming = await run_in_threadpool(coming_upload, request.path_params["upload_id"], owner=owner)
    if coming is None:
        raise UploadRefusedError("no_upload", status=404)
    await run_in_threadpool(shutil.rmtree, coming.path.parent, ignore_errors=True)
    return Response(status_code=204)


def _begin(owner: str, suffix: str, size_bytes: int, of: str) -> ComingUpload:
    with _begins:
        known = same_file(owner=owner, of=of, size_bytes=size_bytes)
        if known is not None and known.upload_id not in _being_sent:
            return known
        limit_bytes = upload_limit_bytes()
        if size_bytes > limit_bytes:
            size, most = f"{size_bytes / 1e9:.1f}", f"{limit_bytes / 1e9:g}"
            raise UploadRefusedError("too_large", status=413, size=size, gigabytes=most)
        make_folder(uploads_folder())
        _check_disk(size_bytes)
        _check_share(no_room_for(owner, size_bytes=size_bytes), size_bytes)
        with storage_errors(uploads_folder()):
            return begin_coming(owner=owner, suffix=suffix, size_bytes=size_bytes, of=of)


def _state(upload_id: str, owner: str) -> tuple[int, int]:
    """How much of the owner's upload has come, and how much it is."""
    whole, coming = upload_path(upload_id, owner=owner), coming_upload(upload_id, owner=owner)
    if whole is not None:
        return whole.stat().st_size, whole.stat().st_size
    if coming is None:
        raise UploadRefusedError("no_upload", status=404)
    return coming.arrived_bytes, coming.size_bytes


def _check_disk(size_bytes: int) -> None:
    if shutil.disk_usage(uploads_folder()).free - size_bytes < KEPT_FREE_BYTES:
        raise UploadRefusedError("disk_full", status=507)


def _check_share(over: NoRoom | None, size_bytes: int) -> None:
    """Refuse a clip of this size where it is more than its owner, or all together, may have here."""
    if over is None:
        return
    used, most = f"{over.used_bytes / 1e9:.3g}", f"{over.most_bytes / 1e9:g}"
    size = f"{size_bytes / 1e9:.3g}"
    if over.reason == OWNER_FULL:
        raise UploadRefusedError("owner_full", status=413, used=used, most=most, size=size)
    raise UploadRefusedError("all_full", status=507, used=used, most=most, size=size)


async def _append(request: Request, coming: ComingUpload) -> int:
    """How much has come, with what the request brings.

    Only one block at a time is in memory, and no write holds up other visitors. Where the room gives out, the upload
    ends, and leaves nothing.
    """
    arrived_bytes, count = coming.arrived_bytes, 0
    if arrived_bytes + int(request.headers.get("Content-Length", "0")) > coming.size_bytes:
        raise UploadRefusedError("more_than_stated", status=413)

    def check(block: bytes) -> None:
        if arrived_bytes + len(block) > coming.size_bytes:
            raise UploadRefusedError("more_than_stated", status=413)
        try:
            _check_disk(len(block))
            if count % _BLOCKS_UNTIL_LOOKED_AGAIN == 0:
                # It is not over its time, and still there.
                os.utime(coming.path.parent)
                _check_share(no_room_in_all(len(block)), coming.size_bytes)
        except UploadRefusedError:
            shutil.rmtree(coming.path.parent, ignore_errors=True)
            raise

    with storage_errors(coming.path.parent):
        async with await anyio.open_file(coming.path, "ab", buffering=0) as file:
            async for block in _blocks(request):
                await run_in_threadpool(check, block)
                await file.write(block)
                arrived_bytes, count = arrived_bytes + len(block), count + 1
    return arrived_bytes


async def _blocks(request: Request) -> AsyncIterator[bytes]:
    """What the request brings; where it is broken off, what has come until then, too."""
    block = bytearray()
    try:
        async for chunk in request.stream():
            block += chunk
            if len(block) >= _BLOCK_BYTES:
                yield bytes(block)
                block.clear()
    except ClientDisconnect:
        if block:
            yield bytes(block)
        raise
    if block:
        yield bytes(block)


def _metadata(request: Request) -> dict[str, str]:
    """What the request tells of the file; what cannot be read is left out."""
    told: dict[str, str] = {}
    for entry in request.headers.get("Upload-Metadata", "").split(","):
        key, _, value = entry.strip().partition(" ")
        try:
            told[key] = base64.b64decode(value, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            continue
    return told


def _number(request: Request, header: str) -> int:
    text = request.headers.get(header, "")
    if not (text.isascii() and text.isdecimal() and len(text) < 19):
        raise UploadRefusedError("odd_request", status=400)
    return int(text)


def _suffix_of(name: str) -> str:
    suffix = Path(name).suffix.lower()
    if suffix not in UPLOAD_TYPES:
        raise UploadRefusedError("wrong_kind", status=415, name=safe_name(name))
    return suffix
