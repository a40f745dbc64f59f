"""Does one task of the register."""

import logging
import secrets

from heatdash.errors import HeatDashError, StoppedError
from heatdash.jobs.analyse_clip import Analysis
from heatdash.jobs.answer_clip import answer_clip
from heatdash.jobs.live_picture import remove_live_picture
from heatdash.jobs.look_at_clip import look_at_clip
from heatdash.jobs.task_progress import TaskProgress
from heatdash.store.artefact_store import ArtefactStore
from heatdash.store.run_register import RunRegister
from heatdash.tables.columns import CLASS_NAME, TRACK_ID
from heatdash.values.run import DONE, FAILED, LOOK, STOPPED, VIDEO, Found, Run, Task

_DOING = {LOOK: "watching the clip", VIDEO: "drawing the video"}

_log = logging.getLogger(__name__)


def run_task(*, task: Task, run: Run, register: RunRegister, store: ArtefactStore) -> None:
    """Nothing; the task has come to its end, and the register says to which."""
    progress = TaskProgress(task=task, register=register)
    error: str | None = None
    try:
        if task.kind == LOOK:
            _look(task=task, run=run, register=register, store=store, progress=progress)
        else:
            _draw(task=task, run=run, store=store, progress=progress)
        state = DONE
    except StoppedError:
        state = STOPPED
    except HeatDashError as mistake:
        state, error = FAILED, str(mistake)
    except Exception:  # noqa: BLE001 - a bug ends its task, not the worker; the log tells of it
        code = secrets.token_hex(4).upper()
        _log.exception("Task %s of run %s broke; its code is %s.", task.task_id, run.run_id, code)
        state, error = FAILED, f"Something broke while {_DOING[task.kind]}; code {code}: the log explains it."
    finally:
        remove_live_picture(task.task_id)
    register.finish(task_id=task.task_id, state=state, error=error)


def _look(*, task: Task, run: Run, register: RunRegister, store: ArtefactStore, progress: TaskProgress) -> None:
    analysis = look_at_clip(source=run.source, project=task.project, store=store, progress=progress)
    register.keep_found(run_id=run.run_id, found=_found(analysis))
    if progress.watch_fps:
        register.keep_watch_speed(model_name=analysis.model.name, frames_per_s=progress.watch_fps)


def _draw(*, task: Task, run: Run, store: ArtefactStore, progress: TaskProgress) -> None:
    with answer_clip(source=run.source, project=task.project, store=store, progress=progress, with_video=True):
        return


def _found(analysis: Analysis) -> Found:
    counts = analysis.tracks.groupby(CLASS_NAME, observed=True)[TRACK_ID].nunique()
    return Found(
        tracks_key=analysis.tracks_key,
        detections_key=analysis.detections_key,
        project=analysis.project,
        model=analysis.model,
        runs_on=analysis.runs_on,
        watched_frames=analysis.watched_frames,
        duration_s=analysis.clip.duration_s,
        class_counts=tuple(sorted(((str(name), int(count)) for name, count in counts.items()), key=_often_first)),
        notices=analysis.notices,
    )


def _often_first(counted: tuple[str, int]) -> tuple[int, str]:
    return -counted[1], counted[0]
