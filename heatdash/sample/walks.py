"""Who walks where and when in the sample, and the places of its scene."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from heatdash.sample.camera import fractions
from heatdash.sample.cutouts import Colour, Look
from heatdash.values.arrays import Floats

FPS = 25
DURATION_S = 24
STEP_M = 0.74
PERSON_TALL_M = 1.76


@dataclass(frozen=True, slots=True)
class Walk:
    """One person's path over the ground: (right, away) in metres from the ground below the camera."""

    look: Look
    start_s: float
    speed_m_per_s: float
    way_m: tuple[tuple[float, float], ...]
    tall_m: float = PERSON_TALL_M
    stop_at: int | None = None
    """The number of the point, from 0, at which the person stands still."""
    stop_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Spot:
    """Where someone is in one frame, and how far they have come."""

    right_m: float
    away_m: float
    walked_m: float


@dataclass(frozen=True, slots=True)
class Drive:
    """One bus's straight path across the picture, from `from_m` to `to_m` right of the ground below the camera."""

    start_s: float
    speed_m_per_s: float
    from_m: float
    to_m: float
    away_m: float
    tall_m: float = 3.35
    paint: Colour | None = None
    """`None` keeps the picture's colour."""


BUSES: tuple[Drive, ...] = (Drive(7.6, 2.75, 18.6, -3.0, 21.6),)
"""It ends behind the shop."""

CAST: tuple[Walk, ...] = (
    Walk(Look("a"), -2.6, 1.3, ((-4.7, 6.9), (2.0, 7.5), (9.4, 7.9))),
    Walk(Look("b"), -2.2, 1.3, ((10.4, 10.4), (3.0, 10.8), (-6.4, 11.2)), tall_m=1.8),
    Walk(
        Look("a", coat=(98, 88, 72), legs=(90, 106, 124), skin=0.66, breadth=0.96),
        -1.2,
        1.22,
        ((-6.9, 12.4), (-5.6, 13.2), (-3.6, 14.2), (-1.0, 13.3), (4.0, 12.4), (11.4, 11.7)),
        1.72,
        2,
        9.6,
    ),
    Walk(
        Look("a", coat=(66, 96, 150), legs=(52, 46, 44), breadth=0.98),
        1.6,
        1.3,
        ((0.6, 16.5), (7.0, 16.3), (13.8, 15.8)),
        1.84,
    ),
    Walk(
        Look("b", coat=(58, 54, 88), legs=(60, 54, 50), shirt=(214, 218, 220), skin=0.72),
        2.6,
        1.42,
        ((12.6, 15.3), (5.2, 11.9), (0.2, 8.4), (-3.4, 5.6)),
        1.74,
    ),
    Walk(
        Look("b", mirrored=True, coat=(66, 80, 66), legs=(98, 110, 122), shirt=(200, 206, 210)),
        5.2,
        1.3,
        ((-2.5, 17.3), (-1.05, 17.1), (-0.75, 15.6), (0.6, 13.4), (4.6, 10.3), (8.9, 7.9), (10.2, 7.0)),
        1.78,
    ),
    Walk(
        Look("a", mirrored=True, coat=(72, 66, 118), legs=(50, 46, 46)),
        9.4,
        1.28,
        ((11.4, 13.0), (4.0, 13.7), (0.4, 14.8), (-0.75, 16.2), (-1.0, 17.0), (-2.6, 17.3)),
        1.7,
    ),
    Walk(
        Look("a", mirrored=True, coat=(92, 84, 80), legs=(92, 76, 60), skin=0.8, breadth=1.03),
        11.0,
        1.4,
        ((9.0, 7.9), (3.0, 7.3), (-4.6, 6.5)),
        1.82,
    ),
    Walk(
        Look("b", mirrored=True, coat=(96, 120, 142), legs=(70, 58, 50), shirt=(70, 60, 50)),
        12.4,
        1.25,
        ((-5.9, 9.9), (2.0, 10.1), (10.4, 9.6)),
        1.75,
    ),
)

_DOOR_ZONE_M = [(-1.75, 15.95), (-1.75, 14.5), (0.3, 14.5), (0.3, 15.95)]
_WINDOW_ZONE_M = [(-5.6, 15.9), (-5.2, 13.0), (-2.2, 13.0), (-2.2, 15.9)]
_CROSSING_M = [(4.5, 15.4), (2.7, 6.3)]


def sample_scene() -> dict[str, Any]:
    """The sample's scene file: zones where one person lingers and at the door, and a line across the plaza."""
    start, end = fractions(_CROSSING_M)
    return {
        "version": 1,
        "zones": [
            {"name": "Shop window", "points": fractions(_WINDOW_ZONE_M), "kind": "count"},
            {"name": "Door", "points": fractions(_DOOR_ZONE_M), "kind": "count"},
        ],
        "lines": [{"name": "Crossing", "start": start, "end": end}],
    }


def spots_of(walk: Walk) -> dict[int, Spot]:
    """Where the person is, by frame, from the start of the path to its end, inside the clip."""
    line, corner_at_m = _smooth_path(walk.way_m)
    lengths_m = np.r_[0.0, np.cumsum(np.hypot(*np.diff(line, axis=0).T))]
    stop_m = corner_at_m[walk.stop_at] if walk.stop_at is not None else None
    spots: dict[int, Spot] = {}
    walked_m, rest_s, dt_s = 0.0, walk.stop_s, 1 / FPS
    frame = round(walk.start_s * FPS)
    while walked_m < lengths_m[-1] and frame < DURATION_S * FPS:
        if frame >= 0:
            right, away = (float(np.interp(walked_m, lengths_m, line[:, axis])) for axis in (0, 1))
            spots[frame] = Spot(right, away, walked_m)
        pace = 1.0
        if stop_m is not None:
            if rest_s > 0 and walked_m >= stop_m - 0.01:
                rest_s, pace = rest_s - dt_s, 0.0
            else:
                # People slow down before they stand still, and start gently.
                pace = float(np.clip(abs(walked_m - stop_m) / 0.45, 0.16, 1.0))
        walked_m += walk.speed_m_per_s * pace * dt_s
        frame += 1
    return spots


def drive_spots(drive: Drive) -> dict[int, Spot]:
    """Where the middle of the bus is, by frame, from the start of its path to its end, inside the clip."""
    spots = {}
    side = 1 if drive.to_m > drive.from_m else -1
    for frame in range(max(0, round(drive.start_s * FPS)), DURATION_S * FPS):
        driven_m = (frame / FPS - drive.start_s) * drive.speed_m_per_s
        if driven_m > abs(drive.to_m - drive.from_m):
            break
        spots[frame] = Spot(drive.from_m + side * driven_m, drive.away_m, driven_m)
    return spots


def _smooth_path(points_m: tuple[tuple[float, float], ...]) -> tuple[Floats, list[float]]:
    """A finely sampled curve through the points (Catmull-Rom), and how far along it each point lies."""
    points = np.array(points_m)
    padded = np.vstack([2 * points[0] - points[1], points, 2 * points[-1] - points[-2]])
    t = np.linspace(0, 1, 60, endpoint=False)[:, None]
    pieces = []
    for a, b, c, d in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        pieces.append(0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3))
    line = np.vstack([*pieces, points[-1:]])
    lengths_m = np.r_[0.0, np.cumsum(np.hypot(*np.diff(line, axis=0).T))]
    return line, [float(v) for v in lengths_m[::60]]
