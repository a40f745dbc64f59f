"""The first page, run without a browser."""

import json
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from heatdash.stages.stored_sample import sample_clip
from heatdash.store.artefact_store import open_store
from heatdash.store.run_register import open_register
from heatdash.values.classes import PEOPLE
from heatdash.values.measure_settings import AUTO_BINS
from heatdash.values.run import ANALYSIS, QUEUED
from heatdash.values.scene import scene_to_json
from heatdash.work.uploads import upload_path
from pages.parts.run.upload_box import Arrived, Upload
from pages.parts.text.spoken import literal
from tests.builders.analysed_runs import analysed_run, find, new_run, upload
from tests.builders.answers import SCENE
from tests.pages.conftest import Visit
from tests.pages.seen import MENU, cards, labelled, told


@pytest.fixture
def _small_sample(monkeypatch: pytest.MonkeyPatch) -> None:
    """A sample that is made in no time."""

    def make_sample(folder: Path) -> None:
        (folder / "sample.mp4").write_bytes(upload("sample.mp4").read_bytes())
        (folder / "sample.scene.json").write_text(json.dumps(scene_to_json(SCENE)), encoding="utf-8")

    monkeypatch.setattr("heatdash.sample.make_sample.make_sample", make_sample)


@pytest.mark.parametrize(
    ("language", "title", "sample"),
    [("en", "See where people go.", "Try the sample"), ("zh", "看看人们往哪里走。", "试用示例")],
)
def test_a_new_visitor_sees_one_next_step(visit: Visit, language: str, title: str, sample: str) -> None:
    page = visit("start", language=language)
    assert told(page) == []
    assert [one.value for one in page.title] == [title]
    assert [button.label for button in page.button] == [sample]
    assert len(page.image) == 1


@pytest.mark.usefixtures("_small_sample")
def test_the_sample_is_looked_at_once_and_opens_from_then_on(visit: Visit) -> None:
    page = visit("start")
    labelled(page.button, "Try the sample").click().run()
    assert not page.exception
    (run,) = open_register().runs_of("anna")
    assert (run.name, run.source, run.project.scene) == ("Sample: a plaza", sample_clip(open_store()), SCENE)
    task = open_register().last_task(run_id=run.run_id, kind=ANALYSIS)
    assert task is not None
    assert (task.state, task.project.watch.sample_fps) == (QUEUED, 10.0)
    assert page.get("progress")[0].text == "Starting …", "the page is Set up"

    find(run)
    page = visit("start")
    labelled(page.button, "Try the sample").click().run()
    assert not page.exception
    assert cards(page), "the page is Explore"
    assert [one.run_id for one in open_register().runs_of("anna")] == [run.run_id]


@pytest.mark.usefixtures("_small_sample")
def test_everyone_has_a_sample_of_their_own(visit: Visit) -> None:
    for owner in ("anna", "ben"):
        labelled(visit("start", owner=owner).button, "Try the sample").click().run()
    assert [len(open_register().runs_of(owner)) for owner in ("anna", "ben")] == [1, 1]


def test_a_clip_that_arrives_is_set_up_next(visit: Visit, arrivals: list[Upload]) -> None:
    page = visit("start")
    path = upload("Back door.mp4")
    arrivals.append(Upload(upload_id=path.parent.name, name="Back door.mp4"))
    page.run()
    assert told(page) == [
        "No places yet. Draw one on the picture, or add one here; you can also do that later, without analysing again."
    ]
    (run,) = open_register().runs_of("anna")
    assert (run.name, run.source) == ("Back door", path)
    assert {choice.class_name for choice in run.project.classes} == PEOPLE
    assert run.project.measure.bin_min == AUTO_BINS, "a short clip has short steps"
    assert labelled(page.button, "Analyse"), "the page is Set up"
    assert page.query_params["run"] == run.run_id


def test_the_start_of_the_recording_is_read_from_the_visitors_own_name_of_the_file(
    visit: Visit, arrivals: list[Upload]
) -> None:
    page = visit("start")
    path = upload("clip.mp4")
    arrivals.append(Upload(upload_id=path.parent.name, name="cam1_20261123_120000.mp4"))
    page.run()
    (run,) = open_register().runs_of("anna")
    start = run.project.start
    assert (str(start), start and start.source) == ("2026-11-23 12:00:00", "name")


def test_a_file_that_is_no_clip_is_told_by_its_own_name_and_not_kept(visit: Visit, arrivals: list[Upload]) -> None:
    page = visit("start")
    path = upload("*holiday*.mp4", content=b"no clip at all")
    arrivals.append(Upload(upload_id=path.parent.name, name="*holiday*.mp4"))
    page.run()
    assert not page.exception
    assert literal("'*holiday*.mp4'") in told(page)[0]
    assert not path.exists()
    assert upload_path(path.parent.name, owner="anna") is None
    assert open_register().runs_of("anna") == []


def test_a_clip_that_is_more_than_clips_may_be_here_is_told_and_not_kept(
    visit: Visit, arrivals: list[Upload], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HEATDASH_MAX_FRAMES", "50")
    page = visit("start")
    path = upload("clip.mp4")
    arrivals.append(Upload(upload_id=path.parent.name, name="Door.mp4"))
    page.run()
    assert not page.exception
    name = literal("'Door.mp4'")
    assert f"{name} has 100 frames; at most 50 are taken here." in told(page)[0]
    assert not path.exists()
    assert open_register().runs_of("anna") == []


def test_an_upload_that_is_gone_is_told(visit: Visit, arrivals: list[Upload]) -> None:
    page = visit("start")
    arrivals.append(Upload(upload_id="0" * 32, name="clip.mp4"))
    page.run()
    assert told(page) == ["The upload is no longer there; please upload the clip again."]


def test_the_last_four_results_are_one_click_away(visit: Visit) -> None:
    for number in range(4):
        new_run(name=f"Clip {number}", file=f"{number}.mp4")
    run = analysed_run(name="Newest", file="newest.mp4")
    page = visit("start")
    assert [link.proto.label for link in page.page_link[MENU:]] == [
        "**Newest**",
        "**Clip 3**",
        "**Clip 2**",
        "**Clip 1**",
    ]
    newest = page.page_link[MENU].proto
    assert (newest.page, newest.query_string) == ("explore", f"run={run.run_id}")


def test_what_goes_wrong_is_told_in_place(visit: Visit, data_folder: Path) -> None:
    page = visit("start")
    (data_folder / "store").write_text("no folder", encoding="utf-8")
    labelled(page.button, "Try the sample").click().run()
    assert not page.exception
    assert "cannot be made" in told(page)[0]


def test_of_several_clips_the_first_is_set_up_and_the_others_are_one_step_away(
    visit: Visit, arrivals: list[Upload]
) -> None:
    def waiting(page: AppTest) -> list[str]:
        return [link.label for link in page.get("page_link") if link.label in ("Door", "Till", "Shelf")]

    page = visit("start")
    for name in ("Door.mp4", "Till.mp4", "Shelf.mp4"):
        arrivals.append(Upload(upload_id=upload(name).parent.name, name=name))
    page.run()
    assert not page.exception
    runs = {run.name: run for run in open_register().runs_of("anna")}
    assert page.query_params["run"] == runs["Door"].run_id
    assert "2 more clips wait to be set up:" in [one.value for one in page.caption]
    assert waiting(page) == ["Till", "Shelf"]

    for name, left in (("Door", ["Till", "Shelf"]), ("Till", ["Shelf"])):
        open_register().ask(run_id=runs[name].run_id, kind=ANALYSIS, project=runs[name].project, asked_by="anna")
        page.switch_page("set_up.py").run()
        assert waiting(page) == left, "also while the open one is worked on"
    assert "One more clip waits to be set up:" in [one.value for one in page.caption]


def test_where_one_of_several_is_no_clip_the_reason_can_be_read_and_the_others_are_there(
    visit: Visit, arrivals: list[Upload]
) -> None:
    page = visit("start")
    for name, content in (("Door.mp4", None), ("tale.mp4", b"no clip at all")):
        path = upload(name) if content is None else upload(name, content=content)
        arrivals.append(Upload(upload_id=path.parent.name, name=name))
    page.run()
    assert literal("'tale.mp4'") in told(page)[0]
    assert [run.name for run in open_register().runs_of("anna")] == ["Door"]
    assert labelled(page.button, "Try the sample"), "the page is still the first one"


def test_what_has_arrived_of_several_is_a_result_at_once_and_the_first_opens_when_all_are_there(
    visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    uploads = [Upload(upload_id=upload(name).parent.name, name=name) for name in ("Door.mp4", "Till.mp4")]
    coming = [Arrived(), Arrived(uploads=(uploads[0],), is_all=False), Arrived(uploads=tuple(uploads))]
    monkeypatch.setattr("pages.parts.run.upload_box.upload_box", lambda key: coming.pop(0))
    page = visit("start")
    page.run()
    assert [run.name for run in open_register().runs_of("anna")] == ["Door"]
    assert labelled(page.button, "Try the sample"), "the page is still the first one"
    page.run()
    runs = {run.name: run.run_id for run in open_register().runs_of("anna")}
    assert sorted(runs) == ["Door", "Till"]
    assert page.query_params["run"] == runs["Door"]
