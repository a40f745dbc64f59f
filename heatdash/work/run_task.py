"""Doing one task of the register, and reporting how far it is."""

import logging
import secrets
import time
from collections import Counter
from dataclasses import replace

from heatdash.detect.detector import FrameBoxes
from heatdash.errors import HeatDashError, StoppedError
from heatdash.event_log import event
from heatdash.measure.selection import select_objects
from heatdash.media.probe_clip import probe_clip
from heatdash.messages import Message, message
from heatdash.stages.analyse import Analysis, analyse_everything
from heatdash.stages.answer import answer_clip
from heatdash.stages.place_picture import make_place
from heatdash.stages.progress import Quiet
from heatdash.stages.render import video_key
from heatdash.stages.try_larger import try_larger
from heatdash.store.artefact_store import ArtefactStore
from heatdash.store.run_register import RunRegister
from heatdash.values.arrays import Pixels
from heatdash.values.artefacts import VIDEOS
from heatdash.values.classes import most_frequent_first
from heatdash.values.measure_settings import MeasureSettings
from heatdash.values.run import ANALYSIS, DONE, FAILED, PLACE, TRIAL, VIDEO, Found, Run, Task
from heatdash.work.expect_time import analysis_costs, expected_seconds, trial_costs, video_costs
from heatdash.work.first_question import first_shown
from heatdash.work.live_picture import remove_live_picture, write_live_picture

TELL_EVERY_S = 0.25
PICTURE_EVERY_S = 0.5
_STEADY_AFTER_S = 0.5
"""No speed is reported before: the first frames come late, and then several at once."""


class TaskProgress(Quiet):
    """Progress reported to the register a few times a second, where it can be stopped, with a picture twice a second.

    Notices are not reported, as they are kept with what is found.
    """

    def __init__(self, *, task: Task, register: RunRegister):
        super().__init__()
        self._task, self._register = task, register
        self._stage, self._total, self._before, self._done = "", 0, 0, 0
        self._began = self._reported_at = self._shown_at = 0.0
        self.stage_s: dict[str, float] = {}
        """The seconds that each stage has taken that has ended."""

    def begin(self, *, stage: str, total: int, done: int) -> None:
        """Tell the register that the stage has begun."""
        self._stage, self._total, self._before, self._done = stage, total, done, done
        self._began = time.monotonic()
        self._report()

    def advance(self, done: int) -> None:
        """Tell the register how many frames are done, if the last report is old enough."""
        self._done = done
        if time.monotonic() - self._reported_at >= TELL_EVERY_S:
            self._report()

    def end(self) -> None:
        """Tell the register that the stage has ended."""
        self.stage_s[self._stage] = round(time.monotonic() - self._began, 3)
        self._report()

    def wants_picture(self) -> bool:
        """True where the last picture is old enough."""
        return time.monotonic() - self._shown_at >= PICTURE_EVERY_S

    def show(self, *, pixels: Pixels, boxes: FrameBoxes) -> None:
        """Write the picture to where the page looks for it."""
        project = self._task.project
        write_live_picture(
            task_id=self._task.task_id, pixels=pixels, boxes=boxes, conf=project.link.conf, blur=project.style.blur
        )
        self._shown_at = time.monotonic()

    def _report(self) -> None:
        self._reported_at = time.monotonic()
        goes_on = self._register.tell(
            task_id=self._task.task_id,
            stage=self._stage,
            done=self._done,
            total=self._total,
            frames_per_s=self._frames_per_s(),
        )
        if not goes_on:
            raise StoppedError("work.stopped")

    def _frames_per_s(self) -> float | None:
        seconds = time.monotonic() - self._began
        return (self._done - self._before) / seconds if seconds >= _STEADY_AFTER_S else None


_DOING = {ANALYSIS: "work.watching", VIDEO: "work.drawing", PLACE: "work.emptying", TRIAL: "work.trying"}

_BROKEN_OFF = "broken off"
"""How the log calls the end of a task that was stopped, or gave way to others and waits again."""

_log = logging.getLogger(__name__)


def run_task(*, task: Task, run: Run, register: RunRegister, store: ArtefactStore) -> None:
    """Do the task to its end, and record in the register how it ended; the log tells it, and what it took."""
    began = time.monotonic()
    progress = TaskProgress(task=task, register=register)
    error: Message | None = None
    try:
        if task.kind == ANALYSIS:
            _analyse(task=task, run=run, register=register, store=store, progress=progress)
        elif task.kind == VIDEO:
            _draw(task=task, run=run, register=register, store=store, progress=progress)
        elif task.kind == TRIAL:
            _try(task=task, run=run, register=register, store=store, progress=progress)
        else:
            make_place(clip=probe_clip(run.source), settings=task.project.watch, store=store, progress=progress)
        state = DONE
    except StoppedError:
        register.break_off(task.task_id)
        _tell_end(task=task, state=_BROKEN_OFF, began=began, stage_s=progress.stage_s)
        return
    except HeatDashError as failure:
        state, error = FAILED, failure.message
    except Exception:  # noqa: BLE001 - a bug ends its task, not the worker; the log shows it
        code = secrets.token_hex(4).upper()
        bug = event("bug", code=code, task=task.task_id)
        _log.exception("Task %s of run %s broke; its code is %s.", task.task_id, run.run_id, code, extra=bug)
        state, error = FAILED, message("work.broke", what=message(_DOING[task.kind]), code=code)
    finally:
        remove_live_picture(task.task_id)
    register.finish(task_id=task.task_id, state=state, error=error)
    _tell_end(task=task, state=state, began=began, stage_s=progress.stage_s, error=error)


def _tell_end(*, task: Task, state: str, began: float, stage_s: dict[str, float], error: Message | None = None) -> None:
    seconds = round(time.monotonic() - began, 3)
    facts = {"task": task.task_id, "kind": task.kind, "state": state, "seconds": seconds, "stages": stage_s}
    reason = {} if error is None else {"reason": error.key}
    sentence = "Task %s is %s after %.1f seconds."
    _log.info(sentence, task.task_id, state, seconds, extra=event("task_ended", **facts, **reason))


def _analyse(*, task: Task, run: Run, register: RunRegister, store: ArtefactStore, progress: TaskProgress) -> None:
    began = time.perf_counter()
    analysis = analyse_everything(source=run.source, project=task.project, store=store, progress=progress)
    found = _found(analysis)
    register.keep_found(run_id=run.run_id, found=found)
    register.keep_costs(analysis_costs(analysis, seconds=time.perf_counter() - began))
    _ask_for_first_video(run_id=run.run_id, analysis=analysis, register=register, store=store)


def _ask_for_first_video(*, run_id: str, analysis: Analysis, register: RunRegister, store: ArtefactStore) -> None:
    """Have the video drawn that the visitor will find on Explore, once nothing that was asked for waits."""
    run = register.run(run_id)
    if run is None or analysis.clip.is_image:
        return
    project = first_shown(run.project, analysis=analysis)
    with store.open(kind=VIDEOS, key=video_key(tracks_key=analysis.tracks_key, project=project)) as video:
        if video is not None:
            return
    expected = expected_seconds(kind=VIDEO, clip=analysis.clip, project=project, register=register)
    register.ask(run_id=run_id, kind=VIDEO, project=project, expected=expected, is_extra=True)


def _draw(*, task: Task, run: Run, register: RunRegister, store: ArtefactStore, progress: TaskProgress) -> None:
    began = time.perf_counter()
    drawing = answer_clip(source=run.source, project=task.project, store=store, progress=progress, with_video=True)
    with drawing as answer:
        seconds = time.perf_counter() - began
        register.keep_costs(video_costs(clip=answer.analysis.clip, stages=answer.stages, seconds=seconds))


def _try(*, task: Task, run: Run, register: RunRegister, store: ArtefactStore, progress: TaskProgress) -> None:
    clip = probe_clip(run.source)
    trial = try_larger(clip=clip, project=task.project, store=store, progress=progress)
    register.keep_costs(trial_costs(trial=trial, clip=clip, watch=task.project.watch))


def _found(analysis: Analysis) -> Found:
    return Found(
        tracks_key=analysis.tracks_key,
        detections_key=analysis.detections_key,
        project=analysis.project,
        model=analysis.model,
        runs_on=analysis.runs_on,
        watched_frames=analysis.watched_frames,
        duration_s=analysis.clip.duration_s,
        class_counts=_class_counts(analysis),
        notices=analysis.notices,
    )


def _class_counts(analysis: Analysis) -> tuple[tuple[str, int], ...]:
    """The objects of the whole clip by class, the most frequent first."""
    project, paths = analysis.project, analysis.paths
    everything = replace(project, classes=(), measure=MeasureSettings(keep_static=project.measure.keep_static))
    kept = paths.class_code[select_objects(paths=paths, project=everything).keep]
    counts = Counter(paths.class_names[code] for code in kept.tolist())
    return most_frequent_first(counts)
