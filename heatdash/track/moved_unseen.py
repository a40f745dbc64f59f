"""What moved through the picture and was followed as nothing."""

from collections.abc import Iterator, Sequence
from itertools import pairwise, product

import numpy as np
import pandas as pd
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from heatdash.tables.columns import (
    BOX,
    CLASS_ID,
    CLASS_NAME,
    COLOUR,
    CONF,
    FRAME,
    MOTION,
    T_S,
    TRACK_ID,
    TRACKS,
)
from heatdash.track.unexplained_cells import unexplained_cells
from heatdash.values.arrays import Floats, Ints, Marks, Numbers
from heatdash.values.classes import MOVING_OBJECT, UNSURE
from heatdash.values.motion_grid import motion_grid, step_of

MINUTES = 10
"""So much is linked at a time, to spare memory; what moves from one such stretch into the next is two things."""
APART, LATER = 3, 3
"""What moves three cells apart, or up to three steps later no more than a cell away, is one thing behind leaves."""
LEAST_S = 0.5
ROUND = 2
"""Rows before and after over which a box is averaged: hands and leaves flutter at its edges."""
FURTHER, TURNED_FURTHER = 1.0, 1.5
"""Of its own size: what has come less far sways; further still it must come where it turned."""
ALONE = 0.3
"""The share of its time in which a thing is surely alone: two that meet are larger than each."""
ATTENDED = 0.5
"""The share of half its time: what is beside something followed for longer is its shadow, its light or its trailer."""
STRAIGHT = 0.6
"""The share of its whole way that it has come away from where it began: what goes back and forth gets nowhere."""


def moved_unseen(
    *, motion: pd.DataFrame, detections: pd.DataFrame, tracks: pd.DataFrame, size_px: tuple[int, int]
) -> pd.DataFrame:
    """What moved on and on without being followed, as a table of TRACKS: one moving object for each.

    Cells that moved, and the middles of boxes of people and vehicles, however weak, are one thing where they touch in
    space and time. Nothing is said of what lies in the box of something that was followed and did move, or goes along
    with it as its shadow does, of places that are hardly ever still, and of what sways or goes back and forth.
    `detections` are all boxes.
    """
    MOTION.check(motion)
    t_s = motion[T_S].to_numpy()
    columns, rows = motion_grid(size_px)
    cell_px = np.array([size_px[0] / columns, size_px[1] / rows] * 2)
    minutes = list(unexplained_cells(motion=motion, detections=detections, tracks=tracks, size_px=size_px))
    things = [np.empty(0, np.int64)]
    notes, boxes, count = [np.empty(0, np.int64)], [np.empty((0, 4))], 0
    for first in range(0, len(minutes), MINUTES):
        thing, at, box = _going_on(minutes[first : first + MINUTES], t_s, cell_px)
        things.append(thing + count)
        notes.append(at)
        boxes.append(box)
        count = int(things[-1].max(initial=count))
    return _as_tracks(np.concatenate(things), motion.iloc[np.concatenate(notes)], np.concatenate(boxes))


def _going_on(minutes: Sequence[tuple[Ints, Ints, Marks]], t_s: Floats, cell_px: Floats) -> tuple[Ints, Ints, Floats]:
    """The things in these cells that go on and on: of each row its number, its note and its box."""
    at, cells, touches = (np.concatenate(part) for part in zip(*minutes, strict=True))
    if len(at) == 0:
        return at, at, np.empty((0, 4))
    thing = _things(step_of(t_s[at]), cells)
    order = np.lexsort((at, thing))
    at, thing, cells, touches = at[order], thing[order], cells[order], touches[order]
    begins = np.flatnonzero(np.diff(thing, prepend=-1) | np.diff(at, prepend=-1))
    low, high = np.minimum.reduceat(cells, begins), np.maximum.reduceat(cells, begins) + 1
    at, thing, touches = at[begins], thing[begins], np.logical_or.reduceat(touches, begins)
    box = _averaged(np.concatenate([low[:, ::-1], high[:, ::-1]], axis=1) * cell_px, thing)
    thing, turned = _cut_where_they_turn(thing, box)
    goes = _goes_on(thing, t_s[at], box, turned) & _goes_alone(thing, touches)
    return thing[goes], at[goes], box[goes]


def _things(step: Ints, cells: Ints) -> Ints:
    """A number for each cell, the same for all that touch in space and time; cells lie by step, row and column."""
    wide, high = cells.max(axis=0)[::-1] + 1 + 2 * APART
    keys = (step * high + cells[:, 0]) * wide + cells[:, 1]
    pairs: list[tuple[Ints, Ints]] = []
    for later, down, right in _neighbours():
        wanted = keys + (later * high + down) * wide + right
        other = np.searchsorted(keys, wanted).clip(max=len(keys) - 1)
        hit = np.flatnonzero(keys[other] == wanted)
        pairs.append((hit, other[hit]))
    one, two = (np.concatenate(side) for side in zip(*pairs, strict=True))
    links = coo_array((np.ones(len(one), bool), (one, two)), shape=(len(keys), len(keys)))
    thing: Ints = connected_components(links, directed=False)[1].astype(np.int64)
    return thing


def _neighbours() -> Iterator[tuple[int, int, int]]:
    """Steps later, rows down and columns to the right, to all that touches a cell and lies after it."""
    apart = range(-APART, APART + 1)
    yield from ((0, down, right) for down, right in product(range(APART + 1), apart) if (down, right) > (0, 0))
    yield from product(range(1, LATER + 1), (-1, 0, 1), (-1, 0, 1))


def _cut_where_they_turn(thing: Ints, box: Floats) -> tuple[Ints, Marks]:
    """The things' numbers anew, with a new one from where each turns back by its size on, and marks on those that did.

    Two that pass each other touch, and look like one that turns.
    """
    turns = np.zeros(len(thing), dtype=bool)
    middle, size = (box[:, :2] + box[:, 2:]) / 2, (box[:, 2:] - box[:, :2]).max(axis=1)
    first = np.flatnonzero(np.diff(thing, prepend=-1))
    turned = np.zeros(len(first), dtype=bool)
    for number, (begin, end) in enumerate(pairwise([*first.tolist(), len(thing)])):
        way = middle[begin:end]
        main = way[:, int(np.ptp(way[:, 1]) > np.ptp(way[:, 0]))]
        cuts = _turns(main, by=float(np.quantile(size[begin:end], ALONE)))
        turns[begin + np.array(cuts, np.int64)] = True
        turned[number] = bool(cuts)
    again = np.repeat(turned, np.diff(np.append(first, len(thing))))
    return np.cumsum(turns | (np.diff(thing, prepend=-1) != 0)), again


def _turns(main: Floats, *, by: float) -> list[int]:
    """Where the values are highest or lowest before they go back by that much."""
    turns, furthest, sign = list[int](), 0, 0
    for i, value in enumerate(main.tolist()):
        on = value - main[furthest]
        if sign * on > 0 or (sign == 0 and abs(on) > by):
            furthest, sign = i, sign or (1 if on > 0 else -1)
        elif sign and abs(on) > by:
            turns.append(furthest)
            furthest, sign = i, -sign
    return turns


def _averaged(box: Floats, thing: Ints) -> Floats:
    """Each box averaged over the rows around it that are of the same thing."""
    row = np.arange(len(thing))
    first, stop = np.searchsorted(thing, thing, side="left"), np.searchsorted(thing, thing, side="right")
    low, high = np.maximum(row - ROUND, first), np.minimum(row + ROUND + 1, stop)
    sums = np.concatenate([np.zeros((1, 4)), box.cumsum(axis=0)])
    averaged: Floats = (sums[high] - sums[low]) / (high - low)[:, None]
    return averaged


def _goes_on(thing: Ints, t_s: Floats, box: Floats, turned: Marks) -> Marks:
    """Which rows are of things that came further than their own size, straight enough, and were there for a while."""
    first = np.flatnonzero(np.diff(thing, prepend=-1))
    last = np.append(first[1:], len(thing)) - 1
    middle = (box[:, :2] + box[:, 2:]) / 2
    steps = np.hypot(*np.diff(middle, axis=0, prepend=middle[:1]).T)
    steps[first] = 0
    way = np.add.reduceat(steps, first)
    came = np.hypot(*(middle[last] - middle[first]).T)
    size = pd.Series((box[:, 2:] - box[:, :2]).max(axis=1)).groupby(thing).quantile(ALONE).to_numpy()
    far = np.where(turned[first], TURNED_FURTHER, FURTHER) * size
    goes = (t_s[last] - t_s[first] >= LEAST_S) & (came >= far) & (came >= STRAIGHT * way)
    return np.repeat(goes, last - first + 1)


def _goes_alone(thing: Ints, touches: Marks) -> Marks:
    """Which rows are of things that are not beside something followed for most of the first or of the second half."""
    first = np.flatnonzero(np.diff(thing, prepend=-1))
    lengths = np.diff(np.append(first, len(thing)))
    halves = np.stack([first, first + lengths // 2], axis=1).ravel()
    beside = np.add.reduceat(touches.astype(np.int64), halves).reshape(-1, 2)
    alone = (beside <= ATTENDED * np.stack([lengths // 2, lengths - lengths // 2], axis=1)).all(axis=1)
    return np.repeat(alone, lengths)


def _as_tracks(thing: Ints, notes: pd.DataFrame, box: Numbers) -> pd.DataFrame:
    number = np.unique(thing, return_inverse=True)[1] + 1
    table = TRACKS.frame(
        {
            FRAME: notes[FRAME].to_numpy(np.int32),
            T_S: notes[T_S].to_numpy(np.float64),
            TRACK_ID: number.astype(np.int32),
            CLASS_ID: np.zeros(len(number), np.int16),
            CLASS_NAME: np.full(len(number), MOVING_OBJECT, object),
            CONF: np.zeros(len(number), np.float32),
            **dict(zip(BOX, box.T.astype(np.float32), strict=True)),
            COLOUR: np.full(len(number), UNSURE, object),
        }
    )
    return table.sort_values([FRAME, TRACK_ID], ignore_index=True)
