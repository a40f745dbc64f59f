"""Where the parts of one artefact lie."""

import re
import secrets
from dataclasses import dataclass
from pathlib import Path

from heatdash.store.artefact_key import KEY_LENGTH

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
        """The artefact itself, once it is whole."""
        return self.root / self.kind / self.key

    @property
    def name(self) -> str:
        """Kind and key as one word."""
        return f"{self.kind}-{self.key}"

    @property
    def use_lock(self) -> Path:
        """Held shared by those who use or make the artefact, exclusively by whoever removes it."""
        return self.root / LOCKS / f"{self.name}.lock"

    @property
    def making_lock(self) -> Path:
        """Held by the one who makes the artefact or sets it aside."""
        return making_lock(root=self.root, name=self.name)

    def new_temporary(self) -> Path:
        """A name in tmp/ that nobody had before, so that orphaned workers of a killed maker cannot write into it."""
        return self.root / TEMPORARY / f"{self.name}.{secrets.token_hex(8)}"


def making_lock(*, root: Path, name: str) -> Path:
    """The lock held by the maker of an artefact, or of a folder in tmp/, whose name begins with the artefact's."""
    return root / LOCKS / f"{name.partition('.')[0]}.making.lock"
