"""The store that the settings name."""

from heatdash.settings import data_folder, store_limit_bytes
from heatdash.store.artefact_store import ArtefactStore
from heatdash.store.make_folder import make_folder


def open_store() -> ArtefactStore:
    """The store in the data folder, kept below the size that HEATDASH_STORE_GB sets. Its folder is made."""
    root, limit_bytes = data_folder() / "store", store_limit_bytes()
    make_folder(root)
    return ArtefactStore(root=root, limit_bytes=limit_bytes)
