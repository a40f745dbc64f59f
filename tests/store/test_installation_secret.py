"""The secret of this installation."""

import stat
import subprocess
import sys
from pathlib import Path

import pytest

from heatdash.errors import StorageError
from heatdash.store import installation_secret as module
from heatdash.store.installation_secret import SECRET_FILE, installation_secret

ASK = "from heatdash.store.installation_secret import installation_secret; print(installation_secret().hex())"


def test_it_is_made_once_and_is_the_keepers_alone(data_folder: Path) -> None:
    first, file = installation_secret(), data_folder / SECRET_FILE
    module._secret_at.cache_clear()
    assert installation_secret() == first == file.read_bytes()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in data_folder.iterdir()] == [SECRET_FILE]


def test_processes_that_begin_at_once_have_the_same(data_folder: Path) -> None:
    asking = [subprocess.Popen([sys.executable, "-c", ASK], stdout=subprocess.PIPE, text=True) for _ in range(4)]
    assert {process.communicate(timeout=60)[0].strip() for process in asking} == {installation_secret().hex()}


def test_what_a_process_that_died_has_left_is_no_hindrance(data_folder: Path) -> None:
    data_folder.mkdir()
    (data_folder / f"{SECRET_FILE}.new").write_bytes(b"half")
    assert len(installation_secret()) == 32


def test_one_that_was_damaged_is_told(data_folder: Path) -> None:
    data_folder.mkdir()
    (data_folder / SECRET_FILE).write_bytes(b"half")
    with pytest.raises(StorageError, match=r"has 4 bytes, not 32; put back the one of your backup, or delete it"):
        installation_secret()
