"""Workers with their faults, for the tests. Run in place of the app's worker; ODD_WORKER says which fault."""

import os
import signal
import sys
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

from heatdash.settings import data_folder
from heatdash.store.file_lock import file_lock
from heatdash.store.run_register import open_register
from heatdash.values.run import DONE
from heatdash.work import worker
from heatdash.work.heartbeat import begin_to_beat, worker_lock

if TYPE_CHECKING:
    from heatdash.detect.detector import FrameBoxes

FRAME_S = 0.03


def _claim() -> None:
    while open_register().claim(sys.argv[1]) is None:
        time.sleep(0.01)


def dies() -> None:
    """Takes a task and is killed."""
    _claim()
    os.kill(os.getpid(), signal.SIGKILL)


def deaf() -> None:
    """Takes a task and does nothing until its input closes."""
    _claim()
    os.read(0, 1)


def clinging() -> None:
    """Takes a task and goes on when its input closes."""
    _claim()
    # No longer than any test.
    time.sleep(120)


def freezes() -> None:
    """Takes a task and is stopped, as by SIGSTOP or a paused machine; the next one does it."""
    with file_lock(path=worker_lock(sys.argv[1])):
        begin_to_beat(sys.argv[1])
        _claim()
        frozen = data_folder() / "frozen.txt"
        if not frozen.exists():
            frozen.touch()
            os.kill(os.getpid(), signal.SIGSTOP)
        for task_id in open_register().running().values():
            open_register().finish(task_id=task_id, state=DONE)
        os.read(0, 1)


def always_freezes() -> None:
    """Takes a task and is stopped, each time anew."""
    with file_lock(path=worker_lock(sys.argv[1])):
        begin_to_beat(sys.argv[1])
        _claim()
        os.kill(os.getpid(), signal.SIGSTOP)


def slow() -> None:
    """A worker whose detector takes its time, and writes down each frame that it looks at."""
    # What is loaded next begins threads.
    worker.hold_sigterm()
    from heatdash.detect.motion_detector import MotionDetector
    from heatdash.stages import analyse as analyse_clip
    from heatdash.stages import watch as watch_clip
    from tests.stages.watching import SPAN_FRAMES

    # What loads for seconds is loaded by whoever comes to need it.
    worker._warm_up = analyse_clip._load_trackers = lambda _: None
    watch_clip.SPAN_FRAMES = SPAN_FRAMES
    detect = MotionDetector.detect
    MotionDetector.detect = lambda self, **given: _slowly(detect(self, **given))  # type: ignore[method-assign]
    worker.main()


def _slowly(found: "Iterator[FrameBoxes]") -> "Iterator[FrameBoxes]":
    for boxes in found:
        time.sleep(FRAME_S)
        with (data_folder() / "watched.txt").open("a", encoding="utf-8") as file:
            file.write(f"{boxes.frame}\n")
        yield boxes


if __name__ == "__main__":
    faults = (dies, deaf, freezes, always_freezes, clinging, slow)
    {fault.__name__: fault for fault in faults}[os.environ["ODD_WORKER"]]()
