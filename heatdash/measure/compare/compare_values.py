"""How much more or less was counted at each place in one period than in another, and how sure that is."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from heatdash.measure.compare.exchange_units import Units, chance_in_all, chance_in_each, units_of
from heatdash.measure.compare.match_times import LEVEL, TOLD, MatchedTimes, match_times
from heatdash.measure.compare.period_blocks import HOUR_S, PeriodBlocks
from heatdash.values.arrays import Floats, Marks
from heatdash.values.checked import Interval

_FIRST_STEP, _MOST_DOUBLINGS, _HALVINGS = 2.0**-10, 60, 16
"""An interval's ends are looked for from a thousandth of the rates on, and told to 2^-16 of how far they reach."""


@dataclass(frozen=True)
class ValueChange:
    """What was counted at a place in a watched hour, before and after, and the 95 % interval of the difference.

    `p` is how often chance alone makes a difference at any of the places as large, in standard errors, as here. It is
    1, and the interval None, where that cannot be told, and where nothing was counted in either period.
    """

    before: float
    after: float
    difference_95: Interval | None
    p: float

    @property
    def difference(self) -> float:
        """How many more were counted in a watched hour after; below 0 where fewer were."""
        return self.after - self.before

    @property
    def relative(self) -> float | None:
        """The difference as a share of what was counted before; None where that was nothing."""
        return self.difference / self.before if self.before > 0 else None

    @property
    def holds(self) -> bool:
        """True where chance makes such a difference at any place at most 5 times in 100."""
        return self.p <= LEVEL


@dataclass(frozen=True, eq=False)
class ValueChanges:
    """The change at each place, in the order in which the amounts have them; `matched` says what was compared."""

    matched: MatchedTimes
    changes: tuple[ValueChange, ...]


def compare_values(*, before: PeriodBlocks, after: PeriodBlocks) -> ValueChanges:
    """What changed at each place; the amounts of both periods have one column for each, the same ones.

    An interval holds every difference that could as well be chance: taken from what was measured after, it leaves
    nothing that holds at that place alone. So an interval can leave out 0 where the change does not hold, as among
    many places one is far off by chance.
    """
    if before.amounts.shape[1:] != after.amounts.shape[1:] or before.amounts.ndim != 2:
        shapes = before.amounts.shape, after.amounts.shape
        raise ValueError(f"Both periods have one column for each place, but their shapes are {shapes}.")
    matched = match_times(before=before, after=after)
    units = units_of(matched=matched, before=before, after=after)
    rates = tuple(part * HOUR_S for part in units.rates)
    counted = np.flatnonzero(rates[0] + rates[1] > 0)
    p, ends = np.ones(len(rates[0])), dict[int, Interval]()
    if matched.verdict == TOLD and len(counted):
        units = replace(units, amounts=units.amounts[:, counted])
        p[counted] = chance_in_all(units=units, usual=0.0)[1]
        ends = dict(zip(counted.tolist(), _intervals(units), strict=True))
    columns = zip(*(part.tolist() for part in (*rates, p)), strict=True)
    changes = (ValueChange(one, other, ends.get(at), chance) for at, (one, other, chance) in enumerate(columns))
    return ValueChanges(matched, tuple(changes))


def _intervals(units: Units) -> Iterator[Interval]:
    """The 95 % interval of each difference in a watched hour: by what it can be shifted and still be chance."""
    before, after = units.rates
    count = len(before)
    both = replace(units, amounts=np.tile(units.amounts, 2))
    middle, side = np.tile(after - before, 2), np.repeat([-1.0, 1.0], count)
    inside, outside = np.zeros(2 * count), np.tile((before + after) * _FIRST_STEP, 2)

    def is_chance(reach: Floats) -> Marks:
        return chance_in_each(units=both.changed_by(-(middle + side * reach))) > LEVEL

    for _ in range(_MOST_DOUBLINGS):
        still = is_chance(outside)
        if not still.any():
            break
        inside, outside = np.where(still, outside, inside), np.where(still, 2 * outside, outside)
    for _ in range(_HALVINGS):
        halfway = (inside + outside) / 2
        still = is_chance(halfway)
        inside, outside = np.where(still, halfway, inside), np.where(still, outside, halfway)
    ends = (middle + side * outside) * HOUR_S
    yield from zip(ends[:count].tolist(), ends[count:].tolist(), strict=True)
