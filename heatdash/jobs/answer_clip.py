"""From a file and a project to everything that is shown of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from heatdash.jobs.analyse_clip import Analysis, analyse_clip
from heatdash.jobs.measure_clip import Measured, measure_clip
from heatdash.jobs.progress import Progress
from heatdash.jobs.render_clip import Rendered, background_of, render_clip
from heatdash.store.artefact_store import ArtefactStore
from heatdash.values.project import Project
from heatdash.values.stage_report import StageReport


@dataclass(frozen=True, eq=False)
class Answer:
    """What was followed, what was measured of it, and the pictures of that."""

    analysis: Analysis
    measured: Measured
    rendered: Rendered

    @property
    def stages(self) -> tuple[StageReport, ...]:
        """What each stage has cost, in their order."""
        return (*self.analysis.stages, self.measured.stage, *self.rendered.stages)


@contextmanager
def answer_clip(
    *, source: Path, project: Project, store: ArtefactStore, progress: Progress, with_video: bool
) -> Iterator[Answer]:
    """The answer; only what no earlier run has made is made. The video stays in the store as long as this is open."""
    analysis = analyse_clip(
        source=source,
        project=project,
        store=store,
        progress=progress,
        meanwhile=partial(background_of, kind=project.style.background, store=store),
    )
    measured = measure_clip(analysis)
    rendering = render_clip(analysis=analysis, measured=measured, store=store, progress=progress, with_video=with_video)
    with rendering as rendered:
        yield Answer(analysis=analysis, measured=measured, rendered=rendered)
