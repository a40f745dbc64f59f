"""How far a task is, told to the register."""

import time

from heatdash.detect.detector import FrameBoxes, Pixels
from heatdash.errors import StoppedError
from heatdash.jobs.live_picture import write_live_picture
from heatdash.jobs.progress import Quiet
from heatdash.store.run_register import RunRegister
from heatdash.values.run import Task

TELL_EVERY_S = 0.25
PICTURE_EVERY_S = 0.5
_STEADY_AFTER_S = 0.5
"""A speed is not told before: the first frames come late, and then several at once."""


class TaskProgress(Quiet):
    """Tells the register a few times a second, shows a picture twice a second, and stops when the register says so.

    Notices are not told: what is found keeps them. `watch_fps` is how fast this task watched, once it has.
    """

    def __init__(self, *, task: Task, register: RunRegister):
        super().__init__()
        self._task, self._register = task, register
        self._stage, self._total, self._before, self._done = "", 0, 0, 0
        self._began = self._told_at = self._shown_at = 0.0
        self.watch_fps: float | None = None

    def begin(self, *, stage: str, total: int, done: int) -> None:
        """The stage is told."""
        self._stage, self._total, self._before, self._done = stage, total, done, done
        self._began = time.monotonic()
        self._tell()

    def advance(self, done: int) -> None:
        """The count is told, if the last telling is old enough."""
        self._done = done
        if time.monotonic() - self._told_at >= TELL_EVERY_S:
            self._tell()

    def end(self) -> None:
        """The stage's end is told."""
        if self._stage == "watch":
            self.watch_fps = self._frames_per_s()
        self._tell()

    def wants_picture(self) -> bool:
        """True where the last picture is old enough."""
        return time.monotonic() - self._shown_at >= PICTURE_EVERY_S

    def show(self, *, pixels: Pixels, boxes: FrameBoxes) -> None:
        """The picture lies where the page looks for it."""
        project = self._task.project
        write_live_picture(
            task_id=self._task.task_id, pixels=pixels, boxes=boxes, conf=project.link.conf, blur=project.style.blur
        )
        self._shown_at = time.monotonic()

    def _tell(self) -> None:
        self._told_at = time.monotonic()
        goes_on = self._register.tell(
            task_id=self._task.task_id,
            stage=self._stage,
            done=self._done,
            total=self._total,
            frames_per_s=self._frames_per_s(),
        )
        if not goes_on:
            raise StoppedError("Stopped. What was watched is kept.")

    def _frames_per_s(self) -> float | None:
        seconds = time.monotonic() - self._began
        return (self._done - self._before) / seconds if seconds >= _STEADY_AFTER_S else None
