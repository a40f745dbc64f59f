"""Filling gaps, smoothing boxes and reporting what refining did, once the pieces are joined into objects."""

from dataclasses import dataclass, replace

import numpy as np

from heatdash.track.track_pieces import CUT_S, TrackPieces
from heatdash.values.arrays import Floats, Ints, Marks
from heatdash.values.boxes import away_from_edges
from heatdash.values.stretches import counting_up
from heatdash.values.sureness import RefineReport


@dataclass(frozen=True, eq=False)
class Filled:
    """Pieces without gaps, and marks on the rows that were filled in."""

    pieces: TrackPieces
    filled: Marks


def fill_gaps(*, pieces: TrackPieces, times_s: Floats) -> Filled:
    """The pieces with a box on the straight path for every watched frame between two rows.

    A box that is filled in takes its confidence and its place in the table from the row before it.
    """
    steps = np.diff(pieces.moment, append=0)
    steps[pieces.ends] = 1
    source = np.repeat(np.arange(len(steps)), steps)
    into = counting_up(steps)
    moment = pieces.moment[source] + into
    t_s = times_s[moment]
    after = np.minimum(source + 1, len(steps) - 1)
    span_s = np.where(into > 0, pieces.t_s[after] - pieces.t_s[source], 1.0)
    share = np.where(into > 0, (t_s - pieces.t_s[source]) / span_s, 0.0)[:, None]
    box = pieces.box[source] * (1.0 - share) + pieces.box[after] * share
    full = replace(
        pieces,
        first=np.append(0, np.cumsum(pieces.sums(steps))).astype(np.int64),
        step=pieces.step[source],
        place=pieces.place[source],
        moment=moment,
        t_s=t_s,
        box=box,
        conf=pieces.conf[source],
        look=pieces.look[source],
    )
    return Filled(pieces=full, filled=into > 0)


LARGEST_SHIFT = 0.05
"""A share of the object's size: less than the 8 % band in which a counting line assigns no side."""


def smooth_boxes(*, pieces: TrackPieces, reach_s: float) -> Floats:
    """The boxes, each side moved onto the line that best fits its neighbours in time, by at most 5 % of the size.

    Neighbours are the rows of the same piece less than `reach_s` before and after; the nearer one is, the more it
    counts. Before and after count alike, so that nothing is delayed, and even motion stays as it is.
    """
    count = len(pieces.t_s)
    weight, lever, spread = np.ones(count), np.zeros(count), np.zeros(count)
    level, slope = pieces.box.copy(), np.zeros_like(pieces.box)
    for step in range(1, count):
        earlier, later = slice(None, -step), slice(step, None)
        apart_s = pieces.t_s[later] - pieces.t_s[earlier]
        near = np.where(pieces.owner[later] == pieces.owner[earlier], 1.0 - apart_s / max(reach_s, 1e-9), 0.0).clip(0.0)
        if not near.any():
            break
        for rows, others, away_s in ((earlier, later, apart_s), (later, earlier, -apart_s)):
            weight[rows] += near
            lever[rows] += near * away_s
            spread[rows] += near * away_s**2
            level[rows] += near[:, None] * pieces.box[others]
            slope[rows] += (near * away_s)[:, None] * pieces.box[others]
    determinant = (weight * spread - lever**2)[:, None]
    line = np.divide(
        spread[:, None] * level - lever[:, None] * slope,
        determinant,
        out=level / weight[:, None],
        where=determinant > 1e-12,
    )
    limit_px = (LARGEST_SHIFT * pieces.size_px)[pieces.owner][:, None]
    smoothed: Floats = pieces.box + (line - pieces.box).clip(-limit_px, limit_px)
    return smoothed


def report_refining(
    *,
    raw: TrackPieces,
    seen: TrackPieces,
    static: Marks,
    filled: Marks,
    times_s: Floats,
    size_px: tuple[int, int],
) -> RefineReport:
    """What refining did to the `raw` tracks, of which `seen` are left; `filled` marks the boxes that were filled in."""
    tracked = seen.of_rows(seen.place < len(raw.place))
    track_of, object_of = np.empty(len(raw.place), np.int64), np.full(len(raw.place), -1)
    track_of[raw.place], object_of[tracked.place] = raw.owner, seen.owner[seen.place < len(raw.place)]
    kept = raw.of_rows(object_of[raw.place] >= 0)
    return RefineReport(
        raw_tracks=len(raw),
        tracks=len(seen),
        ghosts=len(raw) - len(kept),
        joins=_changes(track_of[tracked.place], pieces=tracked),
        splits=_changes(object_of[kept.place], pieces=kept),
        static_tracks=int(static.sum()),
        filled_share=float(filled.mean()) if len(filled) else 0.0,
        lost_share=_lost_share(seen, times_s, size_px),
        mean_conf=float(seen.conf.mean()) if len(seen) else 0.0,
    )


def _changes(values: Ints, *, pieces: TrackPieces) -> int:
    owner = pieces.owner
    return int(((values[1:] != values[:-1]) & (owner[1:] == owner[:-1])).sum())


def _lost_share(seen: TrackPieces, times_s: Floats, size_px: tuple[int, int]) -> float:
    lost, counted = 0, 0
    for rows, mid_clip in (
        (seen.begins, seen.t_s[seen.begins] > times_s[0] + CUT_S),
        (seen.ends, seen.t_s[seen.ends] < times_s[-1] - CUT_S),
    ):
        inside = away_from_edges(seen.box[rows], size_px=seen.size_px, picture_px=size_px)
        lost, counted = lost + int((inside & mid_clip).sum()), counted + int(mid_clip.sum())
    return lost / counted if counted else 0.0
