"""Joining the pieces of people who were hidden behind somebody they walk with, and where they were meanwhile."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from heatdash.track.finish_pieces import Filled, fill_gaps
from heatdash.track.join_pieces import Fits, difference_in_looks, joined_pieces
from heatdash.track.track_pieces import PEOPLE, ROUNDING_S, TrackPieces
from heatdash.values.arrays import Floats, Ints, Numbers
from heatdash.values.boxes import covered
from heatdash.values.refine_settings import RefineSettings
from heatdash.values.stretches import counting_up

BEHIND = 0.3
"""Who is about to be hidden, or comes out again, has this share of the box behind the companion's."""
TOGETHER_S, LEAST_TOGETHER_S = 1.0, 0.4
"""So long are two seen side by side who walk together; who passes by is elsewhere by then. Less than the second number
says nothing."""
APART = 0.25
"""Companions come nearer or part by less than this share of their size in that time."""
SHIFTED = 0.75
"""A share of the size: who comes out so far from where they were beside the companion may as well be somebody else."""


def join_hidden(*, pieces: TrackPieces, settings: RefineSettings, times_s: Floats) -> TrackPieces:
    """The pieces, joined where a person was lost behind one they walked with, and is found behind that very one.

    Two who walk abreast hide each other for as long as they walk so, which may be far longer than a passer-by does.
    Who stands beside another is not meant: next to a clerk, there is one customer after the other.
    """
    company = _Company(pieces, fill_gaps(pieces=pieces, times_s=times_s).pieces, times_s)
    before, after = company.beside(pieces.ends, back=True), company.beside(pieces.begins, back=False)
    order = np.argsort(after.companion, kind="stable")
    first, stop = (np.searchsorted(after.companion[order], before.companion, side=side) for side in ("left", "right"))
    counts = stop - first
    one, other = np.repeat(np.arange(len(counts)), counts), order[np.repeat(first, counts) + counting_up(counts)]
    gap_s = pieces.t_s[pieces.begins[after.place[other]]] - pieces.t_s[pieces.ends[before.place[one]]]
    near = (gap_s > ROUNDING_S) & (gap_s <= settings.longest_hidden_s)
    near[near] = company.went_on(before.at[one[near]], after.at[other[near]])
    one, other, long = one[near], other[near], gap_s[near] / settings.longest_hidden_s
    end, start = before.place[one], after.place[other]
    shifted = _moved_px(after.offset_px[other] - before.offset_px[one])
    shifted /= SHIFTED * np.sqrt(pieces.size_px[end] * pieces.size_px[start])
    misfit = np.linalg.norm([shifted, long, difference_in_looks(pieces=pieces, end=end, start=start)], axis=0)
    # Two who walk beside both are no two reasons: the better one counts.
    pair = end * len(pieces) + start
    best = np.lexsort((misfit, pair))
    best = best[np.diff(pair[best], prepend=-1) != 0]
    return joined_pieces(pieces=pieces, fits=Fits(end[best], start[best], misfit[best]))


def fill_behind(*, pieces: TrackPieces, settings: RefineSettings, times_s: Floats) -> Filled:
    """The pieces without gaps; who was hidden behind a companion for long goes with that one, others straight on."""
    straight = fill_gaps(pieces=pieces, times_s=times_s)
    whole, box = straight.pieces, straight.pieces.box.copy()
    company = _Company(pieces, whole, times_s)
    gap_s = np.diff(pieces.t_s, append=0.0)
    gap_s[pieces.ends] = 0.0
    row = np.flatnonzero(gap_s > settings.longest_gap_s + ROUNDING_S)
    before, after = company.beside(row, back=True), company.beside(row + 1, back=False)
    old, new = (found.place * len(pieces) + found.companion for found in (before, after))
    _, one, other = np.intersect1d(old, new, assume_unique=True, return_indices=True)
    walked = company.went_on(before.at[one], after.at[other])
    one, other = one[walked], other[walked]
    # Of several companions the one to whom the place has changed least is written last.
    shifted_px = _moved_px(after.offset_px[other] - before.offset_px[one])
    for fit in np.argsort(-shifted_px, kind="stable").tolist():
        begin, end = before.at[one[fit]], after.at[other[fit]]
        with_them = np.arange(begin + 1, end)
        share = np.interp(whole.t_s[with_them], whole.t_s[[begin, end]], [0.0, 1.0])[:, None]
        offset_px = before.offset_px[one[fit]] * (1.0 - share) + after.offset_px[other[fit]] * share
        hidden = company.row_of(pieces.owner[row[before.place[one[fit]]]], whole.moment[with_them])
        box[hidden] = whole.box[with_them] + offset_px
    return Filled(pieces=replace(whole, box=box), filled=straight.filled)


@dataclass(frozen=True, eq=False)
class _Beside:
    """Rows that lie half behind somebody's who walks with them: the `place` of each among those that were asked for,
    the companion, the companion's row `at` that moment, and by how much the row's box lies off that one."""

    place: Ints
    companion: Ints
    at: Ints
    offset_px: Floats


@dataclass(frozen=True, eq=False)
class _Company:
    """Who walks with whom, among pieces that are also known as a whole, without gaps, at the times of all frames."""

    pieces: TrackPieces
    whole: TrackPieces
    times_s: Floats

    @cached_property
    def _by_moment(self) -> Ints:
        return np.argsort(self.whole.moment, kind="stable")

    def row_of(self, piece: Numbers, moment: Numbers) -> Ints:
        """The row of the whole piece at that moment."""
        begin = self.whole.begins[piece]
        row: Ints = begin + moment - self.whole.moment[begin]
        return row

    def went_on(self, at: Ints, later: Ints) -> Numbers:
        """Marks on the companions who were further away than their own size at some time between their two rows."""
        whole, went = self.whole, np.zeros(len(at), dtype=bool)
        for pair, (begin, end) in enumerate(zip(at.tolist(), later.tolist(), strict=True)):
            away_px = _moved_px(whole.box[begin : end + 1] - whole.box[begin])
            went[pair] = away_px.max() > whole.size_px[whole.owner[begin]]
        return went

    def beside(self, rows: Ints, *, back: bool) -> _Beside:
        """Those of the pieces' rows that lie half behind a person's who walks with them up to there (`back`), or from
        there on."""
        pieces, whole, times_s = self.pieces, self.whole, self.times_s
        moments = whole.moment[self._by_moment]
        first, stop = (np.searchsorted(moments, pieces.moment[rows], side=side) for side in ("left", "right"))
        counts = stop - first
        place = np.repeat(np.arange(len(rows)), counts)
        at = self._by_moment[np.repeat(first, counts) + counting_up(counts)]
        piece, companion, moment = pieces.owner[rows[place]], whole.owner[at], whole.moment[at]
        own = self.row_of(piece, moment)
        beside = (companion != piece) & (pieces.kind[piece] == PEOPLE) & (pieces.kind[companion] == PEOPLE)
        beside &= covered(whole.box[own], by=whole.box[at]) >= BEHIND
        place, at, piece, companion, moment, own = (
            values[beside] for values in (place, at, piece, companion, moment, own)
        )
        if back:
            then = np.searchsorted(times_s, times_s[moment] - TOGETHER_S - ROUNDING_S)
            then = np.maximum(then, np.maximum(*(whole.moment[whole.begins[both]] for both in (piece, companion))))
        else:
            then = np.searchsorted(times_s, times_s[moment] + TOGETHER_S + ROUNDING_S, side="right") - 1
            then = np.minimum(then, np.minimum(*(whole.moment[whole.ends[both]] for both in (piece, companion))))
        offset_px, then_px = (whole.box[own + step] - whole.box[at + step] for step in (0, then - moment))
        together = np.abs(times_s[then] - times_s[moment]) >= LEAST_TOGETHER_S
        together &= _moved_px(then_px - offset_px) <= APART * whole.size_px[piece]
        return _Beside(place[together], companion[together], at[together], offset_px[together])


def _moved_px(sides: Floats) -> Floats:
    """How far boxes have moved whose sides have moved so far: what hides one side moves that side only."""
    off = np.abs(sides).reshape(-1, 2, 2).min(axis=1)
    moved: Floats = np.hypot(off[:, 0], off[:, 1])
    return moved
