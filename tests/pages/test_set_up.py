"""Set up, run without a browser: whom to count, how carefully, and the look itself."""

from dataclasses import replace
from datetime import date, time
from pathlib import Path

import pytest

from heatdash.messages import verbatim
from heatdash.store.run_register import open_register
from heatdash.values.classes import ClassChoice
from heatdash.values.run import ANALYSIS, DONE, FAILED, QUEUED, RUNNING, STOPPED
from heatdash.values.scene import Scene
from heatdash.values.stage_cost import StageCost
from heatdash.values.watch_settings import WatchSettings
from heatdash.work.live_picture import live_picture_path
from pages.parts.run.begin_run import AWAITED
from tests.builders.analysed_runs import ASKS, again, analysed_run, new_run, task_of, upload
from tests.pages.conftest import Visit
from tests.pages.seen import captions, cards, labelled, links, told


@pytest.mark.parametrize(("language", "link"), [("en", "To the first page"), ("zh", "前往首页")])
def test_without_a_clip_there_is_a_way_to_one(visit: Visit, language: str, link: str) -> None:
    page = visit("set_up", language=language)
    assert not page.exception
    assert len(told(page)) == 1
    assert links(page) == [link]


def test_a_new_clip_is_told_of_and_can_be_analysed(visit: Visit) -> None:
    run = new_run(name="Entrance", project=replace(ASKS, scene=Scene()))
    page = visit("set_up", run=run)
    assert not page.exception
    assert page.title[0].value == "Entrance"
    assert "160" in page.caption[0].value
    assert any(one.startswith("No places yet.") for one in told(page))
    assert "About 1 to 5 s on this machine, once." in captions(page)
    labelled(page.button, "Analyse").click().run()
    task = open_register().last_task(run_id=run.run_id, kind=ANALYSIS)
    assert task is not None
    assert (task.state, task.project) == (QUEUED, again(run).project)
    assert page.get("progress")[0].text == "Starting …"
    assert "Analyse" not in [button.label for button in page.button]


def test_whole_numbers_are_offered_for_weights_that_can_run_in_them(
    visit: Visit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "own.pt").write_bytes(b"weights")
    monkeypatch.setenv("HEATDASH_MODELS", str(tmp_path))
    monkeypatch.setattr("pages.parts.ask.choose_care.find_spec", lambda name: name)
    offered = "Faster, in whole numbers (INT8)"
    run = new_run()
    page = visit("set_up", run=run)
    assert offered not in [box.label for box in page.checkbox]
    labelled(page.selectbox, "Model").set_value("own").run()
    labelled(page.checkbox, offered).set_value(True).run()
    assert again(run).project.watch == WatchSettings(model="own", int8=True)
    labelled(page.selectbox, "Model").set_value("motion").run()
    assert offered not in [box.label for box in page.checkbox]
    assert not again(run).project.watch.int8
    labelled(page.selectbox, "Model").set_value("own").run()
    monkeypatch.setattr("pages.parts.ask.choose_care.find_spec", lambda name: None)
    assert offered not in [box.label for box in page.run().checkbox]


def test_what_is_set_up_is_kept_and_asked_for(visit: Visit) -> None:
    run = new_run()
    page = visit("set_up", run=run)
    labelled(page.pills, "How carefully").set_value("quick")
    labelled(page.pills, "Who").set_value("vehicles")
    labelled(page.selectbox, "Model").set_value("motion")
    labelled(page.selectbox, "Tracker").set_value("bytetrack")
    labelled(page.slider, "Confidence needed").set_value(40)
    labelled(page.checkbox, "I know when the recording began").set_value(True).run()
    labelled(page.date_input, "Day").set_value(date(2026, 3, 1))
    labelled(page.time_input, "First picture at").set_value(time(12, 3, 7))
    labelled(page.selectbox, "Time zone").set_value("Europe/Berlin").run()
    assert told(page) == []
    project = again(run).project
    assert (project.watch.sample_fps, project.watch.model) == (5.0, "motion")
    assert (project.link.tracker, project.link.conf) == ("bytetrack", 0.4)
    assert ClassChoice("car") in project.classes
    assert ClassChoice("person") not in project.classes
    assert str(project.start) == "2026-03-01 12:03:07 Europe/Berlin"
    labelled(page.button, "Analyse").click().run()
    task = open_register().last_task(run_id=run.run_id, kind=ANALYSIS)
    assert task is not None
    assert task.project == project


def test_who_did_not_make_the_run_cannot_have_it_analysed(visit: Visit) -> None:
    page = visit("set_up", run=analysed_run(owner="anna"), owner="ben")
    assert told(page)[0].startswith("You are looking at a clip that someone else shares with you.")
    assert page.button == []
    assert links(page) == ["See the result"]


def test_everything_is_there_in_chinese(visit: Visit) -> None:
    page = visit("set_up", run=new_run(), language="zh")
    assert told(page) == []
    assert labelled(page.button, "开始分析")
    assert labelled(page.pills, "对象").options == ["人", "车辆", "全部", "自选…"]
    assert labelled(page.pills, "观看精度").options == ["快速", "均衡", "逐帧", "小而远"]


def test_a_look_that_waits_says_how_many_come_first(visit: Visit) -> None:
    task_of(new_run(file="other.mp4"))
    run = new_run()
    task_of(run)
    page = visit("set_up", run=run)
    assert page.get("progress")[0].text.startswith("Waiting: one other is before this one.")


def test_a_look_that_waits_says_when_it_should_be_done(visit: Visit) -> None:
    task_of(new_run(file="other.mp4"))
    run = new_run()
    expected = {"watch": 60.0}
    open_register().ask(run_id=run.run_id, kind=ANALYSIS, project=run.project, expected=expected)
    text = visit("set_up", run=run).get("progress")[0].text
    assert text.startswith("Waiting: one other is before this one.")
    assert text.endswith(" left")


def test_a_look_too_many_is_told_and_not_begun(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEATDASH_OWNER_TASKS", "1")
    task_of(new_run(file="other.mp4"))
    run = new_run()
    page = visit("set_up", run=run)
    labelled(page.button, "Analyse").click().run()
    assert not page.exception
    assert told(page)[-1].startswith("One of your analyses and videos waits or runs, and at most 1 may")
    assert open_register().last_task(run_id=run.run_id, kind=ANALYSIS) is None


def test_strangers_choose_among_the_models_of_the_server(
    visit: Visit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "own.pt").write_bytes(b"weights")
    monkeypatch.setenv("HEATDASH_MODELS", str(tmp_path))
    monkeypatch.setenv("HEATDASH_MODE", "hosted")
    run = new_run(project=replace(ASKS, watch=WatchSettings(model="/etc/own.pt")))
    page = visit("set_up", run=run)
    assert not page.exception
    models = labelled(page.selectbox, "Model")
    assert (models.value, len(models.options)) == ("auto", 3)
    assert "/etc/own.pt" not in models.options


def test_a_look_that_runs_says_how_far_it_is_and_can_be_stopped(visit: Visit) -> None:
    run = new_run()
    task = task_of(run, state=RUNNING)
    live_picture_path(task.task_id).parent.mkdir()
    live_picture_path(task.task_id).write_bytes(upload("live.png").read_bytes())
    page = visit("set_up", run=run)
    (bar,) = page.get("progress")
    assert bar.value == 30
    assert bar.text == "Watching the clip · 30 of 100 frames · 10 frames a second · about 5 to 10 s left"
    assert page.image[0].captions[0].startswith("What is being seen right now.")
    labelled(page.button, "Cancel").click().run()
    assert not page.exception
    open_register().finish(task_id=task.task_id, state=STOPPED)
    page.run()
    assert told(page)[0].startswith("Cancelled.")
    assert labelled(page.button, "Analyse")


def test_another_visitor_sees_the_work_and_cannot_stop_it(visit: Visit) -> None:
    run = new_run(owner="anna")
    task_of(run, state=RUNNING)
    page = visit("set_up", run=run, owner="ben")
    assert len(page.get("progress")) == 1
    assert page.button == []


def test_a_look_that_failed_says_why_and_can_be_asked_for_again(visit: Visit) -> None:
    run = new_run()
    task_of(run, state=FAILED, error=verbatim("The disk is full; free some space."))
    page = visit("set_up", run=run)
    assert told(page)[0] == "It did not work: The disk is full; free some space."
    assert labelled(page.button, "Analyse")


def test_the_result_that_was_waited_for_opens_by_itself_once(visit: Visit) -> None:
    run = analysed_run()
    task_of(run, state=DONE)
    page = visit("guide")
    page.session_state[AWAITED] = run.run_id
    page.query_params["run"] = run.run_id
    page.switch_page("set_up.py").run()
    assert not page.exception
    assert cards(page), "the page is Explore"
    page = visit("set_up", run=run)
    assert labelled(page.button, "Analyse")
    assert links(page) == ["See the result"]


def test_a_clip_whose_file_is_gone_is_told(visit: Visit) -> None:
    run = new_run(name="Entrance")
    run.source.unlink()
    page = visit("set_up", run=run)
    assert not page.exception
    assert told(page) == [
        "The file of 'Entrance' is no longer there. Upload it again, or delete this entry from the Library."
    ]


def test_a_picture_is_set_up_like_a_clip(visit: Visit) -> None:
    page = visit("set_up", run=new_run(file="shelf.png"))
    assert told(page) == []
    assert "Picture to sketch on" not in [slider.label for slider in page.select_slider]
    assert labelled(page.button, "Analyse")


def test_the_picture_to_sketch_on_can_be_chosen(visit: Visit) -> None:
    page = visit("set_up", run=new_run())
    first = page.image[0].value
    labelled(page.select_slider, "Picture to sketch on").set_value(5.0).run()
    assert not page.exception
    assert page.image[0].value != first


def test_the_cost_is_guessed_from_the_last_look(visit: Visit) -> None:
    watched = StageCost("watch", "motion", frames=100, pixels=100 * 160 * 90, seconds=200.0)
    open_register().keep_costs([watched])
    run = new_run()
    page = visit("set_up", run=run)
    labelled(page.selectbox, "Model").set_value("motion").run()
    labelled(page.pills, "How carefully").set_value("every").run()
    assert "About 2 to 4 min on this machine, once." in captions(page)


def test_what_was_found_already_costs_no_time(visit: Visit) -> None:
    watched = StageCost("watch", "motion", frames=100, pixels=100 * 160 * 90, seconds=200.0)
    open_register().keep_costs([watched])
    run = analysed_run(project=replace(ASKS, watch=WatchSettings(model="motion")))
    page = visit("set_up", run=run)
    labelled(page.pills, "How carefully").set_value("every").run()
    assert "About 1 to 5 s on this machine, once." in captions(page)
    labelled(page.pills, "How carefully").set_value("quick").run()
    assert "About 90 s to 3 min on this machine, once." in captions(page)
