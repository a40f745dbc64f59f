"""The object that was picked stays picked."""

from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from heatdash.values.class_map import TRAFFIC
from heatdash.values.ground import Ground
from pages.parts.text.words import LANGUAGE
from tests.builders.analysed_runs import ASKS, analysed_run
from tests.builders.tracks import stand, walk
from tests.pages.conftest import Visit
from tests.pages.seen import labelled, open_tab, table

FIRST, SECOND = (
    walk(track=1, start=(20, 50), end=(140, 50), seconds=2),
    walk(track=2, start=(20, 60), end=(140, 60), seconds=6),
)


def _pick(page: AppTest, row: int | None) -> AppTest:
    rows = [] if row is None else [row]
    page.session_state[page.dataframe[0].key] = {"selection": {"rows": rows, "columns": [], "cells": []}}
    page.run()
    assert not page.exception
    return page


def _ways(page: AppTest) -> list[str]:
    """What stands below the pictures of ways."""
    return [text for image in page.image for text in image.captions]


def test_the_one_that_is_picked_is_shown_until_it_is_let_go(visit: Visit) -> None:
    page = open_tab(visit("explore", run=analysed_run(FIRST, SECOND)), "Objects")
    assert _ways(page) == []
    assert _ways(_pick(page, 1)) == ["The path of number 2: from the ring to the arrow."]
    assert _ways(_pick(page, None)) == []
    assert _ways(open_tab(open_tab(page, "When"), "Objects")) == []


def test_it_is_there_again_after_another_tab_and_in_another_language(visit: Visit) -> None:
    page = open_tab(visit("explore", run=analysed_run(FIRST, SECOND)), "Objects")
    _pick(page, 1)
    assert _ways(open_tab(open_tab(page, "When"), "Objects")) == ["The path of number 2: from the ring to the arrow."]
    page.segmented_control(key=LANGUAGE).set_value("zh").run()
    assert _ways(page) == ["编号 2 的路线：从圆圈到箭头。"]


def test_it_is_the_same_one_where_the_table_has_fewer_rows(visit: Visit) -> None:
    page = open_tab(visit("explore", run=analysed_run(FIRST, SECOND)), "Objects")
    _pick(page, 1)
    labelled(page.select_slider, "When").set_range(4.0, 10.0).run()
    assert len(page.dataframe[0].value) == 1
    assert _ways(page) == ["The path of number 2: from the ring to the arrow."]
    labelled(page.select_slider, "When").set_range(8.0, 10.0).run()
    assert _ways(page) == []
    labelled(page.select_slider, "When").set_range(0.0, 10.0).run()
    assert _ways(page) == ["The path of number 2: from the ring to the arrow."]


def test_those_who_were_at_a_place_are_listed(visit: Visit) -> None:
    run = analysed_run(FIRST, SECOND, stand(track=3, at=(20, 80), seconds=4), stand(track=4, at=(60, 80), seconds=4))
    page = visit("explore", run=run)
    page.session_state[f"place:{run.run_id}"] = "Gate"
    open_tab(page, "Objects")
    assert page.dataframe[0].value["Number"].tolist() == [1, 2]
    labelled(page.selectbox, "Who was at").set_value("Door").run()
    assert page.dataframe[0].value["Number"].tolist() == [1, 2, 3]
    labelled(page.selectbox, "Who was at").set_value("whole picture").run()
    assert len(page.dataframe[0].value) == 4


ROAD = Ground(((0.2, 0.2), (0.8, 0.2), (0.8, 0.8), (0.2, 0.8)), 48.0, 27.0)
"""Two pixels a metre, seen from straight above, from high."""
TRUCKS = (
    walk(track=1, start=(20, 30), end=(140, 30), seconds=6, size=(20, 5), class_name="truck"),
    walk(track=2, start=(20, 60), end=(140, 60), seconds=6, size=(12, 5), class_name="truck"),
)


def test_trucks_have_lengths_and_the_names_of_them_where_there_is_a_scale(visit: Visit) -> None:
    asked = replace(ASKS, class_map=TRAFFIC)
    seen = table(open_tab(visit("explore", run=analysed_run(*TRUCKS, project=asked)), "Objects"))
    assert (seen["Kind"].tolist(), "Length (m)" in seen) == (["truck", "truck"], False)
    scaled = analysed_run(*TRUCKS, project=asked.with_scene(replace(asked.scene, ground=ROAD)), name="Scaled")
    page = open_tab(visit("explore", run=scaled), "Objects")
    seen = table(page)
    assert seen["Kind"].tolist() == ["heavy truck", "light truck"]
    assert seen["Length (m)"].tolist() == pytest.approx([10.0, 6.0], abs=0.8)
