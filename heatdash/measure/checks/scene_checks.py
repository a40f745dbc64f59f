"""Everything that makes the numbers of a clip less sure than they look."""

import math
from collections.abc import Iterable, Iterator

import numpy as np

from heatdash.measure.checks.better_line import better_line
from heatdash.measure.checks.check_classes import check_classes
from heatdash.measure.checks.check_lengths import check_lengths
from heatdash.measure.checks.check_lines import check_lines
from heatdash.measure.checks.check_objects import check_objects
from heatdash.measure.checks.check_picture import check_picture
from heatdash.measure.checks.check_sketch import check_sketch
from heatdash.measure.checks.check_zones import check_zones
from heatdash.measure.checks.missed_crossings import (
    as_large_as_counted,
    missed_crossings,
    unseen_crossings,
    without_lost,
)
from heatdash.measure.paths import Paths
from heatdash.measure.places.find_places import FoundPlaces
from heatdash.measure.places.line_crossings import crossings_of_line
from heatdash.measure.points import anchor_points
from heatdash.values.arrays import Floats
from heatdash.values.camera_report import CameraReport
from heatdash.values.clip import Clip
from heatdash.values.measure_settings import MeasureSettings
from heatdash.values.project import Project
from heatdash.values.scene import EXCLUDE, Line, Scene
from heatdash.values.sureness import SceneCheck

MOST_ROWS = 300_000
"""More boxes would not change what a third of this many shows, and pages should not wait for them."""


def check_places(
    *,
    paths: Paths,
    scene: Scene,
    settings: MeasureSettings,
    input_px: int | None = None,
    unseen: Paths | None = None,
) -> list[SceneCheck]:
    """What is wrong with the objects, lines and zones. `input_px` is as in the settings of watching.

    `unseen` are the paths of what moved and was followed as nothing; None where that is not known. `paths` are those of
    the whole clip, since a time range would cut them off where nothing ends. Of very many objects only every n-th is
    examined; that nobody came to a zone, and who may have crossed unseen, is judged by all of them, and no better place
    is sought for a line.
    """
    every = -(-len(paths) // MOST_ROWS)
    few = paths if every <= 1 else paths.of_tracks(np.arange(paths.track_count) % every == 0)
    points = anchor_points(paths=few, anchor=settings.anchor)
    return [
        *check_objects(paths=few, anchor=settings.anchor, input_px=input_px),
        *check_lines(paths=few, points=points, anchor=settings.anchor, scene=scene),
        *check_zones(paths=paths, few=few, anchor=settings.anchor, scene=scene),
        *_missed(paths=paths, unseen=unseen, scene=scene, settings=settings),
    ]


def _missed(*, paths: Paths, unseen: Paths | None, scene: Scene, settings: MeasureSettings) -> Iterator[SceneCheck]:
    points = anchor_points(paths=paths, anchor=settings.anchor)
    from_s = -math.inf if settings.from_s is None else settings.from_s
    to_s = math.inf if settings.to_s is None else settings.to_s
    excluded = scene.zones_of(EXCLUDE)
    large = None if unseen is None else as_large_as_counted(unseen=unseen, counted=paths)

    def crossed_at(line: Line) -> int:
        crossings = crossings_of_line(paths=paths, points=points, line=line, excluded=excluded)
        return len(crossings.within(from_s=from_s, to_s=to_s))

    def missed_at(line: Line) -> tuple[int, Floats]:
        """How many were lost on their way to the line, and when others moved over it unseen."""
        lost = missed_crossings(paths=paths, points=points, line=line, from_s=from_s, to_s=to_s)
        if large is None:
            return len(lost), np.empty(0)
        moved = unseen_crossings(unseen=large, line=line, scene=scene, anchor=settings.anchor, from_s=from_s, to_s=to_s)
        return len(lost), without_lost(unseen=moved, lost=lost).t_s

    def lost_at(line: Line) -> int:
        lost, moved_s = missed_at(line)
        return lost + len(moved_s)

    for line in scene.lines:
        lost, moved_s = missed_at(line)
        missed = lost + len(moved_s)
        if len(moved_s):
            first_s = round(float(moved_s.min()), 1)
            yield SceneCheck("line_moved_unseen", line.name, (("times", len(moved_s)), ("at_s", first_s)))
        if lost:
            yield SceneCheck("line_missed", line.name, (("ends", lost),))
        if missed and len(paths) <= MOST_ROWS:
            better = better_line(line=line, lost=missed, crossed_at=crossed_at, lost_at=lost_at, unseen=len(moved_s))
            yield from () if better is None else (better,)


def scene_checks(
    *,
    clip: Clip,
    paths: Paths,
    project: Project,
    report: CameraReport,
    filled_share: float,
    others: FoundPlaces | None = None,
    unseen: Paths | None = None,
) -> tuple[SceneCheck, ...]:
    """What is wrong with the camera, the clip and the sketch, the gravest first; `paths` are those that are counted.

    `filled_share` is the share of the empty scene that is filled in, `others` what moving objects of classes did that
    were not asked for, `unseen` what moved and was followed as nothing. For a still picture, only the sketch is
    checked, and whether the picture is dark or blurred.
    """
    if clip.is_image:
        return before_watching(clip=clip, scene=project.scene, report=report)
    places = check_places(
        paths=paths,
        scene=project.scene,
        settings=project.measure,
        input_px=project.watch.input_px,
        unseen=unseen,
    )
    filled_pct = round(100 * filled_share)
    filled = [SceneCheck("never_empty", values=(("of_picture_pct", filled_pct),))] if filled_pct else []
    uncounted = [] if others is None else check_classes(others)
    lengths = check_lengths(paths=paths, class_map=project.class_map, is_scaled=project.scene.ground is not None)
    return _gravest_first([*check_picture(report=report, clip=clip), *places, *uncounted, *lengths, *filled])


def before_watching(*, clip: Clip, scene: Scene, report: CameraReport) -> tuple[SceneCheck, ...]:
    """What is wrong with the camera and the sketch, as known before the clip is watched; the gravest first."""
    sketch = check_sketch(scene=scene, width_px=clip.width_px, height_px=clip.height_px)
    return _gravest_first([*check_picture(report=report, clip=clip), *sketch])


def _gravest_first(checks: Iterable[SceneCheck]) -> tuple[SceneCheck, ...]:
    return tuple(sorted(checks, key=lambda check: check.gravity))
