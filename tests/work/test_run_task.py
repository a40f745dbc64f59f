import json
import logging
from dataclasses import replace
from pathlib import Path

import pytest

from heatdash.errors import BadModelError
from heatdash.event_log import JsonLines
from heatdash.stages.empty_scene import BACKGROUND_FILE
from heatdash.stages.render import video_key
from heatdash.store.artefact_store import ArtefactStore, open_store
from heatdash.store.run_register import RunRegister
from heatdash.values.artefacts import VIDEO_FILE
from heatdash.values.classes import MOVING_OBJECT, parse_classes
from heatdash.values.link_settings import LinkSettings
from heatdash.values.project import Project
from heatdash.values.run import ANALYSIS, DONE, FAILED, QUEUED, STOPPED, TRIAL, VIDEO, Run, Task
from heatdash.values.watch_settings import WatchSettings
from heatdash.work import run_task as module
from heatdash.work import run_task as task_progress
from heatdash.work.run_task import run_task
from tests.builders.runs import a_task, asks
from tests.builders.scenes import make_picture, make_scene
from tests.builders.trials import look, trial

FRAMES = 50
QUICKLY = LinkSettings(tracker="bytetrack")


@pytest.fixture
def register(data_folder: Path) -> RunRegister:
    return RunRegister(data_folder / "runs.sqlite")


@pytest.fixture
def store(data_folder: Path) -> ArtefactStore:
    return open_store()


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    return make_scene(tmp_path / "squares.mp4", frames=FRAMES)


def run_of(register: RunRegister, source: Path, *, project: Project | None = None) -> Run:
    return register.new_run(owner="anna", name="Door", source=source, project=project or asks())


def done(register: RunRegister, run: Run, store: ArtefactStore, *, kind: str = ANALYSIS, stop: bool = False) -> Task:
    """The run's task, after it was done."""
    register.ask(run_id=run.run_id, kind=kind, project=run.project)
    task = register.claim("w")
    if stop:
        register.ask_to_stop(task.task_id)
    run_task(task=task, run=run, register=register, store=store)
    return register.task(task.task_id)


@pytest.mark.model
def test_a_look_finds_every_class_whatever_is_asked_for(register, store, clip, monkeypatch) -> None:
    monkeypatch.setenv("HEATDASH_MODELS", "")
    monkeypatch.setattr(task_progress, "_STEADY_AFTER_S", 0.0)
    project = Project(watch=WatchSettings(sample_fps=10.0), link=QUICKLY, classes=parse_classes("person"))
    run = run_of(register, clip, project=replace(project, style=replace(project.style, blur=True)))
    task = done(register, run, store)
    assert (task.state, task.error, task.stage) == (DONE, None, "link")
    found = register.run(run.run_id).found
    assert found.class_counts == ((MOVING_OBJECT, 2),)
    assert (found.model.name, found.watched_frames, found.duration_s) == ("motion", 20, 2.0)
    assert len(found.notices) == 1
    assert "No detection model was found" in str(found.notices[0])
    for kind, key in (("tracks", found.tracks_key), ("detections", found.detections_key)):
        with store.open(kind=kind, key=key) as artefact:
            assert artefact is not None
    assert len(list((store.root / "background").glob(f"*/{BACKGROUND_FILE}"))) == 1
    (watched,) = register.costs("watch")
    assert (watched.means, watched.frames) == ("motion", 20)
    assert watched.seconds > 0


@pytest.mark.model
def test_a_look_tells_the_model_that_was_used_and_leaves_the_owners_newest_question(
    register, store, clip, monkeypatch
) -> None:
    monkeypatch.setenv("HEATDASH_MODELS", "")
    run = run_of(register, clip, project=Project(link=QUICKLY))
    newest = replace(asks("intensity"), watch=WatchSettings(sample_fps=10.0))
    register.keep_project(run_id=run.run_id, project=newest)
    done(register, run, store)
    looked = register.run(run.run_id)
    assert looked.found.project.watch == WatchSettings(model="motion")
    assert looked.found.project.link == QUICKLY
    assert looked.project == newest


@pytest.mark.model
def test_a_video_is_drawn_for_the_question(register, store, clip) -> None:
    run = run_of(register, clip, project=replace(asks("intensity"), link=QUICKLY))
    assert done(register, run, store).state == DONE
    task = done(register, run, store, kind=VIDEO)
    assert (task.state, task.stage, task.done, task.total) == (DONE, "render", FRAMES, FRAMES)
    key = video_key(tracks_key=register.run(run.run_id).found.tracks_key, project=run.project)
    with store.open(kind="video", key=key) as artefact:
        assert (artefact.folder / VIDEO_FILE).stat().st_size > 0


@pytest.mark.model
def test_the_first_video_is_drawn_when_nothing_else_waits(register, store, clip) -> None:
    run = run_of(register, clip, project=replace(asks(), link=QUICKLY, classes=parse_classes("person")))
    done(register, run, store)
    video = register.last_task(run_id=run.run_id, kind=VIDEO)
    assert (video.is_extra, video.state, video.asked_by) == (True, QUEUED, "anna")
    assert video.project.classes == (), "no people were found, and Explore shows all there is"
    assert [stage for stage, _ in video.expected] == ["start", "render"]
    run_task(task=register.claim("w"), run=run, register=register, store=store)
    assert register.task(video.task_id).state == DONE
    (drawn,) = register.costs("render")
    assert drawn.frames == FRAMES
    done(register, run, store)
    assert register.last_task(run_id=run.run_id, kind=VIDEO).task_id == video.task_id, "it is there already"


@pytest.mark.model
def test_a_picture_has_no_video(register, store, tmp_path) -> None:
    run = run_of(register, make_picture(tmp_path / "shelf.png"))
    assert done(register, run, store).state == DONE
    assert register.last_task(run_id=run.run_id, kind=VIDEO) is None


def test_a_video_that_gives_way_waits_again(register, store, clip, monkeypatch) -> None:
    monkeypatch.setattr("heatdash.stages.analyse._load_trackers", lambda clip: None)
    monkeypatch.setattr("heatdash.store.task_queue._GIVES_WAY_AFTER_S", 0.0)
    run = run_of(register, clip)
    video = register.ask(run_id=run.run_id, kind=VIDEO, project=run.project, is_extra=True)
    task = register.claim("w")
    asked = a_task(register)
    run_task(task=task, run=run, register=register, store=store)
    assert register.task(video.task_id).state == QUEUED
    assert register.claim("w").task_id == asked.task_id


def test_a_trial_tells_what_both_sizes_cost_and_finds_nothing_for_the_run(register, store, clip, monkeypatch) -> None:
    tried = trial(own=look(seconds=4.0), larger=look(input_px=1280, seconds=12.0))
    monkeypatch.setattr(module, "try_larger", lambda **_: tried)
    run = run_of(register, clip)
    assert done(register, run, store, kind=TRIAL).state == DONE
    assert register.run(run.run_id).found is None
    assert [cost.seconds for cost in register.costs("watch")] == [12.0, 4.0]


def test_a_trial_without_a_model_is_told_in_its_own_sentence(register, store, clip) -> None:
    task = done(register, run_of(register, clip, project=asks()), store, kind=TRIAL)
    assert task.state == FAILED
    assert str(task.error).endswith("choose a detection model for Small and far.")


def test_a_task_that_was_stopped_finds_nothing(register, store, clip, monkeypatch) -> None:
    monkeypatch.setattr("heatdash.stages.analyse._load_trackers", lambda clip: None)
    run = run_of(register, clip)
    assert done(register, run, store, stop=True).state == STOPPED
    assert register.run(run.run_id).found is None


def test_a_mistake_is_told_in_its_own_sentence(register, store, tmp_path) -> None:
    (tmp_path / "notes.mp4").write_text("no clip", encoding="utf-8")
    task = done(register, run_of(register, tmp_path / "notes.mp4"), store)
    assert task.state == FAILED
    assert str(task.error).startswith("'notes.mp4' ")


def test_a_model_that_cannot_be_had_is_told_in_its_own_sentence(register, store, clip, monkeypatch) -> None:
    def refuse(**_: object) -> None:
        raise BadModelError("messages.verbatim", sentence="No model 'x' was found.")

    monkeypatch.setattr(module, "analyse_everything", refuse)
    assert str(done(register, run_of(register, clip), store).error) == "No model 'x' was found."


@pytest.mark.parametrize(
    ("kind", "step", "doing"),
    [
        (ANALYSIS, "analyse_everything", "watching the clip"),
        (VIDEO, "answer_clip", "drawing the video"),
        (TRIAL, "try_larger", "trying ten seconds of the clip"),
    ],
)
def test_a_bug_is_told_by_a_code_that_the_log_explains(
    register, store, clip, monkeypatch, caplog, kind, step, doing
) -> None:
    def break_down(**_: object) -> None:
        raise ZeroDivisionError("a secret detail")

    monkeypatch.setattr(module, step, break_down)
    task = done(register, run_of(register, clip), store, kind=kind)
    assert task.state == FAILED
    told, _, rest = str(task.error).partition("; code ")
    assert told == f"Something broke while {doing}"
    code, _, ending = rest.partition(":")
    assert (len(code), ending) == (8, " the log explains it.")
    assert code in caplog.text
    assert "ZeroDivisionError: a secret detail" in caplog.text


def test_the_log_tells_programs_how_a_task_ended_and_not_whose_it_was(register, store, clip, caplog) -> None:
    caplog.set_level(logging.INFO, logger="heatdash")
    run = run_of(register, clip, project=replace(asks(), link=QUICKLY))
    done(register, run, store)
    clip.write_bytes(b"no clip any more")
    task = done(register, run, store)
    assert task.state == FAILED
    lines = [JsonLines().format(record) for record in caplog.records if record.name == module.__name__]
    ended, failed = (json.loads(line) for line in lines)
    assert (ended["event"], ended["kind"], ended["state"]) == ("task_ended", ANALYSIS, DONE)
    assert {"watch", "link"} <= set(ended["stages"])
    assert ended["seconds"] >= max(ended["stages"].values()) > 0
    assert (failed["state"], failed["reason"]) == (FAILED, task.error.key)
    assert not any(secret in line for line in lines for secret in (run.run_id, "anna", "Door", clip.name))
