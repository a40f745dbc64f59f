"""Serves clips, videos and tables, in part where the browser asks for a part."""

from contextlib import ExitStack
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse

from heatdash.store.manifest import MANIFEST
from heatdash.values.run import Run
from heatdash.web.answer_error import NotHereError
from heatdash.web.find_served import find_run, hold_artefact
from heatdash.web.held_response import HeldResponse
from heatdash.web.media_types import UNKNOWN_TYPE, UPLOAD_TYPES
from heatdash.web.safe_name import safe_name

# Not imported from render_clip: what draws takes a second to load, and the first page would wait for it.
VIDEO_FILE = "heatmap.mp4"
SNIPPET_FILE = "snippet.mp4"
# What an address names never changes.
PRIVATE = {"Cache-Control": "private, max-age=86400"}


def serve_clip(request: Request) -> FileResponse:
    """The clip that a run looks at."""
    run = find_run(request.path_params["run_id"])
    if not run.source.is_file():
        raise NotHereError("The clip of this result is not here any more. Upload it again.")
    media_type = UPLOAD_TYPES.get(run.source.suffix.lower(), UNKNOWN_TYPE)
    return FileResponse(run.source, media_type=media_type, headers=PRIVATE)


def serve_video(request: Request) -> HeldResponse:
    """A heatmap video, for playing; with `download=1`, for saving."""
    run = find_run(request.path_params["run_id"])
    with ExitStack() as hold:
        artefact = hold_artefact(kind="video", key=request.path_params["key"], hold=hold)
        named = saved_as(run=run, name=VIDEO_FILE) if request.query_params.get("download") == "1" else None
        video = FileResponse(artefact.folder / VIDEO_FILE, media_type="video/mp4", filename=named, headers=PRIVATE)
        return HeldResponse(response=video, hold=hold.pop_all())


def serve_snippet(request: Request) -> HeldResponse:
    """A part of the clip to check a count by."""
    find_run(request.path_params["run_id"])
    with ExitStack() as hold:
        artefact = hold_artefact(kind="snippet", key=request.path_params["key"], hold=hold)
        snippet = FileResponse(artefact.folder / SNIPPET_FILE, media_type="video/mp4", headers=PRIVATE)
        return HeldResponse(response=snippet, hold=hold.pop_all())


def serve_file(request: Request) -> HeldResponse:
    """One of the tables and pictures made for a question, for saving."""
    run, name = find_run(request.path_params["run_id"]), request.path_params["name"]
    with ExitStack() as hold:
        artefact = hold_artefact(kind="files", key=request.path_params["key"], hold=hold)
        path = files_of(artefact.folder).get(name)
        if path is None:
            raise NotHereError(f"There is no file '{safe_name(name)}' in this result. Open it in HeatDash again.")
        file = FileResponse(path, filename=saved_as(run=run, name=name), headers=PRIVATE)
        return HeldResponse(response=file, hold=hold.pop_all())


def files_of(folder: Path) -> dict[str, Path]:
    """The files of an artefact by name, without the store's own."""
    return {path.name: path for path in sorted(folder.iterdir()) if path.is_file() and path.name != MANIFEST}


def saved_as(*, run: Run, name: str) -> str:
    """The name that a file of the run is saved under."""
    stem = safe_name(run.name)
    if Path(stem).suffix.lower() in UPLOAD_TYPES:
        stem = Path(stem).stem
    return f"{stem or 'HeatDash'} - {name}"
