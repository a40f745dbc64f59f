"""Everything as one ZIP."""

import io
import os
import zipfile
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from heatdash.store.artefact_store import open_store
from heatdash.web.serve_zip import zip_blocks
from tests.web.conftest import VIDEO, Served


def _contents(zipped: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(zipped)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_zip_holds_every_file_and_nothing_of_the_store(visitor: TestClient, served: Served) -> None:
    answer = visitor.get(f"/heatdash/zip/{served.run_id}/{served.files_key}")
    assert _contents(answer.content) == served.files
    assert answer.headers["content-type"] == "application/zip"
    assert answer.headers["content-disposition"] == "attachment; filename*=utf-8''Entrance-Mon%20-%20heatmap.zip"


def test_the_zip_holds_the_video_where_it_is_asked_for(visitor: TestClient, served: Served) -> None:
    answer = visitor.get(f"/heatdash/zip/{served.run_id}/{served.files_key}?video={served.video_key}")
    assert _contents(answer.content) == {**served.files, "heatmap.mp4": VIDEO}


def test_only_what_is_large_is_made_small(visitor: TestClient, served: Served) -> None:
    answer = visitor.get(f"/heatdash/zip/{served.run_id}/{served.files_key}")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        kinds = {entry.filename: entry.compress_type for entry in archive.infolist()}
    assert kinds["heatmap.png"] == zipfile.ZIP_STORED
    assert kinds["counts.csv"] == zipfile.ZIP_DEFLATED


def test_files_stay_while_they_are_sent_and_no_longer(
    visitor: TestClient, served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    held: list[bool] = []

    def watched(files: dict[str, Path]):
        held.append(not open_store().drop(kind="files", key=served.files_key))
        yield from zip_blocks(files)

    monkeypatch.setattr("heatdash.web.serve_zip.zip_blocks", watched)
    visitor.get(f"/heatdash/zip/{served.run_id}/{served.files_key}")
    assert held == [True]
    assert open_store().drop(kind="files", key=served.files_key)


def test_no_block_grows_with_the_file(tmp_path: Path) -> None:
    video = tmp_path / "heatmap.mp4"
    video.write_bytes(os.urandom(5_000_000))
    blocks = list(zip_blocks({"heatmap.mp4": video}))
    assert max(map(len, blocks)) < 1_200_000
    assert _contents(b"".join(blocks)) == {"heatmap.mp4": video.read_bytes()}


def test_a_file_of_more_than_4_gb_is_announced_as_such(tmp_path: Path) -> None:
    video = tmp_path / "heatmap.mp4"
    video.touch()
    os.truncate(video, 5_000_000_000)
    first = next(iter(zip_blocks({"heatmap.mp4": video})))
    version_needed = int.from_bytes(first[4:6], "little")
    assert version_needed == zipfile.ZIP64_VERSION
