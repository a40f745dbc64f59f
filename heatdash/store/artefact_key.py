"""An artefact's key, a hash of what it was made from, and the paths of its folder and locks."""

import hashlib
import json
import re
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

KeyPart: TypeAlias = "str | int | float | bool | tuple[KeyPart, ...] | None"

KEY_LENGTH = 40


def artefact_key(*, kind: str, version: int, **made_from: KeyPart) -> str:
    """The key: 40 hex digits that stand for the kind, its format's version and all that the artefact is made from.

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


LOCKS = "locks"
TEMPORARY = "tmp"
SET_ASIDE = "set-aside"
NOT_KINDS = frozenset({LOCKS, TEMPORARY, SET_ASIDE})


@dataclass(frozen=True)
class ArtefactPlace:
    """The folder and the locks of an artefact in the store at `root`. Kinds are lower-case words, such as 'tracks'."""

    root: Path
    kind: str
    key: str

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[a-z][a-z0-9_]*", self.kind) or self.kind in NOT_KINDS:
            raise ValueError(f"'{self.kind}' cannot be a kind of artefact; use lower-case letters, digits and _.")
        if not re.fullmatch(rf"[0-9a-f]{{{KEY_LENGTH}}}", self.key):
            raise ValueError(f"'{self.key}' is no key; make it with artefact_key().")

    @property
    def folder(self) -> Path:
        """The artefact's folder, which is there once the artefact is whole."""
        return self.root / self.kind / self.key

    @property
    def name(self) -> str:
        """Kind and key as one word."""
        return f"{self.kind}-{self.key}"

    @property
    def use_lock(self) -> Path:
        """The lock held shared while the artefact is used or made, and exclusively while it is removed."""
        return self.root / LOCKS / f"{self.name}.lock"

    @property
    def making_lock(self) -> Path:
        """The lock held while the artefact is made or set aside."""
        return making_lock(root=self.root, name=self.name)

    def new_temporary(self) -> Path:
        """A path in tmp/ never used before, so that orphaned workers of a killed maker cannot write into it."""
        return self.root / TEMPORARY / f"{self.name}.{secrets.token_hex(8)}"


def making_lock(*, root: Path, name: str) -> Path:
    """The making lock of the artefact of that name, also given the name of its folder in tmp/, which begins alike."""
    return root / LOCKS / f"{name.partition('.')[0]}.making.lock"
