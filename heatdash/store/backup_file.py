"""The file of a backup: a zip whose manifest names each file in it, with its size and hash, and nothing else."""

import hashlib
import json
import os
import re
import struct
import time
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from heatdash.errors import StorageError, first_line
from heatdash.store.artefact_store import STORE
from heatdash.store.installation_secret import SECRET_FILE
from heatdash.store.run_database import REGISTER_FILE, SCHEMA_VERSION
from heatdash.store.upload_records import UPLOADS

BACKUP_FORM = 1
MANIFEST_NAME = "manifest.json"
_MOST_MANIFEST_BYTES = 100_000_000
_BLOCK_BYTES = 1 << 20
# Each character may take four bytes, and a name 255.
_FILE = r"(?!\.{1,2}(?:/|$))[^/\\:\x00-\x1f]{1,60}"
_KEPT = re.compile(
    rf"{re.escape(REGISTER_FILE)}|{SECRET_FILE}|{UPLOADS}/[0-9a-f]{{32}}/{_FILE}"
    rf"|{STORE}/[a-z][a-z0-9_]*/[0-9a-f]{{40}}(?:/{_FILE}){{1,9}}"
)
_DAMAGED = (
    *(zipfile.BadZipFile, struct.error, EOFError, RuntimeError),
    *(ValueError, OverflowError, KeyError, TypeError, AttributeError, FileExistsError, NotADirectoryError),
)
"""What an odd file raises where it is read as a backup."""


@dataclass(frozen=True)
class KeptFile:
    """A file in a backup, as its manifest has it."""

    bytes: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What a backup holds: its `files`, by their names below the data folder, which was at `folder`.

    `form` is that of the list of runs, `version` that of HeatDash, and `made_at_s` seconds since 1970.
    """

    version: str
    form: int
    made_at_s: float
    folder: str
    files: Mapping[str, KeptFile]

    @property
    def bytes(self) -> int:
        """The size of all files."""
        return sum(file.bytes for file in self.files.values())

    @property
    def clips(self) -> int:
        """How many uploads there are."""
        return len({name.split("/")[1] for name in self.files if name.startswith(f"{UPLOADS}/")})

    def to_json(self) -> str:
        """The manifest as it stands in the backup."""
        files = {name: [file.bytes, file.sha256] for name, file in self.files.items()}
        content = {"version": self.version, "form": self.form, "made_at_s": self.made_at_s, "folder": self.folder}
        return json.dumps({"backup": BACKUP_FORM, **content, "files": files}, indent=1)


def may_be_kept(name: str) -> bool:
    """True where a backup may hold a file of that name: none leads out of the data folder, or to anything else."""
    return _KEPT.fullmatch(name) is not None


class BackupWriter:
    """Adds files to the backup that is open as `archive`, and notes what it has added."""

    def __init__(self, archive: zipfile.ZipFile):
        self._archive = archive
        self.files: dict[str, KeptFile] = {}

    def add(self, *, name: str, path: Path) -> None:
        """Add the file at `path` under that name. One that is gone by then is left out."""
        try:
            source = path.open("rb")
        except FileNotFoundError:
            return
        with source, self._archive.open(_entry(name), "w", force_zip64=True) as target:
            self.files[name] = _copied(source, target)

    def end(self, manifest: Manifest) -> None:
        """Add the manifest, without which it is no backup."""
        self._archive.writestr(_entry(MANIFEST_NAME), manifest.to_json())


@contextmanager
def opened_backup(path: Path) -> Iterator[tuple[zipfile.ZipFile, Manifest]]:
    """The backup at `path` with its manifest, which is checked; one that is damaged, odd or newer is refused."""
    with ExitStack() as opened:
        with _as_one_sentence(path):
            archive = opened.enter_context(zipfile.ZipFile(path))
            manifest = _manifest_in(archive, size_bytes=path.stat().st_size)
        yield archive, manifest


def extract(*, archive: zipfile.ZipFile, manifest: Manifest, into: Path) -> None:
    """Write all files of the backup below the folder `into`, and sync them to disk; one that was altered ends it."""
    with _as_one_sentence(Path(archive.filename or "")):
        for name, kept in manifest.files.items():
            target = into / name
            target.parent.mkdir(parents=True, exist_ok=True)
            with archive.open(name) as source, target.open("xb") as file:
                if name == SECRET_FILE:
                    target.chmod(0o600)
                if _copied(source, file) != kept:
                    raise ValueError(f"{name} was altered")
                file.flush()
                os.fsync(file.fileno())


@contextmanager
def _as_one_sentence(path: Path) -> Iterator[None]:
    try:
        yield
    except _DAMAGED as error:
        raise StorageError("store.backup_damaged", name=str(path), reason=first_line(error)) from error
    except OSError as error:
        if error.filename is None or Path(error.filename) != path:
            raise
        raise StorageError("store.backup_unreadable", name=str(path), reason=str(error.strerror)) from error


def _manifest_in(archive: zipfile.ZipFile, *, size_bytes: int) -> Manifest:
    """The manifest, where it names exactly what is in the backup; else a ValueError says what is odd."""
    entries = {entry.filename: entry for entry in archive.infolist()}
    about = entries.pop(MANIFEST_NAME)
    if about.file_size > _MOST_MANIFEST_BYTES or about.compress_type != zipfile.ZIP_STORED:
        raise ValueError(f"{MANIFEST_NAME} is too large")
    content = json.loads(archive.read(about))
    for form, known in ((content["backup"], BACKUP_FORM), (content["form"], SCHEMA_VERSION)):
        if not isinstance(form, int) or form > known:
            version = re.sub(r"[^\w.+-]", "", str(content["version"]))[:40]
            raise StorageError("store.backup_newer", name=str(archive.filename), version=version)
    manifest = _checked(content)
    if len(entries) + 1 != len(archive.infolist()) or set(entries) != set(manifest.files):
        raise ValueError("it holds other files than its manifest says")
    for name, entry in entries.items():
        if not may_be_kept(name) or entry.compress_type != zipfile.ZIP_STORED:
            raise ValueError("it holds what no backup holds")
        if entry.file_size != manifest.files[name].bytes:
            raise ValueError(f"{name} was altered")
    if REGISTER_FILE not in entries or manifest.bytes > size_bytes:
        raise ValueError("it is not whole")
    return manifest


def _checked(content: Mapping[str, Any]) -> Manifest:
    files = {str(name): KeptFile(bytes=int(size), sha256=str(sha)) for name, (size, sha) in content["files"].items()}
    # Raises where it is no time.
    time.gmtime(content["made_at_s"])
    return Manifest(
        version=str(content["version"]),
        form=int(content["form"]),
        made_at_s=float(content["made_at_s"]),
        folder=str(content["folder"]),
        files=files,
    )


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, date_time=time.gmtime()[:6])
    entry.external_attr = 0o600 << 16
    return entry


def _copied(source: IO[bytes], target: IO[bytes]) -> KeptFile:
    """Copy block by block, so that no file need fit into memory."""
    size, digest = 0, hashlib.sha256()
    while block := source.read(_BLOCK_BYTES):
        target.write(block)
        digest.update(block)
        size += len(block)
    return KeptFile(bytes=size, sha256=digest.hexdigest())
