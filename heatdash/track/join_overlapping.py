"""Joining pieces of one object that overlap in time: a tracker followed it twice at once."""

from dataclasses import replace

import numpy as np

from heatdash.track.drop_false import SAME_BOX, pairs_in_frames
from heatdash.track.finish_pieces import fill_gaps
from heatdash.track.join_pieces import ends_and_starts
from heatdash.track.track_pieces import MOVERS, OTHER, ROUNDING_S, VEHICLES, TrackPieces
from heatdash.values.arrays import Floats, Ints
from heatdash.values.boxes import overlap
from heatdash.values.refine_settings import RefineSettings

LONGEST_HANDOVER_S = 1.0
LIES_ON = 0.5
"""The overlap of an old and a new box of one object; two who meet pass on, and one of them was there before."""


def join_handovers(*, pieces: TrackPieces, settings: RefineSettings) -> TrackPieces:
    """The pieces, joined where one has begun in another's place before that one ends.

    A tracker that takes an object up as a new track may follow it in turns with the old one for a moment; a model that
    sees one body twice for some time leads it from the old track into a new one.
    """
    begin_s, end_s = pieces.t_s[pieces.begins], pieces.t_s[pieces.ends]
    old, new = ends_and_starts(pieces=pieces, earliest_s=-LONGEST_HANDOVER_S - ROUNDING_S, latest_s=0.0)
    handed = (begin_s[old] < begin_s[new]) & (end_s[old] < end_s[new])
    old, new = old[handed], new[handed]
    moments = int(pieces.moment.max(initial=0)) + 1
    keys = pieces.owner * moments + pieces.moment
    key_at_start, key_at_end = (
        old * moments + pieces.moment[pieces.begins[new]],
        new * moments + pieces.moment[pieces.ends[old]],
    )
    # The latest rows of the old piece when the new one begins, and of the new piece when the old one ends.
    beside_new, beside_old = (np.searchsorted(keys, key, side="right") - 1 for key in (key_at_start, key_at_end))
    at_start = overlap(pieces.box[beside_new], pieces.box[pieces.begins[new]])
    at_end = overlap(pieces.box[pieces.ends[old]], pieces.box[beside_old])
    last = np.searchsorted(keys, key_at_start) - 1
    brief = end_s[old] - begin_s[new] <= settings.trusted_gap_s + ROUNDING_S
    same = np.where(brief, at_start >= SAME_BOX, np.minimum(at_start, at_end) >= LIES_ON)
    stop, former = pieces.first[1:].copy(), np.arange(len(pieces))
    for one, other, row in sorted(zip(old[same].tolist(), new[same].tolist(), last[same].tolist(), strict=True)):
        if stop[one] == pieces.first[one + 1] and former[other] == other:
            stop[one], former[other] = row + 1, one
    rows = np.flatnonzero(np.arange(len(keys)) < stop[pieces.owner])
    return pieces.regrouped(rows, _followed_up(former)[pieces.owner[rows]])


MOVE_TOGETHER = 0.5
"""The mean overlap of two boxes of one vehicle, the cab and the whole; two vehicles part when one drives on."""
LEAST_TOGETHER = 3
"""Fewer boxes together say nothing: two vehicles that meet overlap as long."""


def join_doubles(*, pieces: TrackPieces, times_s: Floats) -> TrackPieces:
    """The pieces, with those that lie on each other whenever both are seen joined into one.

    A pickup is followed as a car and as a truck, each where the other is missed. From above, a car is now a car and now
    a telephone: people and vehicles are joined with what cannot move by itself, and stay what they are. In a frame with
    both, the box of the one that was seen in more frames stays, or of the one that can move.
    """
    moves = np.isin(pieces.kind, MOVERS)
    by_length = np.lexsort((-np.arange(len(pieces)), pieces.lengths, moves))
    rank = np.empty(len(pieces), dtype=np.int64)
    rank[by_length] = np.arange(len(pieces))
    shorter, longer = np.sort(rank[_doubles(pieces, times_s)], axis=0)
    whole = np.arange(len(pieces))
    np.maximum.at(whole, shorter, longer)
    owner = by_length[_followed_up(whole)][rank][pieces.owner]
    order = np.lexsort((-rank[pieces.owner], pieces.moment, owner))
    repeated = (np.diff(owner[order], prepend=-1) == 0) & (np.diff(pieces.moment[order], prepend=-1) == 0)
    rows = np.sort(order[~repeated])
    joined = pieces.regrouped(rows, owner[rows])
    return replace(joined, kind=pieces.kind[np.unique(owner)])


def _followed_up(onto: Ints) -> Ints:
    """Where each item ends that goes onto another one, which may itself go on."""
    while (onto != onto[onto]).any():
        onto = onto[onto]
    return onto


def _doubles(pieces: TrackPieces, times_s: Floats) -> Ints:
    """Pairs of pieces that lie on each other on average over all frames that show both.

    What is not what it is called is seen in turns with what it is: there, each counts as seen in its gaps, too.
    """
    full = fill_gaps(pieces=pieces, times_s=times_s).pieces
    found = [_lie_on_each_other(pieces, among=(kind,), least=MOVE_TOGETHER) for kind in VEHICLES]
    found += [_lie_on_each_other(full, among=(kind, OTHER), least=SAME_BOX) for kind in MOVERS]
    return np.concatenate(found, axis=1)


def _lie_on_each_other(pieces: TrackPieces, *, among: tuple[int, ...], least: float) -> Ints:
    """Pairs of pieces, one of the first and one of the last of these kinds, whose mean overlap is that large."""
    some = np.flatnonzero(np.isin(pieces.kind, among)[pieces.owner])
    rows = some[np.argsort(pieces.moment[some], kind="stable")]
    owner, moment, box = pieces.owner[rows], pieces.moment[rows], pieces.box[rows]
    pair, sums = np.empty(0, np.int64), np.empty((0, 2))
    for one, step in pairs_in_frames(moment=moment):
        kinds = np.sort(pieces.kind[np.stack([owner[one], owner[one + step]])], axis=0)
        one = one[(kinds[0] == among[0]) & (kinds[1] == among[-1])]
        both = np.sort(np.stack([owner[one], owner[one + step]]), axis=0)
        values = np.stack([overlap(box[one], box[one + step]), np.ones(len(one))], axis=1)
        pair = np.append(pair, both[0] * len(pieces) + both[1])
        pair, place = np.unique(pair, return_inverse=True)
        sums = np.stack([np.bincount(place, column) for column in np.concatenate([sums, values]).T], axis=1)
    double = (sums[:, 1] >= LEAST_TOGETHER) & (sums[:, 0] >= least * sums[:, 1])
    return np.stack(np.divmod(pair[double], max(len(pieces), 1)))
