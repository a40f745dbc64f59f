"""The manifest of an artefact, which lists its files, so that damage is found before the artefact is used."""

import errno
import hashlib
import json
import os
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

MANIFEST = "manifest.json"

_DAMAGED = {errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.EIO}


def write_manifest(
    *, folder: Path, kind: str, key: str, meta: Mapping[str, object], belongs_to: str | None = None
) -> None:
    """Write manifest.json about all files in `folder`, and sync all of them to disk before returning."""
    if (folder / MANIFEST).exists():
        raise ValueError(f"An artefact cannot hold a file named {MANIFEST}.")
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    files = {}
    for path in paths:
        _keep_on_disk(path)
        files[path.relative_to(folder).as_posix()] = {"bytes": path.stat().st_size, "blake2b": _digest_of(path)}
    content = {"kind": kind, "key": key, "files": files, "meta": meta, "belongs_to": belongs_to}
    text = json.dumps(content | {"blake2b": _digest_of_content(content)}, sort_keys=True, indent=1, allow_nan=False)
    (folder / MANIFEST).write_text(text, encoding="utf-8")
    _keep_on_disk(folder / MANIFEST)


def verified_meta(folder: Path) -> dict[str, Any] | None:
    """The artefact's meta; None where the manifest or a file is missing, truncated or altered.

    A file is hashed once per process, and again when its size or times change. Files that the manifest does not
    name are ignored.
    """
    try:
        content = json.loads((folder / MANIFEST).read_bytes())
        if not isinstance(content, dict) or content.pop("blake2b", None) != _digest_of_content(content):
            return None
        if (content["kind"], content["key"]) != (folder.parent.name, folder.name):
            return None
        if not all(_is_whole(path=folder / name, **known) for name, known in content["files"].items()):
            return None
        meta: dict[str, Any] = content["meta"]
        return meta
    except ValueError:
        return None
    except OSError as error:
        if error.errno in _DAMAGED:
            return None
        raise


def recorded_owner(folder: Path) -> str | None:
    """What the artefact is recorded to belong to; None where nothing is recorded, or no manifest can be read."""
    return _readable_content(folder).get("belongs_to")


def is_of_first_versions(folder: Path) -> bool:
    """True where the artefact is of the first versions, whose manifests had no place for what it belongs to."""
    content = _readable_content(folder)
    return "files" in content and "belongs_to" not in content


def _readable_content(folder: Path) -> dict[str, Any]:
    """What the manifest says; nothing where it cannot be read."""
    try:
        content = json.loads((folder / MANIFEST).read_bytes())
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def _is_whole(*, path: Path, bytes: int, blake2b: str) -> bool:
    return path.stat().st_size == bytes and _digest_of(path) == blake2b


def _digest_of(path: Path) -> str:
    state = path.stat()
    return _digest_of_state(path, state.st_size, state.st_mtime_ns, state.st_ctime_ns)


@lru_cache(maxsize=4096)
def _digest_of_state(path: Path, _size: int, _mtime_ns: int, _ctime_ns: int) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "blake2b").hexdigest()


def _digest_of_content(content: Mapping[str, object]) -> str:
    return hashlib.blake2b(json.dumps(content, sort_keys=True, allow_nan=False).encode()).hexdigest()


def _keep_on_disk(path: Path) -> None:
    with path.open("r+b") as file:
        os.fsync(file.fileno())
