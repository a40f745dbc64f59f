"""Serving everything made for a project as one ZIP file."""

import io
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import StreamingResponse

from heatdash.values.artefacts import FILES, VIDEO_FILE, VIDEOS
from heatdash.web.serve_files import HeldResponse, files_of, find_run, hold_artefact, saved_as

_COMPRESSED = {".mp4", ".png", ".jpg", ".xlsx", ".pdf"}
_BLOCK_BYTES = 1 << 20


def serve_zip(request: Request) -> HeldResponse:
    """A ZIP of the files made for a project, with the heatmap video of the key `video` where one is given.

    It is made while it is sent, so that it takes neither memory nor disk, however long the video.
    """
    run = find_run(request)
    with ExitStack() as hold:
        held = partial(hold_artefact, run=run, request=request, hold=hold)
        files = files_of(held(kind=FILES, key=request.path_params["key"]).folder)
        if video_key := request.query_params.get("video"):
            files[VIDEO_FILE] = held(kind=VIDEOS, key=video_key).folder / VIDEO_FILE
        # Quoted, as a header cannot hold every letter that a run's name may have.
        name = quote(saved_as(run=run, name="heatmap.zip"))
        headers = {"Content-Disposition": f"attachment; filename*=utf-8''{name}", "Cache-Control": "private, no-store"}
        zipped = StreamingResponse(zip_blocks(files), media_type="application/zip", headers=headers)
        return HeldResponse(response=zipped, hold=hold.pop_all())


def zip_blocks(files: Mapping[str, Path]) -> Iterator[bytes]:
    """The bytes of a ZIP of the files under their names, block by block. What is compressed already is only stored."""
    sink = _Sink()
    with zipfile.ZipFile(sink, "w") as archive:
        for name, path in files.items():
            entry = zipfile.ZipInfo.from_file(path, name, strict_timestamps=False)
            stored = path.suffix.lower() in _COMPRESSED
            entry.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            with path.open("rb") as source, archive.open(entry, "w") as target:
                while block := source.read(_BLOCK_BYTES):
                    target.write(block)
                    yield sink.taken()
    yield sink.taken()


class _Sink(io.RawIOBase):
    """Holds what the ZIP has written until it is taken. It cannot seek, so the ZIP never goes back to change it."""

    def __init__(self) -> None:
        self._written = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, block: "bytes | bytearray | memoryview") -> int:  # type: ignore[override]
        self._written += block
        return len(block)

    def taken(self) -> bytes:
        written = bytes(self._written)
        self._written.clear()
        return written
