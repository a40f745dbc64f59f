"""The secret of this installation, by which it knows again what it has signed."""

import os
import secrets
from functools import lru_cache
from pathlib import Path

from heatdash.errors import StorageError
from heatdash.settings import DATA_VARIABLE, data_folder
from heatdash.store.file_lock import file_lock
from heatdash.store.storage_errors import make_folder, storage_errors

SECRET_FILE = "secret"
_BYTES = 32


def installation_secret() -> bytes:
    """The secret in the data folder, which only its keeper may read; made when it is first asked for."""
    return _secret_at(data_folder() / SECRET_FILE)


@lru_cache(maxsize=4)
def _secret_at(path: Path) -> bytes:
    make_folder(path.parent)
    with storage_errors(path.parent):
        if not path.exists():
            with file_lock(path=path.with_name(f"{path.name}.lock")):
                _make(path)
        secret = path.read_bytes()
    if len(secret) != _BYTES:
        raise StorageError("store.secret_odd", name=str(path), found=len(secret), size=_BYTES, variable=DATA_VARIABLE)
    return secret


def _make(path: Path) -> None:
    """Write the secret, unless another process just has. It is there as a whole, or not at all."""
    if path.exists():
        return
    new = path.with_name(f"{path.name}.new")
    new.unlink(missing_ok=True)
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(secrets.token_bytes(_BYTES))
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
