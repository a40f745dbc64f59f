"""Stretches of rows, one after another."""

import numpy as np

from heatdash.values.arrays import Ints, Numbers


def counting_up(lengths: Numbers, /) -> Ints:
    """0, 1, 2 and so on for each of the lengths, one after another: where each row stands in its stretch."""
    counted: Ints = np.arange(int(lengths.sum())) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    return counted
