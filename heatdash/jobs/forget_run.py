"""Deletes a run, and what nobody else needs of it."""

import hashlib
import shutil
import time
from pathlib import Path
from typing import TypeAlias

from heatdash.jobs.examine_clip import examined_key
from heatdash.jobs.render_clip import background_key, video_key
from heatdash.jobs.uploads import uploads_folder
from heatdash.store.artefact_store import ArtefactStore
from heatdash.store.run_register import RunRegister
from heatdash.store.storage_errors import storage_errors
from heatdash.values.run import VIDEO, Run, Task
from heatdash.values.style import BACKGROUNDS

_Named: TypeAlias = tuple[str, str]
"""Kind and key of an artefact."""

_PATIENCE_S = 3.0
"""Longer than a task takes to stop, whatever it does."""


def forget_run(*, run: Run, register: RunRegister, store: ArtefactStore) -> None:
    """Nothing; the run is gone. Where no other run looks at its clip, so are the upload and what was made from it.

    A clip that was not uploaded stays, with what was made from it. What someone uses at the moment stays until the
    store needs room, and so do files whose key is not known, such as those of an earlier look.
    """
    tasks = register.tasks_of(run.run_id)
    register.delete(run.run_id)
    _wait_for(tasks, register)
    others = register.everyones_runs()
    if run.source.parent.parent != uploads_folder() or any(other.source == run.source for other in others):
        return
    # The same clip, uploaded twice, is watched once.
    if not any(_found_by(run) & _found_by(other) for other in others):
        for kind, key in _made_from(run, tasks) | _backgrounds_of(run.source):
            store.drop(kind=kind, key=key)
    if run.source.parent.exists():
        with storage_errors(uploads_folder()):
            shutil.rmtree(run.source.parent)


def _wait_for(tasks: list[Task], register: RunRegister) -> None:
    """What a running task uses cannot be removed."""
    until = time.monotonic() + _PATIENCE_S
    for task in tasks:
        while register.task(task.task_id) is not None and time.monotonic() < until:
            time.sleep(0.05)


def _found_by(run: Run) -> set[_Named]:
    if run.found is None:
        return set()
    return {("detections", run.found.detections_key), ("tracks", run.found.tracks_key)}


def _made_from(run: Run, tasks: list[Task]) -> set[_Named]:
    if run.found is None:
        return set()
    asked = (task.project for task in tasks if task.kind == VIDEO)
    videos = {("video", video_key(tracks_key=run.found.tracks_key, project=project)) for project in asked}
    return _found_by(run) | videos


def _backgrounds_of(source: Path) -> set[_Named]:
    if not source.exists():
        return set()
    with source.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    backgrounds = {("background", background_key(clip_sha256=sha256, kind=kind)) for kind in BACKGROUNDS}
    return backgrounds | {("examined", examined_key(sha256))}
