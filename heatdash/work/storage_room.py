"""Room on the disk: what a visitor's clips and results take, and whether another clip still fits."""

import math
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from heatdash.limits import limits
from heatdash.store.artefact_store import open_store
from heatdash.store.upload_records import all_records, owner_mark

OWNER_FULL, ALL_FULL = "owner_full", "all_full"


@dataclass(frozen=True)
class NoRoom:
    """Which limit a clip would be over, what is used of it already, and what it is."""

    reason: str
    used_bytes: float
    most_bytes: float


def used_bytes_of(owner: str) -> int:
    """What the owner's uploads take, and all that was made from them."""
    records = [record for record in all_records() if record.by == owner_mark(owner)]
    clips_bytes = sum(record.size_bytes for record in records)
    return clips_bytes + open_store().bytes_belonging_to({name for record in records for name in record.made_from})


class ComingClip:
    """A clip that an owner sends, and what has come of it or was announced; others of theirs count while they come."""

    def __init__(self, owner: str):
        self.owner, self.size_bytes = owner, 0
        self._known: tuple[int, float, float] | None = None

    def grow_to(self, size_bytes: int, /) -> NoRoom | None:
        """The limit that is reached where the clip has this size; None where it still fits."""
        self.size_bytes = max(self.size_bytes, size_bytes)
        most = limits()
        if math.isinf(most.owner_bytes) and math.isinf(most.all_clips_bytes):
            return None
        owners_bytes, all_bytes = self._arrived()
        with _lock:
            owners_bytes += sum(clip.size_bytes for clip in _coming if clip.owner == self.owner)
            all_bytes += sum(clip.size_bytes for clip in _coming)
        if owners_bytes > most.owner_bytes:
            return NoRoom(OWNER_FULL, owners_bytes - self.size_bytes, most.owner_bytes)
        if all_bytes > most.all_clips_bytes:
            return NoRoom(ALL_FULL, all_bytes - self.size_bytes, most.all_clips_bytes)
        return None

    def _arrived(self) -> tuple[float, float]:
        """What the owner has, and what all clips take: looked up anew only once another clip has come to its end."""
        ended = _ended
        if self._known is None or self._known[0] != ended:
            # What has not arrived whole counts as coming, or is swept.
            self._known = (ended, used_bytes_of(self.owner), sum(record.size_bytes for record in all_records()))
        return self._known[1:]


_lock = threading.Lock()
_coming: set[ComingClip] = set()
_ended = 0
"""How many clips have arrived or were broken off since this process began."""


@contextmanager
def coming_clip(owner: str, /) -> Iterator[ComingClip]:
    """A clip that the owner sends; it counts for the limits within the block, and afterwards where it has arrived."""
    global _ended
    clip = ComingClip(owner)
    with _lock:
        _coming.add(clip)
    try:
        yield clip
    finally:
        with _lock:
            _coming.discard(clip)
            _ended += 1
