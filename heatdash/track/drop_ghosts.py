"""Objects without those that are none."""

import numpy as np
import numpy.typing as npt

from heatdash.track.never_moved import never_moved
from heatdash.track.pieces import MOVERS, Pieces
from heatdash.values.refine_settings import RefineSettings

LEAST_SEEN = 0.5
"""The share of its time in which a weak object has to be seen."""


def drop_ghosts(*, pieces: Pieces, settings: RefineSettings, times_s: npt.NDArray[np.float64]) -> Pieces:
    """The pieces that were seen for long enough and, where they are weak, move and were seen most of the time.

    False alarms are short, or stay where they are, or flicker. What does not move by itself, such as a chair, need not
    move. In a clip shorter than twice the shortest track, half the clip is long enough.
    """
    step_s = float(np.median(np.diff(times_s)))
    least_s = min(settings.shortest_s, (times_s[-1] - times_s[0]) / 2)
    # A hundredth of a frame's time, for times that are not exact.
    short = pieces.lengths * step_s < least_s - step_s / 100
    weak = pieces.sums(pieces.conf) < settings.weak_conf * pieces.lengths
    span = pieces.moment[pieces.ends] - pieces.moment[pieces.begins] + 1
    flickers = pieces.lengths < LEAST_SEEN * span
    rests = never_moved(pieces=pieces, still=settings.still, among=weak & np.isin(pieces.kind, MOVERS))
    return pieces.of(~(short | (weak & flickers) | rests))
