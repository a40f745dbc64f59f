"""The parts of a clip that must be watched to check a count."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import pandas as pd

from heatdash.audit.model import AuditStep, Counted
from heatdash.tables.columns import (
    BOX,
    CLASS_NAME,
    CONF,
    CROSS,
    DIRECTION,
    ENTER,
    EXIT,
    IN,
    KIND,
    OUT,
    PLACE,
    T_S,
    TRACK_ID,
)
from heatdash.values.checked import FLOW, LINE, Subject

AROUND_S = 1.0
"""This much is shown before and after what was counted."""
SHORTEST_S = 1.0
"""A shorter stretch between two of them is shown with the later one."""
LONGEST_S = 60.0
"""Longer stretches in which nothing was counted are shown in parts."""
_PICTURE_S = 0.5
"""This much is shown before and after the moment at which an object is seen best."""


def audit_steps(
    *, events: pd.DataFrame, subject: Subject, from_s: float, to_s: float, duration_s: float
) -> tuple[AuditStep, ...]:
    """What was counted of a line, a zone or the ways between two places, by time; then, where someone can be missed,
    everything between from `from_s` to `to_s`.

    Nothing counted, no steps. What lies between covers all the time that was measured, not only where something was
    followed: otherwise nobody would notice what was never found. `events` are EVENTS. What is shown around a moment
    ends where the clip does.
    """
    if subject.kind == FLOW:
        return tuple(_around(counted, duration_s) for counted in _ways(events, subject))
    counted = _crossings(events, subject.place) if subject.kind == LINE else _visits(events, subject.place)
    return _with_between(sorted(counted, key=lambda one: one.t_s), from_s, to_s, duration_s)


def class_steps(*, tracks: pd.DataFrame, duration_s: float) -> tuple[AuditStep, ...]:
    """Each object for a moment, at which it is seen large and sure, by that moment. `tracks` are TRACKS."""
    across, down = tracks[BOX[2]] - tracks[BOX[0]], tracks[BOX[3]] - tracks[BOX[1]]
    best = (across * down * tracks[CONF]).groupby(tracks[TRACK_ID].to_numpy()).idxmax()
    rows = tracks.loc[best].sort_values([T_S, TRACK_ID])
    steps = []
    for t_s, track_id, class_name in zip(rows[T_S], rows[TRACK_ID], rows[CLASS_NAME], strict=True):
        counted = Counted(t_s=round(float(t_s), 3), direction="", track_id=int(track_id), class_name=str(class_name))
        steps.append(AuditStep(*_span(counted.t_s, duration_s, _PICTURE_S), counted=counted))
    return tuple(steps)


def _span(t_s: float, duration_s: float, around_s: float = AROUND_S) -> tuple[float, float]:
    return max(0.0, t_s - around_s), min(duration_s, t_s + around_s)


def _around(counted: Counted, duration_s: float) -> AuditStep:
    """The step around the counted moment; a second one is in the same part where it is near, else in its own."""
    from_s, to_s = _span(counted.t_s, duration_s)
    if counted.until_s is None:
        return AuditStep(from_s, to_s, counted)
    then = _span(counted.until_s, duration_s)
    if then[0] - to_s < SHORTEST_S:
        return AuditStep(from_s, then[1], counted)
    return AuditStep(from_s, to_s, counted, then)


def _with_between(counted: Sequence[Counted], from_s: float, to_s: float, duration_s: float) -> tuple[AuditStep, ...]:
    """A step for each counted moment, in order of time, and those between them."""
    around: list[AuditStep] = []
    between: list[AuditStep] = []
    seen_s = from_s
    for one in counted:
        step = _around(one, duration_s)
        if step.from_s - seen_s >= SHORTEST_S:
            between += _parts(seen_s, step.from_s)
        else:
            step = replace(step, from_s=min(step.from_s, seen_s))
        around.append(step)
        seen_s = max(seen_s, step.to_s)
    if not around:
        return ()
    if to_s - seen_s >= SHORTEST_S:
        between += _parts(seen_s, to_s)
    elif to_s > seen_s and around[-1].then is None:
        around[-1] = replace(around[-1], to_s=to_s)
    return (*around, *between)


def _parts(from_s: float, to_s: float) -> list[AuditStep]:
    """The stretch in equal parts, none longer than LONGEST_S."""
    count = math.ceil((to_s - from_s) / LONGEST_S)
    marks = [from_s + (to_s - from_s) * number / count for number in range(count)] + [to_s]
    return [AuditStep(from_s=begin_s, to_s=end_s) for begin_s, end_s in pairwise(marks)]


@dataclass(frozen=True)
class _Event:
    t_s: float
    kind: str
    place: str
    direction: str
    track_id: int
    class_name: str

    def counted(self, *, until_s: float | None = None, direction: str = "") -> Counted:
        end_s = None if until_s is None else round(until_s, 3)
        return Counted(round(self.t_s, 3), direction, self.track_id, self.class_name, end_s)


def _by_time(events: pd.DataFrame) -> Iterator[_Event]:
    rows = events.sort_values(T_S, kind="stable")
    columns = (rows[name].tolist() for name in (T_S, KIND, PLACE, DIRECTION, TRACK_ID, CLASS_NAME))
    return (_Event(*cells) for cells in zip(*columns, strict=True))


def _crossings(events: pd.DataFrame, line: str) -> Iterator[Counted]:
    of_line = events[(events[KIND] == CROSS) & (events[PLACE] == line)]
    return (event.counted(direction=event.direction) for event in _by_time(of_line))


def _visits(events: pd.DataFrame, zone: str) -> Iterator[Counted]:
    """The visits whose coming in or going out was seen."""
    inside: dict[int, _Event] = {}
    for event in _by_time(events[(events[KIND] != CROSS) & (events[PLACE] == zone)]):
        if event.kind == ENTER:
            inside[event.track_id] = event
        elif event.track_id in inside:
            yield inside.pop(event.track_id).counted(until_s=event.t_s, direction=IN)
        else:
            yield event.counted(direction=OUT)
    yield from (event.counted(direction=IN) for event in inside.values())


def _ways(events: pd.DataFrame, subject: Subject) -> list[Counted]:
    """The first time that each track came from the one place straight to the other, by when it came.

    Its first moment is the last one seen at the place that it came from. Who left a zone without having been seen
    coming in was there from the beginning on.
    """
    first = events.sort_values(T_S, kind="stable").drop_duplicates([TRACK_ID, PLACE])
    latest = {event.track_id: event for event in _by_time(first[first[KIND] == EXIT])}
    came: dict[int, Counted] = {}
    for event in _by_time(events):
        before = latest.get(event.track_id)
        if event.kind == EXIT:
            if before is not None and before.place == event.place:
                latest[event.track_id] = event
            continue
        if before is not None and (before.place, event.place) == (subject.place, subject.to_place):
            was_seen = before.t_s < event.t_s
            came.setdefault(event.track_id, before.counted(until_s=event.t_s) if was_seen else event.counted())
        latest[event.track_id] = event
    return list(came.values())
