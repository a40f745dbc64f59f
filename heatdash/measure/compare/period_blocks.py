"""What was measured in a period, in blocks of five minutes, and heat on a grid coarse enough to compare it."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from heatdash.values.arrays import Floats, Ints

Moments = npt.NDArray[np.datetime64]

BLOCK_MIN = 5
BLOCK_S = 60.0 * BLOCK_MIN
HOUR_S = 3600.0
LEAST_WATCHED = 0.5
"""Blocks that were watched for a smaller share are left out: what little was seen of them says too little."""
MOST_COLUMNS = 32
"""Finer cells would hold too few people each, and only chance would tell them apart."""
_MINUTES_A_DAY = 24 * 60


@dataclass(frozen=True, eq=False)
class PeriodBlocks:
    """What was measured in each block of five minutes, in order of time; blocks of which nothing was watched may lack.

    A block begins at a multiple of five minutes by the camera's own clock: `begins` holds the day and the minute that
    it shows, as datetime64. `watched_s` is how much of the block was watched. `amounts` is what was measured in that
    time: of each block the seconds of stay in every cell (rows and columns), or a number for every place.
    """

    begins: Moments
    watched_s: Floats
    amounts: Floats

    def __post_init__(self) -> None:
        count = len(self.begins)
        if self.begins.shape != (count,) or self.watched_s.shape != (count,) or self.amounts.shape[:1] != (count,):
            shapes = [part.shape for part in (self.begins, self.watched_s, self.amounts)]
            raise ValueError(f"Blocks have a beginning, a watched time and amounts each, but the shapes are {shapes}.")
        if (np.diff(self.days) < 0).any():
            raise ValueError("Blocks come in order of time, but here a day comes after a later one.")
        if not ((self.watched_s >= 0) & (self.watched_s <= BLOCK_S * 1.001)).all():
            raise ValueError(f"A block was watched for 0 to {BLOCK_S} s, but here for up to {self.watched_s.max()} s.")
        if not np.isfinite(self.amounts).all() or (self.amounts < 0).any():
            raise ValueError("What was measured in a block is finite and at least 0, but here it is not.")

    @property
    def kept(self) -> Ints:
        """The blocks that were watched for at least half of their five minutes."""
        return np.flatnonzero(self.watched_s >= LEAST_WATCHED * BLOCK_S)

    @property
    def days(self) -> Ints:
        """The day of each block, counted from one that is the same for every period; day 0 is a Thursday."""
        return self.begins.astype("datetime64[D]").astype(np.int64)

    @property
    def times_of_day(self) -> Ints:
        """Which block of its day each one is."""
        return self.begins.astype("datetime64[m]").astype(np.int64) % _MINUTES_A_DAY // BLOCK_MIN


def coarse_heat(*, values: Floats, most_columns: int = MOST_COLUMNS) -> Floats:
    """The values of grids, rows and columns last, summed up into at most so many columns of cells of one size.

    The total stays the same. Where coarse cells are no whole number of fine ones, a fine cell on a border is shared out
    by area. A grid with no more columns stays as it is.
    """
    rows, columns = values.shape[-2:]
    if columns <= most_columns:
        return values
    coarse_rows = max(1, round(rows * most_columns / columns))
    return np.asarray(_shares(coarse_rows, rows) @ values @ _shares(most_columns, columns).T)


@lru_cache(maxsize=16)
def _shares(coarse: int, fine: int) -> Floats:
    """How much of each fine cell of a line (columns) belongs to each coarse one (rows)."""
    # Both borders are counted in parts of which a fine cell has `coarse` and a coarse one `fine`: whole numbers.
    coarse_at, fine_at = np.arange(coarse)[:, None] * fine, np.arange(fine) * coarse
    overlap = np.minimum(coarse_at + fine, fine_at + coarse) - np.maximum(coarse_at, fine_at)
    shares: Floats = np.maximum(overlap, 0) / coarse
    shares.setflags(write=False)
    return shares
