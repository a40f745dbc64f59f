"""Moves that no single object makes: turning back on the spot at full speed, and coming back at once after leaving."""

import numpy as np

from heatdash.track.motion import Motion
from heatdash.track.track_pieces import VEHICLES
from heatdash.values.arrays import Floats, Ints, Marks

CUT_OFF = 0.01
"""A share of the picture's width or height: a box whose side is this near the edge is cut off by it."""
TURNED_BACK = 0.1
"""Of the object's size, there and back within half a second each: a vehicle that brakes, stops and reverses comes less
far."""


def cannot_be_one(*, motion: Motion, end: Ints, start: Ints, picture_px: tuple[int, int]) -> Marks:
    """Marks on the pairs of rows of which the later one shows another object than the earlier one, however near."""
    kind = motion.pieces.kind[motion.pieces.owner[end]]
    turned = turned_back(motion=motion, end=end, start=start, picture_px=picture_px) >= TURNED_BACK
    return (turned & np.isin(kind, VEHICLES)) | _left(motion, end, start, picture_px)


def turned_back(*, motion: Motion, end: Ints, start: Ints, picture_px: tuple[int, int]) -> Floats:
    """How far the object came up to the row `end`, and back again from the row `start` on, as a share of its size.

    It is the lesser of the two ways, and 0 where it went on. Both opposite sides of the box must have turned back,
    unless the picture's edge cuts one of them off: where only one has, something passed in front of the object.
    """
    (before, before_s), (after, after_s) = motion.before(end), motion.after(start)
    came, went = before * before_s[:, None], after * after_s[:, None]
    back = np.where(came * went < 0, np.minimum(np.abs(came), np.abs(went)), 0.0)
    cut = _cut_off(motion, end, picture_px) & _cut_off(motion, start, picture_px)
    one, other = np.hsplit(np.where(cut, np.inf, back), 2)
    both = np.minimum(one, other)
    share: Floats = np.where(np.isinf(both), 0.0, both).max(axis=1)
    return share / motion.pieces.size_px[motion.pieces.owner[end]]


def _cut_off(motion: Motion, rows: Ints, picture_px: tuple[int, int]) -> Marks:
    """Marks on the sides x1, y1, x2, y2 of the rows' boxes that lie at the picture's edge."""
    box, size = motion.pieces.box[rows], np.array(picture_px)
    near = CUT_OFF * size
    return np.concatenate([box[:, :2] <= near, box[:, 2:] >= size - near], axis=1)


def _left(motion: Motion, end: Ints, start: Ints, picture_px: tuple[int, int]) -> Marks:
    """Marks on the pairs between which the earlier object was out of the picture, or the later one not yet in it.

    That is judged only of those that the edge had begun to cut off, by the speed of the opposite side.
    """
    gap_s = (motion.pieces.t_s[start] - motion.pieces.t_s[end])[:, None]
    gone = np.zeros(len(end), dtype=bool)
    for rows, way in ((end, motion.before(end)[0] * gap_s), (start, -motion.after(start)[0] * gap_s)):
        then = motion.pieces.box[rows] + way
        beyond = np.concatenate([then[:, 2:] < 0, then[:, :2] > np.array(picture_px)], axis=1)
        gone |= (beyond & _cut_off(motion, rows, picture_px)).any(axis=1)
    return gone
