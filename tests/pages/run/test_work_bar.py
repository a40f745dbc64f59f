"""The bar of work above every page, run without a browser."""

import pytest
from streamlit.testing.v1 import AppTest

from heatdash.messages import verbatim
from heatdash.store.run_register import open_register
from heatdash.values.run import ANALYSIS, DONE, FAILED, QUEUED, RUNNING, STOPPED, VIDEO, Run
from tests.builders.analysed_runs import analysed_run, new_run, task_of
from tests.pages.conftest import Visit
from tests.pages.seen import keyed, links, told

PAGES = ("start", "set_up", "explore", "library", "guide")


def bar(page: AppTest) -> list[str]:
    """The lines of the bar, a clip's name in each."""
    return [text.value for text in page.markdown if text.value.startswith("**") and "** · " in text.value]


def buttons(page: AppTest) -> list[str]:
    """What can be done with the lines of the bar."""
    return [button.label for button in page.button if (button.key or "").startswith("work-")]


def running(*, name: str = "Aisle") -> Run:
    """A run that is being watched: 30 of 100 frames, 10 a second, and four more seconds for the rest."""
    run, register = new_run(name=name), open_register()
    expected = {"watch": 9.0, "link": 4.0}
    task = register.ask(run_id=run.run_id, kind=ANALYSIS, project=run.project, expected=expected)
    register.claim("worker")
    register.tell(task_id=task.task_id, stage="watch", done=30, total=100, frames_per_s=10.0)
    return run


@pytest.mark.parametrize("name", PAGES)
def test_every_page_tells_of_the_work_in_one_line(visit: Visit, name: str) -> None:
    running()
    page = visit(name)
    assert not page.exception
    assert bar(page) == ["**Aisle** · Watching the clip · 30% · about 5 to 15 s left"]
    assert buttons(page) == ["Show"]


def test_in_chinese_too(visit: Visit) -> None:
    running()
    page = visit("guide", language="zh")
    assert bar(page) == ["**Aisle** · 正在观看视频 · 30% · 约剩 5 至 15 秒"]
    assert buttons(page) == ["查看"]


@pytest.mark.parametrize("name", PAGES)
def test_where_nothing_is_done_for_the_visitor_there_is_no_bar(visit: Visit, name: str) -> None:
    analysed_run()
    task_of(new_run(owner="ben", name="Of another"), state=RUNNING)
    page = visit(name)
    assert bar(page) == []
    assert buttons(page) == []


def test_what_waits_says_how_many_are_before_it_and_how_long_that_takes(visit: Visit) -> None:
    running(name="First")
    run = new_run(name="Second")
    open_register().ask(run_id=run.run_id, kind=ANALYSIS, project=run.project, expected={"watch": 60.0})
    assert bar(visit("guide"))[1] == "**Second** · waiting for one other · about 60 to 90 s left"
    shown = [caption.value for caption in visit("library").caption]
    assert "waiting for one other · about 60 to 90 s left" in shown


def test_a_video_that_waits_is_told_from_an_analysis(visit: Visit) -> None:
    running(name="First")
    task_of(analysed_run(name="Second"), kind=VIDEO)
    assert bar(visit("guide"))[1] == "**Second** · its video waits for one other"


def test_a_result_is_opened_with_one_click_which_clears_the_bar(visit: Visit) -> None:
    run = analysed_run(name="Door")
    task_of(run, state=DONE)
    page = visit("guide")
    assert bar(page) == ["**Door** · the result is ready"]
    assert buttons(page) == ["Open the result", "Do not show “Door” here any more"]
    keyed(page.button, "work-open:1").click().run()
    assert not page.exception
    assert page.title[0].value == "Door"
    assert len(page.tabs) == 7, "the page is Explore"
    assert bar(page) == []
    assert bar(visit("library")) == []


def test_who_looks_at_the_result_anyway_is_told_nothing(visit: Visit) -> None:
    run = analysed_run(name="Door")
    task_of(run, state=DONE)
    other = analysed_run(name="Aisle", file="aisle.mp4")
    assert bar(visit("explore", run=other)) == ["**Door** · the result is ready"]
    assert bar(visit("explore", run=run)) == []
    assert bar(visit("guide")) == []


def test_a_video_that_is_ready_opens_on_its_tab(visit: Visit) -> None:
    run = analysed_run(name="Door")
    task_of(run, kind=VIDEO, state=DONE)
    page = visit("explore", run=run)
    assert bar(page) == ["**Door** · the video is ready"], "the map is open, not the video"
    keyed(page.button, "work-open:1").click().run()
    assert not page.exception
    assert page.session_state["tab"] == "Video"
    assert bar(page) == []


def test_what_failed_says_why_and_leads_to_where_it_can_be_tried_again(visit: Visit) -> None:
    run = new_run(name="Door")
    task_of(run, state=FAILED, error=verbatim("The disk is full; free some space."))
    page = visit("library")
    assert bar(page) == ["**Door** · It did not work: The disk is full; free some space."]
    keyed(page.button, "work-open:1").click().run()
    assert told(page)[0] == "It did not work: The disk is full; free some space."
    assert "Analyse" in [button.label for button in page.button], "the page is Set up"
    assert bar(visit("library")) == [], "the page itself has told it"


def test_an_end_can_be_dismissed_for_good(visit: Visit) -> None:
    task_of(analysed_run(name="Door"), state=DONE)
    page = visit("guide")
    keyed(page.button, "work-dismiss:1").click().run()
    assert not page.exception
    page.run()
    assert bar(page) == []
    assert bar(visit("start")) == []


def test_what_was_cancelled_is_not_told(visit: Visit) -> None:
    task_of(new_run(), state=STOPPED)
    assert bar(visit("guide")) == []


def test_of_much_work_only_the_first_lines_are_shown(visit: Visit) -> None:
    running(name="A")
    for number in range(4):
        task_of(new_run(name=f"B{number}"))
    page = visit("guide")
    assert [line.split("**")[1] for line in bar(page)] == ["A", "B0", "B1"]
    assert "… and 2 more. The Library has them all." in [caption.value for caption in page.caption]


def test_names_are_shown_letter_by_letter(visit: Visit) -> None:
    running(name="*A* [x](http://y.example)")
    assert bar(visit("guide"))[0].startswith(r"**\*A\* \[x\]\(http\://y.example\)** · ")


def test_the_library_and_explore_say_that_a_clip_is_being_watched(visit: Visit) -> None:
    run = running()
    page = visit("library")
    said = [caption.value for caption in page.caption]
    assert not any("not analysed yet" in text for text in said)
    assert "Watching the clip · 30% · about 5 to 15 s left" in said
    page = visit("explore", run=run)
    assert told(page) == [
        "This clip is being analysed. The result opens here by itself when it is ready; you may leave meanwhile."
    ]
    assert "Watching the clip · 30% · about 5 to 15 s left" in [caption.value for caption in page.caption]
    assert links(page) == ["See it at work"]


def test_explore_says_why_there_is_no_result(visit: Visit) -> None:
    run = new_run(owner="ben")
    task_of(run, state=FAILED, error=verbatim("The disk is full; free some space."))
    page = visit("explore", run=run)
    assert told(page) == ["It did not work: The disk is full; free some space."]
    assert links(page) == ["Set it up and analyse it"]


def test_a_waiting_task_that_is_next_is_about_to_start(visit: Visit) -> None:
    assert task_of(new_run(name="Door")).state == QUEUED
    assert bar(visit("guide")) == ["**Door** · Starting …"]
