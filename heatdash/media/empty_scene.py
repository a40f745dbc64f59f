"""The scene without the people, put together from moments at which nobody was in the way."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from heatdash.errors import BadClipError
from heatdash.media.clean_background import MOST_BYTES, middle_of
from heatdash.media.fill_from_around import fill_from_around
from heatdash.media.read_frames import read_frames
from heatdash.media.usual_light import UsualLight
from heatdash.values.arrays import Floats, Ints, Marks, Pixels
from heatdash.values.clip import Clip, Frame

PICTURES, FEWEST_PICTURES = 21, 9
"""Pictures held at once: fewer of a very large clip. Each pixel is the median of as many moments."""
MOST_MORE = 42
"""Pictures read on top, one after another, for the parts that are hidden in most of the first ones."""
ENOUGH = 9
"""A part that is free in so many pictures needs no more of them."""
MOMENTS = 1024
CELLS_ALONG = 80
"""The longer side of the picture is cut into so many cells: each is free or hidden as a whole."""
LEAST_MOMENTS, LEAST_SHARE = 3, 0.02
"""A cell that is free more rarely is filled from around: what shows there may be somebody the model has missed."""
_PADDING = 0.1


@dataclass(frozen=True, eq=False)
class EmptyScene:
    """The picture, BGR, and marks on the pixels that were hardly ever free and are filled in from around."""

    pixels: Pixels
    filled: Marks

    @property
    def filled_share(self) -> float:
        """The share of the picture that is filled in."""
        return float(self.filled.mean())


@dataclass(frozen=True, eq=False)
class FreeCells:
    """Where and when the picture is free: a mark for each of `frames` and each cell, `side_px` wide and high."""

    frames: Ints
    marks: Marks
    side_px: int

    def pixels_of(self, cells: Marks, *, like: Pixels) -> Pixels:
        """A mask of the cells, as large as the picture: 255 in them, else 0."""
        mask = np.repeat(np.repeat(cells.astype(np.uint8) * 255, self.side_px, axis=0), self.side_px, axis=1)
        return np.ascontiguousarray(mask[: like.shape[0], : like.shape[1]])


def free_cells(*, clip: Clip, frames: Ints, box: Floats, first: Ints, stop: Ints) -> FreeCells:
    """Which cells no box lies on, in each of `frames`; boxes (pixels, padded here) hold from `first` before `stop`."""
    side = max(4, -(-max(clip.size_px) // CELLS_ALONG))
    shape = (len(frames), -(-clip.height_px // side), -(-clip.width_px // side))
    pad = _PADDING * (box[:, 2:] - box[:, :2]) + 1
    low, high = np.floor((box[:, :2] - pad) / side), np.floor((box[:, 2:] + pad) / side) + 1
    spans = [np.searchsorted(frames, [first, stop])]
    spans += [np.clip([low[:, axis], high[:, axis]], 0, shape[2 - axis]).astype(np.int64) for axis in (1, 0)]
    # Each box is a block in time and space: its eight corners, summed up along each axis, mark all of it.
    steps = np.zeros([length + 1 for length in shape], dtype=np.int32)
    for corner in np.ndindex(2, 2, 2):
        np.add.at(steps, tuple(spans[axis][end] for axis, end in enumerate(corner)), (-1) ** sum(corner))
    for axis in range(3):
        np.cumsum(steps, axis=axis, out=steps)
    return FreeCells(frames=frames, marks=steps[:-1, :-1, :-1] == 0, side_px=side)


def first_pictures(*, clip: Clip, frames: Ints) -> list[Frame]:
    """The pictures of up to 21 of the frames, spread evenly, in the clip's own size; damaged ones are left out."""
    count = max(FEWEST_PICTURES, min(PICTURES, MOST_BYTES // (clip.width_px * clip.height_px * 3)))
    return list(read_frames(clip=clip, only=_spread(frames, count)))


def moments_of(watched: Ints) -> Ints:
    """The watched frames at which it is asked which cells are free: all, or 1024 spread evenly."""
    return _spread(watched, MOMENTS)


def _spread(frames: Ints, count: int) -> Ints:
    return frames[np.unique(np.linspace(0, len(frames) - 1, count).round().astype(np.int64))]


def empty_scene(*, clip: Clip, free: FreeCells, pictures: Sequence[Frame]) -> EmptyScene:
    """The median of each pixel over the moments at which its cell is free; `pictures` are painted over on the way.

    They are `first_pictures`, at some of the moments of `free`. Where a cell is hidden in one of them, it is replaced
    by the same cell at a moment at which it is free, for which more of the clip is read where that is needed.
    """
    given = _marks_at(free, pictures)
    light = UsualLight([frame.pixels for frame in pictures], given)
    slots = [light.evened(frame.pixels, marks) for frame, marks in zip(pictures, given, strict=True)]
    for frame in read_frames(clip=clip, only=_more_frames(free, given)):
        free_now = _marks_at(free, [frame])[0]
        picture = light.evened(frame.pixels, free_now)
        wanted, slot = free_now & ~given.all(axis=0), given.argmin(axis=0)
        for number in np.unique(slot[wanted]).tolist():
            cells = wanted & (slot == number)
            cv2.copyTo(picture, free.pixels_of(cells, like=picture), slots[number])
            given[number] |= cells
    moments, share = given.sum(axis=0), free.marks.mean(axis=0)
    rare = (moments < min(LEAST_MOMENTS, len(slots))) | (share < LEAST_SHARE)
    _repeat_given(slots, given, among=~rare, free=free)
    filled = free.pixels_of(rare, like=slots[0]) > 0
    return EmptyScene(pixels=fill_from_around(picture=middle_of(slots), missing=filled), filled=filled)


def background_picture(*, clip: Clip, free: FreeCells | None, pictures: Sequence[Frame] = ()) -> EmptyScene:
    """The empty scene by where and when it is free; the clip's first frame, with all who are in it, where that is None.

    `pictures` are `first_pictures`, where somebody has read them already; they are painted over.
    """
    if free is None:
        first = next(read_frames(clip=clip), None)
        if first is not None:
            return EmptyScene(pixels=first.pixels, filled=np.zeros(first.pixels.shape[:2], dtype=bool))
    else:
        given = pictures or first_pictures(clip=clip, frames=free.frames)
        if given:
            return empty_scene(clip=clip, free=free, pictures=given)
    raise BadClipError("media.moment_unreadable", name=clip.path.name, frame=0)


def _marks_at(free: FreeCells, frames: Iterable[Frame]) -> Marks:
    return free.marks[np.searchsorted(free.frames, [frame.index for frame in frames])]


def _more_frames(free: FreeCells, given: Marks) -> Ints:
    """The frames to read on top: those at which most cells are free that are free in few of the first pictures."""
    free_at = free.marks.reshape(len(free.frames), -1)
    lacking = np.minimum(ENOUGH, free_at.sum(axis=0)) - given.reshape(len(given), -1).sum(axis=0)
    needy = np.flatnonzero(lacking > 0)
    # Of moments that serve equally well the first is taken, so they stand in an order that jumps through the clip.
    order = np.argsort([int(f"{number:010b}"[::-1], 2) for number in range(len(free.frames))])
    useful, lacking = free_at[order][:, needy].astype(np.float32), lacking[needy].astype(np.float32)
    taken: list[int] = []
    while len(taken) < MOST_MORE and (lacking > 0).any():
        best = int(np.argmax(useful @ np.maximum(lacking, 0)))
        if not useful[best].any():
            break
        lacking -= useful[best]
        useful[best] = 0
        taken.append(int(free.frames[order[best]]))
    return np.sort(np.array(taken, dtype=np.int64))


def _repeat_given(slots: Sequence[Pixels], given: Marks, *, among: Marks, free: FreeCells) -> None:
    """Fill the slots of each cell that were not given with those that were, in turn, so that all count the same."""
    order = np.argsort(~given, axis=0, kind="stable")
    for number, slot in enumerate(slots):
        turn = number % np.maximum(given.sum(axis=0), 1)
        donor = np.take_along_axis(order, turn[None], axis=0)[0]
        lacking = among & ~given[number]
        for other in np.unique(donor[lacking]).tolist():
            cv2.copyTo(slots[other], free.pixels_of(lacking & (donor == other), like=slot), slot)
