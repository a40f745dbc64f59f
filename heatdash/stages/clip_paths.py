"""A clip's tracks as paths, and by the names of a class map."""

import pandas as pd

from heatdash.measure.map_tracks import map_tracks
from heatdash.measure.paths import Paths, paths_of
from heatdash.measure.watched_time import watched_time
from heatdash.values.class_map import ClassMap
from heatdash.values.clip import Clip


def clip_paths(*, clip: Clip, tracks: pd.DataFrame, sample_fps: float | None) -> Paths:
    """The tracks as paths, with the clip's watched time."""
    frames = clip.sampled_frames(sample_fps)
    watched = watched_time(frames=frames, t_s=clip.times_s[frames], duration_s=clip.duration_s)
    return paths_of(tracks=tracks, watched=watched, width_px=clip.width_px, height_px=clip.height_px)


def tracks_by_map(*, tracks: pd.DataFrame, clip: Clip, sample_fps: float | None, class_map: ClassMap) -> pd.DataFrame:
    """All of the clip's tracks by the names of the map; the same table where the map has none."""
    if not class_map.pairs:
        return tracks
    paths = clip_paths(clip=clip, tracks=tracks, sample_fps=sample_fps)
    return map_tracks(tracks=tracks, paths=paths, class_map=class_map)
