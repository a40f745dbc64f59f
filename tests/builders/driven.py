"""Cuboids that drive through the view of a known camera, and the ground scale that it sees."""

from dataclasses import dataclass

import numpy as np

from heatdash.measure.paths import Paths, paths_of
from heatdash.measure.watched_time import watched_time
from heatdash.tables.columns import BOX, CLASS_ID, CLASS_NAME, COLOUR, CONF, FRAME, T_S, TRACK_ID
from heatdash.values.arrays import Floats
from heatdash.values.ground import Ground
from tests.builders.detections import CLASS_IDS

PICTURE_PX = (1280, 720)
FPS = 10.0


@dataclass(frozen=True)
class Eye:
    """A camera above the origin of the ground that looks along y; `down_deg` is how far its axis points below level."""

    height_m: float
    down_deg: float
    view_deg: float

    @property
    def focal_px(self) -> float:
        """What a point one metre aside and one ahead is seen aside."""
        return float(PICTURE_PX[0] / 2 / np.tan(np.radians(self.view_deg) / 2))

    def sees(self, points: Floats) -> Floats:
        """Where points (x, y, z in metres, any shape before) are seen, in pixels; NaN behind the camera."""
        down = np.radians(self.down_deg)
        x, y, z = np.moveaxis(points - (0, 0, self.height_m), -1, 0)
        depth = y * np.cos(down) - z * np.sin(down)
        below = -y * np.sin(down) - z * np.cos(down)
        depth = np.where(depth > 0.2, depth, np.nan)
        seen = self.focal_px * np.stack([x / depth, below / depth], axis=-1)
        return np.asarray(seen + np.array(PICTURE_PX) / 2)

    def ground_at(self, x_px: float, y_px: float) -> Floats:
        """The point of the ground that is seen there."""
        down = np.radians(self.down_deg)
        u, v = (x_px - PICTURE_PX[0] / 2) / self.focal_px, (y_px - PICTURE_PX[1] / 2) / self.focal_px
        ahead = np.array([u, np.cos(down) - v * np.sin(down), -np.sin(down) - v * np.cos(down)])
        return np.asarray((ahead * self.height_m / -ahead[2])[:2])

    def scale(self, *, middle: Floats, turned_deg: float, width_m: float, length_m: float, slip_px: Floats) -> Ground:
        """The ground scale that somebody draws around such a rectangle, each corner a little aside."""
        turn = np.radians(turned_deg)
        across, along = np.array([np.cos(turn), np.sin(turn)]), np.array([-np.sin(turn), np.cos(turn)])
        signs = ((-1, -1), (1, -1), (1, 1), (-1, 1))
        corners = np.array([middle + a * width_m / 2 * across + b * length_m / 2 * along for a, b in signs])
        seen = self.sees(np.column_stack([corners, np.zeros(4)])) + slip_px
        points = tuple((float(x), float(y)) for x, y in seen / PICTURE_PX)
        return Ground(points=points, width_m=width_m, length_m=length_m)


@dataclass(frozen=True)
class Body:
    """A vehicle of these sizes, in metres."""

    class_name: str
    length_m: float
    width_m: float
    height_m: float


def boxes_along(*, eye: Eye, body: Body, way: Floats, noise: Floats) -> Floats:
    """The boxes around the body at each point of its way, each side missed by a share of the box's size, as `noise`.

    A box ends at the picture's edge; what is not in the picture at all has NaN.
    """
    ahead = np.gradient(way, axis=0)
    ahead /= np.maximum(np.linalg.norm(ahead, axis=1, keepdims=True), 1e-9)
    aside = np.stack([-ahead[:, 1], ahead[:, 0]], axis=1)
    signs = [(a, b, c) for a in (-0.5, 0.5) for b in (-0.5, 0.5) for c in (0, 1)]
    corners = np.stack(
        [
            np.column_stack(
                [way + a * body.length_m * ahead + b * body.width_m * aside, np.full(len(way), c * body.height_m)]
            )
            for a, b, c in signs
        ],
        axis=1,
    )
    seen = eye.sees(corners)
    low, high = seen.min(axis=1), seen.max(axis=1)
    size = high - low
    box = np.column_stack([low, high]) + noise * np.column_stack([size, size])
    box[~((high[:, 0] > 0) & (low[:, 0] < PICTURE_PX[0]) & (high[:, 1] > 0) & (low[:, 1] < PICTURE_PX[1]))] = np.nan
    return np.clip(box, 0, (*PICTURE_PX, *PICTURE_PX))


def driven_paths(*boxes: tuple[str, Floats]) -> Paths:
    """A track for each class and boxes, ten a second; boxes of NaN were not seen."""
    import pandas as pd

    rows = [
        {
            FRAME: frame, T_S: frame / FPS, TRACK_ID: track, CLASS_ID: CLASS_IDS[name], CLASS_NAME: name, CONF: 0.9,
            **dict(zip(BOX, box, strict=True)), COLOUR: "red",
        }
        for track, (name, found) in enumerate(boxes, 1)
        for frame, box in enumerate(found.tolist())
        if np.isfinite(box[0])
    ]  # fmt: skip
    rows.sort(key=lambda row: (row[FRAME], row[TRACK_ID]))
    table = pd.DataFrame(rows)
    kinds = {
        FRAME: np.int32,
        TRACK_ID: np.int32,
        CLASS_ID: np.int16,
        CONF: np.float32,
        **dict.fromkeys(BOX, np.float32),
    }
    table = table.astype(kinds).assign(
        **{CLASS_NAME: pd.Categorical(table[CLASS_NAME]), COLOUR: pd.Categorical(table[COLOUR])}
    )
    frames = np.arange(max(len(found) for _, found in boxes), dtype=np.int64)
    watched = watched_time(frames=frames, t_s=frames / FPS, duration_s=len(frames) / FPS)
    return paths_of(tracks=table, watched=watched, width_px=PICTURE_PX[0], height_px=PICTURE_PX[1])
