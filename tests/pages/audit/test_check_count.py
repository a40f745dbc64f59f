"""Checking a line's count in the app, without a browser."""

import hashlib
import json
import sqlite3
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from heatdash.settings import data_folder as data_folder_path
from heatdash.store.run_register import open_register
from heatdash.values.classes import parse_classes
from heatdash.values.run import Run
from heatdash.values.scene import Scene
from pages.parts.text.words import LANGUAGE
from tests.builders.analysed_runs import ASKS, analysed_run
from tests.builders.answers import DOOR
from tests.builders.tracks import stand, walk
from tests.pages.seen import captions, figures, labelled, told, videos


def _page(run_id: str) -> None:
    from heatdash.store.run_register import open_register
    from pages.parts.audit.check_count import check_count
    from pages.parts.run.this_run import finished_of

    run = open_register().run(run_id)
    finished = finished_of(run)
    project = finished.found.asked(run.project)
    check_count(run=run, finished=finished, project=project, measured=finished.measured(project))


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
    assert labels(page) == ["Right", "Wrong", "Missed one in", "Missed one out", "Back", "Next", "Undo", "Draw"]
    (address,) = videos(page)
    named = address.split("/heatdash/snippet/")[1].split("/")[0]
    assert open_register().linked_run_id(named) == run.run_id, "this browser sends no cookie"


def test_each_verdict_leads_to_the_next_open_part(run: Run) -> None:
    page = press(visit(run), "Right")
    assert head(page).startswith("**Crossing 2 of 2** · at 0:04 · counted as Out")
    press(page, "Wrong")
    assert head(page) == "**Part 1 of 2 between them** · 0:00 to 0:02"
    assert labels(page)[:3] == ["All seen", "Missed one in", "Missed one out"]
    assert figures(page) == {"Counted rightly": "50 %"}
    assert "How many were missed is known once every part has been looked at" in captions(page)
    press(page, "All seen", "Missed one in", "All seen")
    assert figures(page) == {
        "Counted rightly": "50 %",
        "Found": "50 %",
        "Truly so many": "2 (counted 2)",
        "Counting error": "+0.0 %",
        "GEH, as for an hour": "0.0",
    }


def test_a_missed_one_stays_where_it_is_as_there_may_be_more(run: Run) -> None:
    page = press(visit(run), "Missed one in", "Missed one out")
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
    press(visit(run), "Right", "Missed one in")
    again = visit(run)
    assert head(again).startswith("**Crossing 2 of 2**")
    assert "Your verdict: 1 missed here" in captions(again)
    assert head(visit(run, owner="bert")).startswith("**Crossing 1 of 2**"), "another visitor begins at the begin"


def test_the_sheet_holds_what_was_said(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    saved: list[str] = []
    monkeypatch.setattr(st, "download_button", lambda label, data, *_, **__: saved.append(data))
    press(visit(run), "Right", "Wrong", "All seen", "Missed one out")
    rows = [row.split(",") for row in saved[-1].splitlines()]
    assert [row[:8] for row in rows[1:]] == [
        ["0.000", "", "", "watched", "line", "Gate", "", ""],
        ["3.000", "in", "1", "right", "line", "Gate", "", ""],
        ["4.000", "out", "2", "wrong", "line", "Gate", "", ""],
        ["5.000", "", "", "", "line", "Gate", "", ""],
        ["5.000", "out", "", "missed", "line", "Gate", "", "person"],
    ]
    assert [bool(row[9]) for row in rows[1:]] == [True, True, True, False, True], "when each was said"


def test_without_a_line_there_is_a_way_to_one(data_folder: Path) -> None:
    run = analysed_run(project=replace(ASKS, scene=Scene(zones=(DOOR,))))
    assert told(visit(run)) == [
        "No counting line yet. Draw one on the picture under Map, then you can check here whom it counts."
    ]


def test_a_line_that_nothing_crossed_says_so(data_folder: Path) -> None:
    page = visit(analysed_run(stand(track=1, at=(20, 50), seconds=3)))
    assert "Nothing was counted for “Gate" in told(page)[0]
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
    assert figures(page)["实际次数"] == "1（计为 2）"


def choose(page: AppTest, label: str, option: str) -> AppTest:
    labelled(page.selectbox, label).select(option).run()
    assert not page.exception
    return page


def kept_verdicts(run: Run, *, owner: str = "anna") -> list[dict[str, Any]]:
    """Every verdict that the visitor has given on the run's counts, as the register keeps it."""
    with sqlite3.connect(data_folder_path() / "runs.sqlite") as kept:
        wanted = (owner, f"audit:{run.run_id}:%")
        rows = kept.execute("SELECT value FROM preferences WHERE owner = ? AND name LIKE ?", wanted)
        return [verdict for (text,) in rows for verdict in json.loads(text)["verdicts"]]


def shown_table(page: AppTest) -> list[list[object]]:
    return page.dataframe[0].value.to_numpy().tolist()


def test_counted_looked_at_and_corrected_stand_side_by_side(run: Run) -> None:
    page = press(visit(run), "Right", "Wrong", "All seen", "Missed one out", "Missed one out", "All seen")
    assert shown_table(page) == [["In · person", 1, 1, 1], ["Out · person", 1, 1, 2]]
    assert "All 2 and all between them looked at: 1 right, 1 wrong, 2 missed" in page.markdown[1].value
    assert "Looked at by you, last on " in captions(page)


def test_a_chosen_name_stands_beside_the_verdicts_that_follow(run: Run) -> None:
    page = press(visit(run), "Right")
    labelled(page.text_input, "Your name beside your verdicts").input(" Anna ").run()
    press(page, "Wrong")
    assert [verdict["by"] for verdict in kept_verdicts(run)] == ["", "Anna"]
    assert "Looked at by Anna, last on " in captions(page)
    again = visit(run)
    assert labelled(again.text_input, "Your name beside your verdicts").value == "Anna"
    assert labelled(visit(run, owner="bert").text_input, "Your name beside your verdicts").value == ""


def test_what_a_guest_says_lasts_as_long_as_their_page(run: Run) -> None:
    page = press(visit(run, owner="bert"), "Right")
    assert head(page).startswith("**Crossing 2 of 2**")
    assert figures(page.run())["Counted rightly"] == "100 %"
    assert kept_verdicts(run, owner="bert") == []
    assert head(visit(run, owner="bert")).startswith("**Crossing 1 of 2**")


def test_what_is_so_of_another_kind_moves_to_that_kind(run: Run) -> None:
    page = choose(visit(run), "So, but another kind", "car")
    assert head(page).startswith("**Crossing 2 of 2**")
    assert shown_table(page) == [["In · car", 0, 0, 1], ["In · person", 1, 1, 0], ["Out · person", 1, 0, 1]]
    assert figures(page)["Counted rightly"] == "100 %", "as a crossing it is right"


def test_a_missed_one_is_of_the_kind_chosen(run: Run) -> None:
    page = press(choose(visit(run), "A missed one is a", "car"), "Missed one in")
    assert shown_table(page)[0] == ["In · car", 0, 0, 1]


def test_verdicts_of_an_earlier_version_are_still_read(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a visitor had said on these very crossings, as it was kept before there were other checks."""
    steps = [
        {"from_s": 2.0, "to_s": 4.0, "crossing": {"t_s": 3.0, "direction": "in", "track_id": 1}},
        {"from_s": 3.0, "to_s": 5.0, "crossing": {"t_s": 4.0, "direction": "out", "track_id": 2}},
        {"from_s": 0.0, "to_s": 2.0, "crossing": None},
        {"from_s": 5.0, "to_s": 10.0, "crossing": None},
    ]
    name = hashlib.sha256(json.dumps(["Gate", steps]).encode()).hexdigest()[:16]
    said = json.dumps([{"step": 0, "word": "right", "t_s": 3.0}, {"step": 1, "word": "missed", "t_s": 4.0}])
    open_register().set_preference(owner="anna", name=f"audit:{run.run_id}:{name}", value=said)
    page = visit(run)
    assert head(page).startswith("**Crossing 2 of 2**")
    assert shown_table(page)[0] == ["In or out · kind not told", 0, 0, 1], "nobody said which way the missed one went"


def test_visits_are_checked_by_coming_in_and_going_out(run: Run) -> None:
    page = choose(visit(run), "What to check", "Door: who came and went")
    assert head(page).startswith("**Visit 1 of 2** · ")
    assert labels(page)[:3] == ["Right", "Wrong", "Missed one"]
    press(page, "Right")
    assert shown_table(page)[1] == ["person", 1, 1, 1]


def test_ways_and_kinds_are_checked_without_a_search(run: Run) -> None:
    page = choose(visit(run), "What to check", "From Door straight to Gate")
    assert head(page).startswith("**Way 1 of 1** · ")
    assert labels(page)[:3] == ["Right", "Wrong", "Back"]
    press(page, "Right")
    assert "All 1 looked at: 1 right, 0 wrong" in page.markdown[1].value
    choose(page, "What to check", "What each one is")
    assert head(page).startswith("**Object 1 of 3** · ")
    press(choose(page, "So, but another kind", "car"), "Right", "Right")
    assert figures(page) == {"Counted rightly": "67 %"}, "another kind is wrong where the kind is checked"


def test_a_sample_is_drawn_and_said_of_all(data_folder: Path) -> None:
    crossing = [walk(track=one, start=(20, 50), end=(140, 50), seconds=1, begin_s=one * 0.4) for one in range(1, 21)]
    run = analysed_run(*crossing)
    page = visit(run)
    labelled(page.number_input, "How many").set_value(4).run()
    press(page, "Draw")
    assert head(page).startswith("**Crossing 1 of 4** · ")
    assert "4 of 20 drawn, evenly over kinds and time (sample " in captions(page)
    press(page, "Right", "Right", "Right")
    assert "3 of the 4 drawn are looked at: 3 right, 0 wrong." in page.markdown[1].value
    press(page, "Wrong")
    assert "3 of 4 looked at were right: between 30 % and 95 % of all 20; so 6 to 19" in page.markdown[1].value
    assert head(visit(run)).startswith("**Crossing 1 of 4** · "), "the sample is kept"
    press(page, "Look at all")
    assert "of 20** · " in head(page)
