import pandas as pd

from heatdash.draw.running_tally import RunningTally, tally_of
from heatdash.tables.columns import CLASS_NAME
from heatdash.values.tally import Passages
from tests.draw.pictures import NO_EVENTS, NO_VISITS, crossing, events, visits

EVENTS = events(
    crossing(at=1.0, place="Gate", direction="in"),
    crossing(at=2.0, place="Gate", direction="in", class_name="car"),
    crossing(at=2.0, place="Hall", direction="in", kind="enter"),
    crossing(at=2.5, place="Back door", direction="in"),
    crossing(at=3.0, place="Gate", direction="out"),
)
VISITS = visits((0.0, "Hall", 1, "person"), (2.0, "Hall", 2, "person"), (4.0, "Hall", 1, "person"))


def test_counts_grow_with_time_and_a_moment_includes_its_own_events() -> None:
    tally = RunningTally(events=EVENTS, visits=VISITS)
    assert tally.until(0.99).of_line("Gate") == Passages(0, 0)
    assert tally.until(1.0).of_line("Gate") == Passages(1, 0)
    assert tally.until(2.5).of_line("Gate") == Passages(2, 0)
    assert tally.until(9.0) == tally_of(events=EVENTS, visits=VISITS)


def test_a_visitor_counts_once_from_the_first_visit_on() -> None:
    tally = RunningTally(events=EVENTS, visits=VISITS)
    assert [tally.until(t_s).visitors("Hall") for t_s in (0.0, 1.9, 2.0, 9.0)] == [1, 1, 2, 2]


def test_without_news_the_tally_is_the_same_object() -> None:
    tally = RunningTally(events=EVENTS, visits=VISITS)
    assert tally.until(1.2) is tally.until(1.9)


def test_each_line_counts_each_class_by_itself_and_no_zone_counts_with_them() -> None:
    tally = tally_of(events=EVENTS, visits=VISITS)
    assert tally.of_class(line="Gate", class_name="person") == Passages(1, 1)
    assert tally.of_class(line="Gate", class_name="car") == Passages(1, 0)
    assert tally.of_class(line="Back door", class_name="person") == Passages(1, 0)
    assert {line for line, _, _ in tally.lines} == {"Gate", "Back door"}


def test_where_no_line_is_crossed_no_zone_is_counted_in_its_place() -> None:
    table = events(crossing(at=1, place="Hall", direction="in", kind="enter"))
    assert tally_of(events=table, visits=VISITS).lines == ()


def test_a_zone_knows_the_classes_of_its_visitors_before_they_come_and_an_empty_one_those_counted() -> None:
    table = visits((1.0, "Road", 1, "car"), (2.0, "Path", 2, "person"))
    table[CLASS_NAME] = pd.Categorical(table[CLASS_NAME], categories=["bus", "car", "person"])
    begin = RunningTally(events=NO_EVENTS, visits=table).until(0.0)
    assert (begin.visitors("Road"), begin.classes_at("Road"), begin.classes_at("Path")) == (0, ("car",), ("person",))
    assert begin.classes_at("Yard") == ("bus", "car", "person")


def test_no_events_are_no_counts() -> None:
    tally = tally_of(events=NO_EVENTS, visits=NO_VISITS)
    assert (tally.lines, tally.zones) == ((), ())
