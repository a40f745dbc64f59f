"""Dropping what is not an object of its own: duplicates, parts of other objects, and false alarms."""

from collections.abc import Iterator

import numpy as np

from heatdash.track.track_pieces import CUT_S, MOVERS, PEOPLE, VEHICLES, TrackPieces
from heatdash.values.arrays import Floats, Ints, Marks
from heatdash.values.boxes import away_from_edges, covered, overlap
from heatdash.values.refine_settings import RefineSettings
from heatdash.values.stretches import counting_up

TAIL = 0.05
"""The share of an object's boxes left out at either extreme: someone walks in front of it, or its box is wrong."""


def never_moved(*, pieces: TrackPieces, still: float, among: Marks) -> Marks:
    """Marks on the pieces, of those marked in `among`, whose position spans at most `still` of their size.

    A box has moved only where both opposite sides have, left and right or top and bottom: where only one has,
    something hides the other.
    """
    candidates = pieces.of(among)
    spread_px = np.stack([_spread(candidates, side) for side in candidates.box.T], axis=1).reshape(-1, 2, 2)
    marks = among.copy()
    marks[among] = spread_px.min(axis=1).max(axis=1) <= still * candidates.size_px
    return marks


def _spread(pieces: TrackPieces, values: Floats) -> Floats:
    """The range of each piece's values, without the tails."""
    order = np.lexsort((values, pieces.owner))
    ranked: Floats = values[order]
    low, high = (np.rint(share * (pieces.lengths - 1)).astype(np.int64) for share in (TAIL, 1.0 - TAIL))
    spread: Floats = ranked[pieces.begins + high] - ranked[pieces.begins + low]
    return spread


SAME_BOX = 0.7
"""The overlap from which on detectors themselves take two boxes for one object."""


def pairs_in_frames(*, moment: Ints) -> Iterator[tuple[Ints, int]]:
    """Every two rows of one frame: places, and the step from there to the others; rows lie by frame."""
    for step in range(1, len(moment)):
        places = np.flatnonzero(moment[step:] == moment[:-step])
        if len(places) == 0:
            return
        yield places, step


def drop_doubles(pieces: TrackPieces) -> TrackPieces:
    """The pieces without rows that duplicate a row of a longer piece of the same kind in the same frame.

    A detector sometimes boxes one body twice, and a tracker that picks up a lost object as a new track may continue
    the old track for some frames.
    """
    owner, length = pieces.owner, pieces.lengths
    order = np.lexsort((-length[owner], pieces.kind[owner], pieces.moment))
    moment, kind, box = pieces.moment[order], pieces.kind[owner][order], pieces.box[order]
    double = np.zeros(len(order), dtype=bool)
    for pairs, step in pairs_in_frames(moment=moment):
        pairs = pairs[kind[pairs] == kind[pairs + step]]
        pairs = pairs[overlap(box[pairs], box[pairs + step]) >= SAME_BOX]
        double[pairs[~double[pairs]] + step] = True
    keep = np.ones(len(order), dtype=bool)
    keep[order[double]] = False
    return pieces.of_rows(keep)


SURE_FOR_S = 1.0
"""Who is sure for so long is no false alarm; those are sure for some frames now and then."""
INSIDE_SHARE = 0.8
"""A box counts as inside another one when more than this share of it lies there."""


def drop_parts(*, pieces: TrackPieces, settings: RefineSettings) -> TrackPieces:
    """The pieces without weak people and vehicles whose boxes lie inside a surer piece's box more often than not.

    Examples are the upper half of a body that is also boxed whole, a driver, and an advertisement on a bus. A vehicle
    that is seen only for a moment is weak, however sure: it is the cab of one that is seen for longer, or that one and
    what stands behind it.
    """
    owner, by_moment = pieces.owner, np.argsort(pieces.moment, kind="stable")
    sure = pieces.sums(pieces.conf) / pieces.lengths
    seen_s = pieces.t_s[pieces.ends] - pieces.t_s[pieces.begins]
    brief = (seen_s < SURE_FOR_S) & np.isin(pieces.kind, VEHICLES)
    weak = brief | (sure < settings.weak_conf) & np.isin(pieces.kind, MOVERS)
    rows = np.flatnonzero(weak[owner])
    moments = pieces.moment[by_moment]
    first, stop = (np.searchsorted(moments, pieces.moment[rows], side=side) for side in ("left", "right"))
    counts = stop - first
    row, other = np.repeat(rows, counts), by_moment[np.repeat(first, counts) + counting_up(counts)]
    contained, contains = (
        covered(pieces.box[a], by=pieces.box[b]) > INSIDE_SHARE for a, b in ((row, other), (other, row))
    )
    part, whole = owner[row], owner[other]
    longer = brief[part] & (pieces.kind[whole] == pieces.kind[part]) & (pieces.lengths[whole] > pieces.lengths[part])
    inside = np.zeros(len(owner))
    inside[row[(contained & (sure[whole] > sure[part])) | ((contained | contains) & longer)]] = 1.0
    return pieces.of(~weak | (pieces.sums(inside) <= pieces.lengths / 2))


LEAST_BOXES = 3
"""Two boxes a fifth of a second apart may be the same false alarm twice."""
LEAST_SEEN = 0.5
"""The share of its time in which a weak object must be seen."""


def drop_ghosts(
    *, pieces: TrackPieces, settings: RefineSettings, step_s: float, times_s: Floats, picture_px: tuple[int, int]
) -> TrackPieces:
    """The pieces that were seen for long enough and, if they are weak, moved and were seen most of the time.

    False alarms are short, stay where they are, or flicker. What does not move by itself, such as a chair, need not
    move. What is sure for a second is not weak, however weakly it is seen before or afterwards. A weak person who was
    neither seen to come into the picture nor to leave it, nor for long, is a glimpse of one who is followed elsewhere.
    Frames were watched at `times_s`, `step_s` apart; where they are few, half of them are enough.
    """
    least = min(max(LEAST_BOXES, _boxes_in(settings.shortest_s, step_s)), (len(times_s) + 1) // 2)
    short = pieces.lengths < least
    in_a_row = max(least, _boxes_in(SURE_FOR_S, step_s))
    weak = pieces.sums(pieces.conf) < settings.weak_conf * pieces.lengths
    weak &= ~_sure_for(pieces=pieces, in_a_row=in_a_row, settings=settings)
    span = pieces.moment[pieces.ends] - pieces.moment[pieces.begins] + 1
    flickers = pieces.lengths < LEAST_SEEN * span
    rests = never_moved(pieces=pieces, still=settings.still, among=weak & np.isin(pieces.kind, MOVERS))
    glimpse = weak & (pieces.kind == PEOPLE) & _glimpsed(pieces, settings, times_s, picture_px)
    return pieces.of(~(short | (weak & flickers) | rests | glimpse))


def _glimpsed(pieces: TrackPieces, settings: RefineSettings, times_s: Floats, picture_px: tuple[int, int]) -> Marks:
    """Marks on the pieces that were seen briefly, and away from the edges at their start and end.

    The clip's own start and end are no reason to be seen first or last, but not both of them.
    """
    (first, last), size_px = (pieces.begins, pieces.ends), pieces.size_px
    brief = pieces.t_s[last] - pieces.t_s[first] < settings.glimpse_s
    cut_before, cut_after = pieces.t_s[first] <= times_s[0] + CUT_S, pieces.t_s[last] >= times_s[-1] - CUT_S
    within = [away_from_edges(pieces.box[rows], size_px=size_px, picture_px=picture_px) for rows in (first, last)]
    glimpsed: Marks = brief & (within[0] | cut_before) & (within[1] | cut_after) & ~(cut_before & cut_after)
    return glimpsed


def _boxes_in(seconds: float, step_s: float) -> int:
    # Times are sums of fractions such as 0.04 s, which are not exact.
    return int(np.ceil(seconds / step_s - 0.01))


_UNITS = 1_000_000
"""Confidences are added up as whole millionths, which are exact in whatever order."""


def _sure_for(*, pieces: TrackPieces, in_a_row: int, settings: RefineSettings) -> Marks:
    """Marks on the pieces of which so many boxes or more, with no gap to speak of, are sure on average."""
    if len(pieces) == 0:
        return np.zeros(0, dtype=bool)
    stretches = pieces.cut(pieces.lost_before(settings.trusted_gap_s))
    before = np.append(0, np.cumsum(np.rint((pieces.conf - settings.weak_conf) * _UNITS).astype(np.int64)))
    # The least of what comes before a row of its own stretch: each stretch lies below all earlier ones.
    drop = stretches.owner * (before.max() - before.min() + 1)
    lowest = np.minimum.accumulate(before[:-1] - drop)
    latest = np.arange(len(pieces.place)) + 1 - in_a_row
    is_sure = latest >= np.repeat(stretches.begins, stretches.lengths)
    is_sure[is_sure] = (before[1:] - drop)[is_sure] >= lowest[latest[is_sure]]
    return pieces.sums(is_sure) > 0
