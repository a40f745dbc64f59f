from pathlib import Path

import pytest

from heatdash.store.artefact_store import ArtefactStore
from heatdash.store.run_register import RunRegister


@pytest.fixture
def store(tmp_path: Path) -> ArtefactStore:
    return ArtefactStore(root=tmp_path / "store", limit_bytes=10**9)


@pytest.fixture
def register(tmp_path: Path) -> RunRegister:
    return RunRegister(tmp_path / "runs.sqlite")
