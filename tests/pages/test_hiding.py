"""Hiding people, run without a browser: on by default, for whoever made the result to change, and for all to hold."""

from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from heatdash.store.run_register import open_register
from heatdash.values.run import Run
from heatdash.values.style import Style
from pages.parts.run.begin_run import _OF_PEOPLE
from tests.builders.analysed_runs import ASKS, again, analysed_run, draw_video, new_run
from tests.pages.conftest import Visit
from tests.pages.seen import captions, labelled, open_tab, told

HIDING = replace(ASKS, style=Style(blur=True))


def hiding(page: AppTest) -> AppTest:
    return labelled(page.toggle, "Hide people")


def test_it_is_the_apps_default() -> None:
    assert _OF_PEOPLE.style.blur


def test_whoever_made_the_result_can_switch_it_off_and_on(visit: Visit) -> None:
    run = analysed_run(project=HIDING)
    page = open_tab(visit("explore", run=run), "Video")
    for wanted in (False, True):
        hiding(page).set_value(wanted).run()
        assert again(run).project.style.blur is wanted


def test_others_see_that_people_are_hidden_and_cannot_change_it(visit: Visit) -> None:
    run = analysed_run(project=HIDING, owner="ben")
    page = open_tab(visit("explore", run=run), "Video")
    assert (hiding(page).value, hiding(page).disabled) == (True, True)
    assert page.session_state["owner"] == "anna"


def test_what_others_asked_before_does_not_bring_them_back(visit: Visit) -> None:
    run = analysed_run(project=replace(ASKS), owner="ben")
    page = open_tab(visit("explore", run=run), "Video")
    labelled(page.checkbox, "Boxes").set_value(True).run()
    open_register().keep_project(run_id=run.run_id, project=HIDING)
    assert hiding(page.run()).value


@pytest.mark.parametrize(("project", "shows"), [(ASKS, True), (HIDING, False)])
def test_the_clip_itself_is_played_only_where_people_are_not_hidden(visit: Visit, project: object, shows: bool) -> None:
    run = analysed_run(project=project)
    page = visit("explore", run=run)
    page.session_state[f"{run.run_id}:track"] = 1
    page = open_tab(page, "Objects")
    assert bool(videos(page)) is shows
    assert any("the clip itself is not shown" in text for text in told(page)) is not shows


def test_an_earlier_video_that_shows_people_is_not_offered(visit: Visit) -> None:
    run = analysed_run(project=HIDING)
    draw_video(run, project=ASKS)
    assert videos(open_tab(visit("explore", run=run), "Video")) == []
    draw_video(run, project=replace(HIDING, style=replace(HIDING.style, boxes=True)))
    assert len(videos(open_tab(visit("explore", run=run), "Video"))) == 1


def videos(page: AppTest) -> list[object]:
    return list(page.get("video"))


@pytest.mark.parametrize("make", [new_run, analysed_run])
def test_set_up_shows_the_place_and_no_frame_of_the_clip(visit: Visit, make: object) -> None:
    run: Run = make(project=HIDING)
    page = visit("set_up", run=run)
    assert not page.exception
    assert "Frame" not in " ".join(slider.label for slider in page.slider)
    assert ("blurred wherever anything moved" in captions(page)) is (run.found is None)
    hiding(page).set_value(False).run()
    assert not again(run).project.style.blur
    assert len(page.slider) > 0


def test_before_the_analysis_its_card_shows_the_place_alone(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_: object) -> None:
        raise AssertionError("a frame of the clip was shown")

    monkeypatch.setattr("pages.parts.run.run_cards.preview_frame", refuse)
    new_run(project=HIDING)
    page = visit("library")
    assert not page.exception
    assert len(page.image) == 1
