"""Which blocks of two periods are held against each other, and what chance could have exchanged between them."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import comb

import numpy as np
from scipy.optimize import linear_sum_assignment

from heatdash.measure.compare.period_blocks import PeriodBlocks
from heatdash.values.arrays import Ints

TOLD, TOO_SHORT, TOO_FEW_DAYS = "told", "too_short", "too_few_days"
"""Whether it can be told what is chance: yes; no, for want of blocks; no, as one day is not like the other."""
PAIRED, UNPAIRED = "paired", "unpaired"
"""Days of one weekday are held against each other, two by two; or all days or runs against all."""
DAYS, RUNS = "days", "runs"
"""What is exchanged as a whole: all blocks of a day, or of a run of blocks one after another."""

LEVEL = 0.05
"""How often something may be said to hold where nothing has changed."""
LEAST_BLOCKS = 6
"""In fewer blocks a period is too short to be compared, whatever the days."""
LEAST_RUNS, LEAST_RUN_BLOCKS, MOST_RUN_BLOCKS = 6, 3, 12
"""A run is as long as leaves six of them, a quarter of an hour to an hour: who stays for minutes is in few of them."""
LEAST_DAYS = 3
"""How many days show how days differ, where they are not paired."""
_FIRST_OF_ALL = -(10**12)


@dataclass(frozen=True, eq=False)
class MatchedTimes:
    """What is compared with what: of each unit (a day or a run) its blocks, as indices into those of its period.

    Where `test` is PAIRED, the units of both periods belong together two by two, block by block. Where `verdict` is
    not TOLD, the units hold every block that was watched long enough.
    """

    verdict: str
    test: str
    unit: str
    before: tuple[Ints, ...]
    after: tuple[Ints, ...]

    @property
    def blocks_before(self) -> int:
        """How many blocks stand behind the numbers of the period before."""
        return sum(map(len, self.before))

    @property
    def blocks_after(self) -> int:
        """How many blocks stand behind the numbers of the period after."""
        return sum(map(len, self.after))


def match_times(*, before: PeriodBlocks, after: PeriodBlocks) -> MatchedTimes:
    """What can be held against what, by when the blocks were and how long each was watched.

    Neighbouring blocks are alike, and so are all blocks of one day: exchanged one by one, they would make chance look
    smaller than it is. On a single day runs of blocks are exchanged. Where there are several days, whole days are:
    paired by weekday where there are enough pairs, with only the times of day that both have; else all against all,
    with only the times of day that both periods have, if they share any.
    """
    kept = before.kept, after.kept
    if min(map(len, kept)) < LEAST_BLOCKS:
        return MatchedTimes(TOO_SHORT, UNPAIRED, RUNS, (kept[0],), (kept[1],))
    if len(np.unique(np.concatenate([before.days[kept[0]], after.days[kept[1]]]))) == 1:
        run_blocks = min(*map(len, kept), MOST_RUN_BLOCKS * LEAST_RUNS) // LEAST_RUNS
        runs = (tuple(np.array_split(blocks, len(blocks) // run_blocks)) for blocks in kept)
        return MatchedTimes(TOLD if run_blocks >= LEAST_RUN_BLOCKS else TOO_SHORT, UNPAIRED, RUNS, *runs)
    pairs = list(_paired_days(before, after))
    if _smallest_p_of_pairs(len(pairs)) <= LEVEL:
        return MatchedTimes(TOLD, PAIRED, DAYS, tuple(one for one, _ in pairs), tuple(other for _, other in pairs))
    shared = np.intersect1d(before.times_of_day[kept[0]], after.times_of_day[kept[1]])
    days = tuple(_by_day(period, shared) for period in (before, after))
    if min(map(len, days)) >= LEAST_DAYS and _smallest_p_of_splits(len(days[0]), len(days[1])) <= LEVEL:
        return MatchedTimes(TOLD, UNPAIRED, DAYS, *days)
    everything = (_by_day(period, np.empty(0, np.int64)) for period in (before, after))
    return MatchedTimes(TOO_FEW_DAYS, UNPAIRED, DAYS, *everything)


def _smallest_p_of_pairs(pairs: int, /) -> float:
    """The smallest p that so many pairs can give: one and its mirror image among all ways to exchange within them."""
    return float(min(1.0, 2.0 ** (1 - pairs)))


def _smallest_p_of_splits(before: int, after: int, /) -> float:
    """The smallest p that so many days can give: one way to split them, or two where both sides are alike."""
    return (2 if before == after else 1) / comb(before + after, before)


def _paired_days(before: PeriodBlocks, after: PeriodBlocks) -> Iterator[tuple[Ints, Ints]]:
    """The blocks of the same times of day of two days of one weekday, for each such pair, in order of time.

    A day that is in both periods is paired with itself: two cameras can be compared. All others are paired so that
    they lie as near each other, and as evenly apart, as they can.
    """
    days = tuple(np.unique(period.days[period.kept]) for period in (before, after))
    pairs = list[tuple[int, int]]()
    for weekday in range(7):
        ours, theirs = (some[some % 7 == weekday] for some in days)
        apart = (ours[:, None] - theirs) ** 2
        rows, columns = linear_sum_assignment(np.where(apart == 0, _FIRST_OF_ALL, apart))
        pairs += zip(ours[rows].tolist(), theirs[columns].tolist(), strict=True)
    for ours_day, theirs_day in sorted(pairs, key=sorted):
        one, other = (
            period.kept[period.days[period.kept] == day] for period, day in ((before, ours_day), (after, theirs_day))
        )
        _, in_one, in_other = np.intersect1d(before.times_of_day[one], after.times_of_day[other], return_indices=True)
        if len(in_one):
            yield one[in_one], other[in_other]


def _by_day(period: PeriodBlocks, times_of_day: Ints) -> tuple[Ints, ...]:
    """The blocks of each day that were watched long enough, at those times of day; at any, where none are given."""
    kept = period.kept
    if len(times_of_day):
        kept = kept[np.isin(period.times_of_day[kept], times_of_day)]
    borders = np.flatnonzero(np.diff(period.days[kept])) + 1
    return tuple(np.split(kept, borders))
