"""The uploads' own records: what was uploaded by whom, so that each visitor's clips and results can be told apart."""

import hashlib
import json
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from heatdash.settings import data_folder

UPLOADS = "uploads"
"""What the folder of all uploads is called in the data folder."""
RECORD = "upload.json"


@dataclass(frozen=True)
class UploadRecord:
    """An upload that has arrived whole. `by` stands for its owner; it and `sha256` are empty in those made earlier.

    `clip_deleted_at_s` (since 1970) tells that its clip was deleted while results of it stay; `is_cleared`, that all
    went with it that shows people.
    """

    path: Path
    by: str = ""
    sha256: str = ""
    clip_deleted_at_s: float | None = None
    is_cleared: bool = False

    @property
    def made_from(self) -> tuple[str, ...]:
        """What artefacts that were made from it are recorded to belong to."""
        return tuple(filter(None, (str(self.path), self.sha256)))

    @property
    def size_bytes(self) -> int:
        """What the upload takes on the disk; 0 once it is gone."""
        return folder_bytes(self.path.parent)


def uploads_folder() -> Path:
    """The folder that holds all uploads."""
    return data_folder() / UPLOADS


def owner_mark(owner: str) -> str:
    """What stands for the owner in a record: a hash, since nobody who reads it may learn the owner's secret name."""
    return hashlib.sha256(f"upload:{owner}".encode()).hexdigest()[:32]


def folder_bytes(folder: Path) -> int:
    """What all files below the folder take on the disk; 0 where there is no such folder."""
    total = 0
    for parent, _, names in os.walk(folder):
        for name in names:
            # Another process may remove it meanwhile.
            with suppress(FileNotFoundError):
                total += Path(parent, name).stat().st_size
    return total


def read_record(folder: Path) -> UploadRecord | None:
    """The record of the upload in that folder; None where there is none, or it has not arrived whole."""
    try:
        content = json.loads((folder / RECORD).read_text(encoding="utf-8"))
        name = str(content["file"])
    except (FileNotFoundError, NotADirectoryError, KeyError, TypeError, ValueError):
        return None
    deleted_at_s = content.get("clip_deleted_at_s")
    return UploadRecord(
        path=folder / name,
        by=str(content.get("by", "")),
        sha256=str(content.get("sha256", "")),
        clip_deleted_at_s=None if deleted_at_s is None else float(deleted_at_s),
        is_cleared=bool(content.get("is_cleared", False)),
    )


def write_record(record: UploadRecord) -> None:
    """Write down that the upload is whole; without this record it is not an upload."""
    content: dict[str, object] = {"file": record.path.name, "by": record.by, "sha256": record.sha256}
    if record.clip_deleted_at_s is not None:
        content |= {"clip_deleted_at_s": record.clip_deleted_at_s, "is_cleared": record.is_cleared}
    # Replaced as a whole: half a record would leave the upload to the sweep.
    part = record.path.parent / f"{RECORD}.part"
    part.write_text(json.dumps(content), encoding="utf-8")
    part.replace(record.path.parent / RECORD)


def clip_deleted_at(source: Path) -> float | None:
    """When the clip at `source` was deleted, in seconds since 1970, while its results stay; None for any other."""
    record = read_record(source.parent)
    return None if record is None or record.path != source else record.clip_deleted_at_s


def all_records() -> list[UploadRecord]:
    """The records of all uploads that have arrived whole."""
    records = (read_record(folder) for folder in uploads_folder().glob("*/"))
    return [record for record in records if record is not None]


def kept_without_clip() -> set[str]:
    """The hashes of the clips that were deleted while results of them stay, which nobody could make again."""
    return {record.sha256 for record in all_records() if record.clip_deleted_at_s is not None}


def owners_of_results() -> dict[str, str]:
    """Who owns the artefacts that are recorded to belong to a clip, by the clip's path or hash.

    Where two have uploaded the same clip, it is whoever did so first.
    """
    owners: dict[str, str] = {}
    for record in sorted(all_records(), key=_arrived_ns):
        for name in record.made_from:
            owners.setdefault(name, record.by)
    return owners


def room_for_results(*, owner_bytes: float) -> dict[str, float]:
    """How much the results of each owner of an upload may take, if with their clips they may take so much."""
    room: dict[str, float] = {}
    for record in all_records():
        room[record.by] = room.get(record.by, owner_bytes) - record.size_bytes
    return {owner: max(0.0, left_bytes) for owner, left_bytes in room.items() if owner}


def _arrived_ns(record: UploadRecord) -> int:
    try:
        return (record.path.parent / RECORD).stat().st_mtime_ns
    except FileNotFoundError:
        return 0
