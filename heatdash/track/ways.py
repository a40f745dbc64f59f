"""Where an object was going, and where it came from."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from heatdash.track.pieces import Pieces

Numbers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

SPEED_WINDOW_S = 0.5
"""An object's speed is that of half a second: about a step, over which the boxes of walkers pulsate."""
_ROUNDING_S = 1e-6


@dataclass(frozen=True, eq=False)
class Ways:
    """Each row's speed just before it and just after it, in pixels a second for each side of the box.

    `before_s` and `after_s` are the time over which each is known.
    """

    pieces: Pieces
    before: Floats
    before_s: Floats
    after: Floats
    after_s: Floats

    def leap_px(self, *, end: Numbers, start: Numbers) -> Floats:
        """How far the rows `start` lie beside the ways that lead through the rows `end` and through themselves."""
        before_s, after_s = self.before_s[end], self.after_s[start]
        known_s = before_s + after_s
        share = np.divide(before_s, known_s, out=np.zeros_like(known_s), where=known_s > 0)[:, None]
        gap_s = (self.pieces.t_s[start] - self.pieces.t_s[end])[:, None]
        way = (self.before[end] * share + self.after[start] * (1.0 - share)) * gap_s
        return length_px(self.pieces.box[start] - self.pieces.box[end] - way)

    def turn_px(self, *, end: Numbers, start: Numbers) -> Floats:
        """How far apart the ways before the rows `end` and after the rows `start` lead in the time both are known."""
        known_s = np.minimum(self.before_s[end], self.after_s[start])[:, None]
        return length_px((self.after[start] - self.before[end]) * known_s)

    def rest_px(self, *, end: Numbers, start: Numbers) -> Floats:
        """How far the rows `start` lie from the rows `end`, or how far either moved, whichever is more."""
        moved = length_px(self.before * self.before_s[:, None])[end] + length_px(self.after * self.after_s[:, None])[start]
        return np.maximum(length_px(self.pieces.box[start] - self.pieces.box[end]), moved)


def length_px(sides: Floats) -> Floats:
    """How far x1, y1, x2, y2 are off, as one length: the mean of left and right across the mean of top and bottom."""
    off = np.abs(sides).reshape(-1, 2, 2).mean(axis=1)
    return np.hypot(off[:, 0], off[:, 1])


def ways_of(pieces: Pieces) -> Ways:
    """The ways of all pieces. A piece of one row has no speed."""
    rows = np.arange(len(pieces.place))
    first, last = np.repeat(pieces.begins, pieces.lengths), np.repeat(pieces.ends, pieces.lengths)
    # Piece after piece on one scale of time, so that all are searched at once.
    shift_s = (np.ptp(pieces.t_s) + 2 * SPEED_WINDOW_S) * pieces.owner if len(rows) else rows
    scale_s = pieces.t_s + shift_s
    since = np.maximum(np.searchsorted(scale_s, scale_s - SPEED_WINDOW_S - _ROUNDING_S), first)
    until = np.minimum(np.searchsorted(scale_s, scale_s + SPEED_WINDOW_S + _ROUNDING_S, side="right") - 1, last)
    sums = _running_sums(pieces)
    return Ways(
        pieces=pieces,
        before=_slopes(sums, since, rows),
        before_s=pieces.t_s - pieces.t_s[since],
        after=_slopes(sums, rows, until),
        after_s=pieces.t_s[until] - pieces.t_s,
    )


def _running_sums(pieces: Pieces) -> Floats:
    """Sums of 1, t, t², the sides and t times the sides, over all rows before each; t from the piece's own begin."""
    own_s = (pieces.t_s - np.repeat(pieces.t_s[pieces.begins], pieces.lengths))[:, None]
    parts = np.hstack([np.ones_like(own_s), own_s, own_s**2, pieces.box, own_s * pieces.box])
    return np.vstack([np.zeros((1, parts.shape[1])), np.cumsum(parts, axis=0)])


def _slopes(sums: Floats, first: Numbers, last: Numbers) -> Floats:
    """The slope of the line that fits the rows from `first` to `last` best, for each side."""
    within = sums[last + 1] - sums[first]
    count, t, square, side, moment = np.split(within, [1, 2, 3, 7], axis=1)
    depth = count * square - t**2
    return np.divide(count * moment - t * side, depth, out=np.zeros_like(side), where=depth > 1e-9)
