"""How many were at a place at once, over time."""

from dataclasses import dataclass

import numpy as np

from heatdash.values.arrays import Floats, Ints
from heatdash.values.stretches import counting_up


@dataclass(frozen=True)
class Peak:
    """The first stretch of time with the most at once; `at_once` is 0 and the times None where nobody came."""

    at_once: int
    from_s: float | None
    to_s: float | None


@dataclass(frozen=True, eq=False)
class Shares:
    """One item per stay and bin: `seconds` of stay `stay` lie in bin `bin`; 0 only for a stay without length."""

    stay: Ints
    bin: Ints
    seconds: Floats


def shares_of_bins(*, enter_s: Floats, exit_s: Floats, edges_s: Floats) -> Shares:
    """The stays, cut at the edges of the bins; all must lie between the first edge and the last."""
    inner_s = edges_s[1:-1]
    first = np.searchsorted(inner_s, enter_s, side="right")
    last = np.maximum(np.searchsorted(inner_s, exit_s, side="left"), first)
    lengths = last - first + 1
    stay = np.repeat(np.arange(len(enter_s)), lengths)
    bins = first[stay] + counting_up(lengths)
    seconds = np.minimum(exit_s[stay], edges_s[bins + 1]) - np.maximum(enter_s[stay], edges_s[bins])
    return Shares(stay, bins, seconds)


def most_at_once(*, enter_s: Floats, exit_s: Floats, edges_s: Floats) -> Ints:
    """The most stays at once in each bin; one that ends at the moment another begins does not overlap it."""
    stays, bins_s = len(enter_s), edges_s[:-1]
    steps = np.concatenate([np.full(stays, -1), np.zeros(len(bins_s), np.int64), np.ones(stays, np.int64)])
    order = np.argsort(np.concatenate([exit_s, bins_s, enter_s]), kind="stable")
    at_once = np.cumsum(steps[order])
    starts = np.flatnonzero((order >= stays) & (order < stays + len(bins_s)))
    return np.asarray(np.maximum.reduceat(at_once, starts))


def busy_seconds(*, enter_s: Floats, exit_s: Floats) -> float:
    """The seconds with at least one stay."""
    t_s, at_once = _levels(enter_s, exit_s)
    return float(np.diff(t_s)[at_once[:-1] > 0].sum())


def busiest_stretch(*, enter_s: Floats, exit_s: Floats) -> Peak:
    """The first stretch of time with the most stays at once."""
    t_s, at_once = _levels(enter_s, exit_s)
    top = int(at_once.max(initial=0))
    if top == 0:
        return Peak(0, None, None)
    begin = int(np.argmax(at_once))
    end = begin + int(np.argmax(at_once[begin:] < top))
    return Peak(top, float(t_s[begin]), float(t_s[end]))


def _levels(enter_s: Floats, exit_s: Floats) -> tuple[Floats, Ints]:
    """The moments at which stays begin or end, and how many there are at once from each on; 0 from the last on."""
    stays = len(enter_s)
    t_s, moment = np.unique(np.concatenate([enter_s, exit_s]), return_inverse=True)
    begun, ended = (np.bincount(part, minlength=len(t_s)) for part in (moment[:stays], moment[stays:]))
    return t_s, np.cumsum(begun - ended)
