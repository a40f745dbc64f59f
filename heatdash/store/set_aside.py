"""Damaged artefacts are kept for a look, out of the way."""

import logging
import shutil
import time

from heatdash.store.artefact_place import SET_ASIDE, ArtefactPlace
from heatdash.store.manifest import verified_meta
from heatdash.store.storage_errors import storage_errors

KEPT = 5

_log = logging.getLogger(__name__)


def set_aside_if_damaged(place: ArtefactPlace) -> None:
    """Moves the artefact to set-aside/ where it is there and not whole; of those only the last 5 are kept.

    The caller holds the artefact's making lock. Whoever opened it before the damage loses it.
    """
    if not place.folder.exists() or verified_meta(place.folder) is not None:
        return
    shelf = place.root / SET_ASIDE
    target = shelf / f"{time.time_ns():020d}-{place.name}"
    with storage_errors(place.root):
        shelf.mkdir(parents=True, exist_ok=True)
        place.folder.rename(target)
    _log.warning("The stored %s %s is damaged; it was set aside as '%s'.", place.kind, place.key, target)
    for old in sorted(shelf.iterdir())[:-KEPT]:
        shutil.rmtree(old, ignore_errors=True)
