"""The register that the settings name."""

from functools import lru_cache
from pathlib import Path

from heatdash.settings import data_folder
from heatdash.store.run_register import RunRegister


def open_register() -> RunRegister:
    """The register in the data folder; the same one for all who ask in this process."""
    return _register_at(data_folder() / "runs.sqlite")


@lru_cache(maxsize=1)
def _register_at(path: Path) -> RunRegister:
    return RunRegister(path)
