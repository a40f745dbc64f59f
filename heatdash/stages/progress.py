"""What a run says while it works, and how it is told to stop."""

import sys
import time
from typing import Protocol, TextIO

from heatdash.detect.detector import FrameBoxes
from heatdash.messages import Message
from heatdash.values.arrays import Pixels
from heatdash.values.wording import Wording


class Progress(Protocol):
    """Hears of a run. Any of its methods may raise StoppedError: the run then ends, and keeps what is finished."""

    def begin(self, *, stage: str, total: int, done: int) -> None:
        """A stage begins; `done` of its `total` frames are there from an earlier run."""

    def advance(self, done: int) -> None:
        """So many frames of the stage are done."""

    def end(self) -> None:
        """The stage is over."""

    def notice(self, notice: Message, /) -> None:
        """A sentence that the user should read."""

    def wants_picture(self) -> bool:
        """True where a picture of what is being watched should be shown. Asked before each frame."""

    def show(self, *, pixels: Pixels, boxes: FrameBoxes) -> None:
        """A frame that was wanted, as the detector got it, and what was found in it."""


class Quiet:
    """Says nothing but its notices, and those only where there is a stream for them."""

    def __init__(self, stream: TextIO | None = None):
        self._stream = stream

    def begin(self, *, stage: str, total: int, done: int) -> None:
        """Nothing is shown."""

    def advance(self, done: int) -> None:
        """Nothing is shown."""

    def end(self) -> None:
        """Nothing is shown."""

    def notice(self, notice: Message, /) -> None:
        """The sentence goes to the stream."""
        if self._stream is not None:
            print(notice, file=self._stream, flush=True)

    def wants_picture(self) -> bool:
        """False: nothing is shown."""
        return False

    def show(self, *, pixels: Pixels, boxes: FrameBoxes) -> None:
        """Nothing is shown."""


class ProgressBar(Quiet):
    """One line a stage, drawn anew a few times a second on a terminal, and now and then elsewhere."""

    _WIDTH = 24

    def __init__(self, stream: TextIO | None = None):
        self._out = stream or sys.stderr
        super().__init__(self._out)
        self._redraws = self._out.isatty()
        self._every_s = 0.1 if self._redraws else 5.0
        self._stage, self._total, self._before, self._done = "", 0, 0, 0
        self._began = self._drawn = 0.0

    def begin(self, *, stage: str, total: int, done: int) -> None:
        """The stage's line begins."""
        self._stage, self._total, self._before, self._done = stage, total, done, done
        self._began = self._drawn = time.monotonic()

    def advance(self, done: int) -> None:
        """The line is drawn anew, if the last drawing is old enough."""
        self._done = done
        now = time.monotonic()
        if now - self._drawn >= self._every_s:
            self._drawn = now
            self._draw(self._line(now - self._began))

    def end(self) -> None:
        """The finished line stays."""
        self._draw(self._line(time.monotonic() - self._began))
        if self._redraws:
            print(file=self._out, flush=True)

    def notice(self, notice: Message, /) -> None:
        """The sentence gets a line of its own."""
        if self._redraws:
            print("\r\033[K", end="", file=self._out)
        super().notice(notice)

    def _draw(self, line: str) -> None:
        if self._redraws:
            print(f"\r\033[K{line}", end="", file=self._out, flush=True)
        else:
            print(line, file=self._out, flush=True)

    def _line(self, seconds: float) -> str:
        share = self._done / self._total if self._total else 1.0
        bar = "█" * round(share * self._WIDTH)
        rate = (self._done - self._before) / seconds if seconds > 0 else 0.0
        left = (
            f", {Wording().seconds(round((self._total - self._done) / rate))} left"
            if rate and self._done < self._total
            else ""
        )
        return (
            f"{self._stage:<6} {bar:░<{self._WIDTH}} {share:4.0%}  {self._done}/{self._total} frames, "
            f"{rate:.0f} frames a second{left}"
        )
