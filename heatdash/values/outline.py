"""Whether the outline of an area is a simple one: its edges, joined in order, meet only at their corners."""

from collections.abc import Sequence

import numpy as np

from heatdash.values.arrays import Floats, Marks

Point = tuple[float, float]


def crosses_itself(points: Sequence[Point]) -> bool:
    """True where two edges that share no corner meet, or two that share one run back over each other.

    The corners differ, and there are at least three. All pairs of edges are looked at together, so that the time for
    as many corners as a zone can have is some milliseconds.
    """
    starts: Floats = np.asarray(points, dtype=np.float64)
    ends = np.roll(starts, -1, axis=0)
    return _runs_back(np.roll(starts, 1, axis=0), starts, ends) or _edges_meet(starts, ends)


def _runs_back(before: Floats, corners: Floats, after: Floats) -> bool:
    """True where an edge goes back over the one before it."""
    one, other = before - corners, after - corners
    return bool(((_turns(before, corners, after) == 0) & ((one * other).sum(axis=1) > 0)).any())


def _edges_meet(starts: Floats, ends: Floats) -> bool:
    """True where two edges that share no corner cross or touch."""
    count = len(starts)
    first, second = np.triu_indices(count, k=2)
    # The last edge ends where the first begins.
    apart = (first != 0) | (second != count - 1)
    a, b, c, d = starts[first[apart]], ends[first[apart]], starts[second[apart]], ends[second[apart]]
    triples = ((a, b, c), (a, b, d), (c, d, a), (c, d, b))
    turns = [_turns(*triple) for triple in triples]
    crosses = (turns[0] * turns[1] < 0) & (turns[2] * turns[3] < 0)
    touches = [(turned == 0) & _between(*triple) for turned, triple in zip(turns, triples, strict=True)]
    return bool(np.logical_or.reduce([crosses, *touches]).any())


def _turns(a: Floats, b: Floats, c: Floats) -> Floats:
    turned: Floats = (b[:, 0] - a[:, 0]) * (c[:, 1] - a[:, 1]) - (b[:, 1] - a[:, 1]) * (c[:, 0] - a[:, 0])
    return turned


def _between(a: Floats, b: Floats, p: Floats) -> Marks:
    low, high = np.minimum(a, b), np.maximum(a, b)
    inside: Marks = (low <= p) & (p <= high)
    return inside[:, 0] & inside[:, 1]
