"""Pieces of the same object, joined over the time in which it was lost."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

from heatdash.track.pieces import Pieces
from heatdash.track.ways import ways_of
from heatdash.values.refine_settings import RefineSettings

Numbers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

_ROUNDING_S = 1e-6
OWN = 0.5


def join_pieces(*, pieces: Pieces, settings: RefineSettings) -> Pieces:
    """The objects: pieces joined where one may be how another goes on; none overlap in time.

    All ends and all starts are matched at once, so that the sum of their misfits is least. The misfit is how far the
    later piece begins from where the earlier one was going, and how much its way turns there, as a share of how far an
    object can stray while it is lost; at 1 the two are as well apart. Short losses come first, since a piece of a few
    frames does not tell where it was going, and at last those of objects that stand still, which may be longer.
    """
    longest_s, reach = settings.longest_gap_s, settings.reach
    pieces = _joined(pieces, _goes_on(pieces, min(settings.trusted_gap_s, longest_s), reach))
    pieces = _joined(pieces, _goes_on(pieces, longest_s, reach))
    return _joined(pieces, _still_there(pieces, settings.longest_rest_s, settings.still))


@dataclass(frozen=True, eq=False)
class _Fits:
    """Ends and starts that may belong together where their misfit is below 1."""

    end: Numbers
    start: Numbers
    misfit: Floats


def _joined(pieces: Pieces, fits: _Fits) -> Pieces:
    follower = _followers(fits, count=len(pieces))
    owner = np.arange(len(pieces))
    for piece in np.argsort(pieces.t_s[pieces.begins], kind="stable").tolist():
        if follower[piece] >= 0:
            owner[follower[piece]] = owner[piece]
    return pieces.regrouped(np.arange(len(pieces.place)), owner[pieces.owner])


def _goes_on(pieces: Pieces, longest_s: float, reach: float) -> _Fits:
    """Pieces that begin about where another was going."""
    end, start = _within(pieces, longest_s)
    last, first = pieces.ends[end], pieces.begins[start]
    ways = ways_of(pieces)
    off_px = np.hypot(ways.leap_px(end=last, start=first), ways.turn_px(end=last, start=first))
    strayed = off_px / _size_px(pieces, end, start) / (reach * (1.0 + pieces.t_s[first] - pieces.t_s[last]))
    own = pieces.step[first] == pieces.step[last] + 1
    return _Fits(end, start, np.where(own, strayed * OWN, strayed))


def _still_there(pieces: Pieces, longest_s: float, still: float) -> _Fits:
    """Pieces that begin at rest where another ended at rest."""
    end, start = _within(pieces, longest_s)
    off_px = ways_of(pieces).rest_px(end=pieces.ends[end], start=pieces.begins[start])
    return _Fits(end, start, off_px / _size_px(pieces, end, start) / still)


def _size_px(pieces: Pieces, end: Numbers, start: Numbers) -> Floats:
    size_px = pieces.size_px
    return np.sqrt(size_px[end] * size_px[start])


def _within(pieces: Pieces, longest_s: float) -> tuple[Numbers, Numbers]:
    """All pairs of an end and a start of the same kind of object that comes after it, by at most that time."""
    begin_s, end_s = pieces.t_s[pieces.begins], pieces.t_s[pieces.ends]
    order = np.argsort(begin_s, kind="stable")
    from_place = np.searchsorted(begin_s[order], end_s, side="right")
    to_place = np.searchsorted(begin_s[order], end_s + longest_s + _ROUNDING_S, side="right")
    counts = to_place - from_place
    end = np.repeat(np.arange(len(pieces)), counts)
    start = order[np.arange(len(end)) - np.repeat(np.cumsum(counts) - counts - from_place, counts)]
    alike = pieces.kind[end] == pieces.kind[start]
    return end[alike], start[alike]


def _followers(fits: _Fits, *, count: int) -> Numbers:
    """For each piece the one that goes on with it, or -1.

    Each end may also stay alone, with a start of its own that costs as much as the worst fit.
    """
    follower = np.full(count, -1, dtype=np.int64)
    near = fits.misfit < 1.0
    if not near.any():
        return follower
    ends, end = np.unique(fits.end[near], return_inverse=True)
    starts, start = np.unique(fits.start[near], return_inverse=True)
    alone = np.arange(len(ends))
    rows, columns = np.concatenate([end, alone]), np.concatenate([start, len(starts) + alone])
    # An edge that weighs 0 would be none.
    weights = np.concatenate([fits.misfit[near], np.ones(len(ends))]) + 1.0
    graph = csr_array((weights, (rows, columns)), shape=(len(ends), len(starts) + len(ends)))
    row, column = min_weight_full_bipartite_matching(graph)
    joined = column < len(starts)
    follower[ends[row[joined]]] = starts[column[joined]]
    return follower
