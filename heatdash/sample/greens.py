"""Hedges and a tree for the sample's plaza, and masks of what they cover."""

import cv2
import numpy as np

from heatdash.sample.camera import height_on_picture, project
from heatdash.values.arrays import Floats32, Pixels

Colour = tuple[float, float, float]


def paint_hedge(
    rng: np.random.Generator, canvas: Floats32, *, zoom: int, left_m: float, right_m: float, away_m: float
) -> Pixels:
    """A mask of what the hedge covers (255 there), after painting it on the canvas in a low stone rim."""
    deep_m, tall_m = 0.7, 0.16
    mask = np.zeros(canvas.shape[:2], np.uint8)
    near, far = away_m, away_m + deep_m
    front = [(left_m, near, 0), (right_m, near, 0), (right_m, near, tall_m), (left_m, near, tall_m)]
    # Only the side that faces the camera's axis can be seen.
    end_m = left_m if left_m > near * 0.16 else right_m
    side = [(end_m, near, 0), (end_m, far, 0), (end_m, far, tall_m), (end_m, near, tall_m)]
    top = [(left_m, near, tall_m), (right_m, near, tall_m), (right_m, far, tall_m), (left_m, far, tall_m)]
    for face, colour in ((side, (118, 126, 132)), (front, (150, 160, 168)), (top, (182, 192, 198))):
        corners = np.round(project(face) * zoom * 16).astype(np.int32)
        cv2.fillConvexPoly(canvas, corners, colour, cv2.LINE_AA, 4)
        cv2.fillConvexPoly(mask, corners, 255, cv2.LINE_AA, 4)
    _rim(canvas, front, zoom)
    px_per_m = height_on_picture(right_m=left_m, away_m=near, tall_m=1.0) * zoom
    for right in np.arange(left_m + 0.2, right_m - 0.1, 0.22):
        for away, up in ((far - 0.2, 0.6), (near + 0.2, 0.25), (near + 0.2, 0.55)):
            x_px, y_px = project([(right, away, tall_m + up - 0.1)])[0] * zoom
            _leaves(
                rng,
                canvas,
                mask,
                centre=(x_px, y_px),
                spread=(0.22 * px_per_m, 0.24 * px_per_m),
                count=60,
                leaf_px=0.035 * px_per_m,
                light=0.66 + 0.45 * up,
            )
    return mask


def paint_tree(rng: np.random.Generator, canvas: Floats32, *, zoom: int, right_m: float, away_m: float) -> Pixels:
    """A mask of what the tree covers (255 there), after painting its slim trunk and crown on the canvas."""
    mask = np.zeros(canvas.shape[:2], np.uint8)
    foot, fork = project([(right_m, away_m, 0.0), (right_m + 0.1, away_m, 3.3)]) * zoom
    px_per_m = height_on_picture(right_m=right_m, away_m=away_m, tall_m=1.0) * zoom
    for offset, colour in ((0.0, (62, 74, 84)), (0.035, (84, 98, 110))):
        wide = (0.11 - offset) * px_per_m
        trunk = [
            (foot[0] - wide + offset * px_per_m, foot[1]),
            (foot[0] + wide, foot[1]),
            (fork[0] + wide * 0.6, fork[1]),
            (fork[0] - wide * 0.6, fork[1]),
        ]
        corners = np.round(np.array(trunk) * 16).astype(np.int32)
        cv2.fillConvexPoly(canvas, corners, colour, cv2.LINE_AA, 4)
        cv2.fillConvexPoly(mask, corners, 255, cv2.LINE_AA, 4)
    for _ in range(26):
        right, up = rng.normal(0, 0.75), rng.normal(0, 0.32)
        centre = (fork[0] + right * px_per_m, fork[1] - (0.75 + up) * px_per_m)
        _leaves(
            rng,
            canvas,
            mask,
            centre=centre,
            spread=(0.5 * px_per_m, 0.32 * px_per_m),
            count=70,
            leaf_px=0.06 * px_per_m,
            light=1.0,
        )
    return mask


def _rim(canvas: Floats32, front: list[tuple[float, float, float]], zoom: int) -> None:
    line = np.round(project([front[3], front[2]]) * zoom * 16).astype(np.int32)
    cv2.polylines(canvas, [line], False, (202, 212, 218), 2, cv2.LINE_AA, 4)
    foot = np.round(project([front[0], front[1]]) * zoom * 16).astype(np.int32)
    cv2.polylines(canvas, [foot], False, (92, 98, 104), 3, cv2.LINE_AA, 4)


def _leaves(
    rng: np.random.Generator,
    canvas: Floats32,
    mask: Pixels,
    *,
    centre: tuple[float, float],
    spread: tuple[float, float],
    count: int,
    leaf_px: float,
    light: float,
) -> None:
    """Paint a bunch of leaves on canvas and mask, dark below and sunlit on top."""
    offsets = rng.normal(0, 0.5, (count, 2)).clip(-1, 1)
    offsets = offsets[np.argsort(-offsets[:, 1])]
    for x, y in offsets:
        shade = light * float(np.clip(0.78 - 0.42 * y + rng.normal(0, 0.13), 0.35, 1.35))
        green = np.array((62.0, 112.0, 96.0)) + rng.normal(0, 6, 3)
        spot = (round(centre[0] + x * spread[0]), round(centre[1] + y * spread[1]))
        axes = (max(round(leaf_px * rng.uniform(0.7, 1.3)), 1), max(round(leaf_px * rng.uniform(0.4, 0.7)), 1))
        angle_deg = float(rng.uniform(0, 180))
        cv2.ellipse(canvas, spot, axes, angle_deg, 0, 360, [float(v) for v in green * shade], -1, cv2.LINE_AA)
        cv2.ellipse(mask, spot, axes, angle_deg, 0, 360, 255, -1, cv2.LINE_AA)
