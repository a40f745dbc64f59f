"""How many of those who passed came in, and how many of those stopped: each step follows on the one before."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from heatdash.measure.places.measure_counts import Counts
from heatdash.tables.columns import CROSS, DIRECTION, ENTER_S, EXIT_S, IN, KIND, PLACE, T_S, TRACK_ID
from heatdash.values.arrays import Floats, Ints
from heatdash.values.scene import WHOLE_PICTURE

_ROUNDING_S = 1e-9


@dataclass(frozen=True)
class Step:
    """Being at a place: crossing a line inwards, visiting a zone for at least `stay_s`, or being in the picture."""

    place: str
    stay_s: float = 0.0


@dataclass(frozen=True, eq=False)
class Funnel:
    """How many took each step after all those before, in all and by when the first was taken.

    `over_time` has a row for each bin, which begins at `begins_s`, and a column for each step.
    """

    steps: tuple[Step, ...]
    taken: tuple[int, ...]
    begins_s: Floats
    over_time: Ints


def funnel(*, counts: Counts, seen: pd.DataFrame, steps: Sequence[Step], edges_s: Floats) -> Funnel:
    """The funnel of the objects in `seen`, which has TRACK_ID, ENTER_S and EXIT_S, the time in the picture.

    A step follows where it is taken at or after the moment of the one before; a visit, where it goes on after that.
    An object counts once, by the bin in which it first takes the first step. There is at least one step.
    """
    taken_s: list[pd.Series[float]] = []
    for step in steps:
        moments = _moments(counts, seen, step)
        if taken_s:
            # Not a number for an object that did not take the step before, and then nothing is later.
            before_s = moments[TRACK_ID].map(taken_s[-1])
            later = moments[EXIT_S] >= before_s - _ROUNDING_S
            moments = moments.assign(**{T_S: moments[T_S].clip(lower=before_s)})[later]
        taken_s.append(moments.groupby(TRACK_ID)[T_S].min())
    bins = [np.searchsorted(edges_s[1:-1], taken_s[0][one.index], side="right") for one in taken_s]
    over_time = [np.bincount(numbers, minlength=len(edges_s) - 1) for numbers in bins]
    return Funnel(
        steps=tuple(steps),
        taken=tuple(map(len, taken_s)),
        begins_s=edges_s[:-1],
        over_time=np.stack(over_time, axis=1),
    )


def _moments(counts: Counts, seen: pd.DataFrame, step: Step) -> pd.DataFrame:
    """When each object could take the step: from T_S on, until EXIT_S. A line's crossing is one moment."""
    if step.place == WHOLE_PICTURE:
        return seen.assign(**{T_S: seen[ENTER_S]})
    events = counts.events
    crossed = events[(events[PLACE] == step.place) & (events[KIND] == CROSS) & (events[DIRECTION] == IN)]
    visits = counts.visits[counts.visits[PLACE] == step.place]
    visits = visits[visits[EXIT_S] - visits[ENTER_S] >= step.stay_s - _ROUNDING_S]
    return pd.concat(
        [
            crossed[[TRACK_ID, T_S]].assign(**{EXIT_S: crossed[T_S]}),
            visits[[TRACK_ID, EXIT_S]].assign(**{T_S: visits[ENTER_S] + step.stay_s}),
        ],
        ignore_index=True,
    )
