"""Deleting a clip, with all in which people can be seen, while what was counted in it stays."""

import logging
import math
import os
import time
from dataclasses import replace
from pathlib import Path

from heatdash.errors import HeatDashError, StorageError
from heatdash.limits import limits
from heatdash.media.clip_reader import ClipReader
from heatdash.stages.empty_scene import background_key, background_of, scene_to_keep
from heatdash.stages.probe import camera_report, camera_report_key
from heatdash.store.artefact_store import ArtefactStore
from heatdash.store.run_register import RunRegister
from heatdash.store.storage_errors import storage_errors
from heatdash.store.upload_records import (
    UploadRecord,
    all_records,
    clip_deleted_at,
    read_record,
    uploads_folder,
    write_record,
)
from heatdash.values.artefacts import DETECTIONS, TRACKS, VIDEOS
from heatdash.values.clip import Clip
from heatdash.values.run import Run
from heatdash.work.clip_facts import deleted_clip, keep_facts
from heatdash.work.forget_run import clip_sha256, forget_run, video_keys
from heatdash.work.live_picture import remove_live_picture
from heatdash.work.read_apart import APART
from heatdash.work.uploads import is_upload

SETTLED_S = 120.0
"""Who had the clip open when it was deleted has written by then what is still to be removed."""

_PATIENCE_S = 3.0

_log = logging.getLogger(__name__)


def may_delete_clip(run: Run) -> bool:
    """True where the run's clip can be deleted without its result: an upload that is there and was analysed."""
    return run.found is not None and is_upload(run.source) and run.source.exists()


def delete_clip(*, run: Run, register: RunRegister, store: ArtefactStore, reader: ClipReader = APART) -> None:
    """Delete the clip of the analysed run for good, and all that was made of it in which people can be seen.

    Tracks and objects stay, and the empty scene, where nobody can be seen in it. All runs of the same upload lose the
    clip. A StorageError where the store has dropped what was followed, as then nothing would be left. What is in use is
    removed by a later sweep.
    """
    clip = reader.probe(run.source)
    for one in _runs_of([run.source], register):
        _make_what_stays(one, clip=clip, store=store, reader=reader)
    with storage_errors(uploads_folder()):
        keep_facts(clip)
        known = read_record(run.source.parent) or UploadRecord(path=run.source)
        record = replace(known, sha256=clip.sha256, clip_deleted_at_s=time.time())
        write_record(record)
    _clear(record, register=register, store=store)


def delete_expired_clips(*, register: RunRegister, store: ArtefactStore) -> None:
    """Delete the clips of runs that were made longer ago than clips are kept; where there is no such limit, none.

    A run that was not analysed, or whose tracks are gone, is nothing without its clip, and goes with it.
    """
    kept_s = limits().clips_kept_s
    if math.isinf(kept_s):
        return
    for run in register.runs_before(time.time() - kept_s):
        if not is_upload(run.source) or clip_deleted_at(run.source) is not None:
            continue
        try:
            if run.found is not None and _is_kept(run, store):
                delete_clip(run=run, register=register, store=store)
            else:
                register.delete(run.run_id)
                forget_run(run=run, register=register, store=store)
        except (HeatDashError, OSError):
            _log.exception("The clip of the run %s, which is over its time, could not be deleted.", run.run_id)


def finish_deleting_clips(*, register: RunRegister, store: ArtefactStore) -> None:
    """Remove what is left of clips whose deletion was interrupted, or was in use then."""
    for record in all_records():
        if record.clip_deleted_at_s is not None and not record.is_cleared:
            _clear(record, register=register, store=store)


def _make_what_stays(run: Run, *, clip: Clip, store: ArtefactStore, reader: ClipReader) -> None:
    """Make the run's empty scene and its camera report, which could not be made later, where they are not there."""
    if run.found is None:
        return
    if not _is_kept(run, store):
        raise StorageError("stages.result_removed")
    camera_report(clip=clip, store=store, reader=reader)
    if clip.is_image:
        return
    try:
        background_of(
            clip=clip,
            kind="median",
            detections_key=run.found.detections_key,
            sample_fps=run.found.project.watch.sample_fps,
            store=store,
            reader=reader,
        )
    except HeatDashError as error:
        _log.warning("The run %s keeps no picture, as its empty scene cannot be made: %s", run.run_id, error)


def _is_kept(run: Run, store: ArtefactStore) -> bool:
    """True where the store has what was followed in the run's clip."""
    if run.found is None:
        return False
    with store.open(kind=TRACKS, key=run.found.tracks_key) as tracks:
        return tracks is not None


def _clear(record: UploadRecord, *, register: RunRegister, store: ArtefactStore) -> None:
    """Remove the clip, and what shows people of it; note where all is gone for good."""
    assert record.clip_deleted_at_s is not None
    runs = _runs_of([record.path], register)
    _stop_tasks(runs, register)
    with storage_errors(uploads_folder()):
        record.path.unlink(missing_ok=True)
    all_gone = store.drop_all(belonging_to=os.fspath(record.path))
    all_gone &= _drop_pictures(record, runs, register=register, store=store)
    if all_gone and time.time() - record.clip_deleted_at_s > SETTLED_S:
        write_record(replace(record, is_cleared=True))


def _stop_tasks(runs: list[Run], register: RunRegister) -> None:
    """Stop what is worked on for these runs, which needs the clip; wait no longer for it than it takes to hear."""
    for task in [task for run in runs for task in register.tasks_of(run.run_id) if task.is_open]:
        register.ask_to_stop(task.task_id)
        until = time.monotonic() + _PATIENCE_S
        while (now := register.task(task.task_id)) is not None and now.is_open and time.monotonic() < until:
            time.sleep(0.05)
        remove_live_picture(task.task_id)


def _drop_pictures(record: UploadRecord, runs: list[Run], *, register: RunRegister, store: ArtefactStore) -> bool:
    """Drop what shows people of what the clip holds; where it was uploaded again and is there, only these runs' videos.

    True where all is gone, and False as long as others have the same clip, whose pictures are theirs as well.
    """
    same = [one for one in all_records() if clip_sha256(one.path) == record.sha256]
    there = [one.path for one in same if one.clip_deleted_at_s is None]
    if there:
        others = _runs_of(there, register)
        needed = {key for run in others for key in video_keys(run=run, tasks=register.tasks_of(run.run_id))}
        own = {key for run in runs for key in video_keys(run=run, tasks=register.tasks_of(run.run_id))}
        for key in own - needed:
            store.drop(kind=VIDEOS, key=key)
        return False
    stays = {
        kept
        for run in _runs_of([one.path for one in same], register)
        for kept in _what_stays(run, clip=deleted_clip(run.source), store=store)
    }
    return store.drop_all(belonging_to=record.sha256, but=stays)


def _what_stays(run: Run, *, clip: Clip | None, store: ArtefactStore) -> set[tuple[str, str]]:
    """What the run's result needs and nobody can be seen in, by kind and key."""
    if run.found is None or clip is None:
        return set()
    tracks_key, seen_key = run.found.tracks_key, run.found.detections_key
    stays = {(TRACKS, tracks_key), (DETECTIONS, seen_key), ("examined", camera_report_key(clip))}
    sample_fps = run.found.project.watch.sample_fps
    if scene_to_keep(clip=clip, detections_key=seen_key, sample_fps=sample_fps, store=store) is not None:
        stays.add(("background", background_key(clip=clip, kind="median", detections_key=seen_key)))
    return stays


def _runs_of(sources: list[Path], register: RunRegister) -> list[Run]:
    return [run for run in register.everyones_runs() if run.source in sources]
