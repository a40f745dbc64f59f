"""The boxes in which people are, or must be taken to be: those to hide, and those that the empty scene leaves out."""

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd

from heatdash.stages.watch import DETECTIONS_FILE
from heatdash.store.parquet_tables import read_table
from heatdash.tables.columns import BOX, CLASS_NAME, FRAME
from heatdash.values.arrays import Floats, Ints, Marks
from heatdash.values.boxes import overlap
from heatdash.values.classes import may_show_people
from heatdash.values.clip import Clip
from heatdash.values.stretches import counting_up

HOLD_S = 1.0
"""For this long before a box appears from nowhere, and after it vanishes, somebody is taken to be there still."""
STAYED_S = 30.0
"""Whoever is seen in the same place again within this time is taken to have stayed there, unseen by the model."""
_FOLLOWS, _SAME_PLACE = 0.3, 0.5
"""The overlap of a body's boxes in consecutive watched frames; and that of two boxes in the same place."""


def people_boxes(*, detections: Path, tracks: pd.DataFrame | None) -> pd.DataFrame:
    """Frame and box of all that may show a person: every detection, however unsure, and every row of `tracks`, if any.

    Hiding too much is better than hiding too little. Tracks know where people were in frames where no model saw them.
    """
    tables = [read_table(detections / DETECTIONS_FILE), *([] if tracks is None else [tracks])]
    people = [np.array([may_show_people(name) for name in table[CLASS_NAME]], dtype=bool) for table in tables]
    boxes = [table.loc[marks, [FRAME, *BOX]] for table, marks in zip(tables, people, strict=True)]
    return pd.concat(boxes).sort_values(FRAME, kind="stable", ignore_index=True)


def no_boxes() -> pd.DataFrame:
    """The same for a result in which nobody is hidden."""
    return pd.DataFrame(columns=[FRAME, *BOX]).astype({FRAME: np.int32})


@dataclass(frozen=True, eq=False)
class HeldBoxes:
    """Boxes in pixels of the clip, each held in the frames from `first` up to, but not including, `stop`."""

    box: Floats
    first: Ints
    stop: Ints

    def within(self, *, first: int, stop: int) -> "HeldBoxes":
        """Those that are held in any of these frames, for these frames."""
        held = (self.first < stop) & (self.stop > first)
        return HeldBoxes(self.box[held], np.maximum(self.first[held], first), np.minimum(self.stop[held], stop))

    def each_frame(self) -> pd.DataFrame:
        """A row with frame and box for each box in each frame in which it is held, ordered by frame."""
        counts = self.stop - self.first
        source = np.repeat(np.arange(len(counts)), counts)
        offset = counting_up(counts)
        rows = pd.DataFrame(self.box[source], columns=list(BOX))
        rows.insert(0, FRAME, self.first[source] + offset)
        return rows.sort_values(FRAME, kind="stable", ignore_index=True)


def hold_boxes(*, boxes: pd.DataFrame, clip: Clip, watched: Ints, hold_s: float = HOLD_S) -> HeldBoxes:
    """The boxes (frame and box, ordered by frame), held for as long as somebody must be taken to be in them.

    That is in every frame between the watched frames before and after the box's own. A box that no box follows, or
    that follows none, is held longer, as a model that misses somebody makes just such gaps: by `hold_s`, and up to
    the next box in the same place where that comes within half a minute.
    """
    frame, box = boxes[FRAME].to_numpy(np.int64), boxes[list(BOX)].to_numpy(np.float64)
    place, t_s = np.searchsorted(watched, frame), clip.times_s[frame]
    first = np.where(place > 0, watched[place - 1] + 1, 0)
    stop = np.append(watched, clip.frame_count)[place + 1]
    appears, vanishes = _chain_ends(place, box)
    first[appears] = np.minimum(first, np.searchsorted(clip.times_s, t_s - hold_s))[appears]
    stop[vanishes] = np.maximum(stop, np.searchsorted(clip.times_s, t_s + hold_s, side="right"))[vanishes]
    again = np.flatnonzero(appears)
    for gone in np.flatnonzero(vanishes).tolist():
        begin, end = np.searchsorted(t_s[again], [t_s[gone], t_s[gone] + STAYED_S], side="right")
        same = again[begin:end][overlap(box[gone], box[again[begin:end]]) >= _SAME_PLACE][:1]
        stop[gone] = max(stop[gone], *frame[same], 0)
        first[same] = np.minimum(first[same], frame[gone])
    return HeldBoxes(box=box, first=first, stop=stop)


def _chain_ends(place: Ints, box: Floats) -> tuple[Marks, Marks]:
    """Marks on the boxes that follow none in the watched frame before, and on those that none follows in the next."""
    appears, vanishes = (np.ones(len(box), dtype=bool) for _ in range(2))
    bounds = [*np.flatnonzero(np.diff(place, prepend=-1)).tolist(), len(place)]
    groups = [slice(*pair) for pair in pairwise(bounds)]
    for before, after in pairwise(groups):
        if place[after.start] == place[before.start] + 1:
            follows = overlap(box[before, None], box[None, after]) >= _FOLLOWS
            vanishes[before] = ~follows.any(axis=1)
            appears[after] = ~follows.any(axis=0)
    return appears, vanishes
