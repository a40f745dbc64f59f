from pathlib import Path

import pytest

from heatdash.store.artefact_store import ArtefactStore


@pytest.fixture
def store(tmp_path: Path) -> ArtefactStore:
    return ArtefactStore(root=tmp_path / "store", limit_bytes=10**9)
