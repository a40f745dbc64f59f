"""What adds up to a heat: the totals of its cells, and the watched time by which some metrics divide them."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from heatdash.measure.heat.fading import left_after
from heatdash.values.arrays import Floats
from heatdash.values.heat import Heat
from heatdash.values.metrics import METRICS


@dataclass(frozen=True, eq=False)
class HeatTotal:
    """The total of each cell as it is at `at_s`, and what is left by then of the seconds that were watched."""

    metric: str
    total: Floats
    observed_s: float
    half_life_s: float
    at_s: float

    @property
    def heat(self) -> Heat:
        """The metric's values. Rounding may leave a little less than 0 where all has faded; that becomes 0."""
        values = np.maximum(self.total, 0.0)
        whole = METRICS[self.metric].whole
        if whole is not None and self.observed_s > 0:
            values = values * (whole / self.observed_s)
        return Heat(values, self.metric)

    def faded(self, *, at_s: float) -> "HeatTotal":
        """The same at a later moment, when nothing has come since."""
        if math.isinf(self.half_life_s):
            return replace(self, at_s=at_s)
        left = float(left_after(age_s=np.array(at_s - self.at_s), half_life_s=self.half_life_s))
        return replace(self, total=self.total * left, observed_s=self.observed_s * left, at_s=at_s)


def sum_of_heat(*, parts: Sequence[HeatTotal], across: Sequence[HeatTotal] = ()) -> HeatTotal:
    """The heat of all parts of a recording together, as it is at the end of the last.

    What `across` holds, of the objects that go on from part to part, happened in the same time as the parts', which is
    not watched twice. Parts with a grid of another shape than most, as their pictures have another, are left out.
    """
    at_s = max(part.at_s for part in parts)
    shapes = Counter(part.total.shape for part in parts)
    usual = max(shapes, key=lambda shape: (shapes[shape], shape))
    own, others = ([part.faded(at_s=at_s) for part in some if part.total.shape == usual] for some in (parts, across))
    total = np.sum([part.total for part in (*own, *others)], axis=0)
    return replace(own[0], total=total, observed_s=sum(part.observed_s for part in own))
