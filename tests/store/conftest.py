from collections.abc import Callable
from pathlib import Path

import pytest

from heatdash.settings import DATA_VARIABLE
from heatdash.store.artefact_store import ArtefactStore
from heatdash.store.run_register import RunRegister


@pytest.fixture
def store(tmp_path: Path) -> ArtefactStore:
    return ArtefactStore(root=tmp_path / "store", limit_bytes=10**9)


@pytest.fixture
def register(tmp_path: Path) -> RunRegister:
    return RunRegister(tmp_path / "runs.sqlite")


@pytest.fixture
def move_to(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], Path]:
    """Goes on with another data folder."""

    def go(folder: Path) -> Path:
        monkeypatch.setenv(DATA_VARIABLE, str(folder))
        return folder

    return go
