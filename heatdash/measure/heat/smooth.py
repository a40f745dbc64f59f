"""Heat spread over its neighbourhood, to show crowds rather than single steps."""

from functools import lru_cache

import numpy as np

from heatdash.values.arrays import Floats
from heatdash.values.heat import Heat
from heatdash.values.metrics import METRICS

DEVIATIONS = 4.0
"""Further away a Gaussian is practically 0."""
SMALLEST_BLOCK = 64


def smoothed(*, heat: Heat, smoothing: float) -> Heat:
    """The heat spread by a Gaussian whose standard deviation is `smoothing` half-thousandths of the picture's width.

    The total stays the same: what would leave the picture is mirrored back. Classic intensity is returned as it is,
    and so is heat whose spread would stay within its cells.
    """
    rows, columns = heat.values.shape
    deviation_cells = smoothing / 2000 * columns
    reach = int(DEVIATIONS * deviation_cells + 0.5)
    if METRICS[heat.metric].is_of_pixels or reach == 0:
        return heat
    down = _spread_down(heat.values, _spread(rows, deviation_cells), reach)
    # The matrix is symmetric: spreading across is spreading down the transposed heat.
    across = _spread_down(down.T, _spread(columns, deviation_cells), reach).T
    return Heat(np.ascontiguousarray(across), heat.metric)


def _spread_down(values: Floats, matrix: Floats, reach: int) -> Floats:
    """The product of both, block by block where most of the matrix is 0, since nothing spreads further than `reach`."""
    rows, block = len(matrix), max(SMALLEST_BLOCK, 2 * reach)
    if block + 2 * reach >= rows:
        return np.asarray(matrix @ values)
    spans = [(a, max(a - reach, 0), a + block + reach) for a in range(0, rows, block)]
    return np.concatenate([matrix[a : a + block, first:end] @ values[first:end] for a, first, end in spans])


@lru_cache(maxsize=8)
def _spread(cells: int, deviation_cells: float) -> Floats:
    """How much of each cell in a line goes to each other cell: a symmetric matrix, whose rows and columns sum to 1."""
    reach = int(DEVIATIONS * deviation_cells + 0.5)
    weights = np.exp(-0.5 * (np.arange(-reach, reach + 1) / deviation_cells) ** 2)
    weights /= weights.sum()
    matrix = np.zeros((cells, cells))
    at = np.arange(cells)
    for offset, weight in zip(range(-reach, reach + 1), weights, strict=True):
        # Mirrored at the picture's edges: after the last cell comes the last one again, then the one before it.
        place = (at + offset) % (2 * cells)
        matrix[at, np.minimum(place, 2 * cells - 1 - place)] += weight
    matrix.setflags(write=False)
    return matrix
