"""How many were at each spot, and for how long each: the heat in words that people use."""

from dataclasses import dataclass, fields

import numpy as np

from heatdash.measure.heat.cell_grid import CellGrid, cell_grid
from heatdash.measure.paths import Paths
from heatdash.measure.points import anchor_points, counted_points
from heatdash.values.arrays import Floats, Ints, Marks
from heatdash.values.measure_settings import MeasureSettings
from heatdash.values.scene import Scene

COLUMNS = 48
"""Spots across the picture: as close together as a finger can tell apart."""
STEP_S = 0.2
"""Looked at this often, a stay is right to half of it at either end; seconds are told whole."""
_FLATNESS = 0.5
"""The floor is seen at an angle: what is as wide as a person there is half as high in the picture."""
_WIDEST = 6
"""Somebody close to the camera covers no more spots than so many to either side."""


@dataclass(frozen=True, eq=False)
class Spots:
    """How many different objects were at each spot of the `grid`, and how long half of them stayed at least."""

    grid: CellGrid
    objects: Ints
    typical_s: Floats


@dataclass(frozen=True)
class SpotStay:
    """An object that was at a spot: `seconds` in all, between the first moment and the last."""

    track_id: int
    from_s: float
    to_s: float
    seconds: float


@dataclass(frozen=True, eq=False)
class _Footprints:
    """Where somebody stood at each step: the spots within `reach` columns to either side, half as far up and down."""

    grid: CellGrid
    track: Ints
    t_s: Floats
    seconds: Floats
    column: Floats
    row: Floats
    reach: Floats

    def of(self, which: Ints | slice) -> "_Footprints":
        """Some of the footprints."""
        return _Footprints(self.grid, *(getattr(self, field.name)[which] for field in fields(self)[1:]))

    def cover(self, columns: Ints, rows: Ints) -> Marks:
        """Which footprints cover the middle of the spot of that column and row, each its own."""
        across, down = columns + 0.5 - self.column, (rows + 0.5 - self.row) / _FLATNESS
        marks: Marks = across**2 + down**2 <= self.reach**2
        # Whoever is smaller than a spot is at the one that they stand on.
        marks |= (np.floor(self.column) == columns) & (np.floor(self.row) == rows)
        return marks


def spots_of(*, paths: Paths, settings: MeasureSettings, scene: Scene) -> Spots:
    """Who was at each spot in the time range: whoever's feet were so near that their own width covers it.

    What counts nowhere on the map counts at no spot.
    """
    prints = _footprints(paths, settings, scene)
    prints = prints.of(np.argsort(prints.reach))
    grid, tracks = prints.grid, max(1, paths.track_count)
    home_column, home_row = np.floor(prints.column).astype(np.int64), np.floor(prints.row).astype(np.int64)
    keys, seconds = [], []
    for down in range(-_up_and_down(), _up_and_down() + 1):
        for across in range(-_WIDEST, _WIDEST + 1):
            # Only those that reach so far are tried.
            least = np.hypot(max(0.0, abs(across) - 0.5), max(0.0, abs(down) - 0.5) / _FLATNESS)
            wide = slice(int(np.searchsorted(prints.reach, least)), None)
            columns, rows = home_column[wide] + across, home_row[wide] + down
            here = (columns >= 0) & (columns < grid.columns) & (rows >= 0) & (rows < grid.rows)
            here &= prints.of(wide).cover(columns, rows)
            keys.append(((rows * grid.columns + columns) * tracks + prints.track[wide])[here])
            seconds.append(prints.seconds[wide][here])
    pairs, number = np.unique(np.concatenate(keys), return_inverse=True)
    stayed_s = np.asarray(np.bincount(number, weights=np.concatenate(seconds)), dtype=np.float64)
    return _spots(grid, pairs // tracks, stayed_s)


def stays_at_spot(
    *, paths: Paths, settings: MeasureSettings, scene: Scene, column: int, row: int
) -> tuple[SpotStay, ...]:
    """The objects that `spots_of` counts at that spot, the longest stay first."""
    prints = _footprints(paths, settings, scene)
    count = len(prints.track)
    here = prints.cover(np.full(count, column), np.full(count, row))
    stays = []
    for track in np.unique(prints.track[here]):
        steps = here & (prints.track == track)
        t_s = prints.t_s[steps]
        seconds = float(prints.seconds[steps].sum())
        stays.append(SpotStay(int(paths.track_id[track]), float(t_s.min()), float(t_s.max()), seconds))
    return tuple(sorted(stays, key=lambda stay: (-stay.seconds, stay.track_id)))


def _up_and_down() -> int:
    return int(np.ceil(_WIDEST * _FLATNESS))


def _footprints(paths: Paths, settings: MeasureSettings, scene: Scene) -> _Footprints:
    watched = paths.watched
    # One frame stands for all those of its step.
    slot = np.floor(watched.t_s / STEP_S + 1e-9).astype(np.int64)
    is_first = np.diff(slot, prepend=slot[:1] - 1) > 0
    slot_s = np.bincount(np.cumsum(is_first) - 1, weights=watched.dt_s) if len(slot) else np.empty(0)
    seconds_of_moment = np.zeros(len(slot))
    seconds_of_moment[is_first] = slot_s
    in_range = is_first.copy()
    in_range &= (watched.t_s >= (settings.from_s or 0.0)) & (watched.t_s < (settings.to_s or np.inf))
    x, y = anchor_points(paths=paths, anchor=settings.anchor)
    size = {"width_px": paths.width_px, "height_px": paths.height_px}
    keep = in_range[paths.moment] & counted_points(x=x, y=y, scene=scene, **size)
    grid = cell_grid(grid=COLUMNS, **size)
    spot_px = paths.width_px / grid.columns
    moment = paths.moment[keep]
    return _Footprints(
        grid=grid,
        track=np.repeat(np.arange(paths.track_count), paths.lengths)[keep],
        t_s=watched.t_s[moment],
        seconds=seconds_of_moment[moment],
        # The picture's right and lower edge belong to the last spot.
        column=np.minimum(grid.across(x[keep]), np.nextafter(grid.columns, 0)),
        row=np.minimum(grid.down(y[keep]), np.nextafter(grid.rows, 0)),
        reach=np.minimum((paths.x2 - paths.x1)[keep] / (2 * spot_px), _WIDEST),
    )


def _spots(grid: CellGrid, spot: Ints, stayed_s: Floats) -> Spots:
    """The spots, from one item for each object at each spot."""
    order = np.lexsort((stayed_s, spot))
    objects = np.bincount(spot, minlength=grid.cell_count)
    typical_s = np.zeros(grid.cell_count)
    filled = np.flatnonzero(objects)
    begins = np.cumsum(objects[filled]) - objects[filled]
    low, high = begins + (objects[filled] - 1) // 2, begins + objects[filled] // 2
    typical_s[filled] = (stayed_s[order][low] + stayed_s[order][high]) / 2
    return Spots(grid=grid, objects=objects.reshape(grid.shape), typical_s=typical_s.reshape(grid.shape))
