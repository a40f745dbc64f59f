"""Reading clips for pages in a limited process: whatever a file holds, the server neither decodes nor probes it.

On Linux, each request is answered by a reader of its own (`reader_process`). Elsewhere there are no such limits, and
this process reads by itself; `doctor` says so.
"""

import logging
import os
import pickle
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from heatdash.errors import BadClipError, BadSettingError, HeatDashError, StorageError
from heatdash.media.probe_clip import file_sha256
from heatdash.messages import message_from_json
from heatdash.values.arrays import Pixels
from heatdash.values.camera_report import CameraReport
from heatdash.values.clip import Clip, Frame
from heatdash.values.recording_start import RecordingStart
from heatdash.work.clip_facts import deleted_clip
from heatdash.work.confine import MEMORY_BYTES
from heatdash.work.reading_tasks import BLOCK_BYTES, MOST_BYTES, SECONDS, TASKS, Request, from_bytes

if TYPE_CHECKING:
    from heatdash.media.empty_scene import EmptyScene, FreeCells

DEADLINE_S = 60.0
"""A clip of a day is probed in a third of that."""
MOST_AT_ONCE = 3
"""Readers at work at the same time; further requests wait for one to end."""
MOST_LONG = MOST_AT_ONCE - 1
"""Of these, those with what takes long: the rest is for what a page cannot be shown without."""
_LATE_S = 2.0
_MODULE = "heatdash.work.reader_process"
_ROOT = Path(__file__).parents[2]
_PASSED_ON = ("PATH", "LANG", "LC_ALL", "TZ", "LD_LIBRARY_PATH")
_REFUSALS: Mapping[str, type[HeatDashError]] = {
    kind.__name__: kind for kind in (BadClipError, BadSettingError, StorageError)
}

_log = logging.getLogger(__name__)
_turns = threading.BoundedSemaphore(MOST_AT_ONCE)
_long_turns = threading.BoundedSemaphore(MOST_LONG)


class ReadsApart:
    """Reads each clip in a limited process. Where that breaks or takes too long, it raises a BadClipError."""

    def probe(self, path: Path) -> Clip:
        """What `probe_clip` finds out; of a clip that was deleted while its results stay, what was known then.

        The hash is made here, so that no reader can pass a clip off as another.
        """
        if not path.exists() and (deleted := deleted_clip(path)) is not None:
            return deleted
        clip: Clip = ask("probe", of=path, path=path)
        return replace(clip, path=path, sha256=file_sha256(path))

    def start(self, *, clip: Clip, name: str, zone: str | None, zone_is_sure: bool = False) -> RecordingStart | None:
        """What `recording_start` finds out."""
        start: RecordingStart | None = ask(
            "start", of=clip.path, clip=clip, name=name, zone=zone, zone_is_sure=zone_is_sure
        )
        return start

    def frame(self, *, clip: Clip, index: int) -> Pixels:
        """What `preview_frame` reads."""
        pixels: Pixels = ask("frame", of=clip.path, clip=clip, index=index)
        return pixels

    def examine(self, clip: Clip) -> CameraReport:
        """What `examine_picture` finds out."""
        report: CameraReport = ask("examine", of=clip.path, clip=clip)
        return report

    def background(self, *, clip: Clip, free: "FreeCells | None", pictures: Sequence[Frame] = ()) -> "EmptyScene":
        """What `background_picture` paints; `pictures` stay here, as frames never cross processes."""
        scene: EmptyScene = ask("background", of=clip.path, times=3, clip=clip, free=free)
        return scene

    def snippet(self, *, path: Path, clip: Clip, **given: Any) -> int:
        """What `write_snippet` writes to `path`."""
        frames: int = ask("snippet", of=clip.path, into=path.parent, path=path, clip=clip, **given)
        return frames


APART = ReadsApart()


def ask(task: str, /, *, of: Path, into: Path | None = None, times: int = 1, **given: Any) -> Any:
    """The answer to the task, done with the clip `of` and, where it writes, in the folder `into`, in a limited process.

    What the clip is refused for is raised here as well. A BadClipError tells that it broke its reader or took too long.
    What is a lot of work may take that many `times` the usual time and memory.
    """
    if sys.platform != "linux":
        return TASKS[task].do(**given)
    request = Request(
        task=task,
        given=given,
        reads=(of.absolute(),),
        writes=() if into is None else (into,),
        memory_bytes=times * MEMORY_BYTES,
        deadline_s=times * DEADLINE_S,
    )
    with _turn(of, is_long=TASKS[task].is_long):
        # Who has waited for a turn has as much time as anybody else.
        until = time.monotonic() + request.deadline_s
        answer = _answer(request, until_s=until + _LATE_S)
    try:
        content, arrays = from_bytes(answer)
        if "done" in content:
            return TASKS[task].unpack(content["done"], arrays)
        refusal = _refusal(content)
    except (ValueError, TypeError, KeyError, IndexError, AttributeError) as error:
        _log.warning("A reader's answer on '%s' (%s) cannot be used: %s", of.name, task, error)
        if not answer and time.monotonic() >= until:
            raise BadClipError("work.reader_late", name=of.name, seconds=round(request.deadline_s)) from error
        raise BadClipError("work.reader_broke", name=of.name) from error
    if refusal is not None:
        raise refusal
    _log.warning("A reader broke at '%s' (%s): %s", of.name, task, content.get("broke"))
    raise BadClipError("work.reader_broke", name=of.name)


@contextmanager
def _turn(clip: Path, *, is_long: bool) -> Iterator[None]:
    """Within the block a reader may be at work; a BadClipError where none ends in time."""
    give_up_at = time.monotonic() + DEADLINE_S
    with ExitStack() as held:
        for turns in (_long_turns, _turns) if is_long else (_turns,):
            if not turns.acquire(timeout=max(0.0, give_up_at - time.monotonic())):
                raise BadClipError("work.readers_busy", name=clip.name, seconds=round(DEADLINE_S))
            held.callback(turns.release)
        yield


def busy_readers() -> int:
    """How many readers are at work for this process now."""
    return MOST_AT_ONCE - _turns._value


def _refusal(content: Mapping[str, Any]) -> HeatDashError | None:
    """The error that the clip was refused with; None where its reader broke."""
    if "refused" not in content:
        return None
    if not re.fullmatch(r"[a-z]+\.[a-z0-9_]+", content["message"]["key"]):
        raise ValueError("No sentence has such a key.")
    said = message_from_json(content["message"])
    error = _REFUSALS.get(content["refused"], BadClipError)(said.key, **dict(said.values))
    # Worded once, so that a sentence whose blanks are not all filled is found here.
    str(error)
    return error


def _answer(request: Request, *, until_s: float) -> bytearray:
    """All that a new reader sends back until then; nothing, or a part, where it dies before or takes longer."""
    sent = pickle.dumps(request, protocol=pickle.HIGHEST_PROTOCOL)
    answer = bytearray()
    with READERS.connect(deadline_s=request.deadline_s) as connection, suppress(OSError):
        connection.settimeout(request.deadline_s)
        connection.sendall(sent)
        connection.shutdown(socket.SHUT_WR)
        while len(answer) <= MOST_BYTES:
            connection.settimeout(max(0.01, until_s - time.monotonic()))
            block = connection.recv(BLOCK_BYTES)
            if not block:
                break
            answer += block
    return answer


class Readers:
    """The process that forks the readers: started when it is first needed, and again where it is gone."""

    def __init__(self) -> None:
        self._starting = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None

    def begin(self) -> None:
        """Start the process, so that the first page need not wait for it; it ends by itself once this one is gone."""
        if sys.platform == "linux":
            with self._starting:
                self._running()

    def end(self) -> None:
        """End the process, with all that it is doing."""
        with self._starting:
            if self._process is not None:
                self._stop(self._process)

    @property
    def process_id(self) -> int:
        """The number of the process, started where it is not running."""
        self.begin()
        assert self._process is not None
        return self._process.pid

    def connect(self, *, deadline_s: float) -> socket.socket:
        """A connection to a new reader, which is killed after `deadline_s`."""
        ours, theirs = socket.socketpair()
        with theirs, self._starting:
            for _ in range(2):
                try:
                    socket.send_fds(self._running(), [SECONDS.pack(deadline_s)], [theirs.fileno()])
                    return ours
                except OSError:
                    if self._process is not None:
                        self._stop(self._process)
        ours.close()
        raise StorageError("work.no_readers")

    def _running(self) -> socket.socket:
        if self._process is not None and self._process.poll() is None and self._control is not None:
            return self._control
        if self._process is not None:
            self._stop(self._process)
        self._control, theirs = socket.socketpair()
        paths = [str(_ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
        # No more of this process's surroundings than it needs: there may be secrets among them. Other threads than its
        # own, before it forks, would be missing in its readers.
        few = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
        alone = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "JE_ARROW_MALLOC_CONF": "background_thread:false"}
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", _MODULE, str(theirs.fileno())],
                stdin=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                start_new_session=True,
                env={**few, **alone, "MALLOC_ARENA_MAX": "2", "PYTHONPATH": os.pathsep.join(paths)},
            )
        return self._control

    def _stop(self, process: subprocess.Popen[bytes]) -> None:
        if self._control is not None:
            self._control.close()
        process.kill()
        process.wait()
        self._process = self._control = None


READERS = Readers()
