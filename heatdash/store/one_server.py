"""One server per data folder: a lock that a server holds for its life, and the system frees when it dies."""

from collections.abc import Iterator
from contextlib import contextmanager

from heatdash.errors import StorageError
from heatdash.settings import DATA_VARIABLE, data_folder
from heatdash.store.file_lock import file_lock_if_free
from heatdash.store.storage_errors import make_folder

SERVER_LOCK = "server.lock"


@contextmanager
def only_server() -> Iterator[None]:
    """Hold the data folder for the block, as its server does; refuse where another server has it.

    Whatever else uses the folder, the command line among them, need not hold it.
    """
    folder = data_folder()
    make_folder(folder)
    with file_lock_if_free(folder / SERVER_LOCK) as is_free:
        if not is_free:
            raise StorageError("store.other_server", folder=str(folder), variable=DATA_VARIABLE)
        yield
