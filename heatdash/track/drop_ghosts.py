"""Objects without those that are none."""

import numpy as np
import numpy.typing as npt

from heatdash.track.never_moved import never_moved
from heatdash.track.pieces import MOVERS, Pieces
from heatdash.values.refine_settings import RefineSettings

LEAST_SEEN = 0.5
"""The share of its time in which a weak object has to be seen."""


def drop_ghosts(*, pieces: Pieces, settings: RefineSettings, times_s: npt.NDArray[np.float64]) -> Pieces:
    """The pieces that are long enough and, where they are weak, move and are seen most of the time.

    What does not move by itself, such as a chair, need not move.
    """
    if len(pieces) == 0:
        return pieces
    step_s = float(np.median(np.diff(times_s)))
    least_s = min(settings.shortest_s, (times_s[-1] - times_s[0]) / 2)
    short = pieces.lengths * step_s < least_s - step_s / 100
    weak = pieces.sums(pieces.conf) / pieces.lengths < settings.weak_conf
    flickers = pieces.lengths / (pieces.moment[pieces.ends] - pieces.moment[pieces.begins] + 1) < LEAST_SEEN
    rests = never_moved(pieces=pieces, still=settings.still) & np.isin(pieces.kind, MOVERS)
    return pieces.of(~(short | weak & (flickers | rests)))
