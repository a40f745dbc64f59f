"""Every counted crossing is looked at, and all the time between them."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from heatdash.audit.model import AuditStep, Counted
from heatdash.audit.steps import LONGEST_S, audit_steps, class_steps
from heatdash.tables.columns import CROSS, ENTER, EVENTS, EXIT, IN, OUT
from heatdash.values.checked import FLOW, LINE, ZONE, Subject
from heatdash.values.scene import Scene, Zone
from tests.builders.answers import DOOR as DOOR_ZONE
from tests.builders.answers import GATE, answer
from tests.builders.tracks import stand, tracks, walk


def crosses(t_s: float, *, track: int = 1, direction: str = IN, place: str = "Gate", kind: str = CROSS) -> tuple:
    return (t_s, kind, place, direction, track, "person", 80.0, 50.0)


def steps_of(*events: tuple, from_s: float = 0.0, to_s: float = 20.0, duration_s: float = 20.0):
    table = pd.DataFrame(list(events), columns=list(EVENTS))
    return audit_steps(events=table, subject=Subject(LINE, "Gate"), from_s=from_s, to_s=to_s, duration_s=duration_s)


def spans(steps: tuple[AuditStep, ...]) -> list[tuple[float, float]]:
    return [(step.from_s, step.to_s) for step in steps]


def test_crossings_come_first_by_time_then_what_lies_between() -> None:
    steps = steps_of(crosses(12.0, track=2, direction=OUT), crosses(5.0))
    assert spans(steps) == [(4, 6), (11, 13), (0, 4), (6, 11), (13, 20)]
    assert [step.counted for step in steps[:2]] == [Counted(5.0, IN, 1, "person"), Counted(12.0, OUT, 2, "person")]
    assert all(step.counted is None for step in steps[2:])


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
    assert sum(step.counted is not None for step in steps) == len(inside)
    seen_s = begin_s
    for from_s, to_s in sorted(spans(steps)):
        assert from_s <= seen_s + 1e-6
        seen_s = max(seen_s, to_s)
    assert not inside or seen_s >= end_s - 1e-6
    between = [step for step in steps if step.counted is None]
    assert all(step.to_s - step.from_s <= LONGEST_S + 1e-6 for step in between)


def happens(t_s: float, kind: str, place: str, *, track: int = 1) -> tuple:
    return (t_s, kind, place, OUT if kind == EXIT else IN, track, "person", 80.0, 50.0)


def steps_for(subject: Subject, *events: tuple) -> tuple[AuditStep, ...]:
    table = pd.DataFrame(list(events), columns=list(EVENTS))
    return audit_steps(events=table, subject=subject, from_s=0.0, to_s=60.0, duration_s=60.0)


DOOR = Subject(ZONE, "Door")


def test_a_visit_is_its_coming_in_and_its_going_out() -> None:
    steps = steps_for(DOOR, happens(10.0, ENTER, "Door"), happens(40.0, EXIT, "Door"))
    assert steps[0] == AuditStep(9.0, 11.0, Counted(10.0, IN, 1, "person", 40.0), then=(39.0, 41.0))
    assert spans(steps[1:]) == [(0, 9), (11, 60)], "where someone may have come in who was not counted"


def test_a_short_visit_is_shown_in_one_piece() -> None:
    (step,) = (one for one in steps_for(DOOR, happens(10.0, ENTER, "Door"), happens(12.5, EXIT, "Door")) if one.counted)
    assert step.parts == ((9.0, 13.5),)


def test_a_visit_of_which_one_end_was_seen_is_that_end() -> None:
    steps = steps_for(DOOR, happens(5.0, EXIT, "Door", track=1), happens(50.0, ENTER, "Door", track=2))
    counted = [step.counted for step in steps if step.counted]
    assert counted == [Counted(5.0, OUT, 1, "person"), Counted(50.0, IN, 2, "person")]


def test_who_comes_twice_is_there_twice() -> None:
    twice = [happens(t_s, kind, "Door") for t_s, kind in ((1, ENTER), (2, EXIT), (5, ENTER), (6, EXIT))]
    assert [step.counted.t_s for step in steps_for(DOOR, *twice) if step.counted] == [1.0, 5.0]


def test_a_way_is_the_leaving_of_one_place_and_the_coming_to_the_other() -> None:
    events = [happens(10.0, ENTER, "Door"), happens(12.0, EXIT, "Door"), happens(30.0, CROSS, "Gate")]
    (step,) = steps_for(Subject(FLOW, "Door", "Gate"), *events)
    assert step == AuditStep(11.0, 13.0, Counted(12.0, "", 1, "person", 30.0), then=(29.0, 31.0))
    assert steps_for(Subject(FLOW, "Gate", "Door"), *events) == ()


def test_who_was_there_from_the_beginning_came_from_there() -> None:
    (step,) = steps_for(Subject(FLOW, "Door", "Gate"), happens(12.0, EXIT, "Door"), happens(13.0, CROSS, "Gate"))
    assert step.counted == Counted(12.0, "", 1, "person", 13.0)
    (inside,) = steps_for(Subject(FLOW, "Door", "Gate"), happens(12.0, CROSS, "Gate"), happens(13.0, EXIT, "Door"))
    assert inside.counted == Counted(12.0, "", 1, "person"), "still there, when it crossed"


WALK = some.tuples(some.integers(5, 155), some.integers(5, 115))


@given(some.lists(some.tuples(WALK, WALK, some.integers(1, 4)), min_size=1, max_size=6))
@settings(max_examples=30)
def test_ways_crossings_and_visits_are_as_many_as_the_tables_say(walks: list) -> None:
    """Visits of which no end was seen have no moment to look at; they alone are not among them."""
    zones = (DOOR_ZONE, Zone(name="Shelf", points=((0.6, 0.0), (0.9, 0.0), (0.9, 1.0), (0.6, 1.0))))
    paths = [
        walk(track=number, start=start, end=end, seconds=seconds)
        for number, (start, end, seconds) in enumerate(walks, start=1)
    ]
    counts = answer(*paths, scene=Scene(zones=zones, lines=(GATE,))).measured.counts
    looked = {"from_s": 0.0, "to_s": 10.0, "duration_s": 10.0}

    def count(subject: Subject) -> int:
        steps = audit_steps(events=counts.events, subject=subject, **looked)
        return sum(step.counted is not None for step in steps)

    assert count(Subject(LINE, "Gate")) == (counts.events["kind"] == CROSS).sum()
    for zone in zones:
        visits = counts.visits[counts.visits["place"] == zone.name]
        assert count(Subject(ZONE, zone.name)) == (~(visits["cut_begin"] & visits["cut_end"])).sum()
    unseen = set(counts.visits[counts.visits["cut_begin"] & counts.visits["cut_end"]]["track_id"])
    for flow in counts.flows.itertuples() if not unseen else ():
        assert count(Subject(FLOW, flow.from_place, flow.to_place)) == flow.tracks


def test_each_object_is_shown_when_it_is_seen_best() -> None:
    table = tracks(walk(track=1, start=(20, 50), end=(140, 50), seconds=4), stand(track=2, at=(80, 90), seconds=2))
    large = table["track_id"].eq(1) & table["t_s"].eq(3.0)
    table.loc[large, "y1"] -= 30
    steps = class_steps(tracks=table, duration_s=4.0)
    assert [(step.counted.track_id, step.counted.class_name) for step in steps] == [(2, "person"), (1, "person")]
    assert spans(steps)[1] == (2.5, 3.5)
    assert class_steps(tracks=table.iloc[:0], duration_s=4.0) == ()
