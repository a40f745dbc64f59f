"""Serving clips, videos and tables, in part where the browser asks for a part."""

import os
import re
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.types import Receive, Scope, Send

from heatdash.errors import HeatDashError
from heatdash.settings import without_folders
from heatdash.store.artefact_key import KEY_LENGTH
from heatdash.store.artefact_store import Artefact, open_store
from heatdash.store.manifest import MANIFEST, recorded_owner
from heatdash.store.run_register import open_register
from heatdash.store.upload_records import clip_deleted_at
from heatdash.values.artefacts import FILES, HIDES_PEOPLE, SNIPPET_FILE, SNIPPETS, TRACKS, VIDEO_FILE, VIDEOS
from heatdash.values.file_types import UNKNOWN_TYPE, UPLOAD_TYPES
from heatdash.values.run import Run
from heatdash.web.file_names import safe_name
from heatdash.web.headers import language_of
from heatdash.web.owner_cookie import browser_of, owner_of
from heatdash.web.plain_page import plain_page
from heatdash.web.traffic import TRAFFIC


class NotHereError(HeatDashError):
    """What was asked for is not here, or no longer."""


def answer_error(request: Request, error: HeatDashError, /) -> HTMLResponse:
    """A page with the error's sentence: 404 for what is not here, 500 for a store that cannot be used."""
    TRAFFIC.refused(error.message.key)
    sentence = without_folders(error.message.told(language_of(request.headers)))
    return plain_page(sentence, status=404 if isinstance(error, NotHereError) else 500)


@dataclass(frozen=True)
class HeldResponse:
    """A response; what `hold` holds is released once it has been sent, or was broken off."""

    response: Response
    hold: ExitStack

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the response, then release what is held."""
        try:
            await self.response(scope, receive, send)
        finally:
            await run_in_threadpool(self.hold.close)


def find_run(request: Request) -> Run:
    """The run that the address names: by its id, for its owner, or by a link's token; else a NotHereError.

    Whether there is such a run that the visitor may not see is not told.
    """
    run = open_register().run_for(named=request.path_params["named"], visitor=owner_of(request.cookies))
    if run is None:
        raise NotHereError("web.no_result")
    return run


def guard_people(*, run: Run, request: Request) -> None:
    """Refuse what shows people as they are, where the run's owner hides them; the owner's own browser may have it."""
    if run.project.style.blur and owner_of(request.cookies) != run.owner:
        raise NotHereError("web.people_hidden")


def hold_artefact(*, run: Run, request: Request, kind: str, key: str, hold: ExitStack) -> Artefact:
    """The artefact, which stays until `hold` is closed; a NotHereError where it is not the run's, gone, or guarded."""
    is_key = re.fullmatch(rf"[0-9a-f]{{{KEY_LENGTH}}}", key)
    artefact = hold.enter_context(open_store().open(kind=kind, key=key)) if is_key else None
    if artefact is None or not _is_of(artefact, run=run, kind=kind):
        raise NotHereError("web.file_gone")
    if not artefact.meta.get(HIDES_PEOPLE):
        guard_people(run=run, request=request)
    return artefact


def _is_of(artefact: Artefact, *, run: Run, kind: str) -> bool:
    """True where the artefact was made of the run's clip: of its file, or, as videos are, of what the file holds."""
    made_of = recorded_owner(artefact.folder)
    if made_of is None or run.found is None:
        return False
    if kind != VIDEOS:
        return made_of == os.fspath(run.source)
    with open_store().open(kind=TRACKS, key=run.found.tracks_key) as tracks:
        return tracks is not None and made_of == recorded_owner(tracks.folder)


def _private(run: Run, request: Request) -> dict[str, str]:
    """The header by which the owner's browser keeps the response, as what an address names never changes.

    Others' browsers keep nothing, as a link may end; nor does one in which somebody has signed in, and may sign out.
    """
    is_owners = browser_of(request.cookies) == run.owner
    return {"Cache-Control": "private, max-age=86400" if is_owners else "private, no-store"}


def serve_clip(request: Request) -> FileResponse:
    """The clip of a run, as it was uploaded."""
    run = find_run(request)
    guard_people(run=run, request=request)
    if (deleted_at_s := clip_deleted_at(run.source)) is not None:
        raise NotHereError("web.clip_deleted", day=f"{datetime.fromtimestamp(deleted_at_s, UTC):%Y-%m-%d}")
    if not run.source.is_file():
        raise NotHereError("web.clip_gone")
    media_type = UPLOAD_TYPES.get(run.source.suffix.lower(), UNKNOWN_TYPE)
    return FileResponse(run.source, media_type=media_type, headers=_private(run, request))


def serve_video(request: Request) -> HeldResponse:
    """A heatmap video, to play, or, with `download=1`, to save."""
    run = find_run(request)
    with ExitStack() as hold:
        artefact = hold_artefact(run=run, request=request, kind=VIDEOS, key=request.path_params["key"], hold=hold)
        named = saved_as(run=run, name=VIDEO_FILE) if request.query_params.get("download") == "1" else None
        video = FileResponse(
            artefact.folder / VIDEO_FILE, media_type="video/mp4", filename=named, headers=_private(run, request)
        )
        return HeldResponse(response=video, hold=hold.pop_all())


def serve_snippet(request: Request) -> HeldResponse:
    """A snippet of the clip, to check a count by."""
    run = find_run(request)
    with ExitStack() as hold:
        artefact = hold_artefact(run=run, request=request, kind=SNIPPETS, key=request.path_params["key"], hold=hold)
        snippet = FileResponse(artefact.folder / SNIPPET_FILE, media_type="video/mp4", headers=_private(run, request))
        return HeldResponse(response=snippet, hold=hold.pop_all())


def serve_file(request: Request) -> HeldResponse:
    """One of the tables and pictures made for a project, to save."""
    run, name = find_run(request), request.path_params["name"]
    with ExitStack() as hold:
        artefact = hold_artefact(run=run, request=request, kind=FILES, key=request.path_params["key"], hold=hold)
        path = files_of(artefact.folder).get(name)
        if path is None:
            raise NotHereError("web.no_file", name=safe_name(name))
        file = FileResponse(path, filename=saved_as(run=run, name=name), headers=_private(run, request))
        return HeldResponse(response=file, hold=hold.pop_all())


def files_of(folder: Path) -> dict[str, Path]:
    """The files of an artefact by name, without the store's own manifest."""
    return {path.name: path for path in sorted(folder.iterdir()) if path.is_file() and path.name != MANIFEST}


def saved_as(*, run: Run, name: str) -> str:
    """The name that a file of the run is saved under."""
    stem = safe_name(run.name)
    if Path(stem).suffix.lower() in UPLOAD_TYPES:
        stem = Path(stem).stem
    return f"{stem or 'HeatDash'} - {name}"
