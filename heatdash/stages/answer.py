"""From a file and a project to the complete answer: analysis, numbers, pictures and checks."""

import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd

from heatdash.measure.checks.scene_checks import scene_checks
from heatdash.measure.checks.sureness import grade_figures
from heatdash.measure.places.movement_table import movement_table
from heatdash.measure.selection import rows_of
from heatdash.stages.analyse import Analysis, analyse_clip
from heatdash.stages.measure import Measured, measure_clip
from heatdash.stages.probe import camera_report
from heatdash.stages.progress import Progress
from heatdash.stages.render import Rendered, render_clip
from heatdash.stages.stage_report import StageReport
from heatdash.store.artefact_store import ArtefactStore
from heatdash.tables.columns import T_S
from heatdash.values.arrays import Floats, Pixels
from heatdash.values.project import Project
from heatdash.values.sureness import SceneCheck, Sureness


@dataclass(frozen=True, eq=False)
class Answer:
    """What was followed, what was measured, the pictures of it, and what makes the numbers less sure."""

    analysis: Analysis
    measured: Measured
    rendered: Rendered
    checks: tuple[SceneCheck, ...] = ()

    @cached_property
    def tracks(self) -> pd.DataFrame:
        """The rows of the objects that are counted, within the time range, as tracks.csv lists them."""
        rows, settings = rows_of(tracks=self.analysis.tracks, paths=self.measured.paths), self.analysis.project.measure
        if settings.from_s is None and settings.to_s is None:
            return rows
        from_s, to_s = settings.from_s or 0.0, math.inf if settings.to_s is None else settings.to_s
        return rows[(rows[T_S] >= from_s) & (rows[T_S] < to_s)].reset_index(drop=True)

    @property
    def events(self) -> pd.DataFrame:
        """Each crossing of a line, entry into a zone and exit from it, by time."""
        return self.measured.counts.events

    @property
    def counts(self) -> pd.DataFrame:
        """How many passed, came and were there, by time bin, place and class."""
        return self.measured.counts.bins

    @property
    def zones(self) -> pd.DataFrame:
        """Visits and stays, by zone and class."""
        return self.measured.counts.zones

    @property
    def flows(self) -> pd.DataFrame:
        """How many objects came from one place straight to another."""
        return self.measured.counts.flows

    @property
    def journeys(self) -> pd.DataFrame:
        """How many objects came to one place first and to another one last."""
        return self.measured.counts.journeys

    @property
    def movements(self) -> pd.DataFrame:
        """How many objects went from each line to each, by interval and class, with totals and the peak hour."""
        return movement_table(movements=self.measured.counts.movements, weights=self.analysis.project.weights)

    @property
    def heat(self) -> Floats:
        """The map's values before smoothing, in the metric's unit: a row of the array for each row of the grid."""
        return self.measured.heat.values

    @property
    def picture(self) -> Pixels:
        """The map over the clip's empty scene, BGR."""
        return self.rendered.picture

    @property
    def video(self) -> Path | None:
        """The heatmap video; None where none was made."""
        return self.rendered.video

    @property
    def sureness(self) -> tuple[Sureness, ...]:
        """How sure each key figure is."""
        return grade_figures(summary=self.measured.counts.summary, refining=self.analysis.refining, checks=self.checks)

    @property
    def stages(self) -> tuple[StageReport, ...]:
        """What each stage cost, in order."""
        return (*self.analysis.stages, self.measured.stage, *self.rendered.stages)


@contextmanager
def answer_clip(
    *, source: Path, project: Project, store: ArtefactStore, progress: Progress, with_video: bool
) -> Iterator[Answer]:
    """The answer; what earlier runs have made is reused. The video stays in the store as long as this is open."""
    analysis = analyse_clip(source=source, project=project, store=store, progress=progress)
    measured = measure_clip(analysis)
    rendering = render_clip(analysis=analysis, measured=measured, store=store, progress=progress, with_video=with_video)
    with rendering as rendered:
        checks = scene_checks(
            clip=analysis.clip,
            paths=measured.paths,
            project=project,
            report=camera_report(clip=analysis.clip, store=store),
            filled_share=analysis.background.filled_share,
            others=measured.others,
            unseen=analysis.unseen,
        )
        yield Answer(analysis=analysis, measured=measured, rendered=rendered, checks=checks)
