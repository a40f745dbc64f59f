"""A run's progress on a page."""

import time

import streamlit as st

from heatdash.jobs.progress import Quiet

_STAGES = {"watch": "Watching the clip", "link": "Following each object", "render": "Drawing the video"}
_EVERY_S = 0.2


class PageProgress(Quiet):
    """One bar a stage; redrawn a few times a second."""

    def begin(self, *, stage: str, total: int, done: int) -> None:
        """The stage's bar appears."""
        self._stage, self._total, self._drawn = _STAGES[stage], total, 0.0
        self._bar = st.progress(done / total if total else 1.0, text=self._stage)

    def advance(self, done: int) -> None:
        """The bar grows."""
        now = time.monotonic()
        if now - self._drawn > _EVERY_S:
            self._drawn = now
            self._bar.progress(done / self._total, text=f"{self._stage}: {done} of {self._total} frames")

    def end(self) -> None:
        """The bar is full."""
        self._bar.progress(1.0, text=f"{self._stage}: done")

    def notice(self, text: str) -> None:
        """Notices are shown with the result."""
