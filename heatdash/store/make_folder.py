"""A folder that things are kept in."""

from pathlib import Path

from heatdash.errors import StorageError
from heatdash.settings import DATA_VARIABLE


def make_folder(folder: Path) -> None:
    """Nothing; the folder is there. One that cannot be made is told, with what to do."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(
            f"The folder '{folder}' cannot be made ({error.strerror}); set {DATA_VARIABLE} to another folder."
        ) from error
