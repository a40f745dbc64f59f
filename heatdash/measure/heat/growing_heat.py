"""Heat as it grows from moment to moment, for a video of it."""

from functools import cached_property, reduce
from math import ceil
from typing import Protocol

import numpy as np

from heatdash.measure.heat.fading import half_life_of, left_after
from heatdash.measure.heat.heat import HeatTerms, heat_terms, range_end_s
from heatdash.measure.heat.intensity import Boxes, add_steps, counted_boxes, no_steps, points_from_steps
from heatdash.measure.heat.smooth import smoothed
from heatdash.measure.paths import Paths
from heatdash.values.arrays import Floats
from heatdash.values.heat import Heat
from heatdash.values.measure_settings import MeasureSettings
from heatdash.values.metrics import METRICS
from heatdash.values.scene import Scene

TOP_STEP_S = 0.2
MOST_MOMENTS, FEWEST_MOMENTS = 2000, 40
LONGEST_SEARCH = 2.0e9
"""How many values, of all moments together, the search for the top may go through: about a second."""


class SoFar(Protocol):
    """The state at one moment, which can be carried on to a later one."""

    def values_at(self, at_s: float) -> Floats:
        """The values at `at_s`, which is not before that of the last call."""


class GrowingHeat:
    """The smoothed heat at one moment after another, each made from the one before; at the end, the final heat."""

    def __init__(self, *, paths: Paths, settings: MeasureSettings, scene: Scene) -> None:
        self._settings = settings
        self._end_s = range_end_s(paths=paths, settings=settings)
        part = paths.within(from_s=settings.from_s, to_s=settings.to_s)
        first_s = float(part.watched.begins_s[0]) if len(part.watched.frames) else self._end_s
        self._begin_s = first_s if settings.from_s is None else max(settings.from_s, first_s)
        self._source: _Terms | _Discs
        if METRICS[settings.metric].is_of_pixels:
            self._source = _Discs(part, settings, scene)
        else:
            self._source = _Terms(heat_terms(paths=paths, settings=settings, scene=scene))
        self._so_far: SoFar = self._source.from_nothing()
        self._reached_s = -np.inf

    def at(self, t_s: float) -> Heat:
        """The smoothed heat at `t_s`; after the end of the time range it stays as it was then.

        Moments in ascending order are cheap. A moment before the last one asked for starts over.
        """
        moment_s = min(t_s, self._end_s)
        if moment_s < self._reached_s:
            self._so_far = self._source.from_nothing()
        self._reached_s = moment_s
        return self._heat(self._so_far, moment_s)

    @cached_property
    def peak(self) -> Heat:
        """The largest value of each spot: where it is cumulative the last heat. Its top is the top of a video's scale.

        Decaying heat is searched from one half-life after the beginning, when an average no longer rests on a few
        frames, at moments 0.2 s apart, or further apart where a clip is long or a grid fine.
        """
        so_far = self._source.from_nothing()
        each = (self._heat(so_far, moment_s).values for moment_s in self._moments().tolist())
        return Heat(reduce(np.maximum, each), self._settings.metric)

    def _heat(self, so_far: SoFar, at_s: float) -> Heat:
        return smoothed(heat=Heat(so_far.values_at(at_s), self._settings.metric), smoothing=self._settings.smoothing)

    def _moments(self) -> Floats:
        if self._settings.mode == "cumulative":
            return np.array([self._end_s])
        begin_s = min(self._begin_s + self._settings.half_life_s, self._end_s)
        most = min(MOST_MOMENTS, max(FEWEST_MOMENTS, int(LONGEST_SEARCH / self._source.work)))
        return np.linspace(begin_s, self._end_s, min(most, ceil((self._end_s - begin_s) / TOP_STEP_S) + 1))


class _Terms:
    """The terms of the heat, in the order in which they begin, and in the order in which they end."""

    def __init__(self, terms: HeatTerms) -> None:
        self.terms = terms
        self.by_begin = np.argsort(terms.begin_s)
        self.by_end = np.argsort(terms.end_s)
        self.begins_s = terms.begin_s[self.by_begin]
        self.ends_s = terms.end_s[self.by_end]
        rows, columns = terms.grid.shape
        self.work = rows * columns * (rows + columns) / 4

    def from_nothing(self) -> "_TermsSoFar":
        """The state before anything happened."""
        return _TermsSoFar(self)


class _TermsSoFar:
    """What the ended terms are worth in each cell, less the losses, and how many terms still last there."""

    def __init__(self, source: _Terms) -> None:
        self._source = source
        self._settled = np.zeros(source.terms.grid.cell_count)
        self._lasting = np.zeros(source.terms.grid.cell_count)
        self._begun = self._over = 0
        self._at_s = -np.inf

    def values_at(self, at_s: float) -> Floats:
        terms = self._source.terms
        self._settled *= terms.left(np.array(at_s - self._at_s))
        self._begin(at_s)
        self._end(at_s)
        self._at_s = at_s
        return terms.total_at(at_s, self._settled + self._lasting * terms.level_at(at_s)).heat.values

    def _begin(self, at_s: float) -> None:
        terms, begun = self._source.terms, int(np.searchsorted(self._source.begins_s, at_s, side="right"))
        new, self._begun = self._source.by_begin[self._begun : begun], begun
        np.subtract.at(self._settled, terms.cell[new], terms.loss[new] * terms.left(at_s - terms.loss_s[new]))
        np.add.at(self._lasting, terms.cell[new], 1.0)

    def _end(self, at_s: float) -> None:
        terms, over = self._source.terms, int(np.searchsorted(self._source.ends_s, at_s, side="right"))
        new, self._over = self._source.by_end[self._over : over], over
        np.add.at(self._settled, terms.cell[new], terms.gain[new] * terms.left(at_s - terms.end_s[new]))
        np.subtract.at(self._lasting, terms.cell[new], 1.0)


class _Discs:
    """The boxes that count, in order of time."""

    def __init__(self, paths: Paths, settings: MeasureSettings, scene: Scene) -> None:
        boxes, t_s = counted_boxes(paths=paths, settings=settings, scene=scene)
        order = np.argsort(t_s, kind="stable")
        self.boxes: Boxes = boxes.of(order)
        self.t_s = t_s[order]
        self.half_life_s = half_life_of(settings)
        self.width_px, self.height_px = paths.width_px, paths.height_px
        # For each moment the whole picture is processed about ten times.
        self.work = 10 * self.width_px * self.height_px

    def from_nothing(self) -> "_DiscsSoFar":
        """The state before anything happened."""
        return _DiscsSoFar(self)


class _DiscsSoFar:
    """The points of the boxes so far, as steps from pixel to pixel."""

    def __init__(self, source: _Discs) -> None:
        self._source = source
        self._steps = no_steps(width_px=source.width_px, height_px=source.height_px)
        self._happened = 0
        self._at_s = -np.inf

    def values_at(self, at_s: float) -> Floats:
        source, happened = self._source, int(np.searchsorted(self._source.t_s, at_s, side="right"))
        new, self._happened = np.arange(self._happened, happened), happened
        if np.isfinite(source.half_life_s):
            self._steps *= left_after(age_s=np.array(at_s - self._at_s), half_life_s=source.half_life_s)
        left = left_after(age_s=at_s - source.t_s[new], half_life_s=source.half_life_s)
        add_steps(steps=self._steps, boxes=source.boxes.of(new), weights=left)
        self._at_s = at_s
        return points_from_steps(steps=self._steps)
