import errno
import os
from pathlib import Path

import pytest

from heatdash.errors import StorageError
from heatdash.store.storage_errors import storage_errors
from tests.store.store_process import KEY, output_of, start_process

SMALL_FILES_ONLY = """
import resource
resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))
from heatdash.errors import StorageError

def make(folder):
    {make}
    return {{}}

try:
    with store.get_or_make(kind='tracks', key=KEY, make=make):
        pass
except StorageError as error:
    print(error)
print(list((root / 'tmp').iterdir()), list(root.glob('tracks/*')))
"""
WRITE_BYTES = "(folder / 'big.bin').write_bytes(b'x' * 100_000)"
WRITE_TABLE = """
    import numpy as np, pandas as pd
    from heatdash.store.parquet_tables import write_table
    table = pd.DataFrame({'x': np.random.default_rng(0).random(20_000)})
    write_table(path=folder / 'table.parquet', table=table)
"""


@pytest.mark.parametrize("make", [WRITE_BYTES, WRITE_TABLE.strip()])
def test_a_full_disk_is_one_sentence_and_leaves_nothing(store, make):
    sentence, left = output_of(start_process(code=SMALL_FILES_ONLY.format(make=make), root=store.root)).splitlines()
    assert sentence.startswith(f"The folder '{store.root}' cannot be used (")
    assert "File too large" in sentence
    assert sentence.endswith("; free space there, or set HEATDASH_DATA to another folder.")
    assert left == "[] []"


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
def test_a_full_folder_asks_for_space(number):
    with pytest.raises(StorageError, match="free space there"), storage_errors(Path("/data")):
        raise OSError(number, os.strerror(number))


@pytest.mark.parametrize("number", [errno.EACCES, errno.EROFS, errno.EPERM])
@pytest.mark.parametrize("named", ["/data/store/tracks/x", "/data"])
def test_a_forbidden_folder_asks_to_be_writable(number, named):
    with pytest.raises(StorageError, match="make it writable"), storage_errors(Path("/data/store")):
        raise OSError(number, os.strerror(number), named)


def test_a_clip_that_may_not_be_read_is_not_blamed_on_the_store():
    with pytest.raises(PermissionError), storage_errors(Path("/data")):
        raise PermissionError(errno.EACCES, "Permission denied", "/clips/a.mp4")


def test_other_errors_pass():
    with pytest.raises(IsADirectoryError), storage_errors(Path("/data")):
        raise IsADirectoryError(errno.EISDIR, "Is a directory", "/data/x")


@pytest.mark.skipif(not Path("/proc/sys").exists(), reason="needs a folder in which even root cannot write")
def test_a_root_that_cannot_be_made_is_one_sentence():
    from heatdash.store.artefact_store import ArtefactStore

    store = ArtefactStore(root=Path("/sys/heatdash/store"), limit_bytes=1)
    with pytest.raises(StorageError, match="make it writable"), store.get_or_make(kind="a", key=KEY, make=lambda _: {}):
        pass
