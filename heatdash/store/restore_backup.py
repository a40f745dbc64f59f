"""Putting a backup back into the data folder: all of it or nothing, whenever it breaks off.

The backup is written to a folder of its own within the data folder and checked there. Renaming that folder is the
moment from which it counts: what is left to do then, moving files, is done again until it is done, by the next server
or restore at the latest.
"""

import secrets
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from heatdash.errors import StorageError
from heatdash.settings import DATA_VARIABLE, data_folder
from heatdash.store.artefact_store import STORE
from heatdash.store.backup_file import Manifest, extract, opened_backup
from heatdash.store.installation_secret import SECRET_FILE
from heatdash.store.manifest import recorded_owner
from heatdash.store.one_server import only_server
from heatdash.store.run_database import REGISTER_FILE
from heatdash.store.storage_errors import storage_errors
from heatdash.store.upload_records import UPLOADS

_COMING, _WHOLE, _BEFORE = "restoring-", "restored-", "before-restore-"
_LOGS = ("-wal", "-shm", "-journal")


@dataclass(frozen=True)
class Restored:
    """What was put back: the backup's `manifest`, how many `runs`, and where what was there lies now, if anything."""

    manifest: Manifest
    runs: int
    set_aside: Path | None

    @property
    def has_secret(self) -> bool:
        """True where the folder has a secret, of the backup or its own."""
        return (data_folder() / SECRET_FILE).exists()


def restore_backup(*, source: Path, replace: bool = False) -> Restored:
    """Put the backup into the data folder, and tell what that was.

    Clips and results that are there are left alone, and the backup refused, unless they are to be replaced: then they
    are set aside, within the folder. What the backup does not hold, a secret, a store, stays.
    """
    folder = data_folder()
    with opened_backup(source) as (archive, manifest), only_server(), storage_errors(folder):
        finish_restore()
        there = [name for name in sorted(_parts_of(manifest)) if _holds_something(folder / name)]
        if there and not replace:
            raise StorageError("store.folder_in_use", folder=str(folder), found=", ".join(there), option="--replace")
        free = shutil.disk_usage(folder).free
        if manifest.bytes > free:
            needed, free_gb = f"{manifest.bytes / 1e9:.3g}", f"{free / 1e9:.3g}"
            raise StorageError("store.no_room", folder=str(folder), needed=needed, free=free_gb)
        stamp = f"{time.strftime('%Y%m%d-%H%M%S', time.gmtime())}-{secrets.token_hex(2)}"
        coming = folder / f"{_COMING}{stamp}"
        coming.mkdir()
        try:
            extract(archive=archive, manifest=manifest, into=coming)
            runs = _fit_to(folder=folder, coming=coming, manifest=manifest)
            coming.rename(folder / f"{_WHOLE}{stamp}")
        finally:
            shutil.rmtree(coming, ignore_errors=True)
        finish_restore()
        aside = folder / f"{_BEFORE}{stamp}"
    return Restored(manifest=manifest, runs=runs, set_aside=aside if aside.exists() else None)


def finish_restore() -> None:
    """Put into place what an interrupted restore has left, if it was whole by then; else remove it.

    The caller is the only server of the folder.
    """
    folder = data_folder()
    with storage_errors(folder):
        for part in folder.glob(f"{_COMING}*/"):
            shutil.rmtree(part)
        for whole in sorted(folder.glob(f"{_WHOLE}*/")):
            aside = folder / f"{_BEFORE}{whole.name.removeprefix(_WHOLE)}"
            for new in sorted(whole.iterdir()):
                # What still waits here has not replaced anything yet, so what lies in its place is old. A log would be
                # taken for that of the new list.
                for old in (folder / f"{new.name}{end}" for end in (*_LOGS, "")):
                    if _holds_something(old):
                        aside.mkdir(exist_ok=True)
                        old.rename(aside / old.name)
                    elif old.exists():
                        old.rmdir()
                new.rename(folder / new.name)
            whole.rmdir()


def _parts_of(manifest: Manifest) -> set[str]:
    """The files and folders in the data folder that the backup replaces; uploads, too, where it has none."""
    return {name.split("/")[0] for name in manifest.files} | {UPLOADS}


def _holds_something(path: Path) -> bool:
    return path.exists() and (path.is_file() or any(path.iterdir()))


def _fit_to(*, folder: Path, coming: Path, manifest: Manifest) -> int:
    """How many runs there are, once they name their clips where those will lie in this folder."""
    (coming / UPLOADS).mkdir(exist_ok=True)
    before, now = f"{Path(manifest.folder)}/", f"{folder}/"
    with _register(coming / REGISTER_FILE) as connection:
        (form,) = connection.execute("PRAGMA user_version").fetchone()
        if form != manifest.form:
            raise sqlite3.DatabaseError(f"form {form}, not {manifest.form}")
        connection.execute(
            "UPDATE runs SET source = ? || substr(source, ?) WHERE substr(source, 1, ?) = ?",
            (now, len(before) + 1, len(before), before),
        )
        (runs,) = connection.execute("SELECT COUNT(*) FROM runs").fetchone()
    for artefact in coming.glob(f"{STORE}/*/*/"):
        # It belongs to a clip by its path: nobody would find it there to delete it with that clip.
        if before != now and (recorded_owner(artefact) or "").startswith(before):
            shutil.rmtree(artefact)
    return int(runs)


@contextmanager
def _register(path: Path) -> Iterator[sqlite3.Connection]:
    """The list of runs at `path`, to be changed within the block, and checked."""
    try:
        with closing(sqlite3.connect(path)) as connection:
            (state,) = connection.execute("PRAGMA quick_check(1)").fetchone()
            if state != "ok":
                raise sqlite3.DatabaseError(state)
            with connection:
                yield connection
            # As it was before it became a single file.
            connection.execute("PRAGMA journal_mode = WAL")
    except sqlite3.Error as error:
        raise StorageError("store.list_unusable", name=str(path), reason=str(error), variable=DATA_VARIABLE) from error
