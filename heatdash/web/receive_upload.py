"""Takes a clip from the browser straight to disk."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlsplit

import anyio
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse

from heatdash.errors import HeatDashError
from heatdash.settings import upload_limit_bytes
from heatdash.store.storage_errors import make_folder, storage_errors
from heatdash.web.file_names import UPLOAD_TYPES, safe_name
from heatdash.web.headers import owner_of
from heatdash.work.uploads import finish_upload, new_upload_id, uploads_folder

ASKING_HEADER = "X-HeatDash"
"""Only a page of this app can send it: for a page of another origin, the browser asks first and is refused."""
KEPT_FREE_BYTES = 1_000_000_000
_BLOCK_BYTES = 1 << 20


class UploadRefusedError(HeatDashError):
    """The file is not taken. `reason` names the cause for the page, which tells it in the visitor's language."""

    def __init__(self, *, status: int, reason: str, sentence: str) -> None:
        super().__init__(sentence)
        self.status, self.reason = status, reason


async def receive_upload(request: Request) -> JSONResponse:
    """The upload's id, shown name and size. A refusal is a reason and a sentence; what is broken off leaves nothing.

    GET asks whether a file of that `name` and so many `bytes` would be taken, before it is sent.
    """
    try:
        _check_sender(request)
        suffix = _suffix_of(request.query_params.get("name", ""))
        announced_bytes = _announced_bytes(request)
        await run_in_threadpool(_check_room, size_bytes=announced_bytes, coming_bytes=announced_bytes)
        if request.method != "POST":
            return JSONResponse({"taken": True})
        return JSONResponse(await _keep(request=request, suffix=suffix))
    except UploadRefusedError as refused:
        return JSONResponse({"reason": refused.reason, "message": str(refused)}, status_code=refused.status)
    except ClientDisconnect:
        return JSONResponse({"reason": "broken_off", "message": "The upload broke off; send it again."}, 400)
    except HeatDashError as error:
        return JSONResponse({"reason": "storage", "message": str(error)}, status_code=507)


def _check_sender(request: Request) -> None:
    origin = request.headers.get("origin")
    foreign = origin is not None and urlsplit(origin).netloc != request.headers.get("host")
    if foreign or request.headers.get(ASKING_HEADER) != "1":
        sentence = "Clips are taken only from the pages of this app; open its first page and upload the clip there."
        raise UploadRefusedError(status=403, reason="foreign", sentence=sentence)
    if owner_of(request.cookies) is None:
        sentence = "Your browser sends no cookie of this app; allow its cookies and load the page again."
        raise UploadRefusedError(status=403, reason="no_cookie", sentence=sentence)


def _suffix_of(name: str) -> str:
    suffix = Path(name).suffix.lower()
    if suffix not in UPLOAD_TYPES:
        shown = safe_name(name)
        sentence = f"'{shown}' is neither a clip nor a picture that can be read; export it as MP4 and try again."
        raise UploadRefusedError(status=415, reason="wrong_kind", sentence=sentence)
    return suffix


def _announced_bytes(request: Request) -> int:
    """The size that the request tells; 0 where it tells none."""
    told = request.headers.get("content-length") if request.method == "POST" else request.query_params.get("bytes")
    return int(told) if told is not None and told.isdecimal() else 0


def _check_room(*, size_bytes: int, coming_bytes: int) -> None:
    limit_bytes, folder = upload_limit_bytes(), uploads_folder()
    if size_bytes > limit_bytes:
        sentence = f"The file is larger than {limit_bytes / 1e9:g} GB, the most that is taken; cut or shrink it."
        raise UploadRefusedError(status=413, reason="too_large", sentence=sentence)
    make_folder(folder)
    free_bytes = shutil.disk_usage(folder).free
    if free_bytes - coming_bytes < KEPT_FREE_BYTES:
        sentence = f"The disk has {free_bytes / 1e9:.1f} GB left, too little for this file; free space there."
        raise UploadRefusedError(status=507, reason="disk_full", sentence=sentence)


async def _keep(*, request: Request, suffix: str) -> dict[str, object]:
    upload_id = new_upload_id()
    path = uploads_folder() / upload_id / f"clip{suffix}"
    name = safe_name(request.query_params["name"]) or path.name
    try:
        with storage_errors(path.parent):
            path.parent.mkdir()
            size_bytes = await _write(request=request, path=path)
            await run_in_threadpool(finish_upload, path=path, name=name)
    except BaseException:
        with anyio.CancelScope(shield=True):
            await run_in_threadpool(shutil.rmtree, path.parent, ignore_errors=True)
        raise
    return {"upload": upload_id, "name": name, "bytes": size_bytes}


async def _write(*, request: Request, path: Path) -> int:
    """The bytes written. Only a block is ever in memory, and no write holds up the other visitors."""
    size_bytes = 0
    async with await anyio.open_file(path, "wb") as file:
        async for block in _blocks(request):
            size_bytes += len(block)
            await run_in_threadpool(_check_room, size_bytes=size_bytes, coming_bytes=len(block))
            await file.write(block)
    if not size_bytes:
        sentence = "The file is empty; choose another one, or record the clip again."
        raise UploadRefusedError(status=422, reason="empty", sentence=sentence)
    return size_bytes


async def _blocks(request: Request) -> AsyncIterator[bytes]:
    block = bytearray()
    async for chunk in request.stream():
        block += chunk
        if len(block) >= _BLOCK_BYTES:
            yield bytes(block)
            block.clear()
    if block:
        yield bytes(block)
