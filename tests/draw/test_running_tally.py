from heatdash.draw.running_tally import RunningTally, tally_of
from heatdash.values.tally import Passages
from tests.draw.pictures import NO_EVENTS, crossing, events

TABLE = events(
    crossing(at=1.0, place="Gate", direction="in"),
    crossing(at=2.0, place="Gate", direction="in", class_name="car"),
    crossing(at=2.0, place="Hall", direction="in", kind="enter"),
    crossing(at=3.0, place="Gate", direction="out"),
)


def test_counts_grow_with_time_and_a_moment_includes_its_own_events() -> None:
    tally = RunningTally(TABLE)
    assert tally.until(0.99).of_place("Gate") == Passages(0, 0)
    assert tally.until(1.0).of_place("Gate") == Passages(1, 0)
    assert tally.until(2.5).of_place("Gate") == Passages(2, 0)
    assert tally.until(2.5).of_place("Hall") == Passages(1, 0)
    assert tally.until(9.0) == tally_of(TABLE)


def test_without_news_the_tally_is_the_same_object() -> None:
    tally = RunningTally(TABLE)
    assert tally.until(1.2) is tally.until(1.9)


def test_a_class_counts_lines_and_not_the_zones_behind_them() -> None:
    tally = tally_of(TABLE)
    assert tally.of_class("person") == Passages(1, 1)
    assert tally.of_class("car") == Passages(1, 0)


def test_where_no_line_is_crossed_a_class_counts_its_way_into_zones() -> None:
    table = events(
        crossing(at=1, place="Hall", direction="in", kind="enter"),
        crossing(at=2, place="Hall", direction="out", kind="exit"),
    )
    assert tally_of(table).of_class("person") == Passages(1, 1)


def test_no_events_are_no_counts() -> None:
    assert tally_of(NO_EVENTS).places == ()
