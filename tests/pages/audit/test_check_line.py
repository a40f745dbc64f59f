"""Checking a line's count in the app, without a browser."""

from dataclasses import replace
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from heatdash.values.classes import parse_classes
from heatdash.values.run import Run
from heatdash.values.scene import Scene
from pages.parts.text.words import LANGUAGE
from tests.builders.analysed_runs import ASKS, analysed_run
from tests.builders.answers import DOOR
from tests.builders.tracks import stand
from tests.pages.seen import captions, figures, labelled, told, videos


def _page(run_id: str) -> None:
    from heatdash.store.run_register import open_register
    from pages.parts.audit.check_line import audit_line
    from pages.parts.run.this_run import finished_of

    run = open_register().run(run_id)
    finished = finished_of(run)
    project = finished.found.asked(run.project)
    audit_line(run=run, finished=finished, project=project, measured=finished.measured(project))


def visit(run: Run, *, owner: str = "anna", language: str = "en") -> AppTest:
    page = AppTest.from_function(_page, args=(run.run_id,), default_timeout=30)
    page.context = {"url": "http://localhost/explore"}
    page.session_state["owner"] = owner
    page.session_state[LANGUAGE] = language
    page.run()
    assert not page.exception
    return page


def press(page: AppTest, *labels: str) -> AppTest:
    for label in labels:
        labelled(page.button, label).click().run()
        assert not page.exception
    return page


def head(page: AppTest) -> str:
    return page.markdown[0].value


def labels(page: AppTest) -> list[str]:
    return [button.label for button in page.button]


@pytest.fixture
def run(data_folder: Path) -> Run:
    return analysed_run()


def test_the_first_crossing_is_shown_and_asked_about(run: Run) -> None:
    page = visit(run)
    assert head(page) == "**Crossing 1 of 2** · at 0:03 · counted as In"
    assert "with the arrow" in captions(page)
    assert labels(page) == ["Right", "Wrong", "Missed one", "Back", "Next", "Undo"]
    (address,) = videos(page)
    assert f"/heatdash/snippet/{run.run_id}/" in address


def test_each_verdict_leads_to_the_next_open_part(run: Run) -> None:
    page = press(visit(run), "Right")
    assert head(page).startswith("**Crossing 2 of 2** · at 0:04 · counted as Out")
    press(page, "Wrong")
    assert head(page) == "**Part 1 of 2 between the crossings** · 0:00 to 0:02"
    assert labels(page)[:2] == ["All seen", "Missed one"]
    assert figures(page) == {"Counted rightly": "50 %"}
    assert "How many were missed is known once every part has been looked at" in captions(page)
    press(page, "All seen", "Missed one", "All seen")
    assert figures(page) == {
        "Counted rightly": "50 %",
        "Found": "50 %",
        "Truly crossed": "2 (counted 2)",
        "Counting error": "+0.0 %",
        "GEH, as for an hour": "0.0",
    }


def test_a_missed_one_stays_where_it_is_as_there_may_be_more(run: Run) -> None:
    page = press(visit(run), "Missed one", "Missed one")
    assert head(page).startswith("**Crossing 1 of 2**")
    assert "Your verdict: 2 missed here" in captions(page)


def test_the_last_word_can_be_taken_back(run: Run) -> None:
    page = press(visit(run), "Right", "Next", "Undo")
    assert head(page).startswith("**Crossing 1 of 2**")
    assert "Not judged yet." in captions(page)
    assert labelled(page.button, "Undo").disabled


def test_one_can_look_back_and_say_otherwise(run: Run) -> None:
    page = press(visit(run), "Right", "Back")
    assert "Your verdict: Right" in captions(page)
    press(page, "Wrong")
    assert figures(page) == {"Counted rightly": "0 %"}
    assert labelled(press(page, "Back").button, "Back").disabled


def test_a_page_loaded_anew_goes_on_where_it_was(run: Run) -> None:
    press(visit(run), "Right", "Missed one")
    again = visit(run)
    assert head(again).startswith("**Crossing 2 of 2**")
    assert "Your verdict: 1 missed here" in captions(again)
    assert head(visit(run, owner="bert")).startswith("**Crossing 1 of 2**"), "another visitor begins at the begin"


def test_the_sheet_holds_what_was_said(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    saved: list[str] = []
    monkeypatch.setattr(st, "download_button", lambda label, data, *_, **__: saved.append(data))
    press(visit(run), "Right", "Wrong", "All seen", "Missed one")
    assert saved[-1].splitlines() == [
        "t_s,direction,track_id,verdict",
        *("0.000,,,watched", "3.000,in,1,right", "4.000,out,2,wrong", "5.000,,,", "5.000,,,missed"),
    ]


def test_without_a_line_there_is_a_way_to_one(data_folder: Path) -> None:
    run = analysed_run(project=replace(ASKS, scene=Scene(zones=(DOOR,))))
    assert told(visit(run)) == [
        "No counting line yet. Draw one on the picture under Map, then you can check here whom it counts."
    ]


def test_a_line_that_nothing_crossed_says_so(data_folder: Path) -> None:
    page = visit(analysed_run(stand(track=1, at=(20, 50), seconds=3)))
    assert "Nothing was counted at Gate" in told(page)[0]
    assert not videos(page)


def test_a_picture_has_nothing_to_check(data_folder: Path) -> None:
    assert (
        "This is a single picture" in told(visit(analysed_run(stand(track=1, at=(20, 50), seconds=0), file="a.png")))[0]
    )


def test_what_is_not_counted_on_purpose_is_told(data_folder: Path) -> None:
    measure = replace(ASKS.measure, line_rule="once")
    page = visit(analysed_run(project=replace(ASKS, classes=parse_classes("person"), measure=measure)))
    assert told(page) == [
        "Only the kinds chosen count (person): whatever else crosses was not missed.",
        "Each one counts once each way: its later crossings were not missed.",
    ]


def test_it_speaks_chinese(run: Run) -> None:
    page = press(visit(run, language="zh"), "正确", "错误", "已看完", "已看完")
    assert figures(page)["实际越过"] == "1（计为 2）"
