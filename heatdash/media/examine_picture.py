"""Examining a clip's camera by a few pictures spread over the clip."""

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from heatdash.media.camera_places import camera_places
from heatdash.media.decode_pictures import decode_pictures
from heatdash.media.picture_traits import brightness_pct, change_between, detail_pct, edge_px, noise_between
from heatdash.media.read_image import read_image
from heatdash.values.arrays import Ints, Pixels
from heatdash.values.camera_report import CameraReport, Corners
from heatdash.values.clip import Clip

if TYPE_CHECKING:
    from av.video.frame import VideoFrame


PICTURES = 16
LONGEST_PX = 640
"""What a detector sees; what cannot be made out at this size does not help it."""
MOST_DECODED = 400
"""Frames that may be decoded to reach the pictures of a clip with few keyframes: less than a second's work."""


def spread_pictures(clip: Clip) -> tuple[list[float], list[Pixels]]:
    """Times and grey pictures of up to 16 frames spread over the clip, no longer than 640 pixels, without damaged ones.

    They are not turned upright. Where there are 16 keyframes, only keyframes are decoded. Where there are fewer,
    frames soon after them are taken as well; in a long clip with a single keyframe those are at its start.
    """
    if clip.is_image:
        import av

        image = av.VideoFrame.from_ndarray(read_image(clip.path), format="bgr24")
        return [0.0], [_small_grey(image, clip.size_px)]
    stored_size = clip.size_px if clip.rotation_deg % 180 == 0 else clip.size_px[::-1]
    times_s, pictures = [], []
    for index, picture in decode_pictures(clip=clip, wanted=_spread_frames(clip)):
        times_s.append(float(clip.times_s[index]))
        pictures.append(_small_grey(picture, stored_size))
    return times_s, pictures


def _spread_frames(clip: Clip) -> Ints:
    count = len(clip.keyframes)
    frames = np.arange(clip.frame_count)
    keyframe = clip.keyframes[np.searchsorted(clip.keyframes, frames, side="right") - 1]
    reach = MOST_DECODED // count if count < PICTURES else 0
    cheap = frames[frames - keyframe <= reach]
    # Evenly in time, not by number, since keyframes crowd where much moves.
    goals_s = np.linspace(0, clip.times_s[-1], PICTURES)
    after = np.clip(np.searchsorted(clip.times_s[cheap], goals_s), 1, max(1, len(cheap) - 1))
    if len(cheap) == 1:
        return cheap
    before_s, after_s = clip.times_s[cheap[after - 1]], clip.times_s[cheap[after]]
    return np.unique(np.where(goals_s - before_s < after_s - goals_s, cheap[after - 1], cheap[after]))


def _small_grey(picture: "VideoFrame", full_size: tuple[int, int]) -> Pixels:
    """The picture in grey, as small as a detector sees one of the full size, in square pixels."""
    import cv2
    from av.video.reformatter import Interpolation

    width, height = full_size
    scale = min(1.0, LONGEST_PX / max(full_size))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = picture.reformat(*size, "bgr24", interpolation=Interpolation.AREA)
    return np.asarray(cv2.cvtColor(small.to_ndarray(), cv2.COLOR_BGR2GRAY), dtype=np.uint8)


def examine_picture(clip: Clip) -> CameraReport:
    """What up to 16 small pictures spread over the clip show of its camera, for far less work than watching it."""
    times_s, pictures = spread_pictures(clip)
    places = camera_places(pictures)
    scale = max(clip.size_px) / max(pictures[0].shape) if pictures else 1.0
    return CameraReport(
        times_s=tuple(round(t_s, 3) for t_s in times_s),
        brightness_pct=tuple(round(brightness_pct(picture), 1) for picture in pictures),
        detail_pct=tuple(round(detail_pct(picture), 1) for picture in pictures),
        edge_px=tuple(None if (px := edge_px(picture)) is None else round(px, 2) for picture in pictures),
        view=tuple(place.view for place in places),
        corners_px=tuple(_in_clip(place.corners, scale) for place in places),
        change=tuple(round(change_between(before=a, after=b), 1) for a, b in pairwise(pictures)),
        noise=tuple(round(noise_between(before=a, after=b), 2) for a, b in pairwise(pictures)),
    )


def _in_clip(corners: Corners | None, scale: float) -> Corners | None:
    if corners is None:
        return None
    x0, y0, x1, y1 = (round(px * scale, 1) for px in corners)
    return x0, y0, x1, y1
