"""Flat textures of the sample's plaza: paving, street and the fronts of the houses."""

import cv2
import numpy as np

from heatdash.values.arrays import Floats32

Colour = tuple[float, float, float]
"""Blue, green, red, 0 to 255."""

WALL_PX_PER_M = 100
WALL_TALL_M = 6.0
WALL_LEFT_M, WALL_RIGHT_M = -12.0, 2.0
DOOR_LEFT_M, DOOR_RIGHT_M, DOOR_TALL_M = -1.5, -0.05, 2.35
WINDOW_LEFT_M, WINDOW_RIGHT_M = -8.2, -2.3


def cloud(rng: np.random.Generator, *, width_px: int, height_px: int, cell_px: float) -> Floats32:
    """Smooth noise around 0, with a standard deviation of about 1 and blotches of about `cell_px`."""
    cells = (max(int(height_px / cell_px), 2) + 1, max(int(width_px / cell_px), 2) + 1)
    small = rng.standard_normal(cells).astype(np.float32)
    return np.asarray(cv2.resize(small, (width_px, height_px), interpolation=cv2.INTER_CUBIC), np.float32)


def paving(rng: np.random.Generator, *, width_m: float, depth_m: float, px_per_m: int) -> Floats32:
    """Slabs in running bond with darker bands, seen from above, the far edge first."""
    width_px, height_px = round(width_m * px_per_m), round(depth_m * px_per_m)
    slab_px, band_slabs = 0.75 * px_per_m, 6
    xs = np.arange(width_px, dtype=np.float32)
    row = np.floor(np.arange(height_px) / slab_px).astype(np.int32)
    across = np.arange(row.max() + 1)[:, None]
    shifted = xs + (across % 2) * slab_px / 2
    column = np.floor(shifted / slab_px).astype(np.int32)
    tones = rng.normal(1.0, 0.028, (len(across), column.max() + 1)).astype(np.float32)
    hues = rng.normal(0.0, 2.2, tones.shape).astype(np.float32)
    bands = (across % band_slabs == 2) | (np.floor(xs / slab_px).astype(np.int32) % 8 == 5)
    tone_of_row = tones[across, column] * np.where(bands, np.float32(0.86), np.float32(1.0))
    side_px = np.minimum(shifted % slab_px, slab_px - shifted % slab_px).astype(np.float32)
    down_px = np.arange(height_px, dtype=np.float32) % slab_px
    joint_px = np.minimum(side_px[row], np.minimum(down_px, slab_px - down_px)[:, None])
    tone = tone_of_row[row] * (1 - 0.17 * np.clip(1.6 - joint_px / (0.012 * px_per_m), 0, 1))
    hue = hues[across, column][row]
    tone += 0.022 * cloud(rng, width_px=width_px, height_px=height_px, cell_px=1.9 * px_per_m)
    tone += 0.014 * cloud(rng, width_px=width_px, height_px=height_px, cell_px=0.05 * px_per_m)
    base = np.array((172.0, 184.0, 194.0), np.float32)
    tint = np.stack([-hue, np.zeros_like(hue), hue], axis=2)
    return np.asarray(base * tone[..., None] + tint, np.float32)


def street(rng: np.random.Generator, *, width_m: float, depth_m: float, px_per_m: int) -> Floats32:
    """Kerb, road with a centre line, far kerb and far pavement, seen from above, the far edge first."""
    width_px, height_px = round(width_m * px_per_m), round(depth_m * px_per_m)
    image = np.empty((height_px, width_px, 3), np.float32)
    image[:] = (104, 106, 106)
    image *= 1 + 0.035 * cloud(rng, width_px=width_px, height_px=height_px, cell_px=60)[..., None]
    image *= 1 + 0.02 * cloud(rng, width_px=width_px, height_px=height_px, cell_px=3)[..., None]
    away = depth_m - (np.arange(height_px) + 0.5) / px_per_m
    image[away > depth_m - 3.0] = (166, 176, 184)
    image[(away > depth_m - 3.25) & (away <= depth_m - 3.0)] = (140, 146, 150)
    image[away < 0.3] = (186, 194, 200)
    image[(away >= 0.3) & (away < 0.42)] = (84, 86, 88)
    dashes = (np.arange(width_px) / px_per_m) % 3.0 < 1.5
    middle = (away > (depth_m - 3.0) / 2 + 0.1) & (away < (depth_m - 3.0) / 2 + 0.24)
    image[np.ix_(middle, dashes)] = (196, 202, 204)
    return image


def shop_front(rng: np.random.Generator) -> Floats32:
    """The shop's wall with its window, sign and door, and a dim, warm room inside the door."""
    width_px, height_px = round((WALL_RIGHT_M - WALL_LEFT_M) * WALL_PX_PER_M), round(WALL_TALL_M * WALL_PX_PER_M)
    image = np.empty((height_px, width_px, 3), np.float32)
    image[:] = (188, 203, 214)
    image *= 1 + 0.012 * cloud(rng, width_px=width_px, height_px=height_px, cell_px=90)[..., None]
    image *= 1 + 0.010 * cloud(rng, width_px=width_px, height_px=height_px, cell_px=4)[..., None]
    _fill(image, (WALL_LEFT_M, 0, WALL_RIGHT_M, 0.45), (128, 138, 146))
    _fill(image, (WALL_LEFT_M, 0.45, WALL_RIGHT_M, 0.5), (158, 170, 180))
    _fill(image, (WINDOW_LEFT_M - 0.5, 0, DOOR_RIGHT_M + 0.35, 3.75), (70, 84, 66))
    _shade(image, (WINDOW_LEFT_M - 0.5, 0, DOOR_RIGHT_M + 0.35, 3.75), 1.12, 0.94)
    _paint_window(rng, image, (WINDOW_LEFT_M, 0.55, WINDOW_RIGHT_M, 2.9), panes=3)
    _paint_window(rng, image, (0.75, 0.95, 1.6, 2.6), panes=1)
    _fill(image, (DOOR_LEFT_M, 0, DOOR_RIGHT_M, DOOR_TALL_M), (46, 62, 78))
    _shade(image, (DOOR_LEFT_M, 0, DOOR_RIGHT_M, DOOR_TALL_M), 1.25, 0.62)
    _fill(image, (DOOR_LEFT_M, DOOR_TALL_M + 0.08, DOOR_RIGHT_M, 2.9), (84, 92, 88))
    _shade(image, (DOOR_LEFT_M, DOOR_TALL_M + 0.08, DOOR_RIGHT_M, 2.9), 0.7, 1.2)
    _fill(image, (WINDOW_LEFT_M - 0.5, 3.05, DOOR_RIGHT_M + 0.35, 3.62), (56, 68, 52))
    _fill(image, (WINDOW_LEFT_M - 0.6, 3.68, DOOR_RIGHT_M + 0.45, 3.8), (206, 218, 226))
    # OpenCV writes text only on pictures of bytes.
    letters = np.zeros(image.shape[:2], np.uint8)
    place = (_column(-5.75), _row(3.2))
    cv2.putText(letters, "SAMPLE  PLAZA", place, cv2.FONT_HERSHEY_COMPLEX, 1.35, 255, 3, cv2.LINE_AA)
    image += (np.array((196, 214, 222), np.float32) - image) * (letters.astype(np.float32) / 255)[..., None]
    # A little shade below the cornice and at the foot ties the wall to the ground.
    for low_m, high_m, dark in ((3.5, 3.68, 0.85), (0.0, 0.12, 0.72)):
        image[_row(high_m) : _row(low_m)] *= dark
    return image


def far_front(rng: np.random.Generator, *, width_m: float, tall_m: float, px_per_m: int) -> Floats32:
    """The houses across the street, a little out of focus."""
    width_px, height_px = round(width_m * px_per_m), round(tall_m * px_per_m)
    image = np.empty((height_px, width_px, 3), np.float32)
    left_m = 0.0
    walls = ((150, 178, 196), (172, 184, 190), (138, 164, 188), (168, 184, 186))
    for house_m, wall in zip((7.5, 6.0, 8.0, 9.0), walls, strict=True):
        a, b = round(left_m * px_per_m), round((left_m + house_m) * px_per_m)
        image[:, a:b] = wall
        image[round(height_px - 0.5 * px_per_m) :, a:b] *= 0.78
        for bay_m in np.arange(left_m + 0.7, left_m + house_m - 1.6, 2.3):
            x1, x2 = round(bay_m * px_per_m), round((bay_m + 1.5) * px_per_m)
            y1, y2 = round(height_px - 2.7 * px_per_m), round(height_px - 0.6 * px_per_m)
            glass = np.linspace(0.75, 1.25, y2 - y1, dtype=np.float32)[:, None, None]
            image[y1 - 4 : y2 + 4, x1 - 4 : x2 + 4] = np.array(wall) * 0.66
            image[y1:y2, x1:x2] = np.array((92, 90, 82), np.float32) * glass * rng.uniform(0.85, 1.15)
        left_m += house_m
    image *= 1 + 0.015 * cloud(rng, width_px=width_px, height_px=height_px, cell_px=25)[..., None]
    return np.asarray(cv2.GaussianBlur(image, (0, 0), 2.0), np.float32)


def awning(*, width_px: int, depth_px: int) -> Floats32:
    """Striped cloth, lighter towards its lower edge, which has a darker rim."""
    stripe = ((np.arange(width_px) // 42) % 2)[None, :, None]
    cloth = np.where(stripe == 0, np.array((204, 220, 228)), np.array((104, 128, 96)))
    light = np.linspace(0.94, 1.06, depth_px)[:, None, None]
    image = np.broadcast_to(cloth, (depth_px, width_px, 3)) * light
    image[-max(depth_px // 9, 2) :] *= 0.88
    return image.astype(np.float32)


def _column(right_m: float) -> int:
    return round((right_m - WALL_LEFT_M) * WALL_PX_PER_M)


def _row(up_m: float) -> int:
    return round((WALL_TALL_M - up_m) * WALL_PX_PER_M)


def _part(image: Floats32, rect_m: tuple[float, float, float, float]) -> Floats32:
    left, low, right, high = rect_m
    return image[_row(high) : _row(low), _column(left) : _column(right)]


def _fill(image: Floats32, rect_m: tuple[float, float, float, float], colour: Colour) -> None:
    _part(image, rect_m)[:] = colour


def _shade(image: Floats32, rect_m: tuple[float, float, float, float], top: float, bottom: float) -> None:
    part = _part(image, rect_m)
    part *= np.linspace(top, bottom, part.shape[0], dtype=np.float32)[:, None, None]


def _paint_window(
    rng: np.random.Generator, image: Floats32, rect_m: tuple[float, float, float, float], panes: int
) -> None:
    """Paint glass with blurred shelves, warm lamps and a slanted reflection, split by slim bars."""
    part = _part(image, rect_m)
    height_px, width_px = part.shape[:2]
    room = np.empty_like(part)
    room[:] = (58, 74, 88)
    room *= np.linspace(1.15, 0.75, height_px, dtype=np.float32)[:, None, None]
    for shelf in range(3):
        y_px = round(height_px * (0.42 + 0.22 * shelf))
        cv2.line(room, (0, y_px), (width_px, y_px), (66, 92, 116), 4)
        for x_px in np.arange(12, width_px - 16, 26):
            tall_px = int(rng.integers(10, 30))
            colour = [float(v) for v in rng.uniform((60, 70, 80), (120, 140, 165))]
            right_px = int(x_px) + int(rng.integers(8, 20))
            cv2.rectangle(room, (int(x_px), y_px - tall_px), (right_px, y_px - 2), colour, -1)
    lamps = np.zeros(part.shape[:2], np.float32)
    for x_px in range(60, width_px, 130):
        cv2.circle(lamps, (x_px, round(height_px * 0.14)), 16, 1.0, -1)
    glow = cv2.GaussianBlur(lamps, (0, 0), 16)[..., None] * 1.4 + cv2.GaussianBlur(lamps, (0, 0), 3)[..., None] * 0.5
    room = cv2.GaussianBlur(room, (0, 0), 3.0) + glow * np.array((90, 140, 180), np.float32)
    ys, xs = np.mgrid[0:height_px, 0:width_px]
    slant = np.sin((xs + 0.8 * ys) / 95.0) + 0.6 * np.sin((xs + 0.8 * ys) / 41.0)
    room += 20 * np.clip(slant, 0, 1)[..., None].astype(np.float32)
    part[:] = np.clip(room, 0, 235)
    part[: height_px // 7] *= 0.8
    for pane in range(1, panes):
        x_px = round(width_px * pane / panes)
        part[:, x_px - 4 : x_px + 4] = (70, 84, 66)
