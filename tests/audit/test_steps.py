"""Every counted crossing is looked at, and all the time between them."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as some

from heatdash.audit.model import AuditStep, CountedCrossing
from heatdash.audit.steps import LONGEST_S, audit_steps
from heatdash.tables.columns import CROSS, ENTER, EVENTS, IN, OUT


def crosses(t_s: float, *, track: int = 1, direction: str = IN, place: str = "Gate", kind: str = CROSS) -> tuple:
    return (t_s, kind, place, direction, track, "person", 80.0, 50.0)


def steps_of(*events: tuple, from_s: float = 0.0, to_s: float = 20.0, duration_s: float = 20.0):
    table = pd.DataFrame(list(events), columns=list(EVENTS))
    return audit_steps(events=table, line="Gate", from_s=from_s, to_s=to_s, duration_s=duration_s)


def spans(steps: tuple[AuditStep, ...]) -> list[tuple[float, float]]:
    return [(step.from_s, step.to_s) for step in steps]


def test_crossings_come_first_by_time_then_what_lies_between() -> None:
    steps = steps_of(crosses(12.0, track=2, direction=OUT), crosses(5.0))
    assert spans(steps) == [(4, 6), (11, 13), (0, 4), (6, 11), (13, 20)]
    assert [step.crossing for step in steps[:2]] == [CountedCrossing(5.0, IN, 1), CountedCrossing(12.0, OUT, 2)]
    assert all(step.crossing is None for step in steps[2:])


def test_other_lines_and_zones_do_not_matter() -> None:
    assert steps_of(crosses(5.0, place="Door"), crosses(6.0, kind=ENTER)) == ()


def test_without_a_crossing_there_is_nothing_to_check() -> None:
    assert steps_of() == ()


def test_the_ends_of_the_clip_cut_a_crossing_short() -> None:
    assert spans(steps_of(crosses(0.2), crosses(19.9))) == [(0, 1.2), (18.9, 20), (1.2, 18.9)]


def test_a_moment_between_two_crossings_is_shown_with_the_later_one() -> None:
    steps = steps_of(crosses(5.0), crosses(7.6))
    assert [pytest.approx(span) for span in spans(steps)] == [(4, 6), (6, 8.6), (0, 4), (8.6, 20)]


def test_a_moment_at_either_end_is_shown_with_its_crossing() -> None:
    assert spans(steps_of(crosses(1.5), crosses(18.4))) == [(0, 2.5), (17.4, 20), (2.5, 17.4)]


def test_a_long_stretch_is_looked_at_in_equal_parts() -> None:
    steps = steps_of(crosses(1.0), to_s=182.0, duration_s=182.0)
    assert spans(steps) == [(0, 2), (2, 62), (62, 122), (122, 182)]


def test_only_the_time_looked_at_is_searched_for_missed_ones() -> None:
    assert spans(steps_of(crosses(5.0), from_s=4.5, to_s=10.0)) == [(4, 6), (6, 10)]


@given(
    times_s=some.lists(some.floats(0, 300), min_size=1, max_size=30),
    looked_at=some.tuples(some.floats(0, 300), some.floats(0, 300)).map(sorted).filter(lambda two: two[1] > two[0]),
)
def test_no_moment_of_the_time_looked_at_is_left_out(times_s: list[float], looked_at: list[float]) -> None:
    begin_s, end_s = looked_at
    inside = [t_s for t_s in times_s if begin_s <= t_s < end_s]
    steps = steps_of(*map(crosses, inside), from_s=begin_s, to_s=end_s, duration_s=300.0)
    assert sum(step.crossing is not None for step in steps) == len(inside)
    seen_s = begin_s
    for from_s, to_s in sorted(spans(steps)):
        assert from_s <= seen_s + 1e-6
        seen_s = max(seen_s, to_s)
    assert not inside or seen_s >= end_s - 1e-6
    between = [step for step in steps if step.crossing is None]
    assert all(step.to_s - step.from_s <= LONGEST_S + 1e-6 for step in between)
