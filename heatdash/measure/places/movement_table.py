"""movements.csv: the turning movements, interval by interval, in the whole time and in the peak hour."""

import numpy as np
import pandas as pd

from heatdash.measure.places.movements import Movements
from heatdash.tables.columns import (
    BIN_END_S,
    BIN_START_S,
    CLASS_NAME,
    COUNT,
    DESTINATION,
    FROM_ARM,
    INTERVAL,
    KIND,
    MOVEMENT,
    MOVEMENTS,
    ORIGIN,
    PCU,
    PEAK_HOUR,
    PEAK_HOUR_FACTOR,
    PER_HOUR,
    PERIOD,
    SEEN_AT_ONE,
    TO_ARM,
    TOTAL,
    WHOLE_TIME,
)
from heatdash.values.arrays import Ints
from heatdash.values.classes import ALL_CLASSES
from heatdash.values.pcu import PcuWeights


def movement_table(*, movements: Movements, weights: PcuWeights) -> pd.DataFrame:
    """One row per period, movement or total, and class, zero-filled for what was seen at all; columns as in MOVEMENTS.

    The periods are the intervals, the whole time and the peak hour. Where there is no peak hour, the rows of the whole
    time have a rate per hour instead, which is extrapolated where the time is shorter.
    """
    whole_s, peak_s = movements.whole_s, movements.peak_hour_s
    periods = [*((INTERVAL, span_s) for span_s in movements.intervals_s), (WHOLE_TIME, whole_s)]
    periods += [(PEAK_HOUR, peak_s)] if peak_s else []
    seen = np.nonzero(movements.counts(whole_s))
    rows, factors = _rows(movements, seen), movements.peak_factors()[seen]
    tables = []
    for period, span_s in periods:
        counts = movements.counts(span_s)
        columns = {
            PERIOD: period,
            BIN_START_S: span_s[0],
            BIN_END_S: span_s[1],
            COUNT: counts[seen],
            PCU: movements.in_pcu(counts, weights=weights)[seen],
            PEAK_HOUR_FACTOR: np.where(period == PEAK_HOUR, factors, np.nan),
            PER_HOUR: np.where(period == WHOLE_TIME and not peak_s, movements.per_hour(counts[seen]), np.nan),
        }
        tables.append(MOVEMENTS.frame({**columns, **rows}))
    return pd.concat(tables, ignore_index=True)


def _rows(movements: Movements, seen: tuple[Ints, ...]) -> dict[str, list[str]]:
    """What each of the counts that were `seen` is of; a total has no name of an arm where it is of all arms."""
    origins, destinations = (*movements.arms, ""), (*movements.arms, "", "")
    origin, destination, class_number = seen
    return {
        KIND: [_kind(movements, *place) for place in zip(origin.tolist(), destination.tolist(), strict=True)],
        ORIGIN: [origins[number] for number in origin],
        DESTINATION: [destinations[number] for number in destination],
        CLASS_NAME: [(*movements.class_names, ALL_CLASSES)[number] for number in class_number],
    }


def _kind(movements: Movements, origin: int, destination: int) -> str:
    arms = len(movements.arms)
    if destination == arms:
        return SEEN_AT_ONE
    if origin == arms:
        return TO_ARM if destination < arms else TOTAL
    return MOVEMENT if destination < arms else FROM_ARM
