"""Where the rows of a track keep one value."""

from dataclasses import dataclass

import numpy as np

from heatdash.values.arrays import Ints, Marks, Numbers


@dataclass(frozen=True, eq=False)
class Runs:
    """Rows from `start[i]` up to, but not including, `stop[i]` belong to `track[i]` and share one value."""

    start: Ints
    stop: Ints
    track: Ints

    def of(self, keep: Marks) -> "Runs":
        """The runs marked in `keep`."""
        return Runs(self.start[keep], self.stop[keep], self.track[keep])


def runs_of_equal(*, values: Numbers, first: Ints) -> Runs:
    """The longest runs of equal values, in the order of rows; where a track ends, so does its last run.

    Rows from `first[i]` to before `first[i + 1]` are those of track `i`. Lost frames do not end a run.
    """
    if len(values) == 0:
        nothing = np.empty(0, dtype=np.int64)
        return Runs(nothing, nothing, nothing)
    new = np.empty(len(values), dtype=bool)
    np.not_equal(values[1:], values[:-1], out=new[1:])
    new[first[:-1]] = True
    start = np.flatnonzero(new)
    stop = np.append(start[1:], len(values))
    return Runs(start, stop, np.searchsorted(first, start, side="right") - 1)
