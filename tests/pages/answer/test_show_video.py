"""The tab with the video, run without a browser: made when asked for, and told of until it is there."""

from heatdash.messages import verbatim
from heatdash.store.run_register import open_register
from heatdash.values.run import FAILED, QUEUED, RUNNING, STOPPED, VIDEO
from tests.builders.analysed_runs import again, analysed_run, draw_video, task_of
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
    assert bar.text == "Drawing the video · 30 of 100 frames · 10 frames a second · about 7 s left"


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
    assert f"/video/{run.run_id}/" in address
    labelled(page.selectbox, "What").set_value("avg_occupancy").run()
    assert told(page) == ["You have changed what is shown since the video below was made."]
    assert videos(page) == [address]
    assert "This video shows your earlier settings." in captions(page)
