"""Heat spread over its neighbourhood, as a picture of crowds rather than of single steps."""

from functools import lru_cache

import numpy as np
import numpy.typing as npt

from heatdash.values.heat import Heat

Numbers = npt.NDArray[np.float64]

DEVIATIONS = 5.0
"""Further away a Gaussian is nothing."""
SLIGHTEST_CELLS = 0.05
"""A narrower spread stays within its cell."""


def smoothed(*, heat: Heat, smoothing: float) -> Heat:
    """The heat spread by a Gaussian whose standard deviation is `smoothing` half-thousandths of the picture's width.

    The total stays as it is: what would leave the picture is mirrored back. Classic intensity is returned as it is.
    """
    rows, columns = heat.values.shape
    deviation_cells = smoothing / 2000 * columns
    if heat.metric == "intensity" or deviation_cells < SLIGHTEST_CELLS:
        return heat
    down, across = _spread(rows, deviation_cells), _spread(columns, deviation_cells)
    return Heat(down @ heat.values @ across, heat.metric)


@lru_cache(maxsize=16)
def _spread(cells: int, deviation_cells: float) -> Numbers:
    """How much of each cell in a line goes to each other; a symmetric matrix, so that rows and columns sum to 1."""
    reach = int(np.ceil(DEVIATIONS * deviation_cells))
    weights = np.exp(-0.5 * (np.arange(-reach, reach + 1) / deviation_cells) ** 2)
    weights /= weights.sum()
    matrix = np.zeros((cells, cells))
    at = np.arange(cells)
    for offset, weight in zip(range(-reach, reach + 1), weights, strict=True):
        # Mirrored at the picture's edges: beyond the last cell comes the last one again, then the one before it.
        place = (at + offset) % (2 * cells)
        matrix[at, np.minimum(place, 2 * cells - 1 - place)] += weight
    matrix.setflags(write=False)
    return matrix
