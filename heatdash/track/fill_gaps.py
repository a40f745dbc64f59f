"""Boxes for the frames in which an object was lost."""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from heatdash.track.pieces import Marks, Pieces


@dataclass(frozen=True, eq=False)
class Filled:
    """Pieces without gaps, and which of their rows were filled in."""

    pieces: Pieces
    filled: Marks


def fill_gaps(*, pieces: Pieces, times_s: npt.NDArray[np.float64]) -> Filled:
    """The pieces with a box on the straight way for every watched frame between two rows.

    A box that is filled in is as sure as the row before it was, and takes its place in the table.
    """
    steps = np.diff(pieces.moment, append=0)
    steps[pieces.ends] = 1
    source = np.repeat(np.arange(len(steps)), steps)
    into = np.arange(len(source)) - np.repeat(np.cumsum(steps) - steps, steps)
    moment = pieces.moment[source] + into
    t_s = times_s[moment]
    after = np.minimum(source + 1, len(steps) - 1)
    span_s = np.where(into > 0, pieces.t_s[after] - pieces.t_s[source], 1.0)
    share = np.where(into > 0, (t_s - pieces.t_s[source]) / span_s, 0.0)[:, None]
    box = pieces.box[source] * (1.0 - share) + pieces.box[after] * share
    full = replace(
        pieces,
        first=np.append(0, np.cumsum(pieces.sums(steps))).astype(np.int64),
        step=pieces.step[source],
        place=pieces.place[source],
        moment=moment,
        t_s=t_s,
        box=box,
        conf=pieces.conf[source],
        look=pieces.look[source],
    )
    return Filled(pieces=full, filled=into > 0)
