"""Objects that never moved."""

import numpy as np

from heatdash.track.pieces import Marks, Pieces

TAIL = 0.05
"""The share of an object's time that is left out on either side: someone walks before it, or its box fails."""


def never_moved(*, pieces: Pieces, still: float) -> Marks:
    """Marks the pieces that stayed within `still` of their size, from left to right and from top to bottom.

    Both sides of a box have to go along: where only one does, something hides the other.
    """
    spread = np.stack(
        [pieces.quantile(side, 1.0 - TAIL) - pieces.quantile(side, TAIL) for side in pieces.box.T], axis=1
    ).reshape(-1, 2, 2)
    marks: Marks = (spread.min(axis=1).max(axis=1) if len(pieces) else np.empty(0)) <= still * pieces.size_px
    return marks
