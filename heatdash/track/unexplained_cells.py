"""Where the picture moves and nothing that was followed is why."""

from collections.abc import Iterator
from itertools import product

import numpy as np
import pandas as pd

from heatdash.tables.columns import BOX, CELLS, CLASS_NAME, FRAME, STATIC, TRACK_ID
from heatdash.values.arrays import Floats, Ints, Marks
from heatdash.values.classes import should_move
from heatdash.values.motion_grid import motion_grid

BESIDE = 0.25
"""Of a box's longer side. So far around a followed object, what moves is that object, its shadow or its bag."""
CORE = 0.25
"""Of a weak box's width and height, left out on each side: such boxes are never exact."""
RESTLESS = 0.3
"""The share of a minute. What moves for longer in one place is a tree, water or a screen; traffic leaves gaps."""
NEAR = 2
"""Cells: what moves so near to what is explained touches it."""
MINUTE = 600
"""Notes in a minute, which are looked at together."""


def unexplained_cells(
    *, motion: pd.DataFrame, detections: pd.DataFrame, tracks: pd.DataFrame, size_px: tuple[int, int]
) -> Iterator[tuple[Ints, Ints, Marks]]:
    """Each cell that moved unexplained, minute by minute: its note, its row and column, and whether it touches what is.

    Weak boxes of people and vehicles count as motion in their middle. What lies in the box of something that was
    followed and did move, or close beside it, is explained; places that are hardly ever still are left out.
    """
    grid, frames = motion_grid(size_px), motion[FRAME].to_numpy()
    moves, boxes = tracks[_explains(tracks)], detections[_of_movers(detections)]
    around, weak = _boxes(moves, grow=BESIDE), _boxes(boxes, grow=-CORE)
    followed_at, weak_at = moves[FRAME].to_numpy(), boxes[FRAME].to_numpy()
    for first in range(0, len(frames), MINUTE):
        part = frames[first : first + MINUTE]
        packed = np.frombuffer(b"".join(motion[CELLS].iloc[first : first + MINUTE]), np.uint8).reshape(len(part), -1)
        moving = np.unpackbits(packed, axis=1, count=grid[0] * grid[1]).astype(bool).reshape(-1, grid[1], grid[0])
        moving |= _covered(weak, weak_at, part, grid, size_px)
        explained = _lasting(_covered(around, followed_at, part, grid, size_px))
        moving &= ~explained
        moving &= (moving.mean(axis=0) <= RESTLESS) & _has_neighbour(moving)
        at, row, column = np.nonzero(moving)
        yield at + first, np.stack([row, column], axis=1), _wider(explained, by=NEAR)[at, row, column]


def _explains(tracks: pd.DataFrame) -> Marks:
    """Which rows are of people and vehicles that ever moved, or of anything else that came further than its own size.

    A hedge that a model calls a plant explains nothing of what moves behind it.
    """
    x1, y1, x2, y2 = tracks[list(BOX)].to_numpy(np.float64).T
    by_track = pd.DataFrame({"x": (x1 + x2) / 2, "y": (y1 + y2) / 2}).groupby(tracks[TRACK_ID].to_numpy())
    reach = by_track.transform("max") - by_track.transform("min")
    far = np.hypot(*reach[["x", "y"]].to_numpy().T) > np.maximum(x2 - x1, y2 - y1)
    static = tracks[STATIC].to_numpy(dtype=bool) if STATIC in tracks else np.zeros(len(tracks), dtype=bool)
    explains: Marks = far | (_of_movers(tracks) & ~static)
    return explains


def _of_movers(boxes: pd.DataFrame) -> Marks:
    """Which boxes are of what moves by itself."""
    names = boxes[CLASS_NAME].astype("category").cat
    moves = np.array([should_move(name) for name in names.categories], dtype=bool)
    marks: Marks = moves[names.codes.to_numpy()]
    return marks


def _boxes(table: pd.DataFrame, *, grow: float) -> Floats:
    """The boxes, larger on each side by that share of their longer side, or smaller by that of each side."""
    box = table[list(BOX)].to_numpy(np.float64)
    size = box[:, 2:] - box[:, :2]
    by = grow * (size.max(axis=1, keepdims=True, initial=0.0) if grow > 0 else size)
    return np.concatenate([box[:, :2] - by, box[:, 2:] + by], axis=1)


def _covered(box: Floats, box_frame: Ints, frames: Ints, grid: tuple[int, int], size_px: tuple[int, int]) -> Marks:
    """Which cells the boxes cover in each of the frames; a box covers the cells that it touches."""
    columns, rows = grid
    low, high = np.searchsorted(box_frame, [frames[0], frames[-1] + 1])
    at = np.searchsorted(frames, box_frame[low:high])
    here = frames[at] == box_frame[low:high]
    at = at[here]
    scale = np.array([columns / size_px[0], rows / size_px[1]] * 2)
    x1, y1, x2, y2 = (box[low:high][here] * scale).T
    left, right = (edge(x).clip(0, columns).astype(np.int64) for edge, x in ((np.floor, x1), (np.ceil, x2)))
    top, bottom = (edge(y).clip(0, rows).astype(np.int64) for edge, y in ((np.floor, y1), (np.ceil, y2)))
    corners = np.zeros((len(frames), rows + 1, columns + 1), np.int32)
    for row, column, sign in ((top, left, 1), (top, right, -1), (bottom, left, -1), (bottom, right, 1)):
        np.add.at(corners, (at, row, column), sign)
    covered: Marks = corners.cumsum(axis=1).cumsum(axis=2)[:, :-1, :-1] > 0
    return covered


def _wider(marks: Marks, *, by: int) -> Marks:
    """The marks, and all cells that lie no further than that from one."""
    wider = marks.copy()
    for axis in (1, 2):
        lines = np.moveaxis(wider, axis, 0)
        before = lines.copy()
        for step in range(1, by + 1):
            lines[step:] |= before[:-step]
            lines[:-step] |= before[step:]
    return wider


def _has_neighbour(moving: Marks) -> Marks:
    """Which cells have one beside them that moves too: a single one is noise."""
    wide = np.pad(moving, ((0, 0), (1, 1), (1, 1)))
    high, long = moving.shape[1:]
    around = [(down, right) for down, right in product(range(3), range(3)) if (down, right) != (1, 1)]
    beside: Marks = np.logical_or.reduce([wide[:, d : d + high, r : r + long] for d, r in around])
    return beside


def _lasting(covered: Marks) -> Marks:
    """What is covered, and what was or will be within two notes: motion shows where something was, too."""
    lasting = covered.copy()
    for by in (1, 2):
        lasting[by:] |= covered[:-by]
        lasting[:-by] |= covered[by:]
    return lasting
