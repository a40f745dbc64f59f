"""The store that the settings name."""

from heatdash.settings import data_folder, store_limit_bytes
from heatdash.store.artefact_store import ArtefactStore


def open_store() -> ArtefactStore:
    """The store in the data folder, kept below the size that HEATDASH_STORE_GB sets."""
    return ArtefactStore(root=data_folder() / "store", limit_bytes=store_limit_bytes())
