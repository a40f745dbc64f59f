"""The boxes to draw: in every frame of a video, where only some frames were watched, and over a still picture."""

import numpy as np
import pandas as pd

from heatdash.tables.columns import BOX, FRAME, T_S, TRACK_ID
from heatdash.values.arrays import Ints
from heatdash.values.clip import Clip
from heatdash.values.stretches import counting_up


def objects_to_draw(*, tracks: pd.DataFrame, clip: Clip, watched: Ints) -> pd.DataFrame:
    """The tracks' rows, and between two consecutive watched frames each track's box, moved along a straight line."""
    if len(watched) == clip.frame_count or tracks.empty:
        return tracks
    rows = tracks.sort_values([TRACK_ID, FRAME], kind="stable", ignore_index=True)
    frame = rows[FRAME].to_numpy()
    place = np.searchsorted(watched, frame)
    follows = (np.diff(rows[TRACK_ID].to_numpy()) == 0) & (np.diff(place) == 1)
    steps = np.append(np.where(follows, np.diff(frame), 1), 1)
    source = np.repeat(np.arange(len(rows)), steps)
    offset = counting_up(steps)
    filled = rows.iloc[source].reset_index(drop=True)
    filled[FRAME] = frame[source] + offset.astype(frame.dtype)
    filled[T_S] = clip.times_s[filled[FRAME]]
    following = np.minimum(source + (offset > 0), len(rows) - 1)
    before_s, after_s = rows[T_S].to_numpy()[source], rows[T_S].to_numpy()[following]
    span_s = np.where(after_s > before_s, after_s - before_s, 1.0)
    share = ((filled[T_S].to_numpy() - before_s) / span_s).astype(np.float32)
    for name in BOX:
        edge = rows[name].to_numpy()
        filled[name] = edge[source] + (edge[following] - edge[source]) * share
    return filled.sort_values([FRAME, TRACK_ID], kind="stable", ignore_index=True)


def first_boxes(*, rows: pd.DataFrame, by: float) -> pd.DataFrame:
    """The first frame's rows, their boxes larger by that factor, as the picture is that they are drawn on."""
    first = rows[rows[FRAME] == 0]
    return first.assign(**{name: first[name] * by for name in BOX})
