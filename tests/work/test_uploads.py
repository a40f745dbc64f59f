"""Old uploads."""

import os
import time
from pathlib import Path

from heatdash.work.uploads import drop_upload, finish_upload, sweep_uploads, upload_path, uploads_folder


def _upload(letter: str, *, hours_ago: float) -> Path:
    path = uploads_folder() / (letter * 32) / "clip.mp4"
    path.parent.mkdir(parents=True)
    path.touch()
    finish_upload(path, owner="anna")
    then = time.time() - hours_ago * 3600
    os.utime(path.parent, (then, then))
    return path


def test_what_nobody_analysed_for_a_day_goes(data_folder: Path) -> None:
    used, old, new = _upload("a", hours_ago=99), _upload("b", hours_ago=25), _upload("c", hours_ago=23)
    assert sweep_uploads({used}) == [old.parent]
    assert [upload_path(letter * 32, owner="anna") for letter in "abc"] == [used, None, new]


def test_an_upload_is_its_owners_alone_and_their_name_is_not_kept_with_it(data_folder: Path) -> None:
    path = _upload("a", hours_ago=0)
    assert upload_path("a" * 32, owner="ben") is None
    drop_upload("a" * 32, owner="ben")
    assert upload_path("a" * 32, owner="anna") == path
    assert "anna" not in (path.parent / "upload.json").read_text(encoding="utf-8")
    drop_upload("a" * 32, owner="anna")
    assert not path.exists()


def test_an_upload_that_broke_off_goes_too(data_folder: Path) -> None:
    path = _upload("d", hours_ago=25)
    (path.parent / "upload.json").unlink()
    then = time.time() - 25 * 3600
    os.utime(path.parent, (then, then))
    assert sweep_uploads(set()) == [path.parent]


def test_where_nothing_was_uploaded_nothing_is_swept(data_folder: Path) -> None:
    assert sweep_uploads(set()) == []
