"""Reading JSON that somebody else has written: no more of it than is useful, and nothing that breaks the reader."""

import json
from typing import Any

MOST_JSON_BYTES = 5_000_000
"""A scene with as many places and corners as there can be takes less."""


def json_in(content: bytes, /) -> Any:
    """What the JSON in `content` holds; a ValueError says why it cannot be read: too long, too deep, or none at all."""
    if len(content) > MOST_JSON_BYTES:
        raise ValueError(f"it has more than {MOST_JSON_BYTES / 1e6:g} MB")
    try:
        return json.loads(content)
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error
