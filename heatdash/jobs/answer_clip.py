"""From a file and a project to everything that is shown of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from heatdash.jobs.analyse_clip import Analysis, analyse_clip
from heatdash.jobs.examine_clip import examine_clip
from heatdash.jobs.measure_clip import Measured, measure_clip
from heatdash.jobs.prepare_scene import prepare_scene
from heatdash.jobs.progress import Progress
from heatdash.jobs.render_clip import Rendered, render_clip
from heatdash.jobs.scene_checks import scene_checks
from heatdash.measure.how_sure import how_sure
from heatdash.store.artefact_store import ArtefactStore
from heatdash.values.project import Project
from heatdash.values.scene_check import SceneCheck
from heatdash.values.stage_report import StageReport
from heatdash.values.sureness import Sureness


@dataclass(frozen=True, eq=False)
class Answer:
    """What was followed, what was measured of it, the pictures of that, and what makes the numbers unsure."""

    analysis: Analysis
    measured: Measured
    rendered: Rendered
    checks: tuple[SceneCheck, ...] = ()

    @property
    def sureness(self) -> tuple[Sureness, ...]:
        """How sure each key figure is."""
        return how_sure(summary=self.measured.counts.summary, refining=self.analysis.refining, checks=self.checks)

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
        meanwhile=partial(prepare_scene, background=project.style.background, store=store),
    )
    measured = measure_clip(analysis)
    rendering = render_clip(analysis=analysis, measured=measured, store=store, progress=progress, with_video=with_video)
    with rendering as rendered:
        examined = examine_clip(clip=analysis.clip, store=store)
        checks = scene_checks(clip=analysis.clip, paths=measured.paths, project=project, examined=examined)
        yield Answer(analysis=analysis, measured=measured, rendered=rendered, checks=checks)
