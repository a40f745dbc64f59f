"""Deletes a run, and what nobody else needs of it."""

import filecmp
import hashlib
import os
import shutil
import time

from heatdash.stages.render import video_key
from heatdash.store.artefact_store import ArtefactStore
from heatdash.store.run_register import RunRegister
from heatdash.store.storage_errors import storage_errors
from heatdash.values.run import VIDEO, Run, Task
from heatdash.work.uploads import uploads_folder

_PATIENCE_S = 3.0
"""Longer than a task takes to stop, whatever it does."""


def forget_run(*, run: Run, register: RunRegister, store: ArtefactStore) -> None:
    """Nothing; the run is gone. Where no other run looks at its upload, so are that and all that was made for it alone.

    That is every file to take away, every part shown to check a count, and the videos that no other run has asked for.
    What was made of the clip itself goes with the last run that looks at the same clip, uploaded once or many times.
    A clip that was not uploaded stays, with what was made from it. What someone uses at the moment stays until the
    store needs room.
    """
    tasks = register.tasks_of(run.run_id)
    register.delete(run.run_id)
    _wait_for(tasks, register)
    others = register.everyones_runs()
    if run.source.parent.parent != uploads_folder() or any(other.source == run.source for other in others):
        return
    store.drop_all(belonging_to=os.fspath(run.source))
    alike = [other for other in others if _shows_the_same(run, other)]
    for key in _videos(run, tasks).difference(*(_videos(other, register.tasks_of(other.run_id)) for other in alike)):
        store.drop(kind="video", key=key)
    if not alike and run.source.exists():
        with run.source.open("rb") as file:
            store.drop_all(belonging_to=hashlib.file_digest(file, "sha256").hexdigest())
    if run.source.parent.exists():
        with storage_errors(uploads_folder()):
            shutil.rmtree(run.source.parent)


def _wait_for(tasks: list[Task], register: RunRegister) -> None:
    """What a running task uses cannot be removed."""
    until = time.monotonic() + _PATIENCE_S
    for task in tasks:
        while register.task(task.task_id) is not None and time.monotonic() < until:
            time.sleep(0.05)


def _shows_the_same(run: Run, other: Run) -> bool:
    """True where both look at the same bytes, or have found the same in them."""
    if run.found is not None and other.found is not None and run.found.detections_key == other.found.detections_key:
        return True
    both_there = run.source.exists() and other.source.exists()
    return both_there and filecmp.cmp(run.source, other.source, shallow=False)


def _videos(run: Run, tasks: list[Task]) -> set[str]:
    """The keys of the videos that the run has asked for."""
    if run.found is None:
        return set()
    asked = [task.project for task in tasks if task.kind == VIDEO]
    return {video_key(tracks_key=run.found.tracks_key, project=project) for project in asked}
