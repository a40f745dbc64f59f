"""Making a backup of the data folder, while the app runs."""

import errno
import os
import sqlite3
import tempfile
import time
import zipfile
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from heatdash.errors import StorageError
from heatdash.settings import DATA_VARIABLE, data_folder
from heatdash.store.artefact_key import ArtefactPlace
from heatdash.store.artefact_store import STORE
from heatdash.store.backup_file import BackupWriter, Manifest, may_be_kept
from heatdash.store.file_lock import file_lock
from heatdash.store.installation_secret import SECRET_FILE
from heatdash.store.run_database import REGISTER_FILE
from heatdash.store.upload_records import all_records
from heatdash.version import VERSION


@dataclass(frozen=True)
class Backup:
    """A backup that was made: what it holds, and how many results have no clip that they could be made from again."""

    manifest: Manifest
    runs: int
    without_clip: int


def make_backup(*, to: Path, with_store: bool = False, with_secret: bool = False) -> Backup:
    """The backup, written to the new file `to`, which is there as a whole or not at all.

    Uploads are written first, the list of runs as it is then, and at last what has arrived meanwhile: each run in the
    list has its clip, unless that is gone from the data folder, too.
    """
    register = data_folder() / REGISTER_FILE
    if not register.exists():
        raise StorageError("store.nothing_to_keep", folder=str(data_folder()), variable=DATA_VARIABLE)
    if to.exists():
        raise StorageError("store.backup_there", name=str(to))
    part = to.with_name(f"{to.name}.part")
    try:
        with os.fdopen(os.open(part, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), "w+b") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
                backup = _written(BackupWriter(archive), to.parent, with_store=with_store, with_secret=with_secret)
            file.flush()
            os.fsync(file.fileno())
        part.rename(to)
    except OSError as error:
        raise StorageError("store.backup_unwritten", name=str(to), reason=str(error.strerror or error)) from error
    finally:
        part.unlink(missing_ok=True)
    return backup


def _written(writer: BackupWriter, beside: Path, *, with_store: bool, with_secret: bool) -> Backup:
    folder = data_folder()
    _add_uploads(writer, folder)
    with tempfile.TemporaryDirectory(dir=beside, prefix=".backup-") as temporary:
        copy = Path(temporary) / REGISTER_FILE
        form, runs, without_clip = _copy_register(folder / REGISTER_FILE, copy)
        made_at_s = time.time()
        _add_uploads(writer, folder)
        writer.add(name=REGISTER_FILE, path=copy)
    if with_secret:
        writer.add(name=SECRET_FILE, path=folder / SECRET_FILE)
    if with_store:
        _add_store(writer, folder)
    manifest = Manifest(version=VERSION, form=form, made_at_s=made_at_s, folder=str(folder), files=writer.files)
    writer.end(manifest)
    return Backup(manifest=manifest, runs=runs, without_clip=without_clip)


def _copy_register(register: Path, copy: Path) -> tuple[int, int, int]:
    """The form of the list of runs, how many there are, and of how many the clip is gone; copied as of one moment."""
    try:
        with (
            closing(sqlite3.connect(f"{register.as_uri()}?mode=rw", uri=True)) as source,
            closing(sqlite3.connect(copy)) as target,
        ):
            source.backup(target)
            # One file, without a log beside it.
            target.execute("PRAGMA journal_mode = DELETE")
            (state,) = target.execute("PRAGMA quick_check(1)").fetchone()
            if state != "ok":
                raise sqlite3.DatabaseError(state)
            (form,) = target.execute("PRAGMA user_version").fetchone()
            sources = target.execute("SELECT source FROM runs").fetchall()
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)) from error
        raise StorageError(
            "store.list_unusable", name=str(register), reason=str(error), variable=DATA_VARIABLE
        ) from error
    return form, len(sources), sum(not Path(source).exists() for (source,) in sources)


def _add_uploads(writer: BackupWriter, folder: Path) -> None:
    """Add the uploads that have arrived whole and are not in the backup yet."""
    for record in all_records():
        _add_folder(writer, record.path.parent, below=folder)


def _add_store(writer: BackupWriter, folder: Path) -> None:
    for artefact in sorted((folder / STORE).glob("*/*/")):
        # What lies in folders of other names is no artefact.
        with suppress(ValueError):
            place = ArtefactPlace(root=folder / STORE, kind=artefact.parent.name, key=artefact.name)
            with file_lock(path=place.use_lock, shared=True):
                _add_folder(writer, artefact, below=folder)


def _add_folder(writer: BackupWriter, added: Path, *, below: Path) -> None:
    # Unlike a glob, this ends quietly where the folder is removed meanwhile.
    for parent, _, names in os.walk(added):
        for path in (Path(parent, name) for name in sorted(names)):
            name = path.relative_to(below).as_posix()
            if name not in writer.files and may_be_kept(name):
                writer.add(name=name, path=path)
