"""The intervals and the passenger-car units of turning movements."""

from collections.abc import Callable
from dataclasses import replace

import pandas as pd
import pytest
import streamlit as st

from heatdash.values.class_map import ClassMap
from heatdash.values.run import Run
from heatdash.values.scene import Scene
from tests.builders.analysed_runs import ASKS, again, analysed_run
from tests.builders.junctions import CROSSING, drive
from tests.pages.conftest import Visit
from tests.pages.seen import captions, labelled, open_tab, told

USUAL = "Back to the usual weights"


def junction(scene: Scene = CROSSING) -> Run:
    """Three cars and a truck cross it."""
    kinds = enumerate(("car", "car", "truck", "car"), start=1)
    drives = [drive(track=number, way="South North", begin_s=number, class_name=name) for number, name in kinds]
    return analysed_run(*drives, project=replace(ASKS, scene=scene))


@pytest.fixture
def types(monkeypatch: pytest.MonkeyPatch) -> Callable[[dict[str, float]], None]:
    """What the visitor types into the table: AppTest has no hands for it."""

    def type_into_table(weights: dict[str, float]) -> None:
        def typed(shown: pd.DataFrame, **_: object) -> pd.DataFrame:
            return shown.assign(weight=shown.kind.map(weights).fillna(shown.weight))

        monkeypatch.setattr(st, "data_editor", typed)

    return type_into_table


def test_the_interval_is_chosen_and_kept(visit: Visit) -> None:
    run = junction()
    page = open_tab(visit("explore", run=run), "Ways")
    chosen = labelled(page.selectbox, "Movements per")
    assert chosen.options == ["5 minutes", "15 minutes", "hour"]
    assert chosen.value == 15
    page = chosen.set_value(5).run()
    assert told(page) == []
    assert again(run).project.measure.interval_min == 5


def test_the_table_has_the_classes_of_the_clip_with_their_usual_weights(visit: Visit) -> None:
    page = open_tab(visit("explore", run=junction()), "Ways")
    (shown,) = [one.value for one in page.dataframe if "weight" in one.value]
    assert shown.values.tolist() == [["car", 1.0, 1.0], ["truck", 2.0, 2.0]]
    assert labelled(page.button, USUAL).disabled


def test_a_weight_that_is_typed_counts_and_is_kept_until_the_usual_ones_come_back(
    visit: Visit, types: Callable[[dict[str, float]], None]
) -> None:
    run = junction()
    types({"truck": 2.5})
    page = open_tab(visit("explore", run=run), "Ways")
    assert told(page) == []
    assert again(run).project.pcu.unusual(ClassMap()) == {"truck": 2.5}
    assert "Together 5.5 passenger-car units" in captions(page)
    types({})
    page = labelled(page.button, USUAL).click().run()
    assert again(run).project.pcu.unusual(ClassMap()) == {}
    assert "Together 5.0 passenger-car units" in captions(page)


def test_without_two_arms_nothing_is_asked(visit: Visit) -> None:
    page = open_tab(visit("explore", run=junction(Scene(lines=CROSSING.lines[:1]))), "Ways")
    assert "Movements per" not in [one.label for one in page.selectbox]


def test_it_speaks_the_visitors_language(visit: Visit) -> None:
    page = open_tab(visit("explore", run=junction(), language="zh"), "路线")
    assert labelled(page.selectbox, "转向流量时段").options == ["5 分钟", "15 分钟", "1 小时"]
    assert labelled(page.button, "恢复常用系数").disabled
