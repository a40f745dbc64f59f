"""Watches a clip for the tests, in spans of eight frames; run as a program, it is killed or held up on the way."""

import os
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import heatdash.stages.watch
from heatdash.detect.find_model import find_model
from heatdash.media.probe_clip import probe_clip
from heatdash.stages.progress import Quiet
from heatdash.stages.watch import DETECTIONS_FILE, MOTION_FILE, watch_clip
from heatdash.store.artefact_store import ArtefactStore
from heatdash.values.watch_settings import WatchSettings

SPAN_FRAMES = 8


class Listener(Quiet):
    """Calls `on_frame` with each count of frames done, and `on_notice` with each sentence."""

    def __init__(
        self,
        *,
        on_frame: Callable[[int], object] = lambda done: None,
        on_notice: Callable[[str], object] = lambda text: None,
    ):
        super().__init__()
        self._on_frame, self._on_notice = on_frame, on_notice

    def advance(self, done: int) -> None:
        """The count goes to `on_frame`."""
        self._on_frame(done)

    def notice(self, text: str) -> None:
        """The sentence goes to `on_notice`."""
        self._on_notice(text)


@dataclass(frozen=True)
class Outcome:
    """What a watching came to: `bytes` are those of detections.parquet and of motion.parquet."""

    bytes: bytes
    meta: dict
    frames_now: int
    was_cached: bool


def watch(clip: Path, *, root: Path, progress: Quiet | None = None) -> Outcome:
    """The outcome of watching the clip with `motion`, into the store at `root`."""
    watching = watch_clip(
        clip=probe_clip(clip),
        model=find_model("motion"),
        settings=WatchSettings(model="motion"),
        store=ArtefactStore(root=root, limit_bytes=10**9),
        progress=progress or Quiet(),
        check_names=lambda known: None,
        meanwhile=lambda: None,
    )
    with watching as watched:
        found = watched.detections
        content = b"".join((found.folder / file).read_bytes() for file in (DETECTIONS_FILE, MOTION_FILE))
        return Outcome(content, found.meta, watched.frames_now, found.was_cached)


def _kill_at(frame: int) -> Callable[[int], None]:
    def kill(done: int) -> None:
        if done >= frame:
            os.kill(os.getpid(), signal.SIGKILL)

    return kill


def _hold_until(flag: Path) -> Callable[[int], None]:
    def hold(done: int) -> None:
        if done == 1:
            flag.with_suffix(".begun").touch()
            while not flag.exists():
                time.sleep(0.01)

    return hold


def main() -> None:
    """Watches CLIP into ROOT, and either is killed at frame N ("kill N") or waits for a file ("hold FILE")."""
    clip, root, what, how = sys.argv[1:]
    heatdash.stages.watch.SPAN_FRAMES = SPAN_FRAMES
    on_frame = _kill_at(int(how)) if what == "kill" else _hold_until(Path(how))
    outcome = watch(Path(clip), root=Path(root), progress=Listener(on_frame=on_frame))
    print(outcome.frames_now)


if __name__ == "__main__":
    main()
