"""The sample's fixed camera: where points of its plaza lie in the picture."""

import numpy as np
import numpy.typing as npt

from heatdash.values.arrays import Floats

WIDTH_PX, HEIGHT_PX = 1280, 720
_FOCAL_PX = 1110.0
_ABOVE_GROUND_M = 5.2
_DOWN_RAD = np.deg2rad(22.0)
_RIGHT_RAD = np.deg2rad(9.0)


def project(points_m: npt.ArrayLike) -> Floats:
    """Where points (right, away, up; metres from the ground below the camera) lie in the picture: pixels, n x 2."""
    right, away, up = np.atleast_2d(np.asarray(points_m, np.float64)).T
    aside = right * np.cos(_RIGHT_RAD) - away * np.sin(_RIGHT_RAD)
    ahead = right * np.sin(_RIGHT_RAD) + away * np.cos(_RIGHT_RAD)
    below = _ABOVE_GROUND_M - up
    depth = ahead * np.cos(_DOWN_RAD) + below * np.sin(_DOWN_RAD)
    down = below * np.cos(_DOWN_RAD) - ahead * np.sin(_DOWN_RAD)
    x_px, y_px = aside / depth * _FOCAL_PX + WIDTH_PX / 2, down / depth * _FOCAL_PX + HEIGHT_PX / 2
    return np.column_stack([x_px, y_px])


def ground(right_m: float, away_m: float) -> tuple[float, float]:
    """The pixel of a point on the ground."""
    x_px, y_px = project([(right_m, away_m, 0.0)])[0]
    return float(x_px), float(y_px)


def height_on_picture(*, right_m: float, away_m: float, tall_m: float) -> float:
    """The height in pixels of something `tall_m` tall that stands on this point of the ground."""
    foot, top = project([(right_m, away_m, 0.0), (right_m, away_m, tall_m)])
    return float(foot[1] - top[1])


def fractions(points_m: list[tuple[float, float]]) -> list[list[float]]:
    """Points of the ground as fractions of the picture, as in a scene file."""
    pixels = project([(right, away, 0.0) for right, away in points_m])
    return [[round(float(x) / WIDTH_PX, 4), round(float(y) / HEIGHT_PX, 4)] for x, y in pixels]
