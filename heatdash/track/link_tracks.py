"""Tracks from stored detections."""

from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd

from heatdash.tables.columns import (
    BOX,
    BOX_CLASS_ID,
    CLASS_ID,
    CLASS_NAME,
    COLOUR,
    CONF,
    DETECTIONS,
    FRAME,
    LINKED,
    LOOK,
    T_S,
    TRACK_ID,
)
from heatdash.track.open_tracker import FrameDetections, Tracker, open_tracker
from heatdash.track.vote_colours import vote_colours
from heatdash.values.arrays import Floats, Ints, Numbers, Pixels
from heatdash.values.classes import body_of
from heatdash.values.clip import Frame
from heatdash.values.link_settings import LinkSettings

_IDS_PER_KIND = 10_000_000


def link_tracks(
    *,
    detections: pd.DataFrame,
    frames: Ints,
    size_px: tuple[int, int],
    settings: LinkSettings,
    pictures: Callable[[], Iterator[Frame]],
    on_frames: Callable[[int], None],
    pace: float = 1.0,
) -> pd.DataFrame:
    """The table of tracks: ids from 1 without gaps, in the order in which the objects are first seen.

    People, two-wheelers, other vehicles and everything else are linked separately, so that a person never continues as
    a dog, while a car that looks like a truck for a moment stays one vehicle. `frames` are all that were watched, those
    without boxes included: a tracker forgets by the frame. Boxes below the confidence limit are ignored. A track has
    one class and one colour: the vote of its boxes, weighted by their confidence; of classes the lower number wins a
    tie. In a clip of one frame each box is a track. `pictures` are read only for a moving camera, and `on_frames` is
    called with how many frames are done. `pace` is how many times as far apart the frames are as those that trackers
    are made for.
    """
    DETECTIONS.check(detections)
    seen = detections[detections[CONF] >= settings.conf].reset_index(drop=True)
    if len(frames) == 1:
        return _as_table(_one_track_per_box(seen), seen=seen, size_px=size_px)
    kinds = seen[CLASS_NAME].astype(str).map(body_of).to_numpy()
    present = np.unique(kinds)
    found = [np.empty((0, 8))]
    for number, kind in enumerate(present):
        members = np.flatnonzero(kinds == kind)

        def report(done: int, before: int = number * len(frames)) -> None:
            on_frames((before + done) // len(present))

        rows = _follow(
            seen.iloc[members],
            frames=frames,
            tracker=open_tracker(settings=settings, pace=pace),
            pictures=pictures() if settings.moving_camera else iter(()),
            on_frames=report,
        )
        rows[:, 7] = members[rows[:, 7].astype(np.intp)]
        rows[:, 5] += number * _IDS_PER_KIND
        found.append(rows)
    raw = np.concatenate(found)
    return _as_table(raw[np.lexsort((raw[:, 5], raw[:, 0]))], seen=seen, size_px=size_px)


def _one_track_per_box(seen: pd.DataFrame) -> Floats:
    number = np.arange(len(seen), dtype=np.float64)
    return np.column_stack([seen[FRAME], seen[list(BOX)], number + 1, seen[CONF], number])


def _follow(
    seen: pd.DataFrame,
    *,
    frames: Ints,
    tracker: Tracker,
    pictures: Iterator[Frame],
    on_frames: Callable[[int], None],
) -> Floats:
    """Rows of frame, x1, y1, x2, y2, raw id, conf and place in `seen`."""
    boxes = FrameDetections(
        xyxy=seen[list(BOX)].to_numpy(np.float32),
        conf=seen[CONF].to_numpy(np.float32),
        cls=seen[CLASS_ID].to_numpy(np.float32),
    )
    starts = np.searchsorted(seen[FRAME], frames, side="left")
    stops = np.searchsorted(seen[FRAME], frames, side="right")
    found = [np.empty((0, 8))]
    picture_of_frame = _picture_per_frame(frames, pictures)
    for done, (frame, start, stop) in enumerate(zip(frames.tolist(), starts, stops, strict=True), start=1):
        rows = tracker.update(boxes[start:stop], next(picture_of_frame))
        if len(rows):
            place = rows[:, 7].astype(np.float64) + start
            found.append(np.column_stack([np.full(len(rows), frame), rows[:, :6], place]))
        on_frames(done)
    return np.concatenate(found)


def _picture_per_frame(frames: Ints, pictures: Iterator[Frame]) -> Iterator[Pixels | None]:
    """The picture of each frame; None where pictures are not needed, or where the file lost it."""
    picture = next(pictures, None)
    for frame in frames.tolist():
        if picture is not None and picture.index == frame:
            yield picture.pixels
            picture = next(pictures, None)
        else:
            yield None


def _as_table(raw: Floats, *, seen: pd.DataFrame, size_px: tuple[int, int]) -> pd.DataFrame:
    place = raw[:, 7].astype(np.intp)
    _, first, inverse = np.unique(raw[:, 5], return_index=True, return_inverse=True)
    rank = np.empty(len(first), dtype=np.int32)
    rank[np.argsort(first, kind="stable")] = np.arange(1, len(first) + 1)
    track_id = rank[inverse]
    width, height = size_px
    box = raw[:, 1:5].clip(0, [width, height, width, height]).astype(np.float32)
    table = pd.DataFrame(
        {
            FRAME: raw[:, 0].astype(np.int32),
            T_S: seen[T_S].to_numpy()[place],
            TRACK_ID: track_id,
            CONF: raw[:, 6].astype(np.float32),
            **dict(zip(BOX, box.T, strict=True)),
        }
    )
    voted = seen.iloc[place]
    table[CLASS_ID] = _vote(track_id, voted[CLASS_ID].to_numpy(), table[CONF]).astype(np.int16)
    names = dict(zip(seen[CLASS_ID].tolist(), seen[CLASS_NAME].tolist(), strict=True))
    table[CLASS_NAME] = table[CLASS_ID].map(names).astype("string")
    table[COLOUR] = vote_colours(owner=track_id, colours=voted[COLOUR], weight=table[CONF].to_numpy(np.float64))
    table[LOOK] = seen[LOOK].to_numpy()[place]
    table[BOX_CLASS_ID] = voted[CLASS_ID].to_numpy(np.int16)
    return table.sort_values([FRAME, TRACK_ID], kind="stable", ignore_index=True)[list(LINKED)]


def _vote(track_id: Numbers, choice: Numbers, weight: pd.Series) -> Numbers:
    """For every row, the choice that weighs most within the row's track."""
    votes = weight.astype(np.float64).groupby([track_id, choice]).sum()
    best = votes.groupby(level=0).idxmax().map(lambda pair: pair[1]) if len(votes) else pd.Series(dtype=np.int64)
    chosen: Numbers = best.reindex(track_id).to_numpy(dtype=np.int64)
    return chosen
