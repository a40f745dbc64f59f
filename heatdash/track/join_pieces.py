"""Cutting tracks where they may have changed objects, and joining the pieces that belong together."""

from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

from heatdash.track.impossible_moves import TURNED_BACK, cannot_be_one, turned_back
from heatdash.track.motion import SPEED_WINDOW_S, Motion, motion_of
from heatdash.track.track_pieces import OTHER, ROUNDING_S, VEHICLES, TrackPieces, together
from heatdash.values.arrays import Floats, Ints, Marks
from heatdash.values.refine_settings import RefineSettings
from heatdash.values.stretches import counting_up


def cut_tracks(*, pieces: TrackPieces, settings: RefineSettings, picture_px: tuple[int, int]) -> TrackPieces:
    """The pieces, cut where one was lost for longer than a tracker is trusted, where its box leaps, and where a vehicle
    turns back.

    A box leaps when it lies further off its path than an object can stray. No vehicle turns back at full speed: the
    tracker went on with another one that passed it. Pieces that belong together all the same are joined again later,
    with the whole clip known.
    """
    end, start = np.arange(len(pieces.place) - 1), np.arange(1, len(pieces.place))
    gap_s = pieces.t_s[start] - pieces.t_s[end]
    owner, cuts, motion = pieces.owner, pieces.lost_before(settings.trusted_gap_s), motion_of(pieces)
    strayed = motion.leap_px(end=end, start=start) / pieces.size_px[owner[:-1]]
    cuts[1:] |= (strayed > settings.reach * (1.0 + gap_s)) & (owner[1:] == owner[:-1])
    cuts[_turns(motion, picture_px)] = True
    return pieces.cut(cuts)


def _turns(motion: Motion, picture_px: tuple[int, int]) -> Ints:
    """The rows from which on a vehicle is on its way back."""
    pieces = motion.pieces
    inner = np.isin(pieces.kind, VEHICLES)[pieces.owner]
    inner[pieces.begins] = False
    row = np.flatnonzero(inner)
    back = turned_back(motion=motion, end=row - 1, start=row, picture_px=picture_px)
    row, back = row[back >= TURNED_BACK], back[back >= TURNED_BACK]
    # Speeds are known over half a second, and so the rows around the turn look like turns, too.
    stretch = np.cumsum(np.diff(row, prepend=-1) > 1)
    best = np.lexsort((-back, stretch))
    _, first = np.unique(stretch[best], return_index=True)
    return row[best[first]]


TRACKER_LINK_FACTOR = 0.5
"""Multiplies a misfit where the tracker itself went on: it has seen more than ends and starts."""
MISNAMED_FACTOR = 3.0
"""Multiplies how far the path strays where a vehicle is to go on as a thing that does not move by itself, or the other
way round."""
STRANGER_DIFFERENCE = 15.0
"""The difference in looks, out of 255, at which two pieces may as well be two objects: one object differs from one half
second to another by about 3 and seldom by more than 7, two people by 4 to 20."""
ROUNDS = (0.3, 0.6, 1.0)
"""The misfits up to which pieces are joined, round by round: the surest first, since the path and looks that joined
pieces show help the next round to decide which piece continues which."""
FIRST_ROUND = 0.5
"""The misfit up to which pieces are joined across a blink, before any longer loss is considered."""


def join_pieces(*, pieces: TrackPieces, settings: RefineSettings, picture_px: tuple[int, int]) -> TrackPieces:
    """The objects: pieces joined where one may continue another; those joined never overlap in time.

    All ends and all starts are matched at once, so that the sum of their misfits is smallest. The misfit is how far
    the later piece begins from where the earlier one was going, and how much its path turns there, as a share of how
    far an object can stray while it is lost; at 1 the two may as well be two objects. Nobody who left the picture comes
    back at once. The surest pairs come first, and last those of objects that stand still, which may have been lost for
    longer.
    """
    longest_s, reach = settings.longest_gap_s, settings.reach
    blink_s = min(settings.trusted_gap_s, longest_s)
    pieces = joined_pieces(pieces=pieces, fits=_moving_fits(pieces, blink_s, reach, picture_px), limit=FIRST_ROUND)
    for limit in ROUNDS:
        pieces = joined_pieces(pieces=pieces, fits=_moving_fits(pieces, longest_s, reach, picture_px), limit=limit)
    return joined_pieces(pieces=pieces, fits=_resting_fits(pieces, settings.longest_rest_s, settings.still))


def lengthen(
    *, objects: TrackPieces, loose: TrackPieces, settings: RefineSettings, step_s: float, picture_px: tuple[int, int]
) -> TrackPieces:
    """The objects with those of the `loose` boxes that continue them, step by step; frames are `step_s` apart.

    Boxes that lead to no object are dropped. Where they lead from one object to another, both are one, unless the
    first has left the picture: then they belong to the first.
    """
    both = together(objects, loose)
    joined = joined_pieces(
        pieces=both, fits=_moving_fits(both, max(settings.trusted_gap_s, step_s), settings.reach, picture_px)
    )
    joined = joined.of(joined.sums(np.isin(joined.place, objects.place)) > 0)
    return joined.cut(_led_astray(joined, objects, picture_px))


def _led_astray(joined: TrackPieces, objects: TrackPieces, picture_px: tuple[int, int]) -> Marks:
    """Marks on the rows with which another object begins, where both cannot be one."""
    object_of = np.full(max(joined.place.max(initial=0), objects.place.max(initial=0)) + 1, -1)
    object_of[objects.place] = objects.owner
    rows = np.flatnonzero(object_of[joined.place] >= 0)
    former, owner = object_of[joined.place[rows]], joined.owner[rows]
    later = 1 + np.flatnonzero((np.diff(former) != 0) & (np.diff(owner) == 0))
    end, start = objects.ends[former[later - 1]], objects.begins[former[later]]
    astray = np.zeros(len(joined.place), dtype=bool)
    astray[rows[later]] = cannot_be_one(motion=motion_of(objects), end=end, start=start, picture_px=picture_px)
    return astray


@dataclass(frozen=True, eq=False)
class Fits:
    """Ends and starts that may belong together, and how badly they fit."""

    end: Ints
    start: Ints
    misfit: Floats


def joined_pieces(*, pieces: TrackPieces, fits: Fits, limit: float = 1.0) -> TrackPieces:
    """The pieces, joined where their misfit is below `limit`."""
    follower = _followers(fits, limit=limit, count=len(pieces))
    owner = np.arange(len(pieces))
    for piece in np.argsort(pieces.t_s[pieces.begins], kind="stable").tolist():
        if follower[piece] >= 0:
            owner[follower[piece]] = owner[piece]
    joined = pieces.regrouped(np.arange(len(pieces.place)), owner[pieces.owner])
    kind = pieces.kind.copy()
    np.minimum.at(kind, owner, pieces.kind)
    return replace(joined, kind=kind[np.unique(owner)])


def _moving_fits(pieces: TrackPieces, longest_s: float, reach: float, picture_px: tuple[int, int]) -> Fits:
    """Pairs in which a piece begins about where another was going."""
    end, start = ends_and_starts(pieces=pieces, earliest_s=0.0, latest_s=longest_s, misnamed=True)
    last, first = pieces.ends[end], pieces.begins[start]
    motion = motion_of(pieces)
    off_px = np.hypot(motion.leap_px(end=last, start=first), motion.turn_px(end=last, start=first))
    strayed = off_px / _size_px(pieces, end, start) / (reach * (1.0 + pieces.t_s[first] - pieces.t_s[last]))
    renamed = pieces.kind[end] != pieces.kind[start]
    # What is taken for something else shows another side, and looks different, too.
    looks = np.where(renamed, 0.0, difference_in_looks(pieces=pieces, end=end, start=start))
    misfit = np.hypot(np.where(renamed, MISNAMED_FACTOR, 1.0) * strayed, looks)
    linked = pieces.step[first] == pieces.step[last] + 1
    misfit[linked] *= TRACKER_LINK_FACTOR
    misfit[cannot_be_one(motion=motion, end=last, start=first, picture_px=picture_px)] = np.inf
    return Fits(end, start, misfit)


def _resting_fits(pieces: TrackPieces, longest_s: float, still: float) -> Fits:
    """Pairs in which a piece begins at rest where another ended at rest."""
    end, start = ends_and_starts(pieces=pieces, earliest_s=0.0, latest_s=longest_s)
    off_px = motion_of(pieces).rest_px(end=pieces.ends[end], start=pieces.begins[start])
    return Fits(end, start, off_px / _size_px(pieces, end, start) / still)


def difference_in_looks(*, pieces: TrackPieces, end: Ints, start: Ints) -> Floats:
    """How different the pieces look where one ends and the other begins; 0 where looks were not stored."""
    if pieces.look.shape[1] == 0 or len(end) == 0:
        return np.zeros(len(end))
    last, first = (_look_near(pieces, rows) for rows in (pieces.ends, pieces.begins))
    difference: Floats = np.abs(last[end] - first[start]).mean(axis=1) / STRANGER_DIFFERENCE
    return difference


def _look_near(pieces: TrackPieces, rows: Ints) -> Floats:
    near = np.abs(pieces.t_s - pieces.t_s[rows][pieces.owner]) <= SPEED_WINDOW_S
    mean: Floats = pieces.sums(near[:, None] * pieces.look) / pieces.sums(near)[:, None]
    return mean


def _size_px(pieces: TrackPieces, end: Ints, start: Ints) -> Floats:
    size_px = pieces.size_px
    return np.sqrt(size_px[end] * size_px[start])


def ends_and_starts(
    *, pieces: TrackPieces, earliest_s: float, latest_s: float, misnamed: bool = False
) -> tuple[Ints, Ints]:
    """All pairs of an end and a start of the same kind of object, the start later than `earliest_s` after the end, and
    by at most `latest_s`; with `misnamed`, also those of a vehicle and a thing that does not move by itself."""
    begin_s, end_s = pieces.t_s[pieces.begins], pieces.t_s[pieces.ends]
    order = np.argsort(begin_s, kind="stable")
    from_place = np.searchsorted(begin_s[order], end_s + earliest_s, side="right")
    to_place = np.searchsorted(begin_s[order], end_s + latest_s + ROUNDING_S, side="right")
    counts = to_place - from_place
    end = np.repeat(np.arange(len(pieces)), counts)
    start = order[from_place[end] + counting_up(counts)]
    kinds = pieces.kind[end], pieces.kind[start]
    alike = kinds[0] == kinds[1]
    if misnamed:
        alike |= np.isin(np.minimum(*kinds), VEHICLES) & (np.maximum(*kinds) == OTHER)
    return end[alike], start[alike]


def _followers(fits: Fits, *, limit: float, count: int) -> Ints:
    """For each piece the one that continues it, or -1.

    Only misfits below `limit` count. Each end may also stay alone, with a start of its own that costs as much as the
    worst possible fit: two short leaps are better than one across what lies between.
    """
    follower = np.full(count, -1, dtype=np.int64)
    near = fits.misfit < limit
    if not near.any():
        return follower
    ends, end = np.unique(fits.end[near], return_inverse=True)
    starts, start = np.unique(fits.start[near], return_inverse=True)
    alone = np.arange(len(ends))
    rows, columns = np.concatenate([end, alone]), np.concatenate([start, len(starts) + alone])
    # An edge of weight 0 would count as no edge.
    weights = np.concatenate([fits.misfit[near], np.ones(len(ends))]) + 1.0
    graph = csr_array((weights, (rows, columns)), shape=(len(ends), len(starts) + len(ends)))
    row, column = min_weight_full_bipartite_matching(graph)
    joined = column < len(starts)
    follower[ends[row[joined]]] = starts[column[joined]]
    return follower
