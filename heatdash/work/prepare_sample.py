"""Analyses the sample before anyone asks for it, so that trying it is instant."""

from collections.abc import Callable

from heatdash.errors import StoppedError
from heatdash.stages.progress import Quiet
from heatdash.stages.stored_sample import sample_clip
from heatdash.store.artefact_store import ArtefactStore
from heatdash.values.project import Project
from heatdash.values.watch_settings import WatchSettings

SAMPLE_FPS = 10.0
"""The frames a second that the app watches unless the user chooses otherwise."""


def prepare_sample(*, store: ArtefactStore, is_busy: Callable[[], bool]) -> None:
    """Put the sample and its analysis into the store; raise StoppedError where something else is to be done.

    The clip itself is always made to the end, since those who try the sample would wait for it anyway.
    """
    # Pages import SAMPLE_FPS, and should not load what works on pixels.
    from heatdash.stages.analyse import analyse_everything

    project = Project(watch=WatchSettings(sample_fps=SAMPLE_FPS))
    analyse_everything(source=sample_clip(store), project=project, store=store, progress=_Yielding(is_busy))


class _Yielding(Quiet):
    """Progress that stops its run as soon as there is something else to do."""

    def __init__(self, is_busy: Callable[[], bool]):
        super().__init__()
        self._is_busy = is_busy

    def begin(self, *, stage: str, total: int, done: int) -> None:
        """Go on only where nothing waits."""
        self.advance(done)

    def advance(self, done: int) -> None:
        """Go on only where nothing waits."""
        if self._is_busy():
            raise StoppedError("work.gave_way")
