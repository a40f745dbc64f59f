"""Boxes that the tracker left."""

from itertools import pairwise

import numpy as np
import pandas as pd

from heatdash.tables.columns import BOX, CLASS_NAME, FRAME, TRACK_ID
from heatdash.track.drop_false import covered
from heatdash.values.arrays import Marks
from heatdash.values.classes import kind_of

TAKEN = 0.5
"""The share of a box in a tracked one above which it is that one's object, or a part of it."""


def untracked_boxes(*, detections: pd.DataFrame, tracks: pd.DataFrame) -> pd.DataFrame:
    """The detections that lie in no tracked box of their kind, each as a track of one row, with ids above the tracks'.

    They have the tracks' columns. A tracker leaves the first box of most objects, and those that were not where it
    expected them.
    """
    loose = detections[_untracked(detections, tracks)]
    first = int(tracks[TRACK_ID].max()) + 1 if len(tracks) else 1
    return loose.assign(**{TRACK_ID: np.arange(first, first + len(loose))})[list(tracks.columns)]


def _untracked(detections: pd.DataFrame, tracks: pd.DataFrame) -> Marks:
    box, taken = (table[list(BOX)].to_numpy(np.float64) for table in (detections, tracks))
    kind, of_kind = (table[CLASS_NAME].astype(str).map(kind_of).to_numpy(dtype=str) for table in (detections, tracks))
    frame, frames = (table[FRAME].to_numpy() for table in (detections, tracks))
    loose = np.ones(len(box), dtype=bool)
    for start, stop in pairwise([*np.flatnonzero(np.diff(frame, prepend=-1)), len(frame)]):
        here = slice(start, stop)
        there = slice(*np.searchsorted(frames, [frame[start], frame[start] + 1]))
        lies = covered(box[here, None], by=taken[None, there]) > TAKEN
        loose[here] = ~(lies & (kind[here, None] == of_kind[None, there])).any(axis=1)
    return loose
