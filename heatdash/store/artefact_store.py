"""The artefact store: opens artefacts, makes missing ones once, drops them, and sets damaged ones aside."""

import logging
import os
import shutil
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from heatdash.errors import StorageError
from heatdash.limits import limits
from heatdash.settings import DATA_VARIABLE, data_folder, is_hosted, store_limit_bytes
from heatdash.store.artefact_key import SET_ASIDE, ArtefactPlace
from heatdash.store.file_lock import file_lock, file_lock_if_free
from heatdash.store.manifest import verified_meta, write_manifest
from heatdash.store.retention import (
    FairShare,
    belongings,
    bytes_belonging_to,
    bytes_by_clip,
    evict_unused,
    mark_used,
    remove_all,
    remove_unrecorded,
    remove_unused,
    sweep_leftovers,
)
from heatdash.store.storage_errors import make_folder, storage_errors
from heatdash.store.upload_records import kept_without_clip, owners_of_results, room_for_results

STORE = "store"
"""What the store's folder is called in the data folder."""
KEPT_DAMAGED = 5

_log = logging.getLogger(__name__)


def set_aside_if_damaged(place: ArtefactPlace) -> None:
    """Move the artefact to set-aside/, for inspection, where it is there but damaged; only the last 5 are kept there.

    The caller holds the artefact's making lock. Those who opened the artefact before the damage lose it.
    """
    if not place.folder.exists() or verified_meta(place.folder) is not None:
        return
    shelf = place.root / SET_ASIDE
    target = shelf / f"{time.time_ns():020d}-{place.name}"
    with storage_errors(place.root):
        shelf.mkdir(parents=True, exist_ok=True)
        place.folder.rename(target)
    _log.warning("The stored %s %s is damaged; it was set aside as '%s'.", place.kind, place.key, target)
    for old in sorted(shelf.iterdir())[:-KEPT_DAMAGED]:
        shutil.rmtree(old, ignore_errors=True)


@dataclass(frozen=True)
class Artefact:
    """A whole artefact: its `folder`, which is only read, and the `meta` its maker returned."""

    folder: Path
    meta: dict[str, Any] = field(compare=False)
    was_cached: bool


@dataclass(frozen=True)
class ArtefactStore:
    """The artefacts below `root`, as root/kind/key/. Above `limit_bytes`, what was used longest ago is removed.

    With a `fair_share`, that is so for each owner, too, and no owner's push out another's who has less. What belongs to
    one of those that `keeps` names is never removed so.
    """

    root: Path
    limit_bytes: int
    fair_share: Callable[[], FairShare] | None = field(default=None, compare=False)
    keeps: Callable[[], Collection[str]] = field(default=tuple, compare=False)

    @contextmanager
    def open(self, *, kind: str, key: str) -> Iterator[Artefact | None]:
        """The artefact, which stays while the block lasts; None where it is missing or damaged. Nothing is made.

        An artefact that is just being made is missing still. A damaged one is set aside.
        """
        place = ArtefactPlace(root=self.root, kind=kind, key=key)
        if not place.folder.exists():
            yield None
            return
        with file_lock(path=place.use_lock, shared=True):
            artefact = _find(place)
            if artefact is None:
                with file_lock_if_free(place.making_lock) as is_free:
                    if is_free:
                        set_aside_if_damaged(place)
            yield artefact

    @contextmanager
    def get_or_make(
        self,
        *,
        kind: str,
        key: str,
        make: Callable[[Path], Mapping[str, object]],
        on_wait: Callable[[], None] | None = None,
        belongs_to: str | None = None,
    ) -> Iterator[Artefact]:
        """The artefact, which stays while the block lasts; made first where it is missing or damaged.

        `make` fills the empty folder it is given and returns the meta, which must fit into JSON. It must not ask for
        the artefact that it is making; where it raises, nothing is left. Of several callers at once, one makes; the
        others call `on_wait` once, wait and use what was made, or make it where the maker died. What the artefact
        `belongs_to` is recorded when it is made, for `drop_all`.
        """
        place = ArtefactPlace(root=self.root, kind=kind, key=key)
        with file_lock(path=place.use_lock, shared=True):
            artefact = _find(place)
            if artefact is None:
                sweep_leftovers(self.root)
                with file_lock(path=place.making_lock, on_wait=on_wait):
                    set_aside_if_damaged(place)
                    was_made = not place.folder.exists()
                    if was_made:
                        _make_whole(place=place, make=make, belongs_to=belongs_to)
                artefact = _find(place)
                if artefact is None:
                    raise StorageError("store.damaged_store", folder=str(place.folder), variable=DATA_VARIABLE)
                if was_made:
                    artefact = replace(artefact, was_cached=False)
                    evict_unused(
                        root=self.root, limit_bytes=self.limit_bytes, fair_share=self.fair_share, keeps=self.keeps()
                    )
            yield artefact

    def drop(self, *, kind: str, key: str) -> bool:
        """Delete the artefact. True where it is gone; False where someone uses or makes it, and it stays."""
        return remove_unused(place=ArtefactPlace(root=self.root, kind=kind, key=key))

    def belongings(self) -> set[str]:
        """All that artefacts are recorded to belong to."""
        return belongings(self.root)

    def bytes_belonging_to(self, clips: Collection[str], /) -> int:
        """The size of all that is recorded as belonging to one of these."""
        return bytes_belonging_to(root=self.root, clips=clips)

    def bytes_by_clip(self) -> dict[str, int]:
        """The size of all that is recorded as belonging to a clip, by its path or hash."""
        return bytes_by_clip(self.root)

    def drop_all(self, *, belonging_to: str, but: Collection[tuple[str, str]] = ()) -> bool:
        """Delete all that is recorded as belonging to this, `but` these, by their kinds and keys.

        True where all is gone; False where some is in use.
        """
        return remove_all(root=self.root, belonging_to=belonging_to, but=but)

    def drop_unrecorded(self) -> list[Path]:
        """Delete what the first versions made, which is recorded as belonging to nothing; the folders that are gone."""
        return remove_unrecorded(self.root)


def _find(place: ArtefactPlace) -> Artefact | None:
    with storage_errors(place.root):
        meta = verified_meta(place.folder)
    if meta is None:
        return None
    mark_used(place.folder)
    return Artefact(folder=place.folder, meta=meta, was_cached=True)


def _make_whole(*, place: ArtefactPlace, make: Callable[[Path], Mapping[str, object]], belongs_to: str | None) -> None:
    """Make the artefact under a temporary name, so that only a whole one ever has its own."""
    temporary = place.new_temporary()
    with storage_errors(place.root):
        try:
            temporary.mkdir(parents=True)
            meta = make(temporary)
            write_manifest(folder=temporary, kind=place.kind, key=place.key, meta=meta, belongs_to=belongs_to)
            place.folder.parent.mkdir(exist_ok=True)
            temporary.rename(place.folder)
            _keep_names_on_disk(place.folder)
            _keep_names_on_disk(place.folder.parent)
        finally:
            shutil.rmtree(temporary, ignore_errors=True)


def _keep_names_on_disk(folder: Path) -> None:
    # Windows cannot open folders; there a power cut may lose the newest artefact.
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def open_store() -> ArtefactStore:
    """The store in the data folder, kept below the size that HEATDASH_STORE_GB sets. Makes its folder."""
    root, limit_bytes = data_folder() / STORE, store_limit_bytes()
    make_folder(root)
    fair_share = _fair_share if is_hosted() else None
    return ArtefactStore(root=root, limit_bytes=limit_bytes, fair_share=fair_share, keeps=kept_without_clip)


def _fair_share() -> FairShare:
    room_bytes = room_for_results(owner_bytes=limits().owner_bytes)
    return FairShare(owners=owners_of_results(), room_bytes=room_bytes)
