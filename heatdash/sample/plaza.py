"""The sample's still backdrop: a plaza with a shop, a street behind it, and the things that can hide people."""

from dataclasses import dataclass

import cv2
import numpy as np

from heatdash.sample import walls
from heatdash.sample.camera import HEIGHT_PX, WIDTH_PX, project
from heatdash.sample.greens import paint_hedge, paint_tree
from heatdash.values.arrays import Floats32, Pixels

Point = tuple[float, float, float]

WALL_AWAY_M = 16.0
_SEED = 20
_ZOOM = 2
_KERB_AWAY_M, _FAR_AWAY_M = 18.7, 28.0
_TREE = (7.1, 17.3)
_HEDGES = ((2.7, 9.4, 17.75), (10.6, 16.5, 17.75), (5.6, 8.8, 6.5))


@dataclass(frozen=True, eq=False, slots=True)
class Occluder:
    """A part of the backdrop that hides people who are farther away; `mask` is 255 where it is."""

    away_m: float
    mask: Pixels
    box: tuple[int, int, int, int]


@dataclass(frozen=True, eq=False, slots=True)
class Plaza:
    """The picture without people, and the parts of it that can hide them."""

    picture: Pixels
    occluders: tuple[Occluder, ...]


def paint_plaza() -> Plaza:
    """The backdrop, the same on every call."""
    rng = np.random.default_rng(_SEED)
    canvas = np.empty((HEIGHT_PX * _ZOOM, WIDTH_PX * _ZOOM, 3), np.float32)
    canvas[:] = (196, 196, 192)
    far = walls.far_front(rng, width_m=30.5, tall_m=5.0, px_per_m=40)
    _lay(canvas, far, [(-4.5, _FAR_AWAY_M, 5), (26, _FAR_AWAY_M, 5), (26, _FAR_AWAY_M, 0), (-4.5, _FAR_AWAY_M, 0)])
    _paint_ground(rng, canvas)
    occluders = [_paint_shop(rng, canvas)]
    left_m, right_m, tall_m = walls.DOOR_LEFT_M, walls.DOOR_RIGHT_M, walls.DOOR_TALL_M
    door = _mask(
        [
            (left_m, WALL_AWAY_M, tall_m),
            (right_m, WALL_AWAY_M, tall_m),
            (right_m, WALL_AWAY_M, 0),
            (left_m, WALL_AWAY_M, 0),
        ]
    )
    occluders.append(_occluder(WALL_AWAY_M + 3.0, door))
    occluders.append(_occluder(_TREE[1], paint_tree(rng, canvas, zoom=_ZOOM, right_m=_TREE[0], away_m=_TREE[1])))
    for left_m, right_m, away_m in _HEDGES:
        mask = paint_hedge(rng, canvas, zoom=_ZOOM, left_m=left_m, right_m=right_m, away_m=away_m)
        occluders.append(_occluder(away_m, mask))
    return Plaza(_develop(rng, canvas), tuple(occluders))


def _lay(canvas: Floats32, texture: Floats32, corners: list[Point]) -> None:
    """Put a flat texture on the canvas where its corners (from the top left, clockwise) lie in the picture."""
    height_px, width_px = texture.shape[:2]
    source = np.array([(0, 0), (width_px, 0), (width_px, height_px), (0, height_px)], np.float32)
    turn = cv2.getPerspectiveTransform(source, (project(corners) * _ZOOM).astype(np.float32))
    size = (canvas.shape[1], canvas.shape[0])
    laid = cv2.warpPerspective(texture, turn, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    where = _mask(corners)[..., None] > 127
    np.copyto(canvas, laid, where=where)


def _mask(corners: list[Point]) -> Pixels:
    mask = np.zeros((HEIGHT_PX * _ZOOM, WIDTH_PX * _ZOOM), np.uint8)
    cv2.fillConvexPoly(mask, np.round(project(corners) * _ZOOM * 16).astype(np.int32), 255, cv2.LINE_AA, 4)
    return mask


def _occluder(away_m: float, mask: Pixels) -> Occluder:
    small = np.asarray(cv2.resize(mask, (WIDTH_PX, HEIGHT_PX), interpolation=cv2.INTER_AREA), np.uint8)
    x, y, width, height = cv2.boundingRect(small)
    return Occluder(away_m, small, (x, y, x + width, y + height))


def _paint_ground(rng: np.random.Generator, canvas: Floats32) -> None:
    left_m, right_m, near_m = -9.6, 14.4, 4.4
    px_per_m = 64
    slabs = walls.paving(rng, width_m=right_m - left_m, depth_m=_KERB_AWAY_M - near_m, px_per_m=px_per_m)
    shade = np.zeros(slabs.shape[:2], np.float32)

    def spot(at_right_m: float, at_away_m: float) -> tuple[int, int]:
        return round((at_right_m - left_m) * px_per_m), round((_KERB_AWAY_M - at_away_m) * px_per_m)

    # The sun stands far behind on the right: shadows fall left and towards the camera.
    for _ in range(150):
        where = spot(_TREE[0] - 3.2 + rng.normal(0, 1.0), _TREE[1] - 2.6 + rng.normal(0, 0.75))
        axes = (int(rng.uniform(10, 34)), int(rng.uniform(8, 26)))
        cv2.ellipse(shade, where, axes, float(rng.uniform(0, 180)), 0, 360, 0.75, -1)
    cv2.line(shade, spot(*_TREE), spot(_TREE[0] - 2.6, _TREE[1] - 1.9), 0.8, 14)
    for a, b, away_m in _HEDGES:
        corners = [
            spot(a, away_m + 0.7),
            spot(b, away_m),
            spot(b - 0.5, away_m - 0.4),
            spot(a - 0.5, away_m - 0.4),
            spot(a - 0.5, away_m + 0.3),
        ]
        cv2.fillPoly(shade, [np.array(corners, np.int32)], 0.9)
    shade = cv2.GaussianBlur(shade, (0, 0), 7)
    foot = spot(0, WALL_AWAY_M)[1]
    shade[:foot] = np.maximum(shade[:foot], 0.8)
    fade = np.exp(-np.arange(px_per_m * 2, dtype=np.float32) / (0.45 * px_per_m))[:, None] * 0.75
    shop = slice(0, spot(walls.WALL_RIGHT_M, 0)[0])
    shade[foot : foot + len(fade), shop] = np.maximum(shade[foot : foot + len(fade), shop], fade)
    shade[:foot, shop.stop :] = cv2.GaussianBlur(shade, (0, 0), 3)[:foot, shop.stop :] * 0.25
    slabs *= 1 - shade[..., None] * np.array((0.24, 0.28, 0.31), np.float32)
    slabs = cv2.GaussianBlur(slabs, (0, 0), sigmaX=0.6, sigmaY=1.0)
    far_m = _KERB_AWAY_M
    _lay(canvas, slabs, [(left_m, far_m, 0), (right_m, far_m, 0), (right_m, near_m, 0), (left_m, near_m, 0)])
    road = walls.street(rng, width_m=30, depth_m=_FAR_AWAY_M - _KERB_AWAY_M, px_per_m=40)
    _lay(canvas, road, [(-4, _FAR_AWAY_M, 0), (26, _FAR_AWAY_M, 0), (26, _KERB_AWAY_M, 0), (-4, _KERB_AWAY_M, 0)])


def _paint_shop(rng: np.random.Generator, canvas: Floats32) -> Occluder:
    """The wall without its door as an occluder, after painting it and the awning over the window."""
    left_m, right_m, tall_m, away_m = walls.WALL_LEFT_M, walls.WALL_RIGHT_M, walls.WALL_TALL_M, WALL_AWAY_M
    wall: list[Point] = [(left_m, away_m, tall_m), (right_m, away_m, tall_m), (right_m, away_m, 0), (left_m, away_m, 0)]
    _lay(canvas, walls.shop_front(rng), wall)
    a, b = walls.WINDOW_LEFT_M - 0.2, walls.WINDOW_RIGHT_M + 0.2
    high, low, out_m = 3.0, 2.5, away_m - 0.9
    shadow = _mask([(a - 0.2, away_m, 2.45), (b, away_m, 2.45), (b, away_m, 1.85), (a - 0.2, away_m, 1.85)])
    x, y, width, height = cv2.boundingRect(shadow)
    part = np.s_[max(y - 30, 0) : y + height + 30, max(x - 30, 0) : x + width + 30]
    canvas[part] *= 1 - 0.35 * cv2.GaussianBlur(shadow[part], (0, 0), 9)[..., None].astype(np.float32) / 255
    cloth: list[Point] = [(a, away_m, high), (b, away_m, high), (b, out_m, low), (a, out_m, low)]
    _lay(canvas, walls.awning(width_px=1200, depth_px=160), cloth)
    door = [
        (walls.DOOR_LEFT_M, away_m, walls.DOOR_TALL_M),
        (walls.DOOR_RIGHT_M, away_m, walls.DOOR_TALL_M),
        (walls.DOOR_RIGHT_M, away_m, 0.0),
        (walls.DOOR_LEFT_M, away_m, 0.0),
    ]
    return _occluder(away_m, cv2.subtract(_mask(wall), _mask(door)))


def _develop(rng: np.random.Generator, canvas: Floats32) -> Pixels:
    """The canvas at the picture's size, with a lens's darker corners and a sensor's grain."""
    picture = cv2.resize(canvas, (WIDTH_PX, HEIGHT_PX), interpolation=cv2.INTER_AREA)
    ys, xs = np.mgrid[0:HEIGHT_PX, 0:WIDTH_PX].astype(np.float32)
    from_centre = ((xs / WIDTH_PX - 0.52) ** 2 + 0.7 * (ys / HEIGHT_PX - 0.5) ** 2)[..., None]
    warm = np.array((0.985, 1.0, 1.012), np.float32)
    picture *= warm * (1.06 - 0.42 * from_centre)
    picture += rng.normal(0, 1.0, (HEIGHT_PX, WIDTH_PX, 1)).astype(np.float32)
    return np.asarray(np.clip(np.round(picture), 0, 255), np.uint8)
