"""The heat of a clip at one moment, and the terms that add up to it."""

from dataclasses import astuple, dataclass

import numpy as np

from heatdash.measure.heat.cell_grid import CellGrid, Cells, cell_grid
from heatdash.measure.heat.cell_stays import CellStays, cell_stays, cell_stays_of_any, stays_within
from heatdash.measure.heat.cell_visits import cell_visits
from heatdash.measure.heat.fading import faded_seconds, half_life_of, left_after
from heatdash.measure.heat.heat_total import HeatTotal
from heatdash.measure.heat.intensity import intensity_of
from heatdash.measure.heat.path_pieces import HALF_TICKS, TICKS
from heatdash.measure.interpolate_paths import interpolate_paths
from heatdash.measure.paths import Paths
from heatdash.measure.watched_time import WatchedTime
from heatdash.values.arrays import Floats, Ints
from heatdash.values.heat import Heat
from heatdash.values.measure_settings import MeasureSettings
from heatdash.values.metrics import METRICS
from heatdash.values.scene import Scene


@dataclass(frozen=True, eq=False)
class HeatTerms:
    """The terms that add up to the heat of `metric`; each is in a cell from `begin_s` to `end_s`.

    While it lasts, a term is worth the level at the moment. Once it is over, it is worth what is left of `gain`, the
    level at `end_s`. From its beginning on, what is left of `loss`, a level as of `loss_s`, is subtracted, so that
    only what came since counts. For time spent, the level is what is left of the seconds of all frames so far. For
    visits it is 1 at a touch, and the loss cancels the track's earlier touch of the cell.

    `level[k]` is the level at the last of the first k frames, which were watched at `t_s`.
    """

    metric: str
    grid: CellGrid
    half_life_s: float
    t_s: Floats
    level: Floats
    cell: Cells
    begin_s: Floats
    end_s: Floats
    gain: Floats
    loss: Floats
    loss_s: Floats

    def left(self, age_s: Floats) -> Floats:
        """The share that is left after `age_s`."""
        return left_after(age_s=age_s, half_life_s=self.half_life_s)

    def level_at(self, at_s: float) -> float:
        """What is left at `at_s` of the level at the frame before it."""
        seen = int(np.searchsorted(self.t_s, at_s, side="right"))
        return float(self.level[seen] * self.left(at_s - self.t_s[seen - 1 : seen])[0]) if seen else 0.0

    def total_at(self, at_s: float, total: Floats) -> HeatTotal:
        """The heat at `at_s`, where all terms are then worth `total`, added up for each cell."""
        return HeatTotal(
            metric=self.metric,
            total=total.reshape(self.grid.shape),
            observed_s=self.level_at(at_s),
            half_life_s=self.half_life_s,
            at_s=at_s,
        )


def heat_terms(*, paths: Paths, settings: MeasureSettings, scene: Scene, beside: Paths | None = None) -> HeatTerms:
    """The terms of `settings.metric` for what the paths do in the time range, and those in `beside` in the same time.

    Time is spent between the watched frames too. For visits, `cell_visits` itself finds the cells passed in between.
    """
    grid = cell_grid(grid=settings.grid, width_px=paths.width_px, height_px=paths.height_px)
    half_life_s = half_life_of(settings)
    if settings.metric == "unique_visits":
        paths = paths.within(from_s=settings.from_s, to_s=settings.to_s)
        touches = cell_visits(paths=paths, anchor=settings.anchor, scene=scene, grid=grid)
        return HeatTerms(
            metric=settings.metric,
            grid=grid,
            half_life_s=half_life_s,
            t_s=paths.watched.t_s,
            level=np.ones(len(paths.watched.t_s) + 1),
            cell=touches.cell,
            begin_s=touches.begin_s,
            end_s=touches.end_s,
            gain=np.ones(len(touches.cell)),
            loss=touches.again.astype(np.float64),
            loss_s=touches.before_s,
        )
    watched, stays = _stays_in_range(interpolate_paths(paths), settings, scene, grid)
    if beside is not None:
        _, others = _stays_in_range(interpolate_paths(beside), settings, scene, grid)
        stays = CellStays(*(np.concatenate(both) for both in zip(astuple(stays), astuple(others), strict=True)))
    if settings.metric == "occupancy_pct":
        stays = cell_stays_of_any(stays=stays, tick_count=len(watched.t_s) * TICKS)
    return _terms_of_stays(stays, settings.metric, grid, half_life_s, watched)


def _stays_in_range(
    paths: Paths, settings: MeasureSettings, scene: Scene, grid: CellGrid
) -> tuple[WatchedTime, CellStays]:
    """The moments of the time range, and the stays in them.

    One moment before and after is looked at too: where somebody fast is in the range's first moment depends on the one
    before.
    """
    first, stop = paths.watched.moments_within(from_s=settings.from_s, to_s=settings.to_s)
    begin = max(first - 1, 0)
    around = paths.of_moments(first=begin, stop=stop + 1)
    stays = cell_stays(paths=around, anchor=settings.anchor, scene=scene, grid=grid)
    in_range = stays_within(stays=stays, begin=(first - begin) * TICKS, end=(stop - begin) * TICKS)
    return paths.watched.of_moments(first=first, stop=stop), in_range


def _terms_of_stays(
    stays: CellStays, metric: str, grid: CellGrid, half_life_s: float, watched: WatchedTime
) -> HeatTerms:
    t_s = watched.t_s
    level = faded_seconds(t_s=t_s, dt_s=watched.dt_s, half_life_s=half_life_s)

    def level_at(tick: Ints) -> tuple[Floats, Floats]:
        """The level at that tick, as of the last frame before it; within a frame's time, as of that frame."""
        frame = tick // TICKS
        before = np.maximum(frame - 1, 0)
        levels, as_of_s = level[frame], t_s[before]
        cut = np.flatnonzero(tick != frame * TICKS)
        now, last, ticks = frame[cut], before[cut], tick[cut] % TICKS
        begun_s = np.minimum(ticks, HALF_TICKS) * (t_s[now] - watched.begins_s[now])
        begun_s += np.maximum(ticks - HALF_TICKS, 0) * (watched.ends_s[now] - t_s[now])
        faded = levels[cut] * left_after(age_s=t_s[now] - t_s[last], half_life_s=half_life_s)
        levels[cut], as_of_s[cut] = faded + begun_s / HALF_TICKS, t_s[now]
        return levels, as_of_s

    loss, loss_s = level_at(stays.begin)
    gain, end_s = level_at(stays.end)
    begin_s = t_s[stays.begin // TICKS]
    return HeatTerms(metric, grid, half_life_s, t_s, level, stays.cell, begin_s, end_s, gain, loss, loss_s)


def heat_of(*, paths: Paths, settings: MeasureSettings, scene: Scene, at_s: float | None = None) -> Heat:
    """The exact heat, not smoothed, as it is at `at_s`; at the end of the time range where that is None or later.

    Only frames of the time range count, and of those only what happened up to that moment. Where nothing was watched
    or nobody was seen, all is 0. The order of a table's rows and their division among threads change nothing.
    """
    return heat_total(paths=paths, settings=settings, scene=scene, at_s=at_s).heat


def heat_total(
    *,
    paths: Paths,
    settings: MeasureSettings,
    scene: Scene,
    at_s: float | None = None,
    beside: Paths | None = None,
) -> HeatTotal:
    """What adds up to the exact heat, as `heat_of` gives it; also that of the time that `beside` spend there."""
    end_s = range_end_s(paths=paths, settings=settings)
    moment_s = end_s if at_s is None else min(at_s, end_s)
    if METRICS[settings.metric].is_of_pixels:
        part = paths.within(from_s=settings.from_s, to_s=settings.to_s)
        points = intensity_of(paths=part, settings=settings, scene=scene, at_s=moment_s)
        return HeatTotal(settings.metric, points, 0.0, half_life_of(settings), moment_s)
    terms = heat_terms(paths=paths, settings=settings, scene=scene, beside=beside)
    return terms.total_at(moment_s, _total(terms, moment_s))


def range_end_s(*, paths: Paths, settings: MeasureSettings) -> float:
    """When the time range ends: at `settings.to_s`, or where the watched time ends, if that is sooner."""
    watched_end_s = float(paths.watched.ends_s[-1]) if len(paths.watched.frames) else 0.0
    return watched_end_s if settings.to_s is None else min(settings.to_s, watched_end_s)


def _total(terms: HeatTerms, at_s: float) -> Floats:
    """What all terms are worth at `at_s`, added up for each cell."""
    worth = terms.gain * terms.left(at_s - terms.end_s)
    lasting = terms.end_s > at_s
    if lasting.any():
        worth[lasting] = terms.level_at(at_s)
    worth -= terms.loss * terms.left(at_s - terms.loss_s)
    worth[terms.begin_s > at_s] = 0.0
    return np.asarray(np.bincount(terms.cell, weights=worth, minlength=terms.grid.cell_count), dtype=np.float64)
