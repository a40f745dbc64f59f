"""One colour for an object, from those of its boxes."""

from typing import Any

import numpy as np
import pandas as pd

from heatdash.values.arrays import Numbers
from heatdash.values.classes import HUELESS_COUNT, SEEN_COLOURS, UNSURE


def vote_colours(*, owner: Numbers, colours: "pd.Series[Any]", weight: Numbers) -> "pd.Series[Any]":
    """For each row, its owner's colour: a hue with at least half of the weight of the owner's rows, or a shade.

    Black, grey, silver and white are shades of one scale: where they have half together, their median wins, so that a
    grey car that gleams and lies in shadow is grey. Without half for either the colour is UNSURE.
    """
    owners, number = np.unique(owner, return_inverse=True)
    codes = pd.Categorical(colours, categories=SEEN_COLOURS).codes
    count = len(SEEN_COLOURS)
    votes = np.bincount(number * count + codes, weights=weight, minlength=len(owners) * count).reshape(-1, count)
    half = votes.sum(axis=1) / 2
    up_to = votes[:, :HUELESS_COUNT].cumsum(axis=1)
    median = (up_to >= up_to[:, -1:] / 2).argmax(axis=1)
    hued = np.where(votes.max(axis=1) >= half, votes.argmax(axis=1), SEEN_COLOURS.index(UNSURE))
    chosen = np.where(up_to[:, -1] >= half, median, hued)
    return pd.Series(np.array(SEEN_COLOURS, dtype=object)[chosen][number], dtype="string")
