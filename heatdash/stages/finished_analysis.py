"""What an analysis has left in the store, opened to answer one project after another. No model runs."""

from collections import Counter
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, TypeVar

import pandas as pd

from heatdash.draw.draw_flows import draw_flows
from heatdash.draw.draw_junction import draw_junction
from heatdash.draw.draw_picture import draw_path, draw_picture
from heatdash.draw.draw_zone_values import draw_zone_values
from heatdash.draw.hide_boxes import hide_in_picture
from heatdash.draw.legend_values import LegendValues, legend_values
from heatdash.errors import StorageError
from heatdash.measure.checks.scene_checks import scene_checks
from heatdash.measure.heat.spots import Spots, SpotStay, spots_of, stays_at_spot
from heatdash.measure.paths import Paths
from heatdash.measure.places.find_places import Remembered, find_places
from heatdash.measure.places.movements import Span
from heatdash.measure.places.occupancy_over_time import occupancy_over_time
from heatdash.measure.points import anchor_points
from heatdash.measure.selection import rows_of, select_objects
from heatdash.media.clip_reader import HERE, ClipReader
from heatdash.media.empty_scene import EmptyScene
from heatdash.media.pictures import SCREEN_PX, resized
from heatdash.messages import ENGLISH
from heatdash.stages.analyse import Analysis
from heatdash.stages.answer import Answer
from heatdash.stages.clip_paths import clip_paths, paths_by_names
from heatdash.stages.empty_scene import background_of, is_frame
from heatdash.stages.link import TRACKS_FILE
from heatdash.stages.measure import Measured, measure_paths
from heatdash.stages.people_boxes import HeldBoxes, hold_boxes, no_boxes, people_boxes
from heatdash.stages.place_values import PlaceValues
from heatdash.stages.probe import camera_report
from heatdash.stages.refine import refining_of, unseen_paths
from heatdash.stages.render import Rendered, render_picture
from heatdash.stages.rows_to_draw import first_boxes
from heatdash.store.artefact_store import ArtefactStore
from heatdash.store.parquet_tables import read_table
from heatdash.tables.columns import TO_PLACE
from heatdash.values.arrays import Pixels
from heatdash.values.camera_report import CameraReport
from heatdash.values.class_map import AS_THE_MODEL, ClassMap
from heatdash.values.classes import ALL_CLASSES, UNSURE, ClassChoice
from heatdash.values.clip import Clip
from heatdash.values.ground import Ground
from heatdash.values.metrics import METRICS
from heatdash.values.project import Project
from heatdash.values.run import Found, Run
from heatdash.values.scene import Scene
from heatdash.values.style import Style
from heatdash.values.sureness import RefineReport, SceneCheck

_Asked = TypeVar("_Asked")
_Kept = TypeVar("_Kept")
_MOST_KEPT = 4
"""The most answers kept in memory; those for a long clip are large."""


@dataclass(frozen=True, eq=False)
class FinishedAnalysis:
    """A clip and everything that was followed in it. Its background picture is no wider than SCREEN_PX.

    `filled_share` is the share of the background that was hardly ever free of people and is filled in. `tracks` and
    `paths` are by the names of `class_map`, lengths by the scale `ground`, `followed` by the model's own names. The
    paths in `unseen` are of what moved and was followed as nothing; None where tracks were not refined.
    """

    clip: Clip
    found: Found
    followed: pd.DataFrame
    tracks: pd.DataFrame
    refining: RefineReport | None
    unseen: Paths | None
    paths: Paths
    background: Pixels
    filled_share: float
    camera_report: CameraReport
    store: ArtefactStore
    reader: ClipReader = HERE
    class_map: ClassMap = AS_THE_MODEL
    ground: Ground | None = None
    maps: dict[tuple[ClassMap, Ground | None], "FinishedAnalysis"] = field(default_factory=dict)
    remembered: Remembered = field(default_factory=dict)
    answered: dict[Project, Measured] = field(default_factory=dict)
    spotted: dict[Project, Spots] = field(default_factory=dict)
    checked: dict[Project, tuple[SceneCheck, ...]] = field(default_factory=dict)

    def named(self, project: Project, /) -> "FinishedAnalysis":
        """The same by the project's names and scale; what was asked by these before is answered as fast again."""
        asked = names, ground = project.names, project.scene.ground
        if asked == (self.class_map, self.ground):
            return self
        known = self.maps.get(asked)
        if known is None:
            watched = replace(project, watch=self.found.project.watch)
            tracks, paths = paths_by_names(tracks=self.followed, clip=self.clip, project=watched)
            kept: dict[str, Any] = {name: {} for name in ("remembered", "answered", "spotted", "checked")}
            known = replace(self, tracks=tracks, paths=paths, class_map=names, ground=ground, **kept)
            _keep(self.maps, asked, known)
        return known

    @cached_property
    def counts(self) -> dict[ClassChoice, int]:
        """How many objects were followed of each class and colour, the most frequent first; no colour is the unsure."""
        paths = self.paths
        colours = [None if name == UNSURE else name for name in paths.colour_names]
        pairs = Counter(zip(paths.class_code.tolist(), paths.colour_code.tolist(), strict=True))
        return {
            ClassChoice(paths.class_names[name], colours[colour]): count
            for (name, colour), count in pairs.most_common()
        }

    def measured(self, project: Project) -> Measured:
        """The project's answers; kept ones where only the style has changed, as while styles are tried out."""
        asked, named = replace(project, style=Style()), self.named(project)
        measured = named.answered.get(asked)
        if measured is None:
            measured = measure_paths(paths=named.paths, project=project, remembered=named.remembered)
            _keep(named.answered, asked, measured)
        return measured

    def checks(self, *, project: Project, measured: Measured) -> tuple[SceneCheck, ...]:
        """What makes the project's answers less sure than they look, the most serious first."""
        asked = replace(project, style=Style())
        checks = self.checked.get(asked)
        if checks is None:
            checks = scene_checks(
                clip=self.clip,
                paths=measured.paths,
                project=project,
                report=self.camera_report,
                filled_share=self.filled_share,
                others=measured.others,
                unseen=self.unseen,
            )
            _keep(self.checked, asked, checks)
        return checks

    def spots(self, *, project: Project, measured: Measured) -> Spots:
        """How many were at each spot of the picture, and for how long."""
        asked = replace(project, style=Style())
        spots = self.spotted.get(asked)
        if spots is None:
            spots = spots_of(paths=measured.paths, settings=project.measure, scene=project.scene)
            _keep(self.spotted, asked, spots)
        return spots

    def stays_at(self, *, project: Project, measured: Measured, column: int, row: int) -> tuple[SpotStay, ...]:
        """Who was at that spot, the longest stay first."""
        return stays_at_spot(
            paths=measured.paths, settings=project.measure, scene=project.scene, column=column, row=row
        )

    def picture(
        self, *, project: Project, measured: Measured, seen_px: int | None = None, language: str = ENGLISH
    ) -> Pixels:
        """The map as the screen shows it, BGR; sharp and with readable words when shown `seen_px` wide."""
        background, still = self.place(hide=project.style.blur, seen_px=seen_px), self.clip.is_image
        named = self.named(project)
        scale = background.shape[1] / self.clip.width_px
        return draw_picture(
            background=background,
            heat=measured.drawn_heat,
            top=project.style.top(measured.drawn_heat.top),
            scene=project.scene,
            style=replace(project.style, side_by_side=False),
            tally=measured.tally,
            objects=first_boxes(rows=rows_of(tracks=named.tracks, paths=measured.paths), by=scale) if still else None,
            seen_px=seen_px,
            language=language,
        )

    def legend(self, *, project: Project, measured: Measured, language: str = ENGLISH) -> LegendValues:
        """What the colours of the map mean, for who draws it beside the picture."""
        metric = METRICS[project.measure.metric]
        return legend_values(
            title=metric.title(language),
            unit=metric.unit,
            top=project.style.top(measured.drawn_heat.top),
            style=project.style,
            language=language,
        )

    def place(self, *, hide: bool, seen_px: int | None = None) -> Pixels:
        """The picture under the map, for the screen; where it is a frame of the clip, with people hidden if asked."""
        width_px = self.background.shape[1]
        picture = resized(picture=self.background, width_px=max(width_px, min(seen_px or 0, SCREEN_PX)))
        if not hide or not is_frame(clip=self.clip, kind=self.found.project.style.background):
            return picture
        people = self.held_people.within(first=0, stop=1)
        return hide_in_picture(picture=picture, boxes=people.box * (picture.shape[1] / self.clip.width_px))

    def path_picture(self, *, track_id: int, anchor: str, hide: bool) -> Pixels:
        """The path of one object over the empty scene, BGR; over a still picture where `hide` with people hidden."""
        one = self.paths.of_tracks(self.paths.track_id == track_id)
        x, y = anchor_points(paths=one, anchor=anchor)
        points = zip((x / self.clip.width_px).tolist(), (y / self.clip.height_px).tolist(), strict=True)
        return draw_path(background=self.place(hide=hide), points=list(points), track_id=track_id)

    def ways_picture(
        self,
        *,
        project: Project,
        measured: Measured,
        whole: bool = False,
        seen_px: int | None = None,
        language: str = ENGLISH,
    ) -> Pixels:
        """The ways from place to place, straight or `whole`, as arrows on the empty scene, BGR."""
        journeys = measured.counts.journeys
        return draw_flows(
            picture=self.place(hide=project.style.blur, seen_px=seen_px),
            scene=project.scene,
            flows=journeys[journeys[TO_PLACE] != ""] if whole else measured.counts.flows,
            whole=whole,
            seen_px=seen_px,
            language=language,
        )

    def junction_picture(
        self,
        *,
        project: Project,
        measured: Measured,
        span_s: Span,
        class_name: str,
        seen_px: int | None = None,
        language: str = ENGLISH,
    ) -> Pixels:
        """The movements of one class, or of all, in that time, as ribbons on the empty scene, BGR."""
        movements = measured.counts.movements
        return draw_junction(
            picture=self.place(hide=project.style.blur, seen_px=seen_px),
            scene=project.scene,
            counts=movements.between_arms(span_s, class_name=class_name),
            class_names=movements.classes_that_went if class_name == ALL_CLASSES else (class_name,),
            seen_px=seen_px,
            language=language,
        )

    def places_picture(self, *, project: Project, told: PlaceValues, seen_px: int | None = None) -> Pixels:
        """The zones on the empty scene in the colours of their values, BGR."""
        return draw_zone_values(
            picture=self.place(hide=project.style.blur, seen_px=seen_px),
            scene=project.scene,
            values=told.values,
            words=told.words,
            style=told.style,
            seen_px=seen_px,
        )

    def over_time(self, project: Project) -> pd.DataFrame:
        """How busy the whole picture was over the whole clip, whatever time range the project covers."""
        named, settings = self.named(project), replace(project.measure, from_s=None, to_s=None)
        selection = select_objects(paths=named.paths, project=replace(project, measure=settings))
        found = find_places(
            paths=selection.paths, settings=settings, scene=Scene(), keep=selection.keep, remembered=named.remembered
        )
        return occupancy_over_time(found=found)

    def analysis(self, project: Project) -> Analysis:
        """The analysis that a run of this project would return."""
        return Analysis(
            clip=self.clip,
            model=self.found.model,
            project=project,
            runs_on=self.found.runs_on,
            watched_frames=self.found.watched_frames,
            detections_key=self.found.detections_key,
            tracks_key=self.found.tracks_key,
            tracks=self.named(project).tracks,
            paths=self.named(project).paths,
            refining=self.refining,
            unseen=self.unseen,
            background=_background(self.clip, self.found, project.style.background, self.store, self.reader),
            hidden=self.people() if project.style.blur else no_boxes(),
            stages=(),
            notices=self.found.notices,
        )

    def answer(self, project: Project, *, language: str = ENGLISH) -> Answer:
        """The full answer, its picture in the clip's own size; without a video."""
        analysis, measured = self.analysis(project), self.measured(project)
        picture = render_picture(analysis=analysis, measured=measured, language=language)
        rendered = Rendered(picture=picture, video=None, stages=())
        checks = self.checks(project=project, measured=measured)
        return Answer(analysis=analysis, measured=measured, rendered=rendered, checks=checks)

    def static_count(self, project: Project) -> int:
        """How many of the people and vehicles asked for never moved, whether they are left out or not."""
        return select_objects(paths=self.named(project).paths, project=project).static

    def people(self) -> pd.DataFrame:
        """Frame and box of all that may show a person."""
        with self.store.open(kind="detections", key=self.found.detections_key) as artefact:
            if artefact is None:
                raise StorageError("stages.result_removed")
            return people_boxes(detections=artefact.folder, tracks=self.followed)

    @cached_property
    def held_people(self) -> HeldBoxes:
        """Where people are, or must be taken to be, in each frame."""
        watched = self.clip.sampled_frames(self.found.project.watch.sample_fps)
        return hold_boxes(boxes=self.people(), clip=self.clip, watched=watched)


def open_finished_analysis(*, run: Run, store: ArtefactStore, reader: ClipReader = HERE) -> FinishedAnalysis:
    """What the run's analysis has left in the store; a StorageError where there is none, or it was dropped.

    `reader` makes anew what can be made from the clip in seconds.
    """
    found = run.found
    if found is None:
        raise StorageError("stages.not_analysed")
    with store.open(kind="tracks", key=found.tracks_key) as artefact:
        if artefact is None:
            raise StorageError("stages.result_removed")
        clip, asked = reader.probe(run.source), found.project
        tracks, refining = read_table(artefact.folder / TRACKS_FILE), refining_of(artefact)
        unseen = unseen_paths(clip=clip, tracks=artefact, sample_fps=asked.watch.sample_fps)
    scene = _background(clip, found, asked.style.background, store, reader)
    return FinishedAnalysis(
        clip=clip,
        found=found,
        followed=tracks,
        tracks=tracks,
        refining=refining,
        unseen=unseen,
        paths=clip_paths(clip=clip, tracks=tracks, sample_fps=asked.watch.sample_fps),
        background=resized(picture=scene.pixels, width_px=min(clip.width_px, SCREEN_PX)),
        filled_share=scene.filled_share,
        camera_report=camera_report(clip=clip, store=store, reader=reader),
        store=store,
        reader=reader,
    )


def _keep(kept: dict[_Asked, _Kept], asked: _Asked, answer: _Kept) -> None:
    if len(kept) >= _MOST_KEPT:
        kept.clear()
    kept[asked] = answer


def _background(clip: Clip, found: Found, kind: str, store: ArtefactStore, reader: ClipReader) -> EmptyScene:
    key, sample_fps = found.detections_key, found.project.watch.sample_fps
    return background_of(clip=clip, kind=kind, detections_key=key, sample_fps=sample_fps, store=store, reader=reader)
