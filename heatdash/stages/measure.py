"""Every number that a project asks of a clip's tracks. No picture and no model is needed."""

import time
from dataclasses import dataclass

from heatdash.draw.running_tally import tally_of
from heatdash.measure.heat.heat import heat_of
from heatdash.measure.heat.smooth import smoothed
from heatdash.measure.paths import Paths
from heatdash.measure.places.find_places import FoundPlaces, Remembered, find_places
from heatdash.measure.places.measure_counts import Counts, measure_counts
from heatdash.measure.selection import others_that_moved, select_objects
from heatdash.stages.analyse import Analysis
from heatdash.stages.stage_report import StageReport, report_stage
from heatdash.values.heat import Heat
from heatdash.values.project import Project
from heatdash.values.tally import Tally


@dataclass(frozen=True, eq=False)
class Measured:
    """The answers, and what they cost. `heat` is exact; `drawn_heat` is smoothed for the eye.

    `paths` are those of the objects that are counted; the `static_left_out` people and vehicles are not counted,
    because they never moved. `others` is what moving objects of other classes did, which one might expect among the
    counted; None where there were none.

    Smoothing spreads a value over the cells around it, so that the hottest spot could show half a person. The drawn
    heat is therefore multiplied by `regain`, which gives the hottest spot the value of the hottest cell again.
    """

    paths: Paths
    heat: Heat
    drawn_heat: Heat
    regain: float
    counts: Counts
    observed_s: float
    static_left_out: int
    others: FoundPlaces | None
    stage: StageReport

    @property
    def tally(self) -> Tally:
        """What is counted in all; of a single picture, how many are in view."""
        still = len(self.paths.watched.frames) == 1
        return tally_of(events=self.counts.events, visits=self.counts.visits, still=still)


def for_the_eye(heat: Heat, /, *, smoothing: float) -> tuple[Heat, float]:
    """The heat as it is drawn, and by how much it was multiplied; see `Measured`."""
    soft = smoothed(heat=heat, smoothing=smoothing)
    regain = heat.top / soft.top if soft.top > 0 else 1.0
    return soft.times(regain), regain


def measure_paths(*, paths: Paths, project: Project, remembered: Remembered | None = None) -> Measured:
    """The project's answers from the paths of all the clip's tracks.

    A caller that asks about the same paths again passes the same `remembered`, so that only what has changed is
    computed.
    """
    began = time.perf_counter()
    settings, known = project.measure, {} if remembered is None else remembered
    selection = select_objects(paths=paths, project=project)
    chosen = selection.paths.of_tracks(selection.keep)
    heat = heat_of(paths=chosen, settings=settings, scene=project.scene)
    counts = measure_counts(
        paths=selection.paths,
        settings=settings,
        scene=project.scene,
        keep=selection.keep,
        class_names=tuple(choice.class_name for choice in project.classes),
        start=project.start,
        remembered=known,
    )
    others = others_that_moved(selection=selection, project=project)
    drawn_heat, regain = for_the_eye(heat, smoothing=settings.smoothing)
    return Measured(
        paths=chosen,
        heat=heat,
        drawn_heat=drawn_heat,
        regain=regain,
        counts=counts,
        observed_s=chosen.watched.within(from_s=settings.from_s, to_s=settings.to_s).observed_s,
        static_left_out=0 if settings.keep_static else selection.static,
        others=find_places(paths=selection.paths, settings=settings, scene=project.scene, keep=others, remembered=known)
        if others.any()
        else None,
        stage=report_stage("measure", began=began),
    )


def measure_clip(analysis: Analysis) -> Measured:
    """The project's answers from the analysis of its clip."""
    return measure_paths(paths=analysis.paths, project=analysis.project)
