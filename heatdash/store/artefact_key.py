"""The name of an artefact: a hash of what it was made from."""

import hashlib
import json
from typing import TypeAlias

KeyPart: TypeAlias = "str | int | float | bool | tuple[KeyPart, ...] | None"

KEY_LENGTH = 40


def artefact_key(*, kind: str, version: int, **made_from: KeyPart) -> str:
    """40 hex digits that stand for the kind, its format's version and everything the artefact is made from.

    The order of the arguments does not matter. Equal numbers give equal keys (1 and 1.0, 0.0 and -0.0); True is
    not 1 and '1' is not 1. A type that is not listed raises TypeError; nan and infinity raise ValueError.
    """
    made = {name: _canonical(name=name, value=value) for name, value in made_from.items()}
    text = json.dumps([kind, version, made], sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()[:KEY_LENGTH]


def _canonical(*, name: str, value: object) -> object:
    if isinstance(value, tuple):
        return [_canonical(name=name, value=item) for item in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if value is None or isinstance(value, str | int | float):
        return value
    found = type(value).__name__
    raise TypeError(f"'{name}' holds a {found}; a key is made from str, int, float, bool, None and tuples of these.")
