"""Boxes, labels and trails of the objects in a frame."""

from collections import deque
from functools import lru_cache

import cv2
import numpy as np
import pandas as pd

from heatdash.draw.glass import SUBPIXEL_BITS, Glass, Layer, layer_of, subpixels
from heatdash.draw.palette import Colour, text_on, track_colour
from heatdash.draw.planes import Space
from heatdash.draw.sizes import Sizes
from heatdash.draw.write_text import write_text
from heatdash.tables.columns import BOX, CLASS_NAME, CONF, FRAME, T_S, TRACK_ID
from heatdash.values.arrays import Pixels
from heatdash.values.style import Style

_TRAIL_S = 3.0
_TRAIL_PARTS = 5
_TRAIL_OPACITY = 0.9
_TRAIL_STEP_S = 0.12
Corners = tuple[int, int, int, int]
Trail = deque[tuple[float, float, float]]
"""The times of an object and the positions of its feet: seconds, x and y."""


class ObjectPainter:
    """Paints the objects of one clip, frame by frame. `objects` are TRACKS, in pixels of the painted pictures."""

    def __init__(self, *, objects: pd.DataFrame, style: Style, sizes: Sizes, space: Space) -> None:
        self._style, self._sizes, self._space = style, sizes, space
        self._is_idle = not (style.boxes or style.labels or style.trails) or objects.empty
        if self._is_idle:
            return
        self._frames = objects[FRAME].to_numpy(dtype=np.int64)
        self._times = objects[T_S].to_numpy(dtype=np.float64)
        self._ids = objects[TRACK_ID].to_numpy(dtype=np.int64)
        self._boxes = objects[list(BOX)].to_numpy(dtype=np.float64)
        self._conf = objects[CONF].to_numpy(dtype=np.float64)
        self._names = objects[CLASS_NAME].astype(str).tolist()
        self._trails: dict[int, Trail] = {}
        self._next_row = 0

    def draw(self, *, flat: Pixels, frame: int, t_s: float) -> None:
        """Paint the trails, boxes and labels of this frame into the picture. Frames must come in order."""
        if self._is_idle:
            return
        begin, end = (int(place) for place in np.searchsorted(self._frames, (frame, frame + 1)))
        if self._style.trails:
            self._update_trails(end, t_s)
            for track_id, points in self._trails.items():
                self._draw_trail(flat, track_id, points, t_s)
        for row in range(begin, end):
            if self._style.boxes:
                self._draw_box(flat, row)
        for row in range(begin, end):
            if self._style.labels:
                self._draw_label(flat, row)

    def _update_trails(self, end: int, t_s: float) -> None:
        for row in range(self._next_row, end):
            row_s = float(self._times[row])
            if row_s >= t_s - _TRAIL_S:
                x1, _, x2, y2 = self._boxes[row].tolist()
                trail = self._trails.setdefault(int(self._ids[row]), deque())
                # The newest point follows the object until it is late enough after the point before it.
                if len(trail) > 1 and row_s - trail[-2][0] < _TRAIL_STEP_S:
                    trail.pop()
                trail.append((row_s, (x1 + x2) / 2, y2))
        self._next_row = max(self._next_row, end)
        for track_id in list(self._trails):
            points = self._trails[track_id]
            while points and points[0][0] < t_s - _TRAIL_S:
                points.popleft()
            if not points:
                del self._trails[track_id]

    def _draw_trail(self, flat: Pixels, track_id: int, points: Trail, t_s: float) -> None:
        """Draw a trail that fades with age; only the rectangle around it is touched."""
        times, xs, ys = zip(*points, strict=True)
        line_px, step = self._sizes.line_px + 1, self._space.step
        left, right = _span(xs, 2 * line_px, self._sizes.width_px, step)
        top, bottom = _span(ys, 2 * line_px, self._sizes.height_px, step)
        if len(points) < 2 or right <= left or bottom <= top:
            return
        mask = np.zeros((bottom - top, right - left), np.uint8)
        corners = subpixels(np.column_stack((xs, ys)) - (left, top))
        length = max(1, -(-(len(points) - 1) // _TRAIL_PARTS))
        for first in range(0, len(points) - 1, length):
            part = corners[first : first + length + 1]
            freshness = 1 - (t_s - times[first + len(part) - 1]) / _TRAIL_S
            strength = round(255 * _TRAIL_OPACITY * min(1.0, max(0.08, freshness)))
            cv2.polylines(mask, [part], False, (strength,), line_px, cv2.LINE_AA, SUBPIXEL_BITS)
        self._tint(flat, mask, (left, top), track_colour(track_id))

    def _tint(self, flat: Pixels, mask: Pixels, at: tuple[int, int], colour: Colour) -> None:
        """Mix a colour into the picture, plane by plane, as strongly as the mask says."""
        small = mask
        if self._space.halved:
            small = cv2.resize(mask, (mask.shape[1] // 2, mask.shape[0] // 2), interpolation=cv2.INTER_AREA)
        for number, (plane, value) in enumerate(zip(self._space.views(flat), self._space.values(colour), strict=True)):
            shrink, cover = (self._space.step, small) if number else (1, mask)
            rows = slice(at[1] // shrink, at[1] // shrink + cover.shape[0])
            columns = slice(at[0] // shrink, at[0] // shrink + cover.shape[1])
            kept = cv2.multiply(plane[rows, columns], cv2.bitwise_not(cover), scale=1 / 255)
            plane[rows, columns] = cv2.add(kept, cv2.convertScaleAbs(cover, alpha=value / 255))

    def _draw_box(self, flat: Pixels, row: int) -> None:
        x1, y1, x2, y2 = self._corners(row)
        step, line_px = self._space.step, self._sizes.line_px
        line_px = max(step, line_px - line_px % step)
        colour = track_colour(int(self._ids[row]))
        for number, (plane, value) in enumerate(zip(self._space.views(flat), self._space.values(colour), strict=True)):
            shrink = step if number else 1
            left, top, right, bottom, thick = (side // shrink for side in (x1, y1, x2, y2, line_px))
            plane[top : top + thick, left:right] = value
            plane[max(top, bottom - thick) : bottom, left:right] = value
            plane[top:bottom, left : left + thick] = value
            plane[top:bottom, max(left, right - thick) : right] = value

    def _corners(self, row: int) -> Corners:
        """The box clipped to the picture, on the grid that all planes share."""
        step = self._space.step
        x1, y1, x2, y2 = (round(value / step) * step for value in self._boxes[row].tolist())
        width, height = self._sizes.width_px, self._sizes.height_px
        return max(0, x1), max(0, y1), max(0, min(width, x2)), max(0, min(height, y2))

    def _draw_label(self, flat: Pixels, row: int) -> None:
        track_id = int(self._ids[row])
        texts = [f"{self._names[row]} {track_id}"]
        if self._style.show_conf:
            texts.append(f"{self._conf[row]:.2f}")
        # Name and confidence are separate layers, so that neither is written again when only the other changes.
        layers = [_label(text, track_colour(track_id), self._sizes.text_px, self._space) for text in texts]
        sizes = [self._space.views(layer.keep)[0].shape for layer in layers]
        width, height = sum(size[1] for size in sizes), sizes[0][0]
        x1, y1, _, _ = self._corners(row)
        x = max(0, min(x1, self._sizes.width_px - width))
        y = y1 - height if y1 >= height else y1
        for layer, size in zip(layers, sizes, strict=True):
            layer.stamp(flat, x, min(y, self._sizes.height_px - height))
            x += size[1]


def _span(values: tuple[float, ...], padding_px: int, size_px: int, step: int) -> tuple[int, int]:
    """The range of the values with some padding on both sides, clipped to the picture and on its grid."""
    first, last = int(min(values)) - padding_px, int(max(values)) + padding_px
    return max(0, first) // step * step, min(size_px, last) // step * step


@lru_cache(maxsize=2048)
def _label(text: str, colour: Colour, text_px: int, space: Space) -> Layer:
    """The text on a panel of the track's colour, as a layer of even width and height."""
    size = max(10, round(text_px * 0.9))
    written = write_text(text, size_px=size, colour=text_on(colour), weight=600)
    width, height = written.width_px + size // 2, round(size * 1.35)
    glass = Glass.clear(width + width % 2, height + height % 2)
    glass.fill(np.full(glass.alpha.shape, 255, np.uint8), colour)
    glass.stick(written, size // 4, (glass.height_px - written.height_px) // 2)
    return layer_of(glass=glass, space=space)
