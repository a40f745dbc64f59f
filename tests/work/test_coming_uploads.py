"""Uploads on their way."""

import hashlib
import os
import time
from pathlib import Path

import pytest

from heatdash.store.artefact_store import open_store
from heatdash.store.upload_records import read_record, uploads_folder
from heatdash.work.coming_uploads import (
    ComingUpload,
    begin_coming,
    coming_upload,
    coming_uploads,
    finish_coming,
    same_file,
)
from heatdash.work.uploads import sweep_uploads, upload_path


@pytest.fixture
def coming(data_folder: Path) -> ComingUpload:
    """Half of what Anna sends."""
    uploads_folder().mkdir(parents=True)
    begun = begin_coming(owner="anna", suffix=".mov", size_bytes=10, of="a file of hers")
    begun.path.write_bytes(b"12345")
    return begun


def test_what_has_come_is_found_again_by_its_owner_alone(coming: ComingUpload) -> None:
    assert coming_upload(coming.upload_id, owner="anna") == coming
    assert coming.arrived_bytes == 5
    assert coming_upload(coming.upload_id, owner="ben") is None
    assert coming_upload("../" + coming.upload_id[3:], owner="anna") is None
    assert upload_path(coming.upload_id, owner="anna") is None, "it has not arrived whole"
    kept = [path.read_text(encoding="utf-8") for path in coming.path.parent.glob("*.json")]
    assert "anna" not in "".join(kept)


def test_the_same_file_is_known_by_what_it_is(coming: ComingUpload) -> None:
    assert same_file(owner="anna", of="a file of hers", size_bytes=10) == coming
    assert same_file(owner="ben", of="a file of hers", size_bytes=10) is None
    assert same_file(owner="anna", of="a file of hers", size_bytes=11) is None
    begin_coming(owner="anna", suffix=".mov", size_bytes=10, of="")
    assert same_file(owner="anna", of="", size_bytes=10) is None


def test_a_finished_one_is_an_upload_like_any_other_with_the_hash_of_what_is_there(coming: ComingUpload) -> None:
    with coming.path.open("ab") as file:
        file.write(b"67890")
    finish_coming(coming, owner="anna")
    assert upload_path(coming.upload_id, owner="anna") == coming.path
    record = read_record(coming.path.parent)
    assert record is not None
    assert record.sha256 == hashlib.sha256(b"1234567890").hexdigest()
    assert coming_uploads() == []


def test_one_of_which_nothing_came_for_a_day_is_swept_and_one_that_is_asked_for_is_not(coming: ComingUpload) -> None:
    given_up = begin_coming(owner="anna", suffix=".mov", size_bytes=10, of="")
    then = time.time() - 25 * 3600
    for one in (coming, given_up):
        os.utime(one.path.parent, (then, then))
    assert coming_upload(coming.upload_id, owner="anna") is not None
    assert sweep_uploads(set(), store=open_store()) == [given_up.path.parent]
    assert coming_uploads() == [coming]


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"path": "clip.mp4", "odd": 1}'])
def test_what_cannot_be_read_is_none(coming: ComingUpload, content: str) -> None:
    (coming.path.parent / "coming.json").write_text(content, encoding="utf-8")
    assert coming_uploads() == []
