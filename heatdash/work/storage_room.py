"""Room on the disk: what a visitor's clips and results take, and whether another clip still fits."""

import math
from dataclasses import dataclass

from heatdash.limits import limits
from heatdash.store.artefact_store import open_store
from heatdash.store.upload_records import all_records, folder_bytes, owner_mark, uploads_folder
from heatdash.work.coming_uploads import coming_uploads

OWNER_FULL, ALL_FULL = "owner_full", "all_full"


@dataclass(frozen=True)
class NoRoom:
    """Which limit a clip would be over, what is used of it already, and what it is."""

    reason: str
    used_bytes: float
    most_bytes: float


def used_bytes_of(owner: str) -> int:
    """What the owner's uploads take, or will take once they are whole, and all that was made from them."""
    mark = owner_mark(owner)
    records = [record for record in all_records() if record.by == mark]
    clips_bytes = sum(record.size_bytes for record in records)
    clips_bytes += sum(coming.size_bytes for coming in coming_uploads() if coming.by == mark)
    return clips_bytes + open_store().bytes_belonging_to({name for record in records for name in record.made_from})


def no_room_for(owner: str, *, size_bytes: int) -> NoRoom | None:
    """The limit that is reached with another clip of the owner's, of that size; None where it still fits."""
    most_bytes = limits().owner_bytes
    if not math.isinf(most_bytes) and (used_bytes := used_bytes_of(owner)) + size_bytes > most_bytes:
        return NoRoom(OWNER_FULL, used_bytes, most_bytes)
    return no_room_in_all(size_bytes)


def no_room_in_all(size_bytes: int, /) -> NoRoom | None:
    """The limit that all clips together reach with so much more; None where it still fits.

    Only what has come of them counts: who announces much and sends nothing keeps nobody else out.
    """
    most_bytes = limits().all_clips_bytes
    if not math.isinf(most_bytes) and (used_bytes := folder_bytes(uploads_folder())) + size_bytes > most_bytes:
        return NoRoom(ALL_FULL, used_bytes, most_bytes)
    return None
