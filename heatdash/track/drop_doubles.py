"""One box for each object and frame."""

import numpy as np

from heatdash.track.overlap import overlap
from heatdash.track.pieces import Pieces

SAME_BOX = 0.7
"""The overlap above which detectors themselves take two boxes for one object."""


def drop_doubles(pieces: Pieces) -> Pieces:
    """The pieces without the rows that box what a longer piece of their kind boxes in the same frame.

    A detector now and then boxes one body twice, and a tracker that takes up a lost object anew may go on with the
    old track for some frames.
    """
    owner, length = pieces.owner, pieces.lengths
    order = np.lexsort((-length[owner], pieces.kind[owner], pieces.moment))
    moment, kind, box = pieces.moment[order], pieces.kind[owner][order], pieces.box[order]
    double = np.zeros(len(order), dtype=bool)
    for step in range(1, len(order)):
        together = np.flatnonzero((moment[step:] == moment[:-step]) & (kind[step:] == kind[:-step]))
        if len(together) == 0:
            break
        together = together[overlap(box[together], box[together + step]) >= SAME_BOX]
        double[together[~double[together]] + step] = True
    keep = np.ones(len(order), dtype=bool)
    keep[order[double]] = False
    return pieces.of_rows(keep)
