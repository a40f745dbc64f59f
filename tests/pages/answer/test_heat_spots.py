"""The map in words: which spots are offered, and who was there."""

import json
from dataclasses import replace
from typing import Any

import numpy as np
from streamlit.testing.v1 import AppTest

from heatdash.measure.heat.cell_grid import cell_grid
from heatdash.measure.heat.spots import Spots
from pages.parts.answer.heat_spots import hottest
from tests.builders.analysed_runs import ASKS, analysed_run
from tests.builders.tracks import stand
from tests.pages.conftest import Visit


def told(page: AppTest) -> dict[str, Any]:
    (shown,) = [one.proto for one in page.get("bidi_component") if one.proto.component_name == "heat_spots"]
    return dict(json.loads(shown.json))


def test_the_hottest_spots_lie_apart_and_the_longest_stay_comes_first() -> None:
    grid = cell_grid(grid=48, width_px=480, height_px=270)
    objects, typical_s = np.zeros(grid.shape, np.int64), np.zeros(grid.shape)
    for row, column, count, seconds in (
        (5, 5, 2, 9.0),
        (5, 6, 1, 17.0),
        (5, 30, 1, 30.0),
        (20, 5, 3, 1.0),
        (9, 40, 1, 2.0),
    ):
        objects[row, column], typical_s[row, column] = count, seconds
    assert hottest(Spots(grid=grid, objects=objects, typical_s=typical_s)) == [[30, 5], [5, 5], [5, 20]]


def test_nowhere_is_hot_where_nobody_was() -> None:
    grid = cell_grid(grid=48, width_px=480, height_px=270)
    assert hottest(Spots(grid=grid, objects=np.zeros(grid.shape, np.int64), typical_s=np.zeros(grid.shape))) == []


def test_a_picked_spot_shows_who_was_there_the_longest_stay_first(visit: Visit) -> None:
    run = analysed_run(*(stand(track=n, at=(80, 50), seconds=n) for n in (2, 5)))
    page = visit("explore", run=run)
    data = told(page)
    (column, row), *_ = data["hottest"]
    assert [2, 3.7] in [spot[2:] for spot in data["spots"] if spot[:2] == [column, row]]
    page.session_state[f"spot:{run.run_id}"] = {"column": column, "row": row}
    page.run()
    (stays,) = page.dataframe
    assert stays.value.iloc[:, 0].tolist() == [5, 2]
    assert stays.value["Here for"].tolist() == ["5 s", "2 s"]


def test_where_people_are_hidden_it_is_told_why_a_stay_cannot_be_watched(visit: Visit) -> None:
    hidden = replace(ASKS, style=replace(ASKS.style, blur=True))
    run = analysed_run(stand(track=5, at=(80, 50), seconds=5), project=hidden)
    page = visit("explore", run=run)
    (column, row), *_ = told(page)["hottest"]
    page.session_state[f"spot:{run.run_id}"] = {"column": column, "row": row}
    page.run()
    (stays,) = page.dataframe
    page.session_state[stays.key] = {"selection": {"rows": [0], "columns": [], "cells": []}}
    page.run()
    assert any("People are hidden" in info.value for info in page.info)


def test_it_is_told_of_people_vehicles_or_objects(visit: Visit) -> None:
    words = told(visit("explore", run=analysed_run(stand(track=1, at=(80, 50), seconds=2))))["words"]
    assert (words["many"], words["one"]) == ("{count} people, {time} each", "1 person, {time}")
    words = told(visit("explore", run=analysed_run()))["words"]
    assert words["many"].startswith("{count} objects")
