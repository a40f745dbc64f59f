from types import ModuleType
from typing import Any

import pytest

from heatdash.draw import arrows
from heatdash.draw.glass import Glass
from heatdash.draw.write_text import write_text


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that are written beside the names of places, in order."""
    return texts_written_by(arrows, monkeypatch)


def texts_written_by(module: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that the module writes from now on, in order."""
    texts: list[str] = []

    def recorded(text: str, **how: Any) -> Glass:
        texts.append(text)
        return write_text(text, **how)

    monkeypatch.setattr(module, "write_text", recorded)
    return texts
