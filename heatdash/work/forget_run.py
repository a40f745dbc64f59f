"""Forgetting a deleted run, with everything that only it needs."""

import filecmp
import logging
import math
import os
import shutil
import time
from pathlib import Path

from heatdash.errors import HeatDashError
from heatdash.limits import limits
from heatdash.media.probe_clip import file_sha256
from heatdash.stages.render import video_key
from heatdash.store.artefact_store import ArtefactStore
from heatdash.store.run_register import RunRegister
from heatdash.store.storage_errors import storage_errors
from heatdash.store.upload_records import read_record, uploads_folder
from heatdash.values.artefacts import VIDEOS
from heatdash.values.run import RESTORABLE_S, VIDEO, Run, Task
from heatdash.work.uploads import is_upload

_PATIENCE_S = 3.0
"""Longer than a task takes to stop, whatever it does."""

_log = logging.getLogger(__name__)


def forget_deleted(*, register: RunRegister, store: ArtefactStore) -> None:
    """Forget the runs that were deleted a day ago. One that cannot be forgotten holds up no other; the log says why."""
    for run in register.deleted_before(time.time() - RESTORABLE_S):
        try:
            forget_run(run=run, register=register, store=store)
        except (HeatDashError, OSError):
            _log.exception("The deleted run %s could not be forgotten.", run.run_id)


def forget_expired(*, register: RunRegister, store: ArtefactStore) -> None:
    """Forget the runs that were made longer ago than runs are kept; where there is no such limit, none."""
    kept_s = limits().kept_s
    if math.isinf(kept_s):
        return
    for run in register.runs_before(time.time() - kept_s):
        try:
            register.delete(run.run_id)
            forget_run(run=run, register=register, store=store)
        except (HeatDashError, OSError):
            _log.exception("The run %s, which is over its time, could not be forgotten.", run.run_id)


def forget_run(*, run: Run, register: RunRegister, store: ArtefactStore) -> None:
    """Forget the deleted run and, where no other run uses its upload, the upload and all that was made for it alone.

    That is every file for download, every snippet shown to check a count, and the videos that no other run has asked
    for. What was made from the clip itself is deleted with the last run of the same clip, uploaded once or many times.
    A clip that was not uploaded stays, with what was made from it. What is in use stays until a later sweep, which
    finds it by the upload's record, kept until then. A run that was restored meanwhile stays as it is.
    """
    tasks = register.tasks_of(run.run_id)
    if not register.forget(run.run_id):
        return
    _wait_for(tasks, register)
    others = register.everyones_runs()
    if not is_upload(run.source) or any(other.source == run.source for other in others):
        return
    all_gone = store.drop_all(belonging_to=os.fspath(run.source))
    sha256 = clip_sha256(run.source)
    same_clip = [other for other in others if _has_same_clip(run, other, sha256=sha256)]
    still_needed = (video_keys(run=other, tasks=register.tasks_of(other.run_id)) for other in same_clip)
    for key in video_keys(run=run, tasks=tasks).difference(*still_needed):
        store.drop(kind=VIDEOS, key=key)
    if not same_clip and sha256:
        all_gone &= store.drop_all(belonging_to=sha256)
    if run.source.parent.exists():
        with storage_errors(uploads_folder()):
            if all_gone:
                shutil.rmtree(run.source.parent)
            else:
                run.source.unlink(missing_ok=True)


def _wait_for(tasks: list[Task], register: RunRegister) -> None:
    """Wait until the tasks have ended, as what a running one uses cannot be removed; give up after _PATIENCE_S."""
    until = time.monotonic() + _PATIENCE_S
    for task in tasks:
        while register.task(task.task_id) is not None and time.monotonic() < until:
            time.sleep(0.05)


def clip_sha256(source: Path) -> str:
    """What the clip that was uploaded to `source` hashes to, also once it is deleted; empty where nobody knows."""
    record = read_record(source.parent)
    # Earlier versions did not write it down.
    return (record and record.sha256) or (file_sha256(source) if source.exists() else "")


def _has_same_clip(run: Run, other: Run, *, sha256: str) -> bool:
    """True where the clips of both hold or held the same bytes, or the same detections were made from them."""
    if run.found is not None and other.found is not None and run.found.detections_key == other.found.detections_key:
        return True
    if run.source.exists() and other.source.exists():
        return filecmp.cmp(run.source, other.source, shallow=False)
    # The file of one or the other was deleted before, and then its hash was written down.
    record = read_record(other.source.parent)
    return record is not None and record.sha256 == sha256 != ""


def video_keys(*, run: Run, tasks: list[Task]) -> set[str]:
    """The keys of all videos that the run has asked for."""
    if run.found is None:
        return set()
    asked = [task.project for task in tasks if task.kind == VIDEO]
    return {video_key(tracks_key=run.found.tracks_key, project=project) for project in asked}
