"""The parts of a clip that must be watched to check the count of a line."""

import math
from itertools import pairwise

import pandas as pd

from heatdash.audit.model import AuditStep, CountedCrossing
from heatdash.tables.columns import CROSS, DIRECTION, KIND, PLACE, T_S, TRACK_ID

AROUND_S = 1.0
"""This much is shown before and after a crossing."""
SHORTEST_S = 1.0
"""A shorter stretch between two crossings is shown with the later one."""
LONGEST_S = 60.0
"""Longer stretches without a crossing are shown in parts."""


def audit_steps(
    *, events: pd.DataFrame, line: str, from_s: float, to_s: float, duration_s: float
) -> tuple[AuditStep, ...]:
    """The line's counted crossings by time, then everything between them from `from_s` to `to_s`.

    No crossings, no steps. What lies between covers all the time that was measured, not only where something was
    followed: otherwise nobody would notice what was never found. `events` are EVENTS. What is shown around a crossing
    ends where the clip does.
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
    """The stretch in equal parts, none longer than LONGEST_S."""
    count = math.ceil((to_s - from_s) / LONGEST_S)
    marks = [from_s + (to_s - from_s) * number / count for number in range(count)] + [to_s]
    return [AuditStep(from_s=begin_s, to_s=end_s) for begin_s, end_s in pairwise(marks)]
