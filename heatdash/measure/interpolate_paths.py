"""Paths filled in between the watched frames."""

from dataclasses import replace
from typing import Any

import numpy as np

from heatdash.measure.paths import Paths
from heatdash.measure.watched_time import WatchedTime
from heatdash.tables.columns import BOX
from heatdash.values.arrays import Floats32, Ints
from heatdash.values.stretches import counting_up

FINE_S = 0.04
"""In so short a time a walker moves by less than a cell; in most clips frames are no further apart."""
GAP_S = 10.0
"""Nothing is filled in between frames that are further apart: what happened meanwhile was not watched, and nobody knows
which way anybody went. So a gap takes neither time nor memory, however long it is."""
_ROUNDING = 1e-3


def interpolate_paths(paths: Paths, /) -> Paths:
    """The paths in steps of about 1/25 s: a track moves straight from one watched frame to the next.

    Each frame stands for as long as before, and so does each track: where it begins, ends or is lost, it stays at its
    nearest known place for half of the step. Nothing is added between frames that are already as close together, nor
    between those further apart than `GAP_S`.
    """
    watched = paths.watched
    # An odd number, so that no fine step lies across the middle, where one frame's time ends.
    apart_s = np.diff(watched.t_s)
    filled_s = np.where(apart_s <= GAP_S + _ROUNDING, apart_s, 0.0)
    parts = 2 * np.floor(filled_s / (2 * FINE_S) + _ROUNDING).astype(np.int64) + 1
    if not (parts > 1).any():
        return paths
    fine_moment = np.append(0, np.cumsum(parts))
    continues = np.zeros(len(paths), dtype=bool)
    continues[:-1] = np.diff(paths.moment) == 1
    continues[paths.first[1:] - 1] = False
    half_before, half_after = (np.append(0, parts) - 1) // 2, (np.append(parts, 0) - 1) // 2
    half_before[0] = half_after[-1] = 0
    before = np.where(np.append(False, continues[:-1]), 0, half_before[paths.moment])
    after = np.where(continues, np.append(parts, 1)[paths.moment] - 1, half_after[paths.moment])
    lengths = before + 1 + after
    ends = np.cumsum(lengths)
    row = np.repeat(np.arange(len(paths)), lengths)
    step = counting_up(lengths) - before[row]
    following = np.where(continues[row], row + 1, row)
    steps_done, steps_in_all = np.maximum(step, 0), np.append(parts, 1)[paths.moment[row]]

    def interpolated(name: str) -> Floats32:
        at = getattr(paths, name).astype(np.float64)
        # Multiplied before divided, so that places fall on the borders of cells as exactly as the samples do.
        values: Floats32 = (at[row] + (at[following] - at[row]) * steps_done / steps_in_all).astype(np.float32)
        return values

    boxes: dict[str, Any] = {name: interpolated(name) for name in BOX}
    return replace(
        paths,
        watched=_finer(watched, parts),
        first=np.append(0, ends)[paths.first],
        moment=fine_moment[paths.moment[row]] + step,
        conf=paths.conf[row],
        **boxes,
    )


def _finer(watched: WatchedTime, parts: Ints) -> WatchedTime:
    place = np.repeat(np.arange(len(parts)), parts)
    step = counting_up(parts)
    gap_s = np.diff(watched.t_s)
    t_s = np.append(watched.t_s[place] + gap_s[place] * (step / parts[place]), watched.t_s[-1:])
    between = (t_s[:-1] + t_s[1:]) / 2
    return WatchedTime(
        frames=np.arange(len(t_s)),
        t_s=t_s,
        begins_s=np.append(watched.begins_s[:1], between),
        ends_s=np.append(between, watched.ends_s[-1:]),
    )
