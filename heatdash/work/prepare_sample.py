"""Looks at the sample before anyone asks for it, so that trying it is instant."""

from collections.abc import Callable

from heatdash.errors import StoppedError
from heatdash.stages.progress import Quiet
from heatdash.stages.stored_sample import sample_clip
from heatdash.store.artefact_store import ArtefactStore
from heatdash.values.project import Project
from heatdash.values.watch_settings import WatchSettings

SAMPLE_FPS = 10.0
"""How the app looks at a clip unless told otherwise."""


def prepare_sample(*, store: ArtefactStore, is_busy: Callable[[], bool]) -> None:
    """Nothing; the sample and its look lie in the store. A StoppedError where something else came up.

    The clip itself is made to its end, since whoever tries the sample would wait for it anyway.
    """
    # Pages know SAMPLE_FPS, and should not load what looks at pixels.
    from heatdash.stages.analyse import analyse_everything

    project = Project(watch=WatchSettings(sample_fps=SAMPLE_FPS))
    analyse_everything(source=sample_clip(store), project=project, store=store, progress=_Yielding(is_busy))


class _Yielding(Quiet):
    """Gives way as soon as there is something else to do."""

    def __init__(self, is_busy: Callable[[], bool]):
        super().__init__()
        self._is_busy = is_busy

    def begin(self, *, stage: str, total: int, done: int) -> None:
        """Goes on only where nothing waits."""
        self.advance(done)

    def advance(self, done: int) -> None:
        """Goes on only where nothing waits."""
        if self._is_busy():
            raise StoppedError("work.gave_way")
