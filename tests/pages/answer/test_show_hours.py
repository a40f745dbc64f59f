"""The grid of hours: what its rows and columns are called, what its cells tell, and when it is shown."""

import pytest

from heatdash.measure.places.find_places import find_places
from heatdash.measure.places.hour_grid import hour_grid
from heatdash.tables.columns import PLACE
from heatdash.values.measure_settings import MeasureSettings
from heatdash.values.recording_start import RecordingStart
from heatdash.values.wording import Wording
from pages.parts.answer.charts import Chart
from pages.parts.answer.show_hours import grid_chart
from tests.builders.analysed_runs import analysed_run, run_of_hours
from tests.builders.answers import DOOR, GATE, SCENE
from tests.builders.tracks import paths, stand, walk
from tests.pages.conftest import Visit
from tests.pages.seen import captions, open_tab

HOUR = 3600.0
WALKS = (
    stand(track=1, at=(20, 50), seconds=2, begin_s=600),
    walk(track=2, start=(20, 50), end=(140, 50), seconds=2, begin_s=HOUR + 600),
)
BERLIN = "2026-11-21 23:40:00 Europe/Berlin"


def chart(*, hours: float, place: str, start: str | None = None) -> Chart:
    """The place's chart, for a recording that lasts so many hours."""
    began = None if start is None else RecordingStart.read(start)
    found = find_places(paths=paths(*WALKS, seconds=hours * HOUR), settings=MeasureSettings(), scene=SCENE)
    made = hour_grid(found=found, start=began)
    assert made is not None
    bins = made.bins_together[made.bins_together[PLACE] == place]
    return grid_chart(
        hours=made, bins=bins, what="passages" if place == GATE.name else "visitors", words=Wording(start=began)
    )


def cells(shown: Chart) -> list[tuple[str, str, str, int]]:
    """Row, column, time and number of each cell with anything in it."""
    busy = shown.table[shown.table["count"] > 0]
    return list(busy[["row", "column", "when", "count"]].itertuples(index=False, name=None))


def test_at_a_line_passages_in_both_directions_are_told() -> None:
    assert cells(chart(hours=3, place=GATE.name)) == [("1:00:00", "0–15", "1:00:00 – 1:15:00", 1)]


def test_at_a_zone_who_was_there_is_told() -> None:
    assert [cell[0] for cell in cells(chart(hours=3, place=DOOR.name))] == ["0:00", "1:00:00"]


@pytest.mark.parametrize(
    ("hours", "start", "expected"),
    [
        (3, "12:07:30", ["12:00", "13:00", "14:00", "15:00"]),
        (3, BERLIN, ["23:00", "22 Nov 00:00", "22 Nov 01:00", "22 Nov 02:00"]),
        (3, "2026-10-25 01:30:00 Europe/Berlin", ["01:00", "02:00 CEST", "02:00 CET", "03:00"]),
        (26, BERLIN, ["Sat 21 Nov", "Sun 22 Nov", "Mon 23 Nov"]),
        (26, "23:40:00", ["Day 1", "Day 2", "Day 3"]),
        (26, None, ["Day 1", "Day 2"]),
    ],
)
def test_rows_are_named_by_the_clock_where_it_is_known(hours: float, start: str | None, expected: list[str]) -> None:
    shown = chart(hours=hours, place=DOOR.name, start=start)
    assert shown.words["encoding"]["y"]["sort"] == expected
    assert list(shown.table["row"].unique()) == expected


def test_it_is_told_what_the_columns_are() -> None:
    titles = [
        chart(hours=hours, place=DOOR.name, start=start).words["encoding"]["x"]["title"]
        for hours, start in ((3, None), (26, BERLIN), (26, None))
    ]
    assert titles == [
        "Minutes past the hour",
        "Hour of the day",
        "Hours since the day's beginning, counted from the recording's",
    ]


def test_a_recording_of_hours_has_a_grid_and_a_short_one_has_none(visit: Visit) -> None:
    long = open_tab(visit("explore", run=run_of_hours()), "When")
    assert "The darker, the more" in captions(long)
    assert "The darker, the more" not in captions(open_tab(visit("explore", run=analysed_run()), "When"))
