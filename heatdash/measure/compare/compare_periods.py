"""Where people spent more or less time in one period than in another, and where that holds."""

from dataclasses import dataclass, replace

import numpy as np

from heatdash.errors import BadSettingError
from heatdash.measure.compare.exchange_units import chance_in_all, units_of
from heatdash.measure.compare.held_regions import HeldRegion, held_regions
from heatdash.measure.compare.match_times import LEVEL, TOLD, MatchedTimes, match_times
from heatdash.measure.compare.period_blocks import HOUR_S, PeriodBlocks
from heatdash.measure.heat.smooth import smoothed
from heatdash.values.arrays import Floats, Marks
from heatdash.values.heat import Heat

SMOOTHED_CELLS = 1.0
"""By how much what is tested is spread: feet are seen half a cell off, now in this cell, now in the next."""
USUAL = 1.0
"""How much of the usual scatter is added to each cell's own: see `scores`. Measured, it finds twice as many changes."""
_HALF_THOUSANDTHS = 2000.0


@dataclass(frozen=True, eq=False)
class Comparison:
    """Two maps of time spent in seconds a watched hour, row by row from the top left, and what holds between them.

    `p` is how often chance alone makes a difference somewhere in the picture as large, in standard errors, as that in
    the cell; 1 everywhere where `matched.verdict` is not TOLD. The maps are not smoothed; `score` and `p` are of
    smoothed ones. `matched` says what was compared: only the blocks in it stand behind the maps.
    """

    matched: MatchedTimes
    before: Floats
    after: Floats
    score: Floats
    p: Floats
    regions: tuple[HeldRegion, ...]

    @property
    def difference(self) -> Floats:
        """How many seconds a watched hour more were spent in each cell after; below 0 where fewer were."""
        return self.after - self.before

    @property
    def holds(self) -> Marks:
        """The cells that hold: chance makes such a difference anywhere in the picture at most 5 times in 100."""
        return self.p <= LEVEL


def compare_periods(*, before: PeriodBlocks, after: PeriodBlocks, matched: MatchedTimes | None = None) -> Comparison:
    """The time spent in each cell before and after; the amounts of both are seconds of stay on one and the same grid.

    What is held against what, `match_times` chooses, unless it is given.
    """
    shape, other = before.amounts.shape[1:], after.amounts.shape[1:]
    if shape != other:
        raise BadSettingError("values.other_grid", before=_size(shape), after=_size(other))
    matched = matched or match_times(before=before, after=after)
    units = units_of(matched=matched, before=before, after=after)
    maps = [rates.reshape(shape) * HOUR_S for rates in units.rates]
    score, p = np.zeros(shape), np.ones(shape)
    if matched.verdict == TOLD:
        seen = replace(units, amounts=_smoothed(units.amounts, shape))
        score, p = (part.reshape(shape) for part in chance_in_all(units=seen, usual=USUAL))
    regions = held_regions(held=p <= LEVEL, score=score, before=maps[0], after=maps[1], p=p)
    return Comparison(matched, maps[0], maps[1], score, p, regions)


def _smoothed(amounts: Floats, shape: tuple[int, ...]) -> Floats:
    smoothing = SMOOTHED_CELLS * _HALF_THOUSANDTHS / shape[1]
    maps = (Heat(unit.reshape(shape), "dwell_time") for unit in amounts)
    return np.stack([smoothed(heat=one, smoothing=smoothing).values.ravel() for one in maps])


def _size(shape: tuple[int, ...]) -> str:
    return " x ".join(map(str, reversed(shape)))
