"""Dropping what is not an object of its own: duplicates, parts of other objects, and false alarms."""

import numpy as np

from heatdash.track.track_pieces import MOVERS, VEHICLES, TrackPieces
from heatdash.values.arrays import Floats, Ints, Marks
from heatdash.values.refine_settings import RefineSettings


def overlap(a: Floats, b: Floats, /) -> Floats:
    """The intersection over union of the boxes: the area they share over the area they cover together."""
    shared = _shared(a, b)
    return shared / np.maximum(_area(a) + _area(b) - shared, 1e-9)


def covered(a: Floats, /, *, by: Floats) -> Floats:
    """The share of each box's area that lies inside the other box."""
    return _shared(a, by) / np.maximum(_area(a), 1e-9)


def _shared(a: Floats, b: Floats) -> Floats:
    across, down = (
        np.maximum(np.minimum(a[..., side + 2], b[..., side + 2]) - np.maximum(a[..., side], b[..., side]), 0.0)
        for side in (0, 1)
    )
    shared: Floats = across * down
    return shared


def _area(box: Floats) -> Floats:
    area: Floats = (box[..., 2] - box[..., 0]) * (box[..., 3] - box[..., 1])
    return area


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


_ROUNDING_S = 1e-6
SAME_BOX = 0.7
"""The overlap from which on detectors themselves take two boxes for one object."""


def drop_doubles(pieces: TrackPieces) -> TrackPieces:
    """The pieces without rows that duplicate a row of a longer piece of the same kind in the same frame.

    A detector sometimes boxes one body twice, and a tracker that picks up a lost object as a new track may continue
    the old track for some frames.
    """
    owner, length = pieces.owner, pieces.lengths
    order = np.lexsort((-length[owner], pieces.kind[owner], pieces.moment))
    moment, kind, box = pieces.moment[order], pieces.kind[owner][order], pieces.box[order]
    double = np.zeros(len(order), dtype=bool)
    for step in range(1, len(order)):
        pairs = np.flatnonzero((moment[step:] == moment[:-step]) & (kind[step:] == kind[:-step]))
        if len(pairs) == 0:
            break
        pairs = pairs[overlap(box[pairs], box[pairs + step]) >= SAME_BOX]
        double[pairs[~double[pairs]] + step] = True
    keep = np.ones(len(order), dtype=bool)
    keep[order[double]] = False
    return pieces.of_rows(keep)


def join_handovers(*, pieces: TrackPieces, settings: RefineSettings) -> TrackPieces:
    """The pieces, joined where one has begun in another's place just before that one ends.

    A tracker that takes an object up as a new track may follow it in turns with the old one, for a moment.
    """
    begin, end = pieces.begins, pieces.ends
    begin_s, end_s = pieces.t_s[begin], pieces.t_s[end]
    order = np.argsort(begin_s, kind="stable")
    from_place = np.searchsorted(begin_s[order], end_s - settings.trusted_gap_s - _ROUNDING_S)
    to_place = np.searchsorted(begin_s[order], end_s, side="right")
    counts = to_place - from_place
    old = np.repeat(np.arange(len(pieces)), counts)
    new = order[np.arange(len(old)) - np.repeat(np.cumsum(counts) - counts - from_place, counts)]
    handed = (pieces.kind[old] == pieces.kind[new]) & (begin_s[old] < begin_s[new]) & (end_s[old] < end_s[new])
    old, new = old[handed], new[handed]
    # The last row of the old piece before the new one begins, where both show the same body.
    moments = int(pieces.moment.max(initial=0)) + 1
    keys = pieces.owner * moments + pieces.moment
    last = np.searchsorted(keys, old * moments + pieces.moment[begin[new]]) - 1
    same = overlap(pieces.box[last], pieces.box[begin[new]]) >= SAME_BOX
    stop, owner = pieces.first[1:].copy(), np.arange(len(pieces))
    for one, other, row in sorted(zip(old[same].tolist(), new[same].tolist(), last[same].tolist(), strict=True)):
        if stop[one] == pieces.first[one + 1] and owner[other] == other:
            stop[one], owner[other] = row + 1, one
    while (owner != owner[owner]).any():
        owner = owner[owner]
    rows = np.flatnonzero(np.arange(len(keys)) < stop[pieces.owner])
    return pieces.regrouped(rows, owner[pieces.owner[rows]])


MOVE_TOGETHER = 0.5
"""The mean overlap of two boxes of one vehicle, the cab and the whole; two vehicles part when one drives on."""
LEAST_TOGETHER = 3
"""Fewer boxes together say nothing: two vehicles that meet overlap as long."""


def join_doubles(pieces: TrackPieces) -> TrackPieces:
    """The pieces, with those of vehicles that lie on each other whenever both are seen joined into one.

    A pickup is followed as a car and as a truck, each where the other is missed. In a frame with both, the box of the
    one that was seen in more frames stays.
    """
    first, second = _doubles(pieces)
    length = pieces.lengths
    longer = np.lexsort((-np.arange(len(pieces)), length))
    rank = np.empty(len(pieces), dtype=np.int64)
    rank[longer] = np.arange(len(pieces))
    whole = np.arange(len(pieces))
    for a, b in zip(first.tolist(), second.tolist(), strict=True):
        shorter, other = (a, b) if rank[a] < rank[b] else (b, a)
        if rank[other] > rank[whole[shorter]] or whole[shorter] == shorter:
            whole[shorter] = other
    while (whole != whole[whole]).any():
        whole = whole[whole]
    owner = whole[pieces.owner]
    order = np.lexsort((-rank[pieces.owner], pieces.moment, owner))
    repeated = (np.diff(owner[order], prepend=-1) == 0) & (np.diff(pieces.moment[order], prepend=-1) == 0)
    rows = np.sort(order[~repeated])
    return pieces.regrouped(rows, owner[rows])


def _doubles(pieces: TrackPieces) -> tuple[Ints, Ints]:
    """Pairs of pieces of vehicles of one kind that lie on each other on average over all frames that show both."""
    vehicles = np.flatnonzero(np.isin(pieces.kind, VEHICLES)[pieces.owner])
    rows = vehicles[np.lexsort((pieces.kind[pieces.owner[vehicles]], pieces.moment[vehicles]))]
    owner, moment, box = pieces.owner[rows], pieces.moment[rows], pieces.box[rows]
    kind, pair, sums = pieces.kind[owner], np.empty(0, np.int64), np.empty((0, 2))
    for step in range(1, len(rows)):
        one = np.flatnonzero((moment[step:] == moment[:-step]) & (kind[step:] == kind[:-step]))
        if len(one) == 0:
            break
        both = np.sort(np.stack([owner[one], owner[one + step]]), axis=0)
        values = np.stack([overlap(box[one], box[one + step]), np.ones(len(one))], axis=1)
        pair = np.append(pair, both[0] * len(pieces) + both[1])
        pair, place = np.unique(pair, return_inverse=True)
        sums = np.stack([np.bincount(place, column) for column in np.concatenate([sums, values]).T], axis=1)
    double = (sums[:, 1] >= LEAST_TOGETHER) & (sums[:, 0] >= MOVE_TOGETHER * sums[:, 1])
    return pair[double] // len(pieces), pair[double] % len(pieces)


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
    row = np.repeat(rows, stop - first)
    other = by_moment[np.arange(len(row)) - np.repeat(np.cumsum(stop - first) - stop, stop - first)]
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


def drop_ghosts(*, pieces: TrackPieces, settings: RefineSettings, step_s: float, moments: int) -> TrackPieces:
    """The pieces that were seen for long enough and, if they are weak, moved and were seen most of the time.

    False alarms are short, stay where they are, or flicker. What does not move by itself, such as a chair, need not
    move. What is sure for a second is not weak, however weakly it is seen before or afterwards. `moments` frames were
    watched, `step_s` apart; where they are few, half of them are enough.
    """
    least = min(max(LEAST_BOXES, _boxes_in(settings.shortest_s, step_s)), (moments + 1) // 2)
    short = pieces.lengths < least
    in_a_row = max(least, _boxes_in(SURE_FOR_S, step_s))
    weak = pieces.sums(pieces.conf) < settings.weak_conf * pieces.lengths
    weak &= ~_sure_for(pieces=pieces, in_a_row=in_a_row, settings=settings)
    span = pieces.moment[pieces.ends] - pieces.moment[pieces.begins] + 1
    flickers = pieces.lengths < LEAST_SEEN * span
    rests = never_moved(pieces=pieces, still=settings.still, among=weak & np.isin(pieces.kind, MOVERS))
    return pieces.of(~(short | (weak & flickers) | rests))


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
