"""What a run reports while it works, and how it is stopped."""

import sys
import time
from typing import Protocol, TextIO

from heatdash.detect.detector import FrameBoxes
from heatdash.messages import Message
from heatdash.values.arrays import Pixels
from heatdash.values.wording import Wording


class Progress(Protocol):
    """Where a run reports its progress. Any method may raise StoppedError: the run ends, and keeps what is finished."""

    def begin(self, *, stage: str, total: int, done: int) -> None:
        """Report that a stage begins; `done` of its `total` frames are there from an earlier run."""

    def advance(self, done: int) -> None:
        """Report how many frames of the stage are done."""

    def end(self) -> None:
        """Report that the stage is over."""

    def notice(self, notice: Message, /) -> None:
        """Pass on a sentence that the user should read."""

    def wants_picture(self) -> bool:
        """True where a picture of the frame being watched is wanted. Asked before each frame."""

    def show(self, *, pixels: Pixels, boxes: FrameBoxes) -> None:
        """Show a frame that was wanted, as the detector got it, and what was found in it."""


class Quiet:
    """Progress that shows only notices, and those only where there is a stream for them."""

    def __init__(self, stream: TextIO | None = None):
        self._stream = stream

    def begin(self, *, stage: str, total: int, done: int) -> None:
        """Show nothing."""

    def advance(self, done: int) -> None:
        """Show nothing."""

    def end(self) -> None:
        """Show nothing."""

    def notice(self, notice: Message, /) -> None:
        """Print the sentence to the stream, where there is one."""
        if self._stream is not None:
            print(notice, file=self._stream, flush=True)

    def wants_picture(self) -> bool:
        """False, as no picture is shown."""
        return False

    def show(self, *, pixels: Pixels, boxes: FrameBoxes) -> None:
        """Show nothing."""


class ProgressBar(Quiet):
    """One line for each stage, redrawn a few times a second on a terminal, and printed now and then elsewhere."""

    _WIDTH = 24

    def __init__(self, stream: TextIO | None = None):
        self._out = stream or sys.stderr
        super().__init__(self._out)
        self._redraws = self._out.isatty()
        self._every_s = 0.1 if self._redraws else 5.0
        self._stage, self._total, self._before, self._done = "", 0, 0, 0
        self._began = self._drawn = 0.0

    def begin(self, *, stage: str, total: int, done: int) -> None:
        """Start the stage's line."""
        self._stage, self._total, self._before, self._done = stage, total, done, done
        self._began = self._drawn = time.monotonic()

    def advance(self, done: int) -> None:
        """Redraw the line, if the last drawing is old enough."""
        self._done = done
        now = time.monotonic()
        if now - self._drawn >= self._every_s:
            self._drawn = now
            self._draw(self._line(now - self._began))

    def end(self) -> None:
        """Draw the finished line, which stays."""
        self._draw(self._line(time.monotonic() - self._began))
        if self._redraws:
            print(file=self._out, flush=True)

    def notice(self, notice: Message, /) -> None:
        """Print the sentence on a line of its own."""
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
