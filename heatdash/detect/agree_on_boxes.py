"""How far two detectors find the same in the same frames."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment

from heatdash.detect.detector import FrameBoxes
from heatdash.values.arrays import Marks
from heatdash.values.boxes import overlap

SURE = 0.25
"""So sure is a box that is looked for among the other detector's."""
NEARLY = 0.15
"""So sure is a box that answers to it: nothing hangs on which side of a limit a box happens to fall."""
OVERLAP = 0.5


@dataclass(frozen=True)
class Agreement:
    """Of `boxes` that either detector finds surely, `found_by_both` have the other's of the same class upon them."""

    boxes: int
    found_by_both: int

    @property
    def share(self) -> float:
        """The share of the boxes that both find; 0 where there are none."""
        return self.found_by_both / self.boxes if self.boxes else 0.0


def agreement_of(one: Sequence[FrameBoxes], other: Sequence[FrameBoxes], /) -> Agreement:
    """The agreement of what two detectors found in the same frames."""
    marks = [_found(a, b) for pair in zip(one, other, strict=True) for a, b in (pair, pair[::-1])]
    return Agreement(sum(map(len, marks)), sum(int(mark.sum()) for mark in marks))


def _found(sought: FrameBoxes, among: FrameBoxes) -> Marks:
    """For each sure box of `sought`: whether `among` has one of its class in its place; one each, lest doubles hide."""
    sure, near = sought.conf >= SURE, among.conf >= NEARLY
    same = sought.class_id[sure, None] == among.class_id[near]
    upon = overlap(sought.boxes[sure][:, None], among.boxes[near][None]) >= OVERLAP
    fits, found = same & upon, np.zeros(int(sure.sum()), dtype=bool)
    row, column = linear_sum_assignment(fits, maximize=True)
    found[row] = fits[row, column]
    return found
