"""A picture of the place before anybody knows where people are in it."""

import cv2
import numpy as np

from heatdash.errors import BadClipError
from heatdash.media.clean_background import middle_of
from heatdash.media.examine_picture import spread_frames
from heatdash.media.pictures import SCREEN_PX, soften
from heatdash.media.read_frames import read_frames
from heatdash.media.usual_light import UsualLight
from heatdash.values.arrays import Marks, Pixels
from heatdash.values.clip import Clip

_CELLS_ALONG = 80
_MOVED_LEVELS = 6
"""Noise and compression change the mean of a cell by less; so does hardly anybody who is in it."""
_AROUND_CELLS = 2


def place_preview(clip: Clip) -> Pixels:
    """The place, BGR, no wider than SCREEN_PX, without those who pass, and soft wherever anything has moved.

    It is made of up to 16 pictures that are quickly read. Somebody who stands there for most of the time is soft, as
    hardly anybody stands quite still. Of a still picture all is soft.
    """
    scale = min(1.0, SCREEN_PX / clip.width_px)
    frames = read_frames(
        clip=clip,
        only=np.zeros(1, np.int64) if clip.is_image else spread_frames(clip),
        width_px=max(1, round(clip.width_px * scale)),
        height_px=max(1, round(clip.height_px * scale)),
    )
    pictures = [frame.pixels for frame in frames]
    if not pictures:
        raise BadClipError("media.moment_unreadable", name=clip.path.name, frame=0)
    if len(pictures) == 1:
        return soften(pictures[0])
    middle = middle_of(pictures)
    moved = _moved(pictures)[..., None]
    return np.where(moved, soften(middle), middle)


def _moved(pictures: list[Pixels]) -> Marks:
    """Marks on the pixels around all that is not the same in all pictures, in whole rectangles."""
    height, width = pictures[0].shape[:2]
    side = max(4, -(-max(width, height) // _CELLS_ALONG))
    every = np.ones((-(-height // side), -(-width // side)), dtype=bool)
    light = UsualLight(pictures, np.broadcast_to(every, (len(pictures), *every.shape)))
    cells = [
        cv2.resize(light.evened(picture, every), every.shape[::-1], interpolation=cv2.INTER_AREA)
        for picture in pictures
    ]
    changed = np.ptp(np.stack(cells).astype(np.int16), axis=0).max(axis=2) > _MOVED_LEVELS
    around = np.ones((2 * _AROUND_CELLS + 1,) * 2, np.uint8)
    _, _, parts, _ = cv2.connectedComponentsWithStats(cv2.dilate(changed.astype(np.uint8), around), connectivity=8)
    marks = np.zeros((height, width), dtype=bool)
    for left, top, wide, high, _ in parts[1:].tolist():
        marks[top * side : (top + high) * side, left * side : (left + wide) * side] = True
    return marks
