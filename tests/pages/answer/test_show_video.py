"""The tab with the video, run without a browser: made when asked for, and told of until it is there."""

from dataclasses import replace

import pytest

from heatdash.messages import verbatim
from heatdash.stages.finished_analysis import open_finished_analysis
from heatdash.store.artefact_store import open_store
from heatdash.store.run_register import open_register
from heatdash.values.classes import VEHICLES, ClassChoice, parse_classes
from heatdash.values.run import FAILED, QUEUED, RUNNING, STOPPED, VIDEO, Task
from heatdash.work.first_question import OF_PEOPLE, first_shown
from tests.builders.analysed_runs import ASKS, again, analysed_run, draw_video, task_of
from tests.pages.conftest import Visit
from tests.pages.seen import captions, labelled, open_tab, told, videos


def test_the_video_of_a_question_is_made_when_asked_for(visit: Visit) -> None:
    run = analysed_run()
    page = open_tab(visit("explore", run=run), "Video")
    assert told(page)[0].startswith("The video is made when you ask for it")
    labelled(page.checkbox, "Boxes").set_value(True).run()
    assert again(run).project.style.boxes
    labelled(page.button, "Make the video").click().run()
    task = open_register().last_task(run_id=run.run_id, kind=VIDEO)
    assert (task.state, task.project) == (QUEUED, again(run).project)
    assert "Starting …" in page.get("progress")[0].text
    labelled(page.button, "Cancel").click().run()
    assert open_register().task(task.task_id).state == STOPPED
    assert told(page)[0] == "The video was cancelled."


def test_a_video_that_is_being_made_tells_how_far_it_is(visit: Visit) -> None:
    run = analysed_run()
    task_of(run, kind=VIDEO, state=RUNNING)
    page = open_tab(visit("explore", run=run), "Video")
    (bar,) = page.get("progress")
    assert bar.value == 30
    assert bar.text == "Drawing the video · 30 of 100 frames · 10 frames a second · about 5 to 10 s left"


def test_a_video_that_failed_says_why_and_can_be_asked_for_again(visit: Visit) -> None:
    run = analysed_run()
    task_of(run, kind=VIDEO, state=FAILED, error=verbatim("The disk is full; free some space."))
    page = open_tab(visit("explore", run=run), "Video")
    assert told(page)[0] == "It did not work: The disk is full; free some space."
    assert labelled(page.button, "Make the video")


def test_a_video_is_shown_and_one_of_earlier_settings_is_called_so(visit: Visit) -> None:
    run = analysed_run()
    draw_video(run)
    page = open_tab(visit("explore", run=run), "Video")
    assert told(page) == []
    (address,) = videos(page)
    assert address.endswith(".mp4")
    named = address.split("/video/")[1].split("/")[0]
    assert open_register().linked_run_id(named) == run.run_id, "this browser sends no cookie"
    labelled(page.selectbox, "What").set_value("avg_occupancy").run()
    assert told(page) == [
        "You have changed what is shown since the video below was made. A new one takes about 1 to 5 s."
    ]
    assert videos(page) == [address]
    assert "This video shows your earlier settings." in captions(page)


PROJECTS = {
    "of people": OF_PEOPLE,
    "with places": replace(OF_PEOPLE, scene=ASKS.scene, measure=replace(OF_PEOPLE.measure, metric="unique_visits")),
    "of what never came": replace(OF_PEOPLE, classes=parse_classes("dog")),
    "of vehicles": replace(OF_PEOPLE, classes=tuple(map(ClassChoice, sorted(VEHICLES)))),
    "of one colour": replace(OF_PEOPLE, classes=parse_classes("person.red")),
}


@pytest.mark.parametrize("name", PROJECTS)
def test_the_first_video_is_the_one_that_the_tab_shows(visit: Visit, name: str) -> None:
    run = analysed_run(project=PROJECTS[name])
    assert run.found is not None
    analysis = open_finished_analysis(run=run, store=open_store()).analysis(run.found.project)
    first = first_shown(run.project, analysis=analysis)
    task = open_register().ask(run_id=run.run_id, kind=VIDEO, project=first, is_extra=True)
    page = open_tab(visit("explore", run=run), "Video")
    assert "Starting …" in page.get("progress")[0].text
    assert not open_register().task(task.task_id).is_extra, "somebody waits for it now"
    open_register().ask_to_stop(task.task_id)
    draw_video(run, project=first)
    page.run()
    assert len(videos(page)) == 1
    assert "Make the video" not in [button.label for button in page.button]


def test_a_guest_sees_the_owners_video_being_made_and_cannot_stop_it(visit: Visit) -> None:
    run = analysed_run()
    task = task_of(run, kind=VIDEO, state=RUNNING)
    page = open_tab(visit("explore", run=run, owner="guest"), "Video")
    assert page.get("progress")[0].value == 30
    assert "Cancel" not in [button.label for button in page.button]
    assert goes_on(task)


def test_a_guest_sees_the_videos_that_there_are_and_has_none_made(visit: Visit) -> None:
    run = analysed_run()
    task = draw_video(run)
    page = open_tab(visit("explore", run=run, owner="guest"), "Video")
    (address,) = videos(page)
    token = page.query_params["shared"]
    assert f"/heatdash/video/{token}/" in address
    assert run.run_id not in address
    labelled(page.selectbox, "What").set_value("avg_occupancy").run()
    assert "There is no video of these settings: only whoever made this result can have one made." in told(page)
    assert "Make the video" not in [button.label for button in page.button]
    assert videos(page) == [address]
    assert "whoever made this result has chosen" in captions(page)
    assert [one.task_id for one in open_register().tasks_of(run.run_id)] == [task.task_id]


def test_what_is_drawn_without_being_asked_for_is_not_hurried_by_a_guest(visit: Visit) -> None:
    run = analysed_run()
    analysis = open_finished_analysis(run=run, store=open_store()).analysis(run.found.asked(run.project))
    first = first_shown(run.project, analysis=analysis)
    task = open_register().ask(run_id=run.run_id, kind=VIDEO, project=first, is_extra=True)
    open_tab(visit("explore", run=run, owner="guest"), "Video")
    assert open_register().task(task.task_id).is_extra


def test_when_the_link_ends_a_guest_sees_no_more_of_the_work(visit: Visit) -> None:
    run = analysed_run()
    task_of(run, kind=VIDEO, state=RUNNING)
    page = open_tab(visit("explore", run=run, owner="guest"), "Video")
    (link,) = open_register().links_of(run.run_id)
    open_register().revoke_link(run_id=run.run_id, link_id=link.link_id)
    page.run()
    assert not page.get("progress")
    assert "This link leads to no result" in told(page)[0]


def goes_on(task: Task) -> bool:
    return open_register().tell(task_id=task.task_id, stage="render", done=40, total=100, frames_per_s=None)
