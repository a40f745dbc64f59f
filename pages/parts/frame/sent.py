"""What components of our own have sent: they send what they should, but a browser may send anything."""

from collections.abc import Mapping
from typing import Any

_LARGEST = 1e6
_LONGEST = 200


def sent_numbers(sent: Any, /, *names: str) -> tuple[float, ...] | None:
    """The numbers of those names; None unless each of them is there, and is one that a page can mean."""
    values = _values(sent, names)
    are_numbers = all(type(value) in (int, float) and -_LARGEST <= value <= _LARGEST for value in values)
    return tuple(map(float, values)) if values and are_numbers else None


def sent_texts(sent: Any, /, *names: str) -> tuple[str, ...] | None:
    """The texts of those names; None unless each of them is there, and is one line at most."""
    values = _values(sent, names)
    are_texts = all(isinstance(value, str) and len(value) <= _LONGEST and value.isprintable() for value in values)
    return tuple(values) if values and are_texts else None


def _values(sent: Any, names: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(sent[name] for name in names) if isinstance(sent, Mapping) and set(names) <= set(sent) else ()
