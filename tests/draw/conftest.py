from typing import Any

import pytest

from heatdash.draw import arrows
from heatdash.draw.glass import Glass
from heatdash.draw.write_text import write_text


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that are written beside the names of places, in order."""
    texts: list[str] = []

    def recorded(text: str, **how: Any) -> Glass:
        texts.append(text)
        return write_text(text, **how)

    monkeypatch.setattr(arrows, "write_text", recorded)
    return texts
