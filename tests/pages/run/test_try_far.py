"""Trying ten seconds on Set up, run without a browser."""

from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from heatdash.messages import verbatim
from heatdash.store.run_register import open_register
from heatdash.values.classes import parse_classes
from heatdash.values.run import ANALYSIS, DONE, FAILED, QUEUED, STOPPED, TRIAL, Run, Task
from heatdash.values.trial import Trial
from heatdash.values.watch_settings import WatchSettings
from tests.builders.analysed_runs import ASKS, again, new_run
from tests.builders.trials import look, trial
from tests.pages.conftest import Visit
from tests.pages.seen import captions, labelled, told

PEOPLE = replace(ASKS, classes=parse_classes("person"))
WORTH_IT = trial(
    own=look({"person": 3}, {"person": 120}),
    larger=look({"person": 7}, {"person": 290}, input_px=1280, height_px={"people": 22.0}, seconds=5.0),
)


def kept(monkeypatch: pytest.MonkeyPatch, found: Trial) -> None:
    """Ten seconds were tried before."""
    monkeypatch.setattr("heatdash.stages.try_larger.stored_trial", lambda **_: found)


def last_trial(run: Run) -> Task:
    task = open_register().last_task(run_id=run.run_id, kind=TRIAL)
    assert task is not None
    return task


def said(page: AppTest) -> str:
    return "\n".join([*(text.value for text in page.markdown), captions(page)])


def test_small_and_far_asks_for_a_larger_picture_and_says_what_it_costs(
    visit: Visit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "yolo26n_openvino_model"
    folder.mkdir()
    (folder / "yolo26n.xml").write_text("<net/>")
    (folder / "metadata.yaml").write_text("imgsz: 640\nnames: {0: person}")
    monkeypatch.setenv("HEATDASH_MODELS", str(tmp_path))
    run = new_run()
    page = visit("set_up", run=run)
    labelled(page.selectbox, "Model").set_value("auto").run()
    labelled(page.pills, "How carefully").set_value("far").run()
    assert told(page) == []
    assert (again(run).project.watch.input_px, again(run).project.watch.sample_fps) == (960, 10.0)
    assert "The model looks at a picture 960 pixels long." in captions(page)
    assert "with Balanced about" in captions(page)
    labelled(page.button, "Analyse").click().run()
    task = open_register().last_task(run_id=run.run_id, kind=ANALYSIS)
    assert task is not None
    assert task.project.watch.input_px == 960


def test_without_a_model_it_says_that_it_changes_nothing(visit: Visit) -> None:
    page = visit("set_up", run=new_run(project=replace(ASKS, watch=WatchSettings(model="motion"))))
    labelled(page.pills, "How carefully").set_value("far").run()
    assert "Motion is found no better in a larger picture." in captions(page)
    assert "The model looks at" not in captions(page)


def test_it_is_chosen_again_on_the_next_visit_and_can_be_left(visit: Visit) -> None:
    run = new_run(project=replace(ASKS, watch=WatchSettings(sample_fps=10.0, input_px=1280)))
    page = visit("set_up", run=run)
    assert labelled(page.pills, "How carefully").value == "far"
    labelled(page.pills, "How carefully").set_value("quick").run()
    assert (again(run).project.watch.input_px, again(run).project.watch.sample_fps) == (None, 5.0)


def test_the_button_has_a_worker_try_the_clip_and_shows_how_far_it_is(visit: Visit) -> None:
    run, register = new_run(), open_register()
    page = visit("set_up", run=run)
    labelled(page.button, "Try 10 seconds").click().run()
    task = last_trial(run)
    assert (task.state, task.project.watch.model) == (QUEUED, "auto")
    assert [stage for stage, _ in task.expected] == ["start", "trial"]
    assert "Try 10 seconds" not in [button.label for button in page.button]
    register.claim("worker")
    register.tell(task_id=task.task_id, stage="trial", done=53, total=212, frames_per_s=10.0)
    page = visit("set_up", run=run)
    (bar,) = page.get("progress")
    assert (bar.value, bar.text) == (25, "Trying ten seconds · 25% · about 10 to 20 s left")
    labelled(page.button, "Cancel").click().run()
    assert not page.exception
    assert not register.tell(task_id=task.task_id, stage="trial", done=54, total=212, frames_per_s=10.0)
    register.break_off(task.task_id)
    assert last_trial(run).state == STOPPED
    assert labelled(visit("set_up", run=run).button, "Try 10 seconds")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_it_has_found_is_told_in_words(visit: Visit, monkeypatch: pytest.MonkeyPatch, language: str) -> None:
    kept(monkeypatch, WORTH_IT)
    page = visit("set_up", run=new_run(project=PEOPLE), language=language)
    assert told(page) == []
    expected = {
        "en": (
            "**Small and far is worth it for this clip.**",
            "3 people at Balanced, 7 people with Small and far",
            "22 of the picture's 1080 pixels tall",
        ),
        "zh": ("**这段视频值得使用“小而远”。**", "“均衡”找到 3 人，“小而远”找到 7 人", "不到 22 像素"),
    }
    assert all(words in said(page).replace("\\(", "(") for words in expected[language])
    assert "Try 10 seconds" not in [button.label for button in page.button]


def test_the_size_that_was_tried_is_the_one_that_is_watched(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    kept(monkeypatch, WORTH_IT)
    run = new_run(project=PEOPLE)
    page = visit("set_up", run=run)
    assert again(run).project.watch.input_px is None
    labelled(page.pills, "How carefully").set_value("far").run()
    assert again(run).project.watch.input_px == 1280


def test_why_a_trial_failed_is_told_for_its_model_and_it_can_be_tried_again(visit: Visit) -> None:
    run, register = new_run(project=replace(ASKS, watch=WatchSettings(model="motion"))), open_register()
    task = register.ask(run_id=run.run_id, kind=TRIAL, project=run.project)
    register.claim("worker")
    register.finish(task_id=task.task_id, state=FAILED, error=verbatim("No room left."))
    page = visit("set_up", run=run)
    assert "It did not work: No room left." in captions(page).replace("\\.", ".")
    assert labelled(page.button, "Try 10 seconds")
    labelled(page.selectbox, "Model").set_value("auto").run()
    assert "No room left" not in captions(page.run())


def test_of_a_picture_no_seconds_are_tried(visit: Visit) -> None:
    page = visit("set_up", run=new_run(file="shelf.png"))
    assert "Try 10 seconds" not in [button.label for button in page.button]
    labelled(page.pills, "How carefully").set_value("far").run()
    assert told(page) == []


def test_the_bar_tells_that_it_is_ready_and_where(visit: Visit) -> None:
    run, register = new_run(name="Aisle"), open_register()
    task = register.ask(run_id=run.run_id, kind=TRIAL, project=run.project)
    register.claim("worker")
    register.finish(task_id=task.task_id, state=DONE)
    page = visit("guide")
    assert "**Aisle** · ten seconds were tried with Small and far" in [text.value for text in page.markdown]
    assert labelled(page.button, "Show")
    page = visit("set_up", run=run)
    assert "ten seconds were tried" not in said(page)
