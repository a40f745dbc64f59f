"""Keeping the store below its size limit, and free of what killed processes left."""

import math
import os
import shutil
from collections import defaultdict, deque
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from heatdash.store.artefact_key import LOCKS, NOT_KINDS, SET_ASIDE, TEMPORARY, ArtefactPlace, making_lock
from heatdash.store.file_lock import file_lock, file_lock_if_free
from heatdash.store.manifest import MANIFEST, is_of_first_versions, recorded_owner

TARGET_SHARE = 0.9


@dataclass(frozen=True)
class _Stored:
    place: ArtefactPlace
    last_used_ns: int
    size_bytes: int


@dataclass(frozen=True)
class FairShare:
    """How the store is shared: whose those artefacts are that belong to a clip, by the clip, and what each may have.

    What belongs to nobody known is all of one more owner. Where all together have more than the store may hold, whoever
    has the most gives way first.
    """

    owners: Mapping[str, str]
    room_bytes: Mapping[str, float]


def evict_unused(
    *,
    root: Path,
    limit_bytes: int,
    fair_share: Callable[[], FairShare] | None = None,
    keeps: Collection[str] = (),
) -> list[Path]:
    """The folders removed: of a store over its limit, the least recently used, until it is below 90 % of the limit.

    With a fair share, no owner's results push out another's who has less. What is in use stays, and what belongs to one
    of those that are named in `keeps`, so a store may remain over its limit.
    """
    with file_lock(path=root / LOCKS / "retention.lock"):
        stored = sorted(_all_stored(root), key=lambda artefact: artefact.last_used_ns)
        if keeps:
            others = [artefact for artefact in stored if recorded_owner(artefact.place.folder) not in keeps]
            limit_bytes -= sum(one.size_bytes for one in stored) - sum(one.size_bytes for one in others)
            stored = others
        if fair_share is None:
            return _evict({"": stored}, limit_bytes)
        share = fair_share()
        of_owners: dict[str, list[_Stored]] = defaultdict(list)
        for artefact in stored:
            clip = recorded_owner(artefact.place.folder)
            of_owners[share.owners.get(clip, "") if clip else ""].append(artefact)
        evicted = [
            folder
            for owner, theirs in of_owners.items()
            for folder in _evict({owner: theirs}, share.room_bytes.get(owner, math.inf))
        ]
        gone = set(evicted)
        left = {
            owner: [artefact for artefact in theirs if artefact.place.folder not in gone]
            for owner, theirs in of_owners.items()
        }
        return [*evicted, *_evict(left, limit_bytes)]


def _evict(of_owners: Mapping[str, Sequence[_Stored]], limit_bytes: float) -> list[Path]:
    """Remove, where all together is over the limit, what was used longest ago, of whoever has the most at that time.

    What was used longest ago comes first.
    """
    sizes = {owner: sum(artefact.size_bytes for artefact in theirs) for owner, theirs in of_owners.items()}
    left_bytes, evicted = sum(sizes.values()), list[Path]()
    if left_bytes <= limit_bytes:
        return evicted
    queues = {owner: deque(theirs) for owner, theirs in of_owners.items() if theirs}
    while queues and left_bytes >= TARGET_SHARE * limit_bytes:
        owner = max(queues, key=lambda one: sizes[one])
        artefact = queues[owner].popleft()
        if remove_unused(place=artefact.place, last_used_ns=artefact.last_used_ns):
            evicted.append(artefact.place.folder)
            sizes[owner] -= artefact.size_bytes
            left_bytes -= artefact.size_bytes
        if not queues[owner]:
            del queues[owner]
    return evicted


def belongings(root: Path) -> set[str]:
    """All that artefacts are recorded to belong to: clips, by their path or hash."""
    recorded = (recorded_owner(artefact.place.folder) for artefact in _all_stored(root))
    return {name for name in recorded if name is not None}


def bytes_by_clip(root: Path) -> dict[str, int]:
    """The size of all artefacts that are recorded to belong to a clip, by its path or hash; of others, by nothing."""
    sizes: dict[str, int] = defaultdict(int)
    for artefact in _all_stored(root):
        sizes[recorded_owner(artefact.place.folder) or ""] += artefact.size_bytes
    return dict(sizes)


def bytes_belonging_to(*, root: Path, clips: Collection[str]) -> int:
    """The size of all artefacts that are recorded to belong to one of these clips."""
    return sum(artefact.size_bytes for artefact in _all_stored(root) if recorded_owner(artefact.place.folder) in clips)


def remove_unused(*, place: ArtefactPlace, last_used_ns: int | None = None) -> bool:
    """Delete the artefact. True where it is gone; False where it is in use, or was since `last_used_ns`."""
    if not place.folder.exists():
        return True
    with file_lock_if_free(place.use_lock) as is_free:
        if not is_free:
            return False
        if not place.folder.exists():
            return True
        if last_used_ns is not None and _last_used_ns(place.folder) != last_used_ns:
            return False
        # Renamed first: an interrupted removal must not leave half an artefact under its name.
        renamed = place.new_temporary()
        renamed.parent.mkdir(parents=True, exist_ok=True)
        try:
            place.folder.rename(renamed)
        except PermissionError:
            return False
        shutil.rmtree(renamed, ignore_errors=True)
        return True


def remove_all(*, root: Path, belonging_to: str, but: Collection[tuple[str, str]] = ()) -> bool:
    """Delete all that is recorded as belonging to this, also what was damaged and set aside. True where all is gone.

    What is in use stays, and then this is False. What is just being made stays too, and what `but` names (kind, key).
    """
    belonging = (folder for folder in root.glob("*/*") if recorded_owner(folder) == belonging_to)
    folders = [folder for folder in belonging if (folder.parent.name, folder.name) not in but]
    for folder in folders:
        if folder.parent.name == SET_ASIDE:
            shutil.rmtree(folder, ignore_errors=True)
    kept = [folder for folder in folders if folder.parent.name not in NOT_KINDS]
    places = [ArtefactPlace(root=root, kind=folder.parent.name, key=folder.name) for folder in kept]
    in_use = [place for place in places if not remove_unused(place=place)]
    return not in_use


def remove_unrecorded(root: Path) -> list[Path]:
    """The folders removed: what the first versions made. Nobody would find it there to delete it with its clip."""
    places = [stored.place for stored in _all_stored(root) if is_of_first_versions(stored.place.folder)]
    return [place.folder for place in places if remove_unused(place=place)]


def sweep_leftovers(root: Path) -> None:
    """Remove from tmp/ what no living process works on."""
    with suppress(FileNotFoundError):
        for leftover in list((root / TEMPORARY).iterdir()):
            with file_lock_if_free(making_lock(root=root, name=leftover.name)) as is_free:
                if is_free:
                    shutil.rmtree(leftover, ignore_errors=True)


def mark_used(folder: Path) -> None:
    """Record that the artefact was used now; do nothing in a store that may only be read."""
    with suppress(OSError):
        os.utime(folder / MANIFEST)


def _last_used_ns(folder: Path) -> int:
    manifest = folder / MANIFEST
    return (manifest if manifest.exists() else folder).stat().st_mtime_ns


def _all_stored(root: Path) -> Iterator[_Stored]:
    for folder in root.glob("*/*"):
        # Another process may remove it meanwhile; and what has no key as its name is not ours to remove.
        with suppress(FileNotFoundError, ValueError):
            place = ArtefactPlace(root=root, kind=folder.parent.name, key=folder.name)
            size_bytes = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
            yield _Stored(place=place, last_used_ns=_last_used_ns(folder), size_bytes=size_bytes)
