"""The store that the settings name."""

from heatdash.errors import StorageError
from heatdash.settings import DATA_VARIABLE, data_folder, store_limit_bytes
from heatdash.store.artefact_store import ArtefactStore


def open_store() -> ArtefactStore:
    """The store in the data folder, kept below the size that HEATDASH_STORE_GB sets. Its folder is made."""
    root, limit_bytes = data_folder() / "store", store_limit_bytes()
    try:
        root.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(
            f"The folder '{root}' cannot be made ({error.strerror}); set {DATA_VARIABLE} to another folder."
        ) from error
    return ArtefactStore(root=root, limit_bytes=limit_bytes)
