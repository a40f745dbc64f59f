"""Clips uploaded through the browser, each in a folder of its own."""

import json
import re
import secrets
import shutil
import time
from collections.abc import Collection
from pathlib import Path

from heatdash.settings import data_folder
from heatdash.store.run_database import hash_of

_RECORD = "upload.json"


def uploads_folder() -> Path:
    """The folder that holds all uploads."""
    return data_folder() / "uploads"


def is_upload(path: Path) -> bool:
    """True where the clip at `path` was uploaded."""
    return path.parent.parent == uploads_folder()


def new_upload_id() -> str:
    """A new id that nobody can guess."""
    return secrets.token_hex(16)


def finish_upload(path: Path, *, owner: str) -> None:
    """Record that the clip at `path` is whole, and the owner's; without this record it is not an upload."""
    record = {"file": path.name, "owner_hash": hash_of(owner)}
    (path.parent / _RECORD).write_text(json.dumps(record), encoding="utf-8")


def upload_path(upload_id: str, *, owner: str) -> Path | None:
    """The path of the owner's uploaded clip; None where they have none with this id, or it has not arrived whole."""
    if not re.fullmatch(r"[0-9a-f]{32}", upload_id):
        return None
    folder = uploads_folder() / upload_id
    try:
        record = json.loads((folder / _RECORD).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    return folder / str(record["file"]) if record.get("owner_hash") == hash_of(owner) else None


def drop_upload(upload_id: str, *, owner: str) -> None:
    """Delete the owner's upload, where there is one."""
    path = upload_path(upload_id, owner=owner)
    if path is not None:
        shutil.rmtree(path.parent)


KEPT_S = 24 * 3600


def sweep_uploads(used: Collection[Path]) -> list[Path]:
    """The folders removed: uploads older than a day, whole or broken off, that hold none of the `used` clips."""
    oldest_s = time.time() - KEPT_S
    needed = {path.parent for path in used}
    folders = [folder for folder in uploads_folder().glob("*/") if folder not in needed]
    swept = [folder for folder in folders if folder.stat().st_mtime < oldest_s]
    for folder in swept:
        shutil.rmtree(folder)
    return swept
