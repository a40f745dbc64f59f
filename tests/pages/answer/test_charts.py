"""Every chart shows what is in its table, and stands where the table is empty."""

import json
from collections.abc import Hashable
from typing import Any

import altair
import pytest

from heatdash.draw.palette import ACCENT, hex_colours
from heatdash.stages.measure import Measured
from heatdash.values.recording_start import RecordingStart
from heatdash.values.scene import WHOLE_PICTURE, Line, Scene
from pages.parts.answer.charts import (
    Chart,
    different_chart,
    occupancy_chart,
    passages_chart,
)
from tests.builders.analysed_runs import analysed_run, run_of_hours
from tests.builders.answers import SCENE, answer
from tests.pages.conftest import Visit
from tests.pages.seen import open_tab

SCENE_OF_THREE = Scene(zones=SCENE.zones, lines=(*SCENE.lines, Line("Far gate", start=(0.75, 1), end=(0.75, 0))))


@pytest.fixture(scope="module")
def busy() -> Measured:
    return answer(scene=SCENE_OF_THREE).measured


@pytest.fixture(scope="module")
def quiet() -> Measured:
    return answer([], scene=SCENE_OF_THREE).measured


def rows(chart: Chart) -> list[dict[Hashable, Any]]:
    """The rows of the chart's table."""
    return chart.table.to_dict("records")


def test_passages_have_a_row_for_each_stretch_of_time_and_way(busy: Measured) -> None:
    bins = busy.counts.bins_together
    shown = rows(passages_chart(bins=bins, place="Gate", start=None))
    assert [(row["when"], row["way"], row["count"]) for row in shown] == [("0:00", "In", 1), ("0:00", "Out", 1)]


def test_the_axis_tells_the_length_of_the_steps() -> None:
    bins = answer(seconds=130).measured.counts.bins_together
    axis = passages_chart(bins=bins, place="Gate", start=None).words["encoding"]["x"]
    assert axis["title"] == "Time, in steps of 1 min"


def test_times_are_clock_times_where_the_start_is_known(busy: Measured) -> None:
    start = RecordingStart.read("12:03:00")
    (row, _) = rows(passages_chart(bins=busy.counts.bins_together, place="Gate", start=start))
    assert row["when"] == "12:03:00"


def test_different_ones_have_a_row_for_each_stretch_of_time_and_class(busy: Measured) -> None:
    shown = rows(different_chart(bins=busy.counts.bins, place="Door", start=None))
    assert sorted((row["kind"], row["count"]) for row in shown) == [("car", 1), ("person", 1)]


def test_occupancy_has_a_row_for_each_step_and_place_in_the_places_own_colour(busy: Measured) -> None:
    over_time = busy.counts.over_time
    chart = occupancy_chart(over_time=over_time, scene=SCENE_OF_THREE, start=None)
    shown = rows(chart)
    assert len(shown) == len(over_time)
    assert {row["place"] for row in shown} == {"Door", "Whole picture"}
    scale = chart.words["encoding"]["color"]["scale"]
    colours = dict(zip(scale["domain"], scale["range"], strict=True))
    assert colours == {"Whole picture": ACCENT, "Door": hex_colours(SCENE_OF_THREE)["Door"]}


def test_occupancy_is_shown_by_the_clock_where_the_start_is_known(busy: Measured) -> None:
    by_clock = occupancy_chart(
        over_time=busy.counts.over_time, scene=SCENE, start=RecordingStart.read("2026-11-23 12:59:58")
    )
    assert by_clock.words["encoding"]["x"]["title"] == "Time of day"
    unknown = occupancy_chart(over_time=busy.counts.over_time, scene=SCENE, start=None)
    assert unknown.words["encoding"]["x"]["title"] == "Time in the clip"


def test_every_chart_stands_where_nobody_came(quiet: Measured) -> None:
    counts = quiet.counts
    for chart in (
        passages_chart(bins=counts.bins_together, place="Gate", start=None),
        different_chart(bins=counts.bins, place=WHOLE_PICTURE, start=None),
        occupancy_chart(over_time=counts.over_time, scene=SCENE, start=None),
    ):
        assert_known(chart.words)


@pytest.mark.parametrize(("tab", "charts"), [("When", 5), ("Places", 5), ("Ways", 5)])
def test_every_chart_of_a_tab_is_told_in_words_that_vega_lite_knows(visit: Visit, tab: str, charts: int) -> None:
    shown = [
        json.loads(chart.proto.spec)
        for run in (analysed_run(), run_of_hours())
        for chart in open_tab(visit("explore", run=run), tab).get("vega_lite_chart")
    ]
    assert len(shown) == charts
    for words in shown:
        assert_known(words)


def assert_known(words: dict[str, Any]) -> None:
    """Altair, which checks every word, takes the chart."""
    altair.Chart.from_dict({**words, "data": {"values": []}})
