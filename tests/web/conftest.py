"""The app's routes, asked without a server, and a run whose files they serve."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from heatdash.errors import HeatDashError
from heatdash.store.artefact_store import open_store
from heatdash.store.owner_names import owner_name
from heatdash.store.run_register import open_register
from heatdash.values.artefacts import TRACKS
from heatdash.values.project import Project
from heatdash.web.headers import SecurityHeaders
from heatdash.web.owner_cookie import OWNER_COOKIE, OwnerCookie, cookie_value
from heatdash.web.routes import routes
from heatdash.web.serve_files import answer_error
from tests.builders.runs import found

VIDEO = bytes(range(256)) * 40
SECRET, SIGNED_IN = "o" * 32, "i" * 32
OWNER = owner_name(SECRET)
TRACKS_KEY, CLIP_HASH = "7" * 40, "c" * 64


def visitor_at(base_path: str = "", *, secret: str = SECRET) -> TestClient:
    """Someone who has loaded a page, and whose browser keeps that secret, at an app hosted under that path."""
    app = Starlette(
        routes=routes(base_path),
        middleware=[Middleware(SecurityHeaders), Middleware(OwnerCookie)],
        exception_handlers={HeatDashError: answer_error},
    )
    cookies = {OWNER_COOKIE: cookie_value(secret)}
    return TestClient(app, cookies=cookies, base_url="http://shop.example")


@pytest.fixture
def visitor(data_folder: Path) -> Iterator[TestClient]:
    """Someone who has loaded a page."""
    with visitor_at() as client:
        yield client


@dataclass(frozen=True)
class Served:
    run_id: str
    clip: Path
    files: dict[str, bytes]
    files_key: str = "a" * 40
    video_key: str = "b" * 40

    def new_token(self) -> str:
        """The token of a new link to the run."""
        return open_register().new_link(run_id=self.run_id, name="Area manager")[1]


@pytest.fixture
def served(data_folder: Path, tmp_path: Path) -> Served:
    """A run with its clip, its files and its video."""
    clip = tmp_path / "recording.mov"
    clip.write_bytes(b"clip" * 1000)
    run = open_register().new_run(owner=OWNER, name="Entrance/Mon.mp4", source=clip, project=Project())
    open_register().keep_found(run_id=run.run_id, found=found(tracks_key=TRACKS_KEY))
    put(kind=TRACKS, key=TRACKS_KEY, files={}, made_of=CLIP_HASH)
    files = {"counts.csv": b"in,out\n" * 500, "heatmap.png": b"\x89PNG" * 50, "report.html": b"<p>31 people"}
    put(kind="files", key=Served.files_key, files=files, made_of=str(clip))
    put(kind="video", key=Served.video_key, files={"heatmap.mp4": VIDEO}, made_of=CLIP_HASH)
    return Served(run_id=run.run_id, clip=clip, files=files)


def put(
    *, kind: str, key: str, files: dict[str, bytes], made_of: str, meta: Mapping[str, object] | None = None
) -> None:
    """The files are in the store, made of that clip."""

    def make(folder: Path) -> Mapping[str, object]:
        for name, content in files.items():
            (folder / name).write_bytes(content)
        return meta or {}

    with open_store().get_or_make(kind=kind, key=key, make=make, belongs_to=made_of):
        pass
