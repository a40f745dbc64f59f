"""What must be looked at to check the count of a line."""

import math
from itertools import pairwise

import pandas as pd

from heatdash.audit.model import AuditStep, CountedCrossing
from heatdash.tables.columns import CROSS, DIRECTION, KIND, PLACE, T_S, TRACK_ID

AROUND_S = 1.0
"""So much is shown before a crossing, and so much after it."""
SHORTEST_S = 1.0
"""What is shorter between two crossings is shown with the later one."""
LONGEST_S = 60.0
"""Longer stretches without a crossing are looked at in parts."""


def audit_steps(
    *, events: pd.DataFrame, line: str, from_s: float, to_s: float, duration_s: float
) -> tuple[AuditStep, ...]:
    """The line's counted crossings by time, then everything between them, from `from_s` to `to_s`; none without any.

    What lies between is all that was looked at, not only where something was followed: what was never found would
    else never be seen to be missing. `events` are EVENTS; around a crossing the clip's ends cut off what is not there.
    """
    of_line = events[(events[KIND] == CROSS) & (events[PLACE] == line)].sort_values(T_S, kind="stable")
    crossings = [
        CountedCrossing(t_s=round(float(t_s), 3), direction=str(direction), track_id=int(track_id))
        for t_s, direction, track_id in zip(of_line[T_S], of_line[DIRECTION], of_line[TRACK_ID], strict=True)
    ]
    if not crossings:
        return ()
    around: list[AuditStep] = []
    between: list[AuditStep] = []
    seen_s = from_s
    for crossing in crossings:
        begin_s, end_s = max(0.0, crossing.t_s - AROUND_S), min(duration_s, crossing.t_s + AROUND_S)
        if begin_s - seen_s >= SHORTEST_S:
            between += _parts(seen_s, begin_s)
        else:
            begin_s = min(begin_s, seen_s)
        around.append(AuditStep(from_s=begin_s, to_s=end_s, crossing=crossing))
        seen_s = max(seen_s, end_s)
    if to_s - seen_s >= SHORTEST_S:
        between += _parts(seen_s, to_s)
    elif to_s > seen_s:
        around[-1] = AuditStep(from_s=around[-1].from_s, to_s=to_s, crossing=around[-1].crossing)
    return (*around, *between)


def _parts(from_s: float, to_s: float) -> list[AuditStep]:
    """The stretch in equal parts that are short enough."""
    count = math.ceil((to_s - from_s) / LONGEST_S)
    marks = [from_s + (to_s - from_s) * number / count for number in range(count)] + [to_s]
    return [AuditStep(from_s=begin_s, to_s=end_s) for begin_s, end_s in pairwise(marks)]
