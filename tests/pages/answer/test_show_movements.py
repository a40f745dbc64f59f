"""Turning movements on the tab Ways."""

from dataclasses import replace

import pandas as pd
import pytest

from heatdash.values.run import Run
from heatdash.values.scene import Scene
from tests.builders.analysed_runs import ASKS, analysed_run
from tests.builders.junctions import CROSSING, drive
from tests.pages.conftest import Visit
from tests.pages.seen import captions, labelled, open_tab, told

WAYS = (("South West", "car"), ("South North", "car"), ("South South", "truck"), ("West East", "car"), ("East", "car"))


def junction(scene: Scene = CROSSING) -> Run:
    seen = enumerate(WAYS, start=1)
    drives = [drive(track=number, way=way, begin_s=number, class_name=name) for number, (way, name) in seen]
    return analysed_run(*drives, project=replace(ASKS, scene=scene))


def matrix(shown: pd.DataFrame) -> list[list[int]]:
    return shown.drop(columns="from").values.tolist()


def test_a_junction_shows_who_went_from_arm_to_arm_first(visit: Visit) -> None:
    page = open_tab(visit("explore", run=junction()), "Ways")
    assert told(page) == []
    assert labelled(page.button_group, "Which ways").value == "turning"
    assert len(page.image) == 1
    shown = page.dataframe[0].value
    assert shown["from"].tolist() == ["North", "East", "South", "West", "Total"]
    assert matrix(shown) == [
        [0, 0, 0, 0, 0, 0],
        [0, 0, 0, 0, 1, 0],
        [1, 0, 1, 1, 0, 3],
        [0, 1, 0, 0, 0, 1],
        [1, 1, 1, 1, 1, 4],
    ]
    assert any(one.value.startswith("There is no peak hour") for one in page.markdown)
    assert "Together 5.0 passenger-car units" in captions(page)


def test_a_class_and_a_time_can_be_chosen(visit: Visit) -> None:
    page = open_tab(visit("explore", run=junction()), "Ways")
    page = labelled(page.selectbox, "Kind").set_value("truck").run()
    assert matrix(page.dataframe[0].value)[2] == [0, 0, 1, 0, 0, 1]
    assert "Together 2.0 passenger-car units" in captions(page)
    assert labelled(page.selectbox, "Time").options == ["Whole time"]


def test_ways_from_start_to_end_have_a_table_of_their_own(visit: Visit) -> None:
    page = open_tab(visit("explore", run=junction()), "Ways")
    page = labelled(page.button_group, "Which ways").set_value("whole").run()
    assert not page.exception
    shown = page.dataframe[0].value
    assert ["East", "– (seen at one place only)", "car", 1] in shown.values.tolist()
    assert list(shown)[:2] == ["First", "Last"]


@pytest.mark.parametrize(("lines", "first"), [(4, "turning"), (2, "straight")])
def test_between_two_lines_the_straight_ways_come_first(visit: Visit, lines: int, first: str) -> None:
    scene = Scene(lines=CROSSING.lines[-lines:])
    page = open_tab(visit("explore", run=junction(scene)), "Ways")
    assert labelled(page.button_group, "Which ways").value == first


def test_where_nobody_turned_the_straight_ways_come_first(visit: Visit) -> None:
    run = analysed_run(drive(track=1, way="South", begin_s=1), project=replace(ASKS, scene=Scene(lines=CROSSING.lines)))
    page = open_tab(visit("explore", run=run), "Ways")
    assert not page.exception
    assert "Which ways" not in [one.label for one in page.button_group]


def test_it_speaks_the_visitors_language(visit: Visit) -> None:
    page = open_tab(visit("explore", run=junction(), language="zh"), "路线")
    assert labelled(page.button_group, "哪种路线").value == "turning"
    assert page.dataframe[0].value["from"].tolist()[-1] == "合计"
