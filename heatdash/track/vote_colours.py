"""One colour for an object, from those of its boxes."""

from typing import Any

import numpy as np
import pandas as pd

from heatdash.values.arrays import Numbers
from heatdash.values.classes import UNSURE

_LEAST_SHARE = 0.5


def vote_colours(*, owner: Numbers, colours: "pd.Series[Any]", weight: Numbers) -> Numbers:
    """For each row, its owner's colour: the one with at least half of the weight of the owner's rows, else UNSURE.

    Of two colours with half each the first of the alphabet wins.
    """
    names, codes = np.unique(colours.to_numpy(dtype=str), return_inverse=True)
    votes = pd.Series(weight).groupby([owner, codes]).sum()
    per_owner = votes.groupby(level=0)
    sure = per_owner.max() >= _LEAST_SHARE * per_owner.sum()
    best = per_owner.idxmax().map(lambda pair: names[pair[1]])
    chosen: Numbers = best.where(sure, UNSURE).reindex(owner).to_numpy(dtype=object)
    return chosen
