"""Clearing away what is over its time, again and again while the app runs."""

import logging

from heatdash.errors import HeatDashError
from heatdash.store.artefact_store import open_store
from heatdash.store.run_register import open_register
from heatdash.work.delete_clip import delete_expired_clips, finish_deleting_clips
from heatdash.work.forget_run import forget_deleted, forget_expired
from heatdash.work.uploads import drop_orphans, sweep_uploads

_log = logging.getLogger(__name__)


def sweep() -> None:
    """Forget runs that are over their time or were deleted a day ago, and what and whom nobody needs.

    All is read from the disk. A step that fails holds up no other; the log says why.
    """
    register, store = open_register(), open_store()
    for step in (
        lambda: forget_expired(register=register, store=store),
        lambda: forget_deleted(register=register, store=store),
        lambda: delete_expired_clips(register=register, store=store),
        lambda: finish_deleting_clips(register=register, store=store),
        lambda: sweep_uploads(register.sources(), store=store),
        lambda: drop_orphans(store),
        store.drop_unrecorded,
        register.forget_unused_accounts,
    ):
        try:
            step()
        except (HeatDashError, OSError):
            _log.exception("What is over its time could not all be cleared away.")
