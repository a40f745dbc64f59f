"""How large a difference chance makes: what is measured once days or runs are exchanged between two periods."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import combinations
from math import comb

import numpy as np

from heatdash.measure.compare.match_times import PAIRED, MatchedTimes
from heatdash.measure.compare.period_blocks import PeriodBlocks
from heatdash.values.arrays import Floats

MOST_EXACT = 4096
"""Up to so many ways to exchange are all gone through."""
DRAWN = 2000
"""Of more ways, so many are drawn, the same ones each time; the way things were counts as one more."""
_SEED = 20_261_121
_AT_ONCE = 256
"""So many ways at once are few enough for the processor's cache, and enough for the work of one product."""
_ROUNDING = 1e-9
"""The mirror image of a way gives the same score but for rounding."""
_NO_SCATTER = 1e-7
"""A standard error that is no larger a share of the difference is what rounding leaves of 0."""


@dataclass(frozen=True, eq=False)
class Units:
    """What was measured in each day or run of two periods: `amounts` of each unit (rows), in `watched_s` seconds.

    The units of the period before come first. Where `is_paired`, each one belongs to the one at its place among those
    after, and has the same `weight`: how many blocks of either stand behind the pair.
    """

    is_paired: bool
    count_before: int
    watched_s: Floats
    amounts: Floats
    weight: Floats

    @property
    def rates(self) -> tuple[Floats, Floats]:
        """The amounts a watched second, before and after; 0 where nothing was watched."""
        parts = slice(None, self.count_before), slice(self.count_before, None)
        if self.is_paired:
            before, after = (np.average(self._unit_rates[part], axis=0, weights=self.weight[part]) for part in parts)
        else:
            before, after = (self.amounts[part].sum(axis=0) / (self.watched_s[part].sum() or 1.0) for part in parts)
        return np.asarray(before), np.asarray(after)

    @property
    def differences(self) -> Floats:
        """How much more was measured in a second of the later unit of each pair."""
        return self._unit_rates[self.count_before :] - self._unit_rates[: self.count_before]

    @property
    def _unit_rates(self) -> Floats:
        return self.amounts / self.watched_s[:, None]

    def changed_by(self, rates: Floats) -> "Units":
        """The units with so much more of each amount in every second watched after."""
        more = np.zeros_like(self.amounts)
        more[self.count_before :] = self.watched_s[self.count_before :, None] * rates
        return replace(self, amounts=self.amounts + more)


def units_of(*, matched: MatchedTimes, before: PeriodBlocks, after: PeriodBlocks) -> Units:
    """What was measured in each unit, the cells of a grid one after another."""
    parts = (
        (period.watched_s[blocks].sum(), period.amounts[blocks].sum(axis=0).ravel(), len(blocks))
        for period, units in ((before, matched.before), (after, matched.after))
        for blocks in units
    )
    watched_s, amounts, weight = zip(*parts, strict=True)
    return Units(
        is_paired=matched.test == PAIRED,
        count_before=len(matched.before),
        watched_s=np.array(watched_s),
        amounts=np.stack(amounts),
        weight=np.array(weight, dtype=np.float64),
    )


def scores(*, units: Units, usual: float) -> Iterator[Floats]:
    """How far the periods differ once units are exchanged, in standard errors: a row for each way to exchange them.

    The first row is how it was; rows come in batches. A score is Welch's t, or that of the pairs' differences, with
    more under its root: to the squared standard error is added `usual` times the one that is usual for that much. Few
    units tell scatter badly, and where it seems small by chance a difference would seem sure. What is usual is the
    same multiple of the mean everywhere, since time spent is a sum of stays: where more come, it scatters more.
    """
    find = _paired_scores if units.is_paired else _split_scores
    yield from find(units, usual)


def _paired_scores(units: Units, usual: float) -> Iterator[Floats]:
    count = units.count_before
    weight = units.weight[:count, None] / units.weight[:count].mean()
    change = weight * units.differences
    squares, weighted, weights = (change**2).sum(axis=0), weight * change, float((weight**2).sum())
    scale = 1 / (count * (count - 1))
    before, after = units.rates
    added = usual * _usual_for(amounts=before + after, scatter=squares / count**2)
    for signs in _in_batches(_flips(count)):
        mean = signs @ change / count
        square = squares - 2 * mean * (signs @ weighted) + mean**2 * weights
        yield _score(mean, np.maximum(square, 0.0) * scale + added)


def _split_scores(units: Units, usual: float) -> Iterator[Floats]:
    watched, amounts = units.watched_s[:, None] / units.watched_s.mean(), units.amounts
    columns = np.concatenate([watched, watched**2, amounts, amounts**2, amounts * watched], axis=1)
    totals = columns.sum(axis=0)
    counts = units.count_before, len(watched) - units.count_before
    mean = totals[2:].reshape(3, -1)[0] / len(watched)
    _, square = _mean_and_square(totals[None], len(watched), amounts.shape[1])
    spread = square[0] * len(watched) * (1 / counts[0] + 1 / counts[1])
    added = usual * _usual_for(amounts=mean, scatter=spread)
    for is_before in _in_batches(_splits_of(units)):
        sums = is_before @ columns
        before, square_before = _mean_and_square(sums, counts[0], amounts.shape[1])
        after, square_after = _mean_and_square(totals - sums, counts[1], amounts.shape[1])
        yield _score(after - before, square_before + square_after + added)


def _mean_and_square(sums: Floats, count: int, width: int) -> tuple[Floats, Floats]:
    """The rate of so many units, and its squared standard error, from the sums over them in each way to split."""
    watched, watched_square = sums[:, :1], sums[:, 1:2]
    amount, amount_square, product = (sums[:, 2 + k * width : 2 + (k + 1) * width] for k in range(3))
    mean = amount / watched
    square = amount_square - 2 * mean * product + mean**2 * watched_square
    return mean, np.maximum(square, 0.0) * (count / (count - 1)) / watched**2


def _usual_for(*, amounts: Floats, scatter: Floats) -> Floats:
    """The scatter that is usual for each amount: in proportion to it, and the same in all as `scatter` is."""
    whole = float(amounts.sum())
    return amounts * (float(scatter.sum()) / whole if whole > 0 else 0.0)


def _score(difference: Floats, square: Floats) -> Floats:
    """The difference in standard errors; 0 where there is none, and beyond all bounds where there is no scatter."""
    error = np.sqrt(square)
    error[error <= _NO_SCATTER * np.abs(difference)] = 0.0
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(difference == 0, 0.0, difference / error)


def chance_in_all(*, units: Units, usual: float) -> tuple[Floats, Floats]:
    """Of each column the score, and how often chance gives one as far from 0 anywhere, among all columns."""
    batches = scores(units=units, usual=usual)
    first = next(batches)
    farthest = [np.abs(first).max(axis=1), *(np.abs(batch).max(axis=1) for batch in batches)]
    ordered = np.sort(np.concatenate(farthest))
    found = np.searchsorted(ordered, np.abs(first[0]) * (1 - _ROUNDING))
    return first[0], (len(ordered) - found) / len(ordered)


def chance_in_each(*, units: Units) -> Floats:
    """Of each column how often chance gives a score as far from 0 in that same column."""
    rows = np.abs(np.concatenate(list(scores(units=units, usual=0.0))))
    return np.asarray((rows >= rows[0] * (1 - _ROUNDING)).mean(axis=0))


def _in_batches(ways: Floats) -> Iterator[Floats]:
    return (ways[at : at + _AT_ONCE] for at in range(0, len(ways), _AT_ONCE))


@lru_cache(maxsize=4)
def _flips(pairs: int) -> Floats:
    """Ways to exchange within pairs: -1 where a pair is exchanged. The mirror image of a way tells nothing new."""
    if 2 ** (pairs - 1) <= MOST_EXACT:
        exchanged = np.arange(2 ** (pairs - 1))[:, None] >> np.arange(pairs) & 1
    else:
        drawn = np.random.default_rng(_SEED).integers(0, 2, (DRAWN, pairs))
        exchanged = np.concatenate([np.zeros((1, pairs), dtype=np.int64), drawn])
    ways = np.where(exchanged == 1, -1.0, 1.0)
    ways.setflags(write=False)
    return ways


def _splits_of(units: Units) -> Floats:
    """Ways to split the units: 1 for those that count as before.

    Where ways are drawn, units are named by how much was measured in them, lest periods that are swapped get others.
    """
    count, before = len(units.watched_s), units.count_before
    if comb(count, before) <= MOST_EXACT:
        return _every_split(count, before)
    names = np.lexsort((units.watched_s, units.amounts.sum(axis=1))).argsort()
    drawn = _drawn_splits(count, min(before, count - before))[:, names]
    return np.concatenate([np.arange(count)[None] < before, drawn if 2 * before <= count else 1.0 - drawn])


@lru_cache(maxsize=4)
def _every_split(count: int, before: int) -> Floats:
    """Every way, the first one as it was."""
    ways = np.zeros((comb(count, before), count))
    np.put_along_axis(ways, np.array(list(combinations(range(count), before)), dtype=np.int64), 1.0, axis=1)
    ways.setflags(write=False)
    return ways


@lru_cache(maxsize=4)
def _drawn_splits(count: int, before: int) -> Floats:
    ranks = np.random.default_rng(_SEED).random((DRAWN, count)).argsort(axis=1).argsort(axis=1)
    ways = (ranks < before).astype(np.float64)
    ways.setflags(write=False)
    return ways
