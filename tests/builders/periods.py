"""Builds periods that read like a sentence: `joined(period("2026-03-02 09:00", amounts), period(...))`."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from heatdash.measure.compare.period_blocks import BLOCK_MIN, BLOCK_S, PeriodBlocks
from heatdash.values.arrays import Floats

MONDAY = np.datetime64("2026-03-02", "D")


def period(begin: str, amounts: npt.ArrayLike, *, watched_s: Sequence[float] | float = BLOCK_S) -> PeriodBlocks:
    """Blocks one after another from that clock time on, each watched as long as said."""
    values: Floats = np.asarray(amounts, dtype=np.float64)
    begins = np.datetime64(begin, "m") + BLOCK_MIN * np.arange(len(values))
    return PeriodBlocks(begins, np.broadcast_to(np.float64(watched_s), len(values)).copy(), values)


def joined(*periods: PeriodBlocks) -> PeriodBlocks:
    """The blocks of all of them, one period after the other."""
    parts = [(one.begins, one.watched_s, one.amounts) for one in periods]
    return PeriodBlocks(*map(np.concatenate, zip(*parts, strict=True)))


def days_from(first: int, amounts: npt.ArrayLike, *, clock: str = "09:00") -> PeriodBlocks:
    """One day for each of the amounts, which has those of its blocks; day 0 is a Monday."""
    return joined(*(period(f"{MONDAY + first + day}T{clock}", one) for day, one in enumerate(np.asarray(amounts))))


def noisy_days(
    random: np.random.Generator, *, first: int, count: int, places: int = 1, more: float = 0.0
) -> PeriodBlocks:
    """Days of twelve blocks on which some more or less comes than on others, to every place alike, and `more` of it."""
    of_the_day = random.lognormal(0.0, 0.15, (count, 1, 1))
    return days_from(first, of_the_day * random.gamma(2.0, 10.0 * (1 + more), (count, 12, places)))
