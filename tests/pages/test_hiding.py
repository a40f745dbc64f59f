"""Hiding people, run without a browser: on by default, for whoever made the result to change, and for all to hold."""

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from heatdash.media.pictures import as_png
from heatdash.stages.place_picture import PLACE_FILE, place_key
from heatdash.store.artefact_store import open_store
from heatdash.store.run_register import open_register
from heatdash.values.run import FAILED, PLACE
from heatdash.values.style import Style
from heatdash.work.first_question import OF_PEOPLE
from pages.parts.run.this_run import clip_of
from tests.builders.analysed_runs import ASKS, again, analysed_run, draw_video, new_run, task_of
from tests.pages.conftest import Visit
from tests.pages.seen import captions, labelled, open_tab, told

HIDING = replace(ASKS, style=Style(blur=True))


def hiding(page: AppTest) -> AppTest:
    return labelled(page.toggle, "Hide people")


def test_it_is_the_apps_default() -> None:
    assert OF_PEOPLE.style.blur


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


def test_set_up_shows_the_place_once_a_worker_has_made_its_picture(visit: Visit) -> None:
    run = new_run(project=HIDING)
    page = visit("set_up", run=run)
    assert not page.exception
    assert "Picture to sketch on" not in [slider.label for slider in page.select_slider]
    assert "blurred until the place without them is ready" in captions(page)
    task = open_register().last_task(run_id=run.run_id, kind=PLACE)
    assert task is not None
    assert task.is_open
    place = np.full((90, 160, 3), 77, np.uint8)
    with open_store().get_or_make(
        kind="place", key=place_key(clip_of(run)), make=lambda folder: _leave(folder / PLACE_FILE, as_png(place))
    ):
        assert "The place without its people." in captions(page.run())
    hiding(page).set_value(False).run()
    assert not again(run).project.style.blur
    assert labelled(page.select_slider, "Picture to sketch on")


def _leave(path: Path, content: bytes) -> dict[str, object]:
    path.write_bytes(content)
    return {}


def test_after_the_analysis_set_up_shows_the_empty_scene(visit: Visit) -> None:
    run = analysed_run(project=HIDING)
    page = visit("set_up", run=run)
    assert "The place without its people." in captions(page)
    assert open_register().last_task(run_id=run.run_id, kind=PLACE) is None


def test_where_the_place_cannot_be_made_that_is_told(visit: Visit) -> None:
    run = new_run(project=HIDING)
    task_of(run, kind=PLACE, state=FAILED)
    assert "could not be made" in captions(visit("set_up", run=run))
    assert open_register().last_task(run_id=run.run_id, kind=PLACE).state == FAILED


def test_before_the_analysis_its_card_shows_the_place_alone(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_: object) -> None:
        raise AssertionError("a frame of the clip was shown")

    monkeypatch.setattr("pages.parts.run.run_cards.READER", SimpleNamespace(frame=refuse))
    new_run(project=HIDING)
    page = visit("library")
    assert not page.exception
    assert len(page.image) == 1
