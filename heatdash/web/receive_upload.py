"""Receiving a clip from the browser, straight to disk."""

import hashlib
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlsplit

import anyio
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse

from heatdash.errors import HeatDashError
from heatdash.messages import Value, message
from heatdash.roles import VIEWER
from heatdash.settings import upload_limit_bytes, without_folders
from heatdash.store.run_register import open_register
from heatdash.store.storage_errors import make_folder, storage_errors
from heatdash.store.upload_records import uploads_folder
from heatdash.web.file_names import UPLOAD_TYPES, safe_name
from heatdash.web.headers import language_of
from heatdash.web.owner_cookie import browser_of, owner_of
from heatdash.web.traffic import TRAFFIC
from heatdash.work.storage_room import OWNER_FULL, ComingClip, coming_clip
from heatdash.work.uploads import finish_upload, new_upload_id

ASKING_HEADER = "X-HeatDash"
"""Only a page of this app can send it: from a page of another origin, the browser asks first and is refused."""
KEPT_FREE_BYTES = 1_000_000_000
_BLOCK_BYTES = 1 << 20


class UploadRefusedError(HeatDashError):
    """The file is refused. The page knows the `reason` and states it in the visitor's language."""

    def __init__(self, reason: str, /, *, status: int, **values: Value) -> None:
        super().__init__(f"web.{reason}", **values)
        self.status, self.reason = status, reason


async def receive_upload(request: Request) -> JSONResponse:
    """The upload's id, shown name and size, or, on refusal, a reason, a sentence, and the values that stand in it.

    An upload that is broken off leaves nothing. GET asks whether a file of this `name` and this many `bytes` would be
    accepted, before it is sent.
    """
    try:
        owner = await run_in_threadpool(_check_sender, request)
        suffix = _suffix_of(request.query_params.get("name", ""))
        announced_bytes = _announced_bytes(request)
        await run_in_threadpool(_check_room, size_bytes=announced_bytes, coming_bytes=announced_bytes)
        with coming_clip(owner) as coming:
            await run_in_threadpool(_check_share, coming, announced_bytes)
            if request.method != "POST":
                return JSONResponse({"taken": True})
            return JSONResponse(await _keep(request=request, suffix=suffix, coming=coming))
    except UploadRefusedError as refused:
        TRAFFIC.refused(refused.message.key)
        sentence, values = refused.message.told(language_of(request.headers)), dict(refused.message.values)
        return JSONResponse({"reason": refused.reason, "message": sentence, "values": values}, refused.status)
    except ClientDisconnect:
        return JSONResponse({"reason": "broken_off", "message": str(message("web.broken_off"))}, 400)
    except HeatDashError as error:
        TRAFFIC.refused(error.message.key)
        sentence = without_folders(error.message.told(language_of(request.headers)))
        return JSONResponse({"reason": "storage", "message": sentence}, status_code=507)


def _check_sender(request: Request) -> str:
    """The visitor who sends; one who cannot be told, comes from another site, or may only look on, is refused."""
    origin = request.headers.get("origin")
    foreign = origin is not None and urlsplit(origin).netloc != request.headers.get("host")
    if foreign or request.headers.get(ASKING_HEADER) != "1":
        raise UploadRefusedError("foreign", status=403)
    owner = owner_of(request.cookies)
    if owner is None and browser_of(request.cookies) is not None:
        raise UploadRefusedError("sign_in", status=403)
    if owner is None:
        raise UploadRefusedError("no_cookie", status=403)
    if open_register().role_of(owner) == VIEWER:
        raise UploadRefusedError("viewer", status=403)
    return owner


def _suffix_of(name: str) -> str:
    suffix = Path(name).suffix.lower()
    if suffix not in UPLOAD_TYPES:
        raise UploadRefusedError("wrong_kind", status=415, name=safe_name(name))
    return suffix


def _announced_bytes(request: Request) -> int:
    """The size that the request states; 0 where it states none."""
    stated = request.headers.get("content-length") if request.method == "POST" else request.query_params.get("bytes")
    return int(stated) if stated is not None and stated.isdecimal() else 0


def _check_room(*, size_bytes: int, coming_bytes: int) -> None:
    limit_bytes, folder = upload_limit_bytes(), uploads_folder()
    if size_bytes > limit_bytes:
        size, most = f"{size_bytes / 1e9:.1f}", f"{limit_bytes / 1e9:g}"
        raise UploadRefusedError("too_large", status=413, size=size, gigabytes=most)
    make_folder(folder)
    free_bytes = shutil.disk_usage(folder).free
    if free_bytes - coming_bytes < KEPT_FREE_BYTES:
        raise UploadRefusedError("disk_full", status=507)


def _check_share(coming: ComingClip, size_bytes: int) -> None:
    """Refuse a clip of this size where it is more than its owner, or all together, may have here."""
    over = coming.grow_to(size_bytes)
    if over is None:
        return
    used, most = f"{over.used_bytes / 1e9:.3g}", f"{over.most_bytes / 1e9:g}"
    size = f"{size_bytes / 1e9:.3g}"
    if over.reason == OWNER_FULL:
        raise UploadRefusedError("owner_full", status=413, used=used, most=most, size=size)
    raise UploadRefusedError("all_full", status=507, used=used, most=most, size=size)


async def _keep(*, request: Request, suffix: str, coming: ComingClip) -> dict[str, object]:
    upload_id = new_upload_id()
    path = uploads_folder() / upload_id / f"clip{suffix}"
    name = safe_name(request.query_params["name"]) or path.name
    try:
        with storage_errors(path.parent):
            path.parent.mkdir()
            size_bytes, sha256 = await _write(request=request, path=path, coming=coming)
            await run_in_threadpool(finish_upload, path, owner=coming.owner, sha256=sha256)
    except BaseException:
        with anyio.CancelScope(shield=True):
            await run_in_threadpool(shutil.rmtree, path.parent, ignore_errors=True)
        raise
    return {"upload": upload_id, "name": name, "bytes": size_bytes}


async def _write(*, request: Request, path: Path, coming: ComingClip) -> tuple[int, str]:
    """The number of bytes written, and their hash.

    Only one block at a time is in memory, and no write holds up other visitors.
    """
    size_bytes, digest = 0, hashlib.sha256()

    def check(block: bytes) -> None:
        _check_room(size_bytes=size_bytes, coming_bytes=len(block))
        _check_share(coming, size_bytes)
        digest.update(block)

    async with await anyio.open_file(path, "wb") as file:
        async for block in _blocks(request):
            size_bytes += len(block)
            await run_in_threadpool(check, block)
            await file.write(block)
    if not size_bytes:
        name = safe_name(request.query_params["name"])
        raise UploadRefusedError("empty", status=422, name=name)
    return size_bytes, digest.hexdigest()


async def _blocks(request: Request) -> AsyncIterator[bytes]:
    block = bytearray()
    async for chunk in request.stream():
        block += chunk
        if len(block) >= _BLOCK_BYTES:
            yield bytes(block)
            block.clear()
    if block:
        yield bytes(block)
