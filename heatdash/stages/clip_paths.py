"""A clip's tracks as paths, and by the names of a class map."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np
import pandas as pd

from heatdash.measure.map_tracks import map_tracks
from heatdash.measure.paths import Paths, paths_of
from heatdash.measure.vehicle_lengths import vehicle_lengths
from heatdash.measure.watched_time import watched_time
from heatdash.values.clip import Clip
from heatdash.values.project import Project


def clip_paths(*, clip: Clip, tracks: pd.DataFrame, sample_fps: float | None) -> Paths:
    """The tracks as paths, with the clip's watched time."""
    frames = clip.sampled_frames(sample_fps)
    watched = watched_time(frames=frames, t_s=clip.times_s[frames], duration_s=clip.duration_s)
    return paths_of(tracks=tracks, watched=watched, width_px=clip.width_px, height_px=clip.height_px)


def paths_by_names(*, tracks: pd.DataFrame, clip: Clip, project: Project) -> tuple[pd.DataFrame, Paths]:
    """All of the clip's tracks by the project's names, as a table and as paths, with lengths where it has a scale."""
    paths_in = partial(clip_paths, clip=clip, sample_fps=project.watch.sample_fps)
    return named_paths(tracks=tracks, project=project, paths_in=lambda table: paths_in(tracks=table))


def named_paths(
    *, tracks: pd.DataFrame, project: Project, paths_in: Callable[[pd.DataFrame], Paths]
) -> tuple[pd.DataFrame, Paths]:
    """The tracks by the project's names, as a table and as the paths that `paths_in` makes of one, with lengths."""
    names, ground = project.names, project.scene.ground
    paths = paths_in(tracks)
    if ground is not None:
        paths = replace(paths, length_m=vehicle_lengths(paths=paths, ground=ground))
    if not names.pairs:
        return tracks, paths
    named = map_tracks(tracks=tracks, paths=paths, class_map=names)
    again = paths_in(named)
    known = np.searchsorted(paths.track_id, again.track_id)
    return named, replace(again, length_m=paths.length_m[known])
