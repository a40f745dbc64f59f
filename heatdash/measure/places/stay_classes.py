"""How many visits lasted how long, in round classes that people read at a glance."""

from dataclasses import dataclass

import numpy as np

from heatdash.values.arrays import Floats

_EDGES_S = (0, 1, 2, 5, 10, 15, 20, 30, 45, 60, 120, 180, 300, 600, 900, 1800, 3600, 7200, 14400, 28800, 86400)
_MOST = 8


@dataclass(frozen=True)
class StayClass:
    """The visits that lasted from `from_s` up to, but not including, `to_s`; `to_s` None has no upper end."""

    from_s: float
    to_s: float | None


def stay_classes(longest_s: float) -> tuple[StayClass, ...]:
    """The classes for visits of up to `longest_s`: each next one is longer, and there are at most eight.

    Fewer classes are had by joining the shortest ones: what lasted long is told apart best.
    """
    edges = [edge for edge in _EDGES_S if edge <= longest_s] or [0]
    edges = [0, *edges[1:][-(_MOST - 1) :]]
    ends: list[float | None] = [*map(float, edges[1:]), None]
    following = next((float(edge) for edge in _EDGES_S if edge > longest_s), None)
    ends[-1] = following
    return tuple(StayClass(float(begin), end) for begin, end in zip(edges, ends, strict=True))


def class_counts(*, lengths_s: Floats, classes: tuple[StayClass, ...]) -> tuple[int, ...]:
    """How many of the lengths are in each class."""
    number = np.searchsorted([one.from_s for one in classes], lengths_s, side="right") - 1
    return tuple(np.bincount(number, minlength=len(classes)).tolist())
