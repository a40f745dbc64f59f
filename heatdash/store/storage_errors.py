"""Folders that hold data; a full or forbidden one is reported as a StorageError, in one sentence."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from heatdash.errors import StorageError
from heatdash.messages import message
from heatdash.settings import DATA_VARIABLE

_FULL = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}


@contextmanager
def storage_errors(folder: Path) -> Iterator[None]:
    """Raise StorageError where the block finds `folder` full or forbidden; let any other error pass as it is.

    An error that names a file outside `folder`, such as a clip that may not be read, is not about the folder and
    passes.
    """
    try:
        yield
    except OSError as error:
        if error.errno not in _FULL | _FORBIDDEN or _is_elsewhere(error=error, folder=folder):
            raise
        advice = message("store.free_space" if error.errno in _FULL else "store.writable")
        reason = error.strerror or str(error)
        raise StorageError(
            "store.folder_unusable", folder=str(folder), reason=reason, advice=advice, variable=DATA_VARIABLE
        ) from error


def _is_elsewhere(*, error: OSError, folder: Path) -> bool:
    if not isinstance(error.filename, str | os.PathLike):
        return False
    named = Path(error.filename)
    return not (named.is_relative_to(folder) or folder.is_relative_to(named))


def make_folder(folder: Path) -> None:
    """Make the folder, where it is not there. If that fails, a StorageError says what to do."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(
            "store.folder_unmade", folder=str(folder), reason=str(error.strerror), variable=DATA_VARIABLE
        ) from error
