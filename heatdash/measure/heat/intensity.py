"""The classic intensity of ultralytics.solutions.Heatmap: two points for each frame and pixel within a box's circle."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from heatdash.measure.heat.fading import half_life_of, left_after
from heatdash.measure.paths import Paths
from heatdash.measure.points import anchor_points, counted_points
from heatdash.values.arrays import Floats, Floats32, Ints, Numbers
from heatdash.values.measure_settings import MeasureSettings
from heatdash.values.scene import EXCLUDE, ROI, Scene

POINTS = 2.0
PLACES_AT_ONCE = 200_000
"""This many are computed at a time, so that they stay in a processor's cache."""


@dataclass(frozen=True, eq=False)
class Boxes:
    """Boxes in whole pixels within the picture, none of them empty: columns from `x0` to before `x1`, rows likewise."""

    x0: Ints
    y0: Ints
    x1: Ints
    y1: Ints

    def of(self, keep: Numbers) -> "Boxes":
        """The boxes at `keep`."""
        return Boxes(self.x0[keep], self.y0[keep], self.x1[keep], self.y1[keep])


def intensity_of(*, paths: Paths, settings: MeasureSettings, scene: Scene, at_s: float) -> Floats:
    """The points of each pixel at `at_s`, as the reference counts them; in decaying mode they fade with their age.

    A box is cut to whole pixels and to the picture; the circle lies in its middle and is as wide as its shorter side.
    The whole box counts where its anchor point does.
    """
    boxes, t_s = counted_boxes(paths=paths, settings=settings, scene=scene)
    steps = no_steps(width_px=paths.width_px, height_px=paths.height_px)
    happened = t_s <= at_s
    left = left_after(age_s=at_s - t_s[happened], half_life_s=half_life_of(settings))
    add_steps(steps=steps, boxes=boxes.of(happened), weights=left if settings.mode == "decaying" else None)
    return points_from_steps(steps=steps)


def add_intensity(*, points: Floats32, boxes: Floats32) -> None:
    """Add the points of `boxes`, each a row of x1, y1, x2, y2, to `points`, which has one value per pixel.

    Meant for the few boxes of one frame; equal, to the bit, to calling the reference's `heatmap_effect` for each.
    """
    height_px, width_px = points.shape
    corners = np.asarray(boxes, dtype=np.float32).reshape(-1, 4).T
    cut, _ = _cut_to_picture(tuple(corners), width_px, height_px)
    for x0, y0, x1, y1 in zip(*(edge.tolist() for edge in (cut.x0, cut.y0, cut.x1, cut.y1)), strict=True):
        points[y0:y1, x0:x1] += _circle_in_box(x1 - x0, y1 - y0)


def counted_boxes(*, paths: Paths, settings: MeasureSettings, scene: Scene) -> tuple[Boxes, Floats]:
    """The boxes that count, track by track, and the time of each."""
    boxes, rows = _cut_to_picture((paths.x1, paths.y1, paths.x2, paths.y2), paths.width_px, paths.height_px)
    if scene.zones_of(ROI) or scene.zones_of(EXCLUDE):
        x, y = (at[rows] for at in anchor_points(paths=paths, anchor=settings.anchor))
        counted = counted_points(x=x, y=y, scene=scene, width_px=paths.width_px, height_px=paths.height_px)
        boxes, rows = boxes.of(counted), rows[counted]
    return boxes, paths.watched.t_s[paths.moment[rows]]


def no_steps(*, width_px: int, height_px: int) -> Floats:
    """A picture without points, as `add_steps` takes it: each pixel's step up from the one left of it."""
    return np.zeros((height_px, width_px + 1))


def add_steps(*, steps: Floats, boxes: Boxes, weights: Floats | None) -> None:
    """Add the points of `boxes` to `steps`, multiplied by `weights` where they are given.

    Each line of a circle is one step up where it begins and one step down after its end, which is far less to write
    than all its pixels. Circles of one shape share the places of their steps.
    """
    stride, flat = steps.shape[1], steps.reshape(-1)
    wide, high = boxes.x1 - boxes.x0, boxes.y1 - boxes.y0
    middle = (boxes.y0 + high // 2) * stride + boxes.x0 + wide // 2
    for shape, members in _by_shape(wide, high):
        begins, ends = _line_steps(*shape, stride)
        for chosen in np.array_split(members, len(members) * len(begins) // PLACES_AT_ONCE + 1):
            points: Any = POINTS if weights is None else np.repeat(weights[chosen] * POINTS, len(begins))
            np.add.at(flat, (middle[chosen, None] + begins).reshape(-1), points)
            np.subtract.at(flat, (middle[chosen, None] + ends).reshape(-1), points)


def points_from_steps(*, steps: Floats) -> Floats:
    """The points of each pixel. Rounding may leave a little less than 0 where all has faded; that becomes 0."""
    points = np.cumsum(steps[:, :-1], axis=1)
    return np.maximum(points, 0.0, out=points)


def _cut_to_picture(corners: tuple[Floats32, ...], width_px: int, height_px: int) -> tuple[Boxes, Ints]:
    """The boxes in whole pixels, each corner rounded towards 0 as by int(), and their rows; empty ones are left out."""
    x0, y0, x1, y1 = (edge.astype(np.int64) for edge in corners)
    boxes = Boxes(np.maximum(x0, 0), np.maximum(y0, 0), np.minimum(x1, width_px), np.minimum(y1, height_px))
    rows = np.flatnonzero((boxes.x1 > boxes.x0) & (boxes.y1 > boxes.y0))
    return (boxes, rows) if len(rows) == len(x0) else (boxes.of(rows), rows)


def _by_shape(wide: Ints, high: Ints) -> Iterator[tuple[tuple[int, int, int], Ints]]:
    """Each shape with the boxes of that shape: the radius, and how far it reaches to the right and down at most.

    The middle of a box with an even side is beyond its true middle: a circle that fills that side is cut off there.
    """
    radius = np.minimum(wide, high) // 2
    cut_right, cut_below = (wide == 2 * radius).astype(np.int64), (high == 2 * radius).astype(np.int64)
    kind = radius * 4 + cut_right * 2 + cut_below
    # A stable sort of 16 bits is a radix sort, and keeps a track's boxes together, which are near one another.
    order = np.argsort(kind.astype(np.uint16) if kind.max(initial=0) < 2**16 else kind, kind="stable")
    for members in np.split(order, np.flatnonzero(np.diff(kind[order])) + 1):
        if len(members):
            r, row = int(radius[members[0]]), members[0]
            yield (r, r - int(cut_right[row]), r - int(cut_below[row])), members


@lru_cache(maxsize=4096)
def _line_steps(radius: int, most_right: int, most_below: int, stride: int) -> tuple[Ints, Ints]:
    """Where the lines of a circle begin and where they have ended, from its middle, in pictures of that stride."""
    lines = np.arange(-radius, most_below + 1)
    half = _whole_root(radius * radius - lines * lines)
    return lines * stride - half, lines * stride + np.minimum(half, most_right) + 1


def _whole_root(squares: Ints) -> Ints:
    """The largest whole number whose square is not larger; double precision is exact enough for any picture."""
    return np.sqrt(squares).astype(np.int64)


@lru_cache(maxsize=512)
def _circle_in_box(wide: int, high: int) -> Floats32:
    x, y = np.arange(wide) - wide // 2, np.arange(high)[:, None] - high // 2
    return np.where(x * x + y * y <= (min(wide, high) // 2) ** 2, np.float32(POINTS), np.float32(0))
