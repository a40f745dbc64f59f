"""Objects without those that are none."""

import numpy as np

from heatdash.track.never_moved import never_moved
from heatdash.track.pieces import MOVERS, Pieces
from heatdash.values.refine_settings import RefineSettings

LEAST_BOXES = 3
"""Two boxes a fifth of a second apart may be the same false alarm twice."""
LEAST_SEEN = 0.5
"""The share of its time in which a weak object has to be seen."""


def drop_ghosts(*, pieces: Pieces, settings: RefineSettings, step_s: float, moments: int) -> Pieces:
    """The pieces that were seen for long enough and, where they are weak, move and were seen most of the time.

    False alarms are short, or stay where they are, or flicker. What does not move by itself, such as a chair, need not
    move. `moments` frames were watched, `step_s` apart; where they are few, half of them are enough.
    """
    # Times are sums of fractions such as 0.04 s, which are not exact.
    least = max(LEAST_BOXES, int(np.ceil(settings.shortest_s / step_s - 0.01)))
    short = pieces.lengths < min(least, (moments + 1) // 2)
    weak = pieces.sums(pieces.conf) < settings.weak_conf * pieces.lengths
    span = pieces.moment[pieces.ends] - pieces.moment[pieces.begins] + 1
    flickers = pieces.lengths < LEAST_SEEN * span
    rests = never_moved(pieces=pieces, still=settings.still, among=weak & np.isin(pieces.kind, MOVERS))
    return pieces.of(~(short | (weak & flickers) | rests))
