"""Clips uploaded through the browser, each in a folder of its own."""

import re
import secrets
import shutil
import time
from collections.abc import Collection, Mapping
from pathlib import Path

from heatdash.store.artefact_store import ArtefactStore
from heatdash.store.upload_records import (
    UploadRecord,
    all_records,
    owner_mark,
    read_record,
    uploads_folder,
    write_record,
)


def is_upload(path: Path) -> bool:
    """True where the clip at `path` was uploaded."""
    return path.parent.parent == uploads_folder()


def new_upload_id() -> str:
    """A new id that nobody can guess."""
    return secrets.token_hex(16)


def is_upload_id(text: str, /) -> bool:
    """True where the text can be an upload's id."""
    return re.fullmatch(r"[0-9a-f]{32}", text) is not None


def finish_upload(path: Path, /, *, owner: str, sha256: str = "") -> None:
    """Record that the clip at `path` is whole, and whose it is; without this record it is not an upload."""
    write_record(UploadRecord(path=path, by=owner_mark(owner), sha256=sha256))


def upload_path(upload_id: str, *, owner: str) -> Path | None:
    """The path of the owner's uploaded clip; None where they have none with this id, or it has not arrived whole."""
    if not is_upload_id(upload_id):
        return None
    record = read_record(uploads_folder() / upload_id)
    return record.path if record is not None and record.by == owner_mark(owner) else None


def drop_upload(upload_id: str, *, owner: str) -> None:
    """Delete the owner's upload, where there is one."""
    path = upload_path(upload_id, owner=owner)
    if path is not None:
        shutil.rmtree(path.parent)


KEPT_S = 24 * 3600


def sweep_uploads(used: Collection[Path], /, *, store: ArtefactStore) -> list[Path]:
    """The folders removed: uploads of which nothing came for a day, whole or not, that hold none of the `used` clips.

    All that was made from them goes first; where some of it is in use, the folder stays for the next time. So what an
    interrupted deletion has left is found as well.
    """
    oldest_s = time.time() - KEPT_S
    needed = {path.parent for path in used}
    folders = [folder for folder in uploads_folder().glob("*/") if folder not in needed]
    old = [folder for folder in folders if folder.stat().st_mtime < oldest_s]
    records = {record.path.parent: record for record in all_records()} if old else {}
    swept = [folder for folder in old if _drop_what_was_made(folder, records, store)]
    for folder in swept:
        shutil.rmtree(folder)
    return swept


def _drop_what_was_made(folder: Path, records: Mapping[Path, UploadRecord], store: ArtefactStore) -> bool:
    """True where all is gone that was made from the upload in this folder and from no other of the same clip.

    `records` are those of all uploads, by their folders.
    """
    record = records.get(folder)
    if record is None:
        return True
    others = {name for other in records.values() if other is not record for name in other.made_from}
    in_use = [name for name in record.made_from if name not in others and not store.drop_all(belonging_to=name)]
    return not in_use


def drop_orphans(store: ArtefactStore, /) -> list[str]:
    """The uploads, by their former paths, of which only something that was made from them was left; that is dropped."""
    orphans = [name for name in store.belongings() if is_upload(Path(name)) and not Path(name).parent.exists()]
    return [name for name in orphans if store.drop_all(belonging_to=name)]
