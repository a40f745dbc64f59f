"""Analyses the sample and draws its video before anyone asks for it, so that trying it is instant."""

import time
from collections.abc import Callable

from heatdash.errors import StoppedError
from heatdash.stages.progress import Quiet
from heatdash.stages.stored_sample import sample_clip
from heatdash.store.artefact_store import ArtefactStore
from heatdash.store.run_register import RunRegister


def prepare_sample(*, store: ArtefactStore, register: RunRegister, is_busy: Callable[[], bool]) -> None:
    """Put the sample, its analysis and its video into the store; raise StoppedError where something else is to be done.

    What it cost tells how long other clips will take. The clip itself is always made to the end, since those who try
    the sample would wait for it anyway.
    """
    # The worker that does this looks for tasks first, and should not load what works on pixels.
    from heatdash.stages.analyse import analyse_everything
    from heatdash.stages.answer import answer_clip
    from heatdash.work.expect_time import analysis_costs, video_costs
    from heatdash.work.first_question import first_shown, sample_question

    source, project, progress = sample_clip(store), sample_question(store), _Yielding(is_busy)
    began = time.perf_counter()
    analysis = analyse_everything(source=source, project=project, store=store, progress=progress)
    analysed = time.perf_counter()
    register.keep_costs(analysis_costs(analysis, seconds=analysed - began))
    shown = first_shown(project, analysis=analysis)
    with answer_clip(source=source, project=shown, store=store, progress=progress, with_video=True) as answer:
        seconds = time.perf_counter() - analysed
        register.keep_costs(video_costs(clip=analysis.clip, stages=answer.stages, seconds=seconds))


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
