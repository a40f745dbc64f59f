"""Old uploads."""

import os
import time
from pathlib import Path

from heatdash.store.artefact_store import open_store
from heatdash.store.upload_records import uploads_folder
from heatdash.work.uploads import drop_orphans, drop_upload, finish_upload, sweep_uploads, upload_path


def _upload(letter: str, *, hours_ago: float, sha256: str = "") -> Path:
    path = uploads_folder() / (letter * 32) / "clip.mp4"
    path.parent.mkdir(parents=True)
    path.touch()
    finish_upload(path, owner="anna", sha256=sha256)
    then = time.time() - hours_ago * 3600
    os.utime(path.parent, (then, then))
    return path


def test_what_nobody_analysed_for_a_day_goes(data_folder: Path) -> None:
    used, old, new = _upload("a", hours_ago=99), _upload("b", hours_ago=25), _upload("c", hours_ago=23)
    assert sweep_uploads({used}, store=open_store()) == [old.parent]
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
    assert sweep_uploads(set(), store=open_store()) == [path.parent]


def test_where_nothing_was_uploaded_nothing_is_swept(data_folder: Path) -> None:
    assert sweep_uploads(set(), store=open_store()) == []


def _leave(number: int, *, belongs_to: str) -> None:
    """Something that was made from the clip is in the store."""
    with open_store().get_or_make(kind="tracks", key=f"{number:040x}", make=lambda folder: {}, belongs_to=belongs_to):
        return


def _kept() -> list[int]:
    return sorted(int(folder.name, 16) for folder in (open_store().root / "tracks").iterdir())


def test_what_was_made_from_an_upload_goes_with_it_but_for_what_another_of_the_same_clip_needs(
    data_folder: Path,
) -> None:
    path, _twin = _upload("a", hours_ago=25, sha256="twins"), _upload("b", hours_ago=1, sha256="twins")
    alone = _upload("c", hours_ago=25, sha256="alone")
    for number, name in enumerate((str(path), "twins", "alone", "another")):
        _leave(number, belongs_to=name)
    assert sorted(sweep_uploads(set(), store=open_store())) == [path.parent, alone.parent]
    assert _kept() == [1, 3]


def test_an_upload_of_which_something_is_in_use_is_found_again(data_folder: Path) -> None:
    path = _upload("a", hours_ago=25, sha256="a clip")
    _leave(1, belongs_to="a clip")
    with open_store().open(kind="tracks", key=f"{1:040x}"):
        assert sweep_uploads(set(), store=open_store()) == []
    assert sweep_uploads(set(), store=open_store()) == [path.parent]
    assert _kept() == []


def test_what_was_made_from_an_upload_that_is_gone_is_found(data_folder: Path) -> None:
    there, gone = _upload("a", hours_ago=1), uploads_folder() / ("b" * 32) / "clip.mp4"
    for number, name in enumerate((str(there), str(gone), "/clips/of/mine.mp4", "c" * 64)):
        _leave(number, belongs_to=name)
    assert drop_orphans(open_store()) == [str(gone)]
    assert _kept() == [0, 2, 3]
