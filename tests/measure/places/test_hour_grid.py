"""Each hour and each day is a row, by the clock where it is known, and nobody is counted twice in a cell."""

import pytest

from heatdash.measure.places.find_places import find_places
from heatdash.measure.places.hour_grid import HourGrid, hour_grid
from heatdash.tables.columns import BIN_END_S, BIN_START_S, IN, PLACE, UNIQUE
from heatdash.values.measure_settings import MeasureSettings
from heatdash.values.recording_start import RecordingStart
from heatdash.values.scene import Line, Scene, Zone
from tests.builders.tracks import Row, paths, stand, walk

MINUTE, HOUR = 60.0, 3600.0
SHOP = Zone("Shop", ((0.25, 0.0), (0.5, 0.0), (0.5, 1.0), (0.25, 1.0)))
POST = Line("Post", (0.375, 1), (0.375, 0))
BERLIN = "{day} {clock} Europe/Berlin"
FORWARD, BACK, OTHER = "2026-03-29", "2026-10-25", "2026-11-21"


def comes(track: int, *, at_s: float, minutes: float = 0.1) -> list[Row]:
    """Someone who is in the shop, left of the post, for that long."""
    return stand(track=track, at=(50, 50), seconds=minutes * MINUTE, begin_s=at_s)


def grid(
    *walks: list[Row], hours: float, start: str | None = None, settings: MeasureSettings | None = None
) -> HourGrid:
    """The grid of a recording that lasts so many hours."""
    found = find_places(
        paths=paths(*walks, seconds=hours * HOUR),
        settings=settings or MeasureSettings(),
        scene=Scene(zones=(SHOP,), lines=(POST,)),
    )
    made = hour_grid(found=found, start=None if start is None else RecordingStart.read(start))
    assert made is not None
    return made


def counted(made: HourGrid, place: str = SHOP.name, value: str = UNIQUE) -> dict[tuple[int, int], int]:
    """What was counted at the place in each cell, by row and column, where it is not zero."""
    bins = made.bins_together[made.bins_together[PLACE] == place]
    rows, columns = made.cell_of(bins)
    return {
        (int(row), int(column)): int(count)
        for row, column, count in zip(rows, columns, bins[value], strict=True)
        if count
    }


@pytest.mark.parametrize(
    ("hours", "settings"),
    [(1.9, MeasureSettings()), (3, MeasureSettings(from_s=1.5 * HOUR)), (3, MeasureSettings(to_s=HOUR))],
)
def test_less_than_two_hours_are_no_grid(hours: float, settings: MeasureSettings) -> None:
    seen = paths(comes(1, at_s=0), seconds=hours * HOUR)
    found = find_places(paths=seen, settings=settings, scene=Scene(zones=(SHOP,)))
    assert hour_grid(found=found, start=None) is None


def test_hours_are_rows_and_their_quarters_columns() -> None:
    first, second, third = (comes(n, at_s=at * MINUTE) for n, at in ((1, 1), (2, 80), (3, 179)))
    made = grid(first, second, third, hours=3)
    assert made.row_s == (0.0, HOUR, 2 * HOUR)
    assert counted(made) == {(0, 0): 1, (1, 1): 1, (2, 3): 1}


def test_a_chosen_time_is_counted_from_its_own_beginning() -> None:
    made = grid(comes(1, at_s=40 * MINUTE), hours=4, settings=MeasureSettings(from_s=0.5 * HOUR))
    assert made.row_s == (0.5 * HOUR, 1.5 * HOUR, 2.5 * HOUR, 3.5 * HOUR)
    assert counted(made) == {(0, 0): 1}


def test_hours_are_those_of_the_clock_where_it_is_known() -> None:
    made = grid(comes(1, at_s=10 * MINUTE), comes(2, at_s=25 * MINUTE), hours=2, start="11:40:00")
    assert made.row_s == (0.0, 20 * MINUTE, 80 * MINUTE)
    assert counted(made) == {(0, 3): 1, (1, 0): 1}
    first = made.bins_together.iloc[0]
    assert (first[BIN_START_S], first[BIN_END_S]) == (0.0, 5 * MINUTE)


def test_who_stays_is_in_each_cell_and_who_returns_is_counted_once() -> None:
    stays, returns = comes(1, at_s=10 * MINUTE, minutes=25), comes(1, at_s=40 * MINUTE)
    assert counted(grid(stays, returns, hours=2)) == {(0, 0): 1, (0, 1): 1, (0, 2): 1}


def test_passages_are_in_the_cell_in_which_they_happen() -> None:
    through = walk(track=1, start=(50, 50), end=(70, 50), seconds=2, begin_s=HOUR + MINUTE)
    assert counted(grid(through, hours=2), place=POST.name, value=IN) == {(1, 0): 1}


def test_more_than_a_day_has_days_as_rows_and_hours_as_columns() -> None:
    evening, night = comes(1, at_s=90 * MINUTE), comes(2, at_s=3.5 * HOUR)
    made = grid(evening, night, hours=26, start=BERLIN.format(day=OTHER, clock="22:00:00"))
    assert made.by_days
    assert made.row_s == (0.0, 2 * HOUR)
    assert counted(made) == {(0, 23): 1, (1, 1): 1}


def test_days_without_a_clock_begin_with_the_recording() -> None:
    made = grid(comes(1, at_s=1.5 * HOUR), comes(2, at_s=25.5 * HOUR), hours=30)
    assert counted(made) == {(0, 1): 1, (1, 1): 1}


def test_an_hour_that_the_clock_shows_twice_is_two_rows() -> None:
    begins = BERLIN.format(day=BACK, clock="01:00:00")
    made = grid(comes(1, at_s=95 * MINUTE), comes(2, at_s=155 * MINUTE), hours=4, start=begins)
    assert made.row_s == (0.0, HOUR, 2 * HOUR, 3 * HOUR)
    assert counted(made) == {(1, 2): 1, (2, 2): 1}


def test_an_hour_that_the_clock_shows_twice_is_one_cell_of_a_day() -> None:
    begins = BERLIN.format(day=BACK, clock="01:00:00")
    made = grid(comes(1, at_s=95 * MINUTE), comes(1, at_s=155 * MINUTE), hours=30, start=begins)
    assert counted(made) == {(0, 2): 1}
    bins = made.bins_together
    assert bins.loc[bins[BIN_START_S] == HOUR, BIN_END_S].unique().tolist() == [3 * HOUR]


def test_an_hour_that_the_clock_leaves_out_has_no_cell() -> None:
    made = grid(comes(1, at_s=1.5 * HOUR), hours=30, start=BERLIN.format(day=FORWARD, clock="01:00:00"))
    assert counted(made) == {(0, 3): 1}
    assert 2 not in made.column[made.row == 0]
