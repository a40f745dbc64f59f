"""What a question finds in one part of a recording: kept, it adds up with what it finds in the others."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from heatdash.measure.heat.heat import heat_total
from heatdash.measure.heat.heat_total import HeatTotal, sum_of_heat
from heatdash.measure.paths import Paths
from heatdash.measure.places.find_places import FoundPlaces, find_places
from heatdash.measure.places.join_found import join_found
from heatdash.measure.selection import Selection, select_objects
from heatdash.values.arrays import Floats
from heatdash.values.measure_settings import MeasureSettings
from heatdash.values.project import Project

Span = tuple[float, float]
"""From when to before when, on the recording's clock."""


@dataclass(frozen=True, eq=False)
class PartAnswer:
    """What the objects of a part did at the places, and the heat that they left; `heat` is None where all lies outside
    the time that was asked for. Objects that should move and never did are `static`."""

    found: FoundPlaces
    heat: HeatTotal | None
    static: int


@dataclass(frozen=True, eq=False)
class RecordingAnswer:
    """What all parts of a recording add up to: what happened at the places, the heat, and how many never moved."""

    found: FoundPlaces
    heat: HeatTotal
    static: int


def needs_others(project: Project, /) -> bool:
    """True where the heat of a part depends on who goes on from part to part: a cell in use is in use only once."""
    return project.measure.metric == "occupancy_pct"


def measure_part(*, paths: Paths, span_s: Span, project: Project, beside: Paths | None = None) -> PartAnswer:
    """The answer of one part, from the paths of the objects that are seen in no other, on the recording's clock.

    The part's own time is `span_s`; the paths' watched time goes on beyond it where another part follows at once. The
    objects in `beside`, which go on from part to part, are counted on their own, but what they do decides as well for
    how much of the time a cell is in use; their watched time is the paths'.
    """
    selection = select_objects(paths=paths, project=project)
    found = find_places(
        paths=selection.paths,
        settings=project.measure,
        scene=project.scene,
        keep=selection.keep,
        class_names=tuple(choice.class_name for choice in project.classes),
    )
    return PartAnswer(found, _heat(selection, span_s, project, beside), selection.static)


def _heat(selection: Selection, span_s: Span, project: Project, beside: Paths | None) -> HeatTotal | None:
    settings = project.measure
    from_s = max(span_s[0], settings.from_s if settings.from_s is not None else span_s[0])
    to_s = min(span_s[1], settings.to_s if settings.to_s is not None else span_s[1])
    if from_s >= to_s:
        return None
    others = None
    if beside is not None and needs_others(project):
        chosen = select_objects(paths=beside, project=project)
        others = chosen.paths.of_tracks(chosen.keep)
    return heat_total(
        paths=selection.paths.of_tracks(selection.keep),
        settings=replace(settings, from_s=from_s, to_s=to_s),
        scene=project.scene,
        beside=others,
    )


def sum_up(
    *, parts: Sequence[PartAnswer], across: Sequence[PartAnswer], watched_s: Floats, settings: MeasureSettings
) -> RecordingAnswer:
    """The answer of a recording: its parts', and `across` that of the objects that go on from part to part.

    `watched_s` are the stretches of the time asked for that were watched.
    """
    every = (*parts, *across)
    heats = [part.heat for part in parts if part.heat is not None]
    more = [part.heat for part in across if part.heat is not None and part.heat.metric != "occupancy_pct"]
    return RecordingAnswer(
        found=join_found(
            [part.found for part in every],
            watched_s=watched_s,
            until_s=math.inf if settings.to_s is None else settings.to_s,
        ),
        heat=sum_of_heat(parts=heats, across=more),
        static=sum(part.static for part in every),
    )
