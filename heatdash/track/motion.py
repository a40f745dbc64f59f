"""Where objects were going and where they came from, and how well two rows fit one motion."""

from dataclasses import dataclass

import numpy as np

from heatdash.track.track_pieces import ROUNDING_S, TrackPieces
from heatdash.values.arrays import Floats, Ints

SPEED_WINDOW_S = 0.5
"""Speed is measured over half a second: about one step, over which a walker's boxes pulsate."""


@dataclass(frozen=True, eq=False)
class Motion:
    """The speeds at the rows of pieces, read from running sums over the rows."""

    pieces: TrackPieces
    _sums: Floats
    _scale_s: Floats
    _first: Ints
    _last: Ints

    def before(self, rows: Ints) -> tuple[Floats, Floats]:
        """The speed up to each row, in pixels a second for each side of the box, and the seconds it is known for."""
        since = np.searchsorted(self._scale_s, self._scale_s[rows] - SPEED_WINDOW_S - ROUNDING_S)
        since = np.maximum(since, self._first[rows])
        return _slopes(self._sums, since, rows), self.pieces.t_s[rows] - self.pieces.t_s[since]

    def after(self, rows: Ints) -> tuple[Floats, Floats]:
        """The speed from each row on, in pixels a second for each side of the box, and the seconds it is known for."""
        until = np.searchsorted(self._scale_s, self._scale_s[rows] + SPEED_WINDOW_S + ROUNDING_S, side="right") - 1
        until = np.minimum(until, self._last[rows])
        return _slopes(self._sums, rows, until), self.pieces.t_s[until] - self.pieces.t_s[rows]

    def leap_px(self, *, end: Ints, start: Ints) -> Floats:
        """How far the rows `start` lie from where the speeds up to `end` and from `start` on predict them."""
        (before, before_s), (after, after_s) = self.before(end), self.after(start)
        known_s = before_s + after_s
        share = np.divide(before_s, known_s, out=np.zeros_like(known_s), where=known_s > 0)[:, None]
        gap_s = (self.pieces.t_s[start] - self.pieces.t_s[end])[:, None]
        predicted = (before * share + after * (1.0 - share)) * gap_s
        return length_px(self.pieces.box[start] - self.pieces.box[end] - predicted)

    def turn_px(self, *, end: Ints, start: Ints) -> Floats:
        """How far the paths up to the rows `end` and from the rows `start` on diverge in the time both are known."""
        (before, before_s), (after, after_s) = self.before(end), self.after(start)
        return length_px((after - before) * np.minimum(before_s, after_s)[:, None])

    def rest_px(self, *, end: Ints, start: Ints) -> Floats:
        """How far the rows `start` lie from the rows `end`, or how far the object moved there, whichever is more."""
        (before, before_s), (after, after_s) = self.before(end), self.after(start)
        moved = length_px(before * before_s[:, None]) + length_px(after * after_s[:, None])
        return np.maximum(length_px(self.pieces.box[start] - self.pieces.box[end]), moved)


def length_px(sides: Floats) -> Floats:
    """The offsets of x1, y1, x2, y2 as one length, from the mean of left and right and the mean of top and bottom."""
    off = np.abs(sides).reshape(-1, 2, 2).mean(axis=1)
    length: Floats = np.hypot(off[:, 0], off[:, 1])
    return length


def motion_of(pieces: TrackPieces) -> Motion:
    """The motion of all pieces. A piece of one row has no speed."""
    own_s = pieces.t_s - np.repeat(pieces.t_s[pieces.begins], pieces.lengths)
    parts = np.column_stack([np.ones_like(own_s), own_s, own_s**2, pieces.box, own_s[:, None] * pieces.box])
    longest_s = float(own_s.max(initial=0.0)) + 2 * SPEED_WINDOW_S
    return Motion(
        pieces=pieces,
        _sums=np.vstack([np.zeros((1, parts.shape[1])), np.cumsum(parts, axis=0)]),
        # The pieces follow one another on one time scale, so that all are searched at once.
        _scale_s=own_s + longest_s * pieces.owner,
        _first=np.repeat(pieces.begins, pieces.lengths),
        _last=np.repeat(pieces.ends, pieces.lengths),
    )


def _slopes(sums: Floats, first: Ints, last: Ints) -> Floats:
    """The slope of the line that best fits the rows from `first` to `last`, for each side."""
    between = sums[last + 1] - sums[first]
    count, t, square, side, moment = np.split(between, [1, 2, 3, 7], axis=1)
    determinant = count * square - t**2
    return np.divide(count * moment - t * side, determinant, out=np.zeros_like(side), where=determinant > 1e-9)
