"""What a question finds in clips that follow on one another without a gap."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from heatdash.measure.paths import Paths, paths_of
from heatdash.measure.timeline.measure_part import PartAnswer, Span, measure_part
from heatdash.measure.timeline.stretch_times import StretchTimes
from heatdash.measure.watched_time import watched_time
from heatdash.tables.columns import TRACK_ID
from heatdash.track.unite_objects import RefinedClip, United
from heatdash.values.arrays import Ints
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
    """The answers of the stretch whose clips' frames were watched at `times`. The project's names are the model's."""
    edges_s = times.edges_s.tolist()
    span_s = (edges_s[0], edges_s[-1])
    all_clips = (0, len(clips) - 1)
    over_all = times.part_of(paths=_paths(united.tracks, np.arange(len(times.t_s)), size_px), clips=all_clips)
    parts = []
    for number, (clip, taken) in enumerate(zip(clips, united.taken, strict=True)):
        own = clip.tracks[~clip.tracks[TRACK_ID].isin(taken)]
        count = int(times.first[number + 1] - times.first[number])
        paths = times.place(paths=_paths(own, np.arange(count), size_px), clip=number)
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


def _paths(tracks: pd.DataFrame, frames: Ints, size_px: tuple[int, int]) -> Paths:
    """The paths, of which each frame is the moment of the same number; their times are yet to come."""
    nothing = watched_time(frames=frames, t_s=frames.astype(np.float64), duration_s=float(len(frames)))
    return paths_of(tracks=tracks, watched=nothing, width_px=size_px[0], height_px=size_px[1])
