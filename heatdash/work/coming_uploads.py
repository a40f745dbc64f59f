"""Uploads that have not arrived whole: what has come of each stays, so that it goes on there after a break."""

import hashlib
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from heatdash.store.upload_records import owner_mark, read_record, uploads_folder
from heatdash.work.uploads import finish_upload, is_upload_id, new_upload_id

_COMING = "coming.json"


@dataclass(frozen=True)
class ComingUpload:
    """An upload on its way: the clip grows at `path` until it has `size_bytes`.

    `by` stands for its owner; `of` tells the file on the visitor's machine from others, and is empty where it is not
    known.
    """

    path: Path
    by: str
    size_bytes: int
    of: str

    @property
    def upload_id(self) -> str:
        """The upload's id, which it keeps once it is whole."""
        return self.path.parent.name

    @property
    def arrived_bytes(self) -> int:
        """What has come so far."""
        return self.path.stat().st_size


def begin_coming(*, owner: str, suffix: str, size_bytes: int, of: str) -> ComingUpload:
    """A new upload of the owner's, of which nothing has come."""
    folder = uploads_folder() / new_upload_id()
    coming = ComingUpload(path=folder / f"clip{suffix}", by=owner_mark(owner), size_bytes=size_bytes, of=of)
    folder.mkdir()
    coming.path.touch()
    content = {**asdict(coming), "path": coming.path.name}
    (folder / _COMING).write_text(json.dumps(content), encoding="utf-8")
    return coming


def coming_uploads() -> list[ComingUpload]:
    """All uploads on their way, also those that were broken off."""
    found = (_read(folder) for folder in uploads_folder().glob("*/"))
    return [coming for coming in found if coming is not None]


def coming_upload(upload_id: str, *, owner: str) -> ComingUpload | None:
    """The owner's upload on its way; None where they have none with this id. Asked for, it is kept for another day."""
    coming = _read(uploads_folder() / upload_id) if is_upload_id(upload_id) else None
    if coming is None or coming.by != owner_mark(owner):
        return None
    os.utime(coming.path.parent)
    return coming


def same_file(*, owner: str, of: str, size_bytes: int) -> ComingUpload | None:
    """The owner's upload on its way of that very file; None where there is none."""
    known = (of, size_bytes, owner_mark(owner))
    return next((one for one in coming_uploads() if of and (one.of, one.size_bytes, one.by) == known), None)


def finish_coming(coming: ComingUpload, /, *, owner: str) -> None:
    """Make it an upload like any other, once all of it is there. Its hash is of the file itself, however it came."""
    with coming.path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    finish_upload(coming.path, owner=owner, sha256=sha256)
    (coming.path.parent / _COMING).unlink()


def _read(folder: Path) -> ComingUpload | None:
    try:
        content = json.loads((folder / _COMING).read_text(encoding="utf-8"))
        coming = ComingUpload(**{**content, "path": folder / str(content["path"])})
    except (OSError, KeyError, TypeError, ValueError):
        return None
    return coming if read_record(folder) is None else None
