"""Boxes that the tracker left out."""

from itertools import pairwise

import numpy as np
import pandas as pd

from heatdash.tables.columns import BOX, CLASS_NAME, FRAME, TRACK_ID
from heatdash.values.arrays import Marks
from heatdash.values.boxes import covered
from heatdash.values.classes import body_of

TAKEN_SHARE = 0.5
"""A box with more than this share inside a tracked one is that object, or a part of it."""


def untracked_boxes(*, detections: pd.DataFrame, tracks: pd.DataFrame) -> pd.DataFrame:
    """The detections that lie in no tracked box of their kind, each as a track of one row, with ids above the tracks'.

    They have the tracks' columns. A tracker leaves out the first box of most objects, and boxes that were not
    where it expected them.
    """
    loose = detections[_untracked(detections, tracks)]
    first = int(tracks[TRACK_ID].max()) + 1 if len(tracks) else 1
    return loose.assign(**{TRACK_ID: np.arange(first, first + len(loose))})[list(tracks.columns)]


def _untracked(detections: pd.DataFrame, tracks: pd.DataFrame) -> Marks:
    box, taken = (table[list(BOX)].to_numpy(np.float64) for table in (detections, tracks))
    kind, taken_kind = (
        table[CLASS_NAME].astype(str).map(body_of).to_numpy(dtype=str) for table in (detections, tracks)
    )
    frame, taken_frame = (table[FRAME].to_numpy() for table in (detections, tracks))
    loose = np.ones(len(box), dtype=bool)
    for start, stop in pairwise([*np.flatnonzero(np.diff(frame, prepend=-1)), len(frame)]):
        here = slice(start, stop)
        there = slice(*np.searchsorted(taken_frame, [frame[start], frame[start] + 1]))
        inside = covered(box[here, None], by=taken[None, there]) > TAKEN_SHARE
        loose[here] = ~(inside & (kind[here, None] == taken_kind[None, there])).any(axis=1)
    return loose
