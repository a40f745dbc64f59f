"""Objects that go on from one clip into the next, which begins where the first ends."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from heatdash.tables.columns import FILLED, FRAME, T_S, TRACK_ID
from heatdash.track.refine_tracks import refine_tracks
from heatdash.values.arrays import Floats, Ints
from heatdash.values.refine_settings import RefineSettings

SEAM_S = 20.0
"""So much on each side of a seam is refined again as one clip: nobody is out of sight for longer and still followed."""


@dataclass(frozen=True, eq=False)
class SeamClip:
    """A clip near a seam: its boxes, the tracks linked from them, and all its watched frames with their times.

    The clip's time 0 is at `offset_s` of the recording.
    """

    detections: pd.DataFrame
    linked: pd.DataFrame
    frames: Ints
    times_s: Floats
    offset_s: float


@dataclass(frozen=True, eq=False)
class SeamObjects:
    """The objects that are seen on both sides of a seam, as rows of the clip before it and of the clip after it.

    Both tables are REFINED, with the frames and times of their own clip. An object has the same id in both.
    """

    before: pd.DataFrame
    after: pd.DataFrame


def objects_across(
    *, clips: Sequence[SeamClip], seam: int, settings: RefineSettings, size_px: tuple[int, int]
) -> SeamObjects:
    """Who goes on from the clip before number `seam` into that one; `clips` are all those that are near, in order.

    The last and first seconds beside the seam are refined once more, as if they were one clip. So who goes on is told
    by the same rules as within a clip.
    """
    near = _near(clips, clips[seam].offset_s)
    starts = np.cumsum([0, *map(len, near)])
    times_s = np.concatenate([clip.times_s[part] + clip.offset_s for clip, part in zip(clips, near, strict=True)])
    linked, boxes, last_id = [], [], 0
    for clip, part, start in zip(clips, near, starts[:-1].tolist(), strict=True):
        tracks = _numbered(clip.linked, clip.frames[part], start, times_s)
        linked.append(tracks.assign(**{TRACK_ID: tracks[TRACK_ID] + last_id}))
        last_id += int(clip.linked[TRACK_ID].max()) if len(clip.linked) else 0
        boxes.append(_numbered(clip.detections, clip.frames[part], start, times_s))
    objects = refine_tracks(
        tracks=pd.concat(linked, ignore_index=True),
        detections=pd.concat(boxes, ignore_index=True),
        settings=settings,
        frames=np.arange(len(times_s)),
        times_s=times_s,
        size_px=size_px,
    ).tracks
    crossing = _crossing(objects, first_after=int(starts[seam]))
    before, after = (
        _own_rows(crossing, clips[number], near[number], int(starts[number])) for number in (seam - 1, seam)
    )
    return SeamObjects(before, after)


def _near(clips: Sequence[SeamClip], seam_s: float) -> list[Ints]:
    """The places of each clip's frames that are near the seam."""
    return [np.flatnonzero(np.abs(clip.times_s + clip.offset_s - seam_s) <= SEAM_S) for clip in clips]


def _numbered(table: pd.DataFrame, frames: Ints, start: int, times_s: Floats) -> pd.DataFrame:
    """The table's rows of those frames, which are numbered from `start` on and have their times there."""
    rows = table[table[FRAME].isin(frames)]
    number = np.searchsorted(frames, rows[FRAME].to_numpy()) + start
    there: dict[str, Any] = {FRAME: number.astype(np.int32), T_S: times_s[number]}
    return rows.assign(**there)


def _crossing(objects: pd.DataFrame, *, first_after: int) -> pd.DataFrame:
    """The rows of the objects that are seen before the seam and after it."""
    seen = objects[~objects[FILLED]]
    is_after = seen[FRAME] >= first_after
    both = np.intersect1d(seen[TRACK_ID][~is_after], seen[TRACK_ID][is_after])
    return objects[objects[TRACK_ID].isin(both)]


def _own_rows(objects: pd.DataFrame, clip: SeamClip, part: Ints, start: int) -> pd.DataFrame:
    """The rows that lie in that clip, by its own frames and times."""
    number = objects[FRAME].to_numpy() - start
    inside = (number >= 0) & (number < len(part))
    place = part[number[inside]]
    own: dict[str, Any] = {FRAME: clip.frames[place].astype(np.int32), T_S: clip.times_s[place]}
    return objects[inside].assign(**own).reset_index(drop=True)
