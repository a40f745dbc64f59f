"""What a question finds in clips that follow on one another without a gap."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial

import numpy as np
import pandas as pd

from heatdash.measure.paths import Paths, paths_of
from heatdash.measure.timeline.measure_part import PartAnswer, Span, measure_part, needs_others
from heatdash.measure.timeline.stretch_times import StretchTimes
from heatdash.measure.watched_time import watched_time
from heatdash.stages.clip_paths import named_paths
from heatdash.tables.columns import TRACK_ID
from heatdash.track.unite_objects import United
from heatdash.values.project import Project


@dataclass(frozen=True, eq=False)
class StretchAnswer:
    """The answer of each clip of a stretch, and `across` that of the objects that are seen in more than one."""

    parts: tuple[PartAnswer, ...]
    across: PartAnswer
    span_s: Span


Keep = Callable[[int | None, Span, Callable[[], PartAnswer]], PartAnswer]
"""Gives the answer of the clip of that number, or of who goes over seams (None), which lies in that span; made if need
be."""


def _make_anew(_number: int | None, _span_s: Span, make: Callable[[], PartAnswer]) -> PartAnswer:
    """The answer, made now."""
    return make()


def measure_stretch(
    *,
    tracks_of: Callable[[int], pd.DataFrame],
    united: United,
    times: StretchTimes,
    project: Project,
    size_px: tuple[int, int],
    keep: Keep = _make_anew,
) -> StretchAnswer:
    """The answers of the stretch whose clips' frames were watched at `times`, whose tracks `tracks_of` reads.

    `keep` has what was answered before, so that only the tracks of what is new are read.
    """
    edges_s = times.edges_s.tolist()
    span_s = (edges_s[0], edges_s[-1])
    named = partial(_named, project=project, size_px=size_px)

    @cache
    def over_all() -> Paths:
        paths = named(united.tracks, count=len(times.t_s))
        return times.part_of(paths=paths, clips=(0, times.clip_count - 1))

    def part(number: int) -> PartAnswer:
        tracks = tracks_of(number)
        own = tracks[~tracks[TRACK_ID].isin(united.taken[number])]
        first, stop = times.around(number, number)
        return measure_part(
            paths=times.place(paths=named(own, count=times.frame_count(number)), clip=number),
            span_s=(edges_s[number], edges_s[number + 1]),
            project=project,
            beside=over_all().of_moments(first=first, stop=stop) if needs_others(project) else None,
        )

    parts = (
        keep(number, (edges_s[number], edges_s[number + 1]), partial(part, number))
        for number in range(times.clip_count)
    )
    across = partial(measure_part, project=project, span_s=span_s)
    return StretchAnswer(tuple(parts), keep(None, span_s, lambda: across(paths=over_all())), span_s)


def _named(tracks: pd.DataFrame, *, count: int, project: Project, size_px: tuple[int, int]) -> Paths:
    """The tracks' paths by the project's names, of which each frame is the moment of that number; times come later."""
    frames = np.arange(count)
    untimed = watched_time(frames=frames, t_s=frames.astype(np.float64), duration_s=float(count))

    def paths_in(table: pd.DataFrame) -> Paths:
        return paths_of(tracks=table, watched=untimed, width_px=size_px[0], height_px=size_px[1])

    return named_paths(tracks=tracks, project=project, paths_in=paths_in)[1]
