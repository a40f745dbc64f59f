"""What a question finds in clips that follow on one another without a gap."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd

from heatdash.measure.paths import Paths, paths_of
from heatdash.measure.timeline.measure_part import PartAnswer, Span, measure_part
from heatdash.measure.timeline.stretch_times import StretchTimes
from heatdash.measure.watched_time import watched_time
from heatdash.stages.clip_paths import named_paths
from heatdash.tables.columns import TRACK_ID
from heatdash.track.unite_objects import RefinedClip, United
from heatdash.values.project import Project


@dataclass(frozen=True, eq=False)
class StretchAnswer:
    """The answer of each clip of a stretch, and `across` that of the objects that are seen in more than one."""

    parts: tuple[PartAnswer, ...]
    across: PartAnswer
    span_s: Span


def measure_stretch(
    *,
    clips: Sequence[RefinedClip],
    united: United,
    times: StretchTimes,
    project: Project,
    size_px: tuple[int, int],
) -> StretchAnswer:
    """The answers of the stretch whose clips' frames were watched at `times`."""
    edges_s = times.edges_s.tolist()
    span_s = (edges_s[0], edges_s[-1])
    all_clips = (0, len(clips) - 1)
    named = partial(_named, project=project, size_px=size_px)
    over_all = times.part_of(paths=named(united.tracks, count=len(times.t_s)), clips=all_clips)
    parts = []
    for number, (clip, taken) in enumerate(zip(clips, united.taken, strict=True)):
        own = clip.tracks[~clip.tracks[TRACK_ID].isin(taken)]
        paths = times.place(paths=named(own, count=times.frame_count(number)), clip=number)
        first, stop = times.around(number, number)
        parts.append(
            measure_part(
                paths=paths,
                span_s=(edges_s[number], edges_s[number + 1]),
                project=project,
                beside=over_all.of_moments(first=first, stop=stop),
            )
        )
    return StretchAnswer(tuple(parts), measure_part(paths=over_all, span_s=span_s, project=project), span_s)


def _named(tracks: pd.DataFrame, *, count: int, project: Project, size_px: tuple[int, int]) -> Paths:
    """The tracks' paths by the project's names, of which each frame is the moment of that number; times come later."""
    frames = np.arange(count)
    untimed = watched_time(frames=frames, t_s=frames.astype(np.float64), duration_s=float(count))

    def paths_in(table: pd.DataFrame) -> Paths:
        return paths_of(tracks=table, watched=untimed, width_px=size_px[0], height_px=size_px[1])

    return named_paths(tracks=tracks, project=project, paths_in=paths_in)[1]
