"""Finding moving objects in front of a fixed camera, without a trained model."""

from collections.abc import Callable, Iterable, Iterator, Mapping

import numpy as np

from heatdash.detect.box_colours import name_colours
from heatdash.detect.box_looks import describe_looks
from heatdash.detect.detector import FrameBoxes, frame_boxes
from heatdash.values.arrays import Floats, Numbers, Pixels
from heatdash.values.classes import MOVING_OBJECT
from heatdash.values.clip import Frame

WIDEST_PICTURE_PX = 640
SMALLEST_HEIGHT = 0.035
"""A share of the picture's height: below it a blob is noise, a bird or a leaf."""
SMALLEST_AREA = 0.0006
"""A share of the picture's area."""
SMALLEST_FILL = 0.2
"""A share of its box: a blob that fills less of it is an outline of light, not a body."""
SLIMMEST = 0.25
"""A share of a body's width: what is slimmer and yet half as high is another one. A leg is wider, and a wheel lower."""
_FORGET_AFTER_FRAMES = 9000
_VARIANCE_LIMIT = 30.0
_DARKEST_SHADOW = 0.6
"""A share of the ground's brightness, at the ground's own hue: anything darker is an object, not its shadow."""
_OBJECT = 255
_FOLD_REACH = 0.003
"""A share of the picture's height: this close to what is surely an object, what looks like shadow is the object too."""


class MotionDetector:
    """Compares each picture with the empty scene, and boxes what differs.

    The comparison learns slowly, so that someone who stands still for some minutes stays visible, and each picture
    is first brought to the background's brightness, so that a cloud or the camera's own exposure does not count as
    motion. Shadows on the ground are told apart from objects and left out.
    Confidence is one and a half times the share of the box that differs, at most 1.
    """

    def __init__(self, *, clip_px: tuple[int, int]):
        scale = min(1.0, WIDEST_PICTURE_PX / max(clip_px))
        self.picture_px = (max(16, round(clip_px[0] * scale)), max(16, round(clip_px[1] * scale)))
        self.side_px = max(self.picture_px)
        self.class_names: Mapping[int, str] = {0: MOVING_OBJECT}
        self.runs_on = f"motion at {self.picture_px[0]}x{self.picture_px[1]} on CPU"

    def detect(self, *, frames: Iterable[Frame], background: Callable[[], Pixels]) -> Iterator[FrameBoxes]:
        """The boxes of what differs from `background`, in the frames' order."""
        import cv2

        scene = background()
        model = cv2.createBackgroundSubtractorMOG2(
            history=_FORGET_AFTER_FRAMES, varThreshold=_VARIANCE_LIMIT, detectShadows=True
        )
        model.setShadowThreshold(_DARKEST_SHADOW)
        model.apply(cv2.GaussianBlur(scene, (5, 5), 0), learningRate=1.0)
        for frame in frames:
            gain = _gain(scene=scene, pixels=frame.pixels)
            evened = cv2.multiply(frame.pixels, (*gain.tolist(), 1.0))
            mask = model.apply(cv2.GaussianBlur(evened, (5, 5), 0), learningRate=1.0 / _FORGET_AFTER_FRAMES)
            yield self._boxes(frame, self._closed(self._bodies(mask)))

    def _bodies(self, mask: Pixels) -> Pixels:
        """The mask of objects: what surely is one, and what looks like shadow close beside it.

        Trousers of the ground's own colour look like shadow, except at their folds and edges.
        """
        import cv2

        sure = cv2.inRange(mask, _OBJECT, _OBJECT)
        reach = 2 * max(1, round(self.picture_px[1] * _FOLD_REACH)) + 1
        beside = cv2.bitwise_and(mask, cv2.dilate(sure, np.ones((reach, reach), np.uint8)))
        bodies: Pixels = np.asarray(cv2.inRange(beside, 1, _OBJECT), np.uint8)
        return bodies

    def _closed(self, mask: Pixels) -> Pixels:
        """The mask without specks, with holes and the gaps within a body closed."""
        import cv2

        gap = max(3, round(self.picture_px[1] * 0.02)) | 1
        mask = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
        closed: Pixels = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((gap, max(3, gap // 2 | 1)), np.uint8))
        return closed

    def _boxes(self, frame: Frame, mask: Pixels) -> FrameBoxes:
        import cv2

        width, height = self.picture_px
        _, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
        left, top, wide, high, area = stats[1:].T.astype(np.float32)
        speck = area < SMALLEST_AREA * width * height / 8
        parts = np.column_stack([left, top, left + wide, top + high, area])[~speck]
        bodies = merge_fragments(parts)
        wide, high = bodies[:, 2] - bodies[:, 0], bodies[:, 3] - bodies[:, 1]
        fill = bodies[:, 4] / np.maximum(wide * high, 1.0)
        big = (high >= SMALLEST_HEIGHT * height) & (bodies[:, 4] >= SMALLEST_AREA * width * height)
        bodies, fill = bodies[big & (fill >= SMALLEST_FILL)], fill[big & (fill >= SMALLEST_FILL)]
        rows = np.column_stack([bodies[:, :4], (1.5 * fill).clip(0.0, 1.0), np.zeros(len(bodies))])
        colour = name_colours(pixels=frame.pixels, boxes_px=rows)
        look = describe_looks(pixels=frame.pixels, boxes_px=rows)
        rows[:, :4] /= np.array([width, height, width, height])
        return frame_boxes(frame=frame, rows=rows, colour=colour, look=look)


def merge_fragments(parts: Numbers) -> Numbers:
    """Rows of x1, y1, x2, y2, area, with the parts of one body merged into one row.

    Two parts are one body where they share half the narrower one's width and the gap between them is at most a
    fifth of the height that they span together: a head over a torso, legs under a bag. What is less than a quarter as
    wide as the other and more than half as high is no part of it: somebody in front of a bus. Merging goes on until no
    two parts are one body.
    """
    rows = [tuple(map(float, row)) for row in parts]
    merged = True
    while merged:
        merged = False
        for i in range(len(rows)):
            j = next((j for j in range(i + 1, len(rows)) if _one_body(rows[i], rows[j])), None)
            if j is not None:
                a, b = rows[i], rows.pop(j)
                rows[i] = (min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3]), a[4] + b[4])
                merged = True
                break
    return np.array(rows, dtype=np.float32).reshape(-1, 5)


def _one_body(a: tuple[float, ...], b: tuple[float, ...]) -> bool:
    shared = min(a[2], b[2]) - max(a[0], b[0])
    gap = max(a[1], b[1]) - min(a[3], b[3])
    span = max(a[3], b[3]) - min(a[1], b[1])
    narrow, wide = sorted((a, b), key=lambda part: part[2] - part[0])
    if narrow[2] - narrow[0] < SLIMMEST * (wide[2] - wide[0]) and narrow[3] - narrow[1] > 0.5 * (wide[3] - wide[1]):
        return False
    return shared >= 0.5 * (narrow[2] - narrow[0]) and gap <= 0.2 * span


def _gain(*, scene: Pixels, pixels: Pixels) -> Floats:
    """The factors for blue, green and red that bring `pixels` to the brightness of `scene`.

    Each is the median of the ratios at every eighth pixel, so that objects over less than half of the picture do not
    sway it. Glare, which no factor can undo, and black do not vote.
    """
    before, now = (picture[::8, ::8].reshape(-1, 3).astype(np.float64) for picture in (scene, pixels))
    votes = np.where((before > 15) & (before < 245) & (now > 15) & (now < 245), before / np.maximum(now, 1.0), np.nan)
    gain: Floats = np.ones(3)
    voted = np.isfinite(votes).any(axis=0)
    gain[voted] = np.nanmedian(votes[:, voted], axis=0)
    return gain.clip(0.5, 2.0)
