"""The grid of cells, and the steps of time, in which it is kept what moves."""

import numpy as np

from heatdash.values.arrays import Ints, Numbers

CELLS_ALONG = 96
"""Cells along the picture's longer side: a vehicle far away, a fortieth of the picture long, still fills two."""


def motion_grid(size_px: tuple[int, int], /) -> tuple[int, int]:
    """How many columns and rows of cells a picture of that size has; they are about square."""
    cell_px = max(size_px) / CELLS_ALONG
    columns, rows = (max(1, round(side_px / cell_px)) for side_px in size_px)
    return columns, rows


STEP_S = 0.1
"""Ten pictures a second show a walker's every step, and a vehicle several times on its own length."""
SLACK_S = 0.005
"""Times are rounded, by the file and by sums of fractions."""


def step_of(t_s: Numbers | float, /) -> Ints:
    """The step in which each time lies."""
    step: Ints = np.floor((np.asarray(t_s) + SLACK_S) / STEP_S).astype(np.int64)
    return step
