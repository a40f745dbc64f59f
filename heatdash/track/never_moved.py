"""Objects that never moved."""

import numpy as np
import numpy.typing as npt

from heatdash.track.pieces import Marks, Pieces

TAIL = 0.05
"""The share of an object's boxes that is left out at either extreme: someone walks before it, or its box fails."""


def never_moved(*, pieces: Pieces, still: float, among: Marks) -> Marks:
    """Marks the pieces, of those marked in `among`, whose place spans at most `still` of their size.

    Both sides of a box have to go along, left and right or top and bottom: where only one does, something hides the
    other.
    """
    asked = pieces.of(among)
    spread_px = np.stack([_spread(asked, side) for side in asked.box.T], axis=1).reshape(-1, 2, 2)
    marks = among.copy()
    marks[among] = spread_px.min(axis=1).max(axis=1) <= still * asked.size_px
    return marks


def _spread(pieces: Pieces, values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The range of each piece's values without its tails."""
    order = np.lexsort((values, pieces.owner))
    ranked: npt.NDArray[np.float64] = values[order]
    low, high = (np.rint(share * (pieces.lengths - 1)).astype(np.int64) for share in (TAIL, 1.0 - TAIL))
    spread: npt.NDArray[np.float64] = ranked[pieces.begins + high] - ranked[pieces.begins + low]
    return spread
