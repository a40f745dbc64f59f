import ast
import hashlib
import shutil
import threading
from pathlib import Path

import pytest

import heatdash
from heatdash.audit.model import AuditStep
from heatdash.audit.snippet import audit_snippet
from heatdash.exports.download import make_download
from heatdash.media.probe_clip import probe_clip
from heatdash.stages.empty_scene import background_key
from heatdash.stages.finished_analysis import open_finished_analysis
from heatdash.stages.progress import Quiet
from heatdash.stages.render import render_clip, video_key
from heatdash.store.artefact_key import artefact_key
from heatdash.store.artefact_store import ArtefactStore, open_store
from heatdash.store.run_register import RunRegister
from heatdash.store.upload_records import uploads_folder
from heatdash.values.artefacts import FILES, SNIPPETS
from heatdash.values.run import ANALYSIS, DONE, STOPPED, VIDEO, Run
from heatdash.values.scene import Scene
from heatdash.work import forget_run as module
from heatdash.work.forget_run import forget_deleted, forget_expired, forget_run
from heatdash.work.run_task import run_task
from tests.builders.analysed_runs import analysed_run
from tests.builders.answers import GATE
from tests.builders.clips import make_clip
from tests.builders.runs import a_run, a_task, asks, found


@pytest.fixture
def register(data_folder: Path) -> RunRegister:
    return RunRegister(data_folder / "runs.sqlite")


@pytest.fixture
def store(data_folder: Path) -> ArtefactStore:
    return open_store()


def upload(name: str, *, frames: int = 3) -> Path:
    """A clip as the upload leaves it: in a folder of its own, with a record beside it."""
    folder = uploads_folder() / hashlib.md5(name.encode()).hexdigest()
    folder.mkdir(parents=True)
    (folder / "upload.json").write_text("{}", encoding="utf-8")
    return make_clip(folder / "clip.mp4", frames=frames)


def analysed(register: RunRegister, store: ArtefactStore, *, source: Path) -> Run:
    """A run of the clip with everything that a look, a video and what is taken away leave."""
    run = a_run(register, source=source)
    register.keep_found(run_id=run.run_id, found=found())
    task = a_task(register, run=run, kind=VIDEO, project=asks("intensity"))
    register.claim("w")
    register.finish(task_id=task.task_id, state=DONE)
    video = video_key(tracks_key=found().tracks_key, project=asks("intensity"))
    clip = probe_clip(source)
    for kind, key in (("tracks", found().tracks_key), ("detections", found().detections_key), ("video", video)):
        leave(store, kind=kind, key=key, belongs_to=clip.sha256)
    for kind in (FILES, SNIPPETS):
        leave(store, kind=kind, key=artefact_key(kind=kind, version=1, clip=str(source)), belongs_to=str(source))
    for kind in ("median", "first"):
        key = background_key(clip=clip, kind=kind, detections_key=found().detections_key)
        leave(store, kind="background", key=key, belongs_to=clip.sha256)
    return register.run(run.run_id)


def leave(store: ArtefactStore, *, kind: str, key: str, belongs_to: str) -> None:
    """Such an artefact is in the store."""
    with store.get_or_make(kind=kind, key=key, make=lambda folder: {}, belongs_to=belongs_to):
        return


def delete(run: Run, register: RunRegister, store: ArtefactStore) -> None:
    """The run is deleted, and nobody wants it back."""
    register.delete(run.run_id)
    forget_run(run=run, register=register, store=store)


def kept(store: ArtefactStore) -> dict[str, int]:
    """How many artefacts there are of each kind."""
    counts = {folder.name: len(list(folder.iterdir())) for folder in store.root.iterdir() if folder.name != "locks"}
    return {kind: count for kind, count in counts.items() if count}


OF_THE_CLIP = {"tracks": 1, "detections": 1, "video": 1, "background": 2}
OF_THE_UPLOAD = {"files": 1, "snippet": 1}
EVERYTHING = OF_THE_CLIP | OF_THE_UPLOAD


def test_the_upload_and_what_was_made_from_it_are_gone(register, store) -> None:
    run = analysed(register, store, source=upload("door"))
    assert kept(store) == EVERYTHING
    delete(run, register, store)
    assert register.run(run.run_id) is None
    assert list(uploads_folder().iterdir()) == []
    assert kept(store) == {}


def test_a_deleted_run_keeps_all_that_it_needs_until_a_day_is_over(register, store, monkeypatch) -> None:
    run = analysed(register, store, source=upload("door"))
    register.delete(run.run_id)
    deleted_at_s = register.deleted_run(run.run_id).deleted_at_s
    for passed_s, is_there in ((23.9 * 3600, True), (24.1 * 3600, False)):
        monkeypatch.setattr("time.time", lambda passed_s=passed_s: deleted_at_s + passed_s)
        forget_deleted(register=register, store=store)
        assert (register.deleted_run(run.run_id) is not None) == run.source.exists() == is_there
        assert kept(store) == (EVERYTHING if is_there else {})


def test_a_run_that_cannot_be_forgotten_holds_up_no_other(register, store, monkeypatch, caplog) -> None:
    stuck, other = (a_run(register, source=upload(name)) for name in ("door", "window"))
    monkeypatch.setattr(module, "RESTORABLE_S", -1)
    rmtree = shutil.rmtree

    def refuse(folder: Path, **options: bool) -> None:
        if folder == stuck.source.parent:
            raise PermissionError
        rmtree(folder, **options)

    monkeypatch.setattr(shutil, "rmtree", refuse)
    for run in (stuck, other):
        register.delete(run.run_id)
    forget_deleted(register=register, store=store)
    assert stuck.source.exists()
    assert not other.source.exists()
    assert f"The deleted run {stuck.run_id} could not be forgotten." in caplog.text


def test_a_run_that_was_restored_in_the_meantime_stays(register, store) -> None:
    run = analysed(register, store, source=upload("door"))
    register.delete(run.run_id)
    read_before = register.deleted_run(run.run_id)
    register.restore(run.run_id)
    forget_run(run=read_before, register=register, store=store)
    assert register.run(run.run_id) == run
    assert run.source.exists()
    assert kept(store) == EVERYTHING


def test_what_a_deleted_run_of_the_same_clip_needs_stays(register, store) -> None:
    run, other = (analysed(register, store, source=upload(name)) for name in ("door", "door again"))
    register.delete(other.run_id)
    delete(run, register, store)
    assert kept(store) == EVERYTHING
    register.restore(other.run_id)
    assert register.run(other.run_id) == other


def test_what_another_run_looks_at_stays(register, store) -> None:
    run = analysed(register, store, source=upload("door"))
    a_run(register, source=run.source, owner="ben")
    delete(run, register, store)
    assert register.run(run.run_id) is None
    assert run.source.exists()
    assert kept(store) == EVERYTHING


def test_what_the_same_clip_uploaded_twice_has_in_common_stays(register, store) -> None:
    run, other = (analysed(register, store, source=upload(name)) for name in ("door", "door again"))
    delete(run, register, store)
    assert not run.source.exists()
    assert other.source.exists()
    assert kept(store) == EVERYTHING
    with store.open(kind=FILES, key=artefact_key(kind=FILES, version=1, clip=str(other.source))) as of_the_other:
        assert of_the_other is not None
    delete(other, register, store)
    assert kept(store) == {}


def test_what_a_clip_has_in_common_with_one_that_waits_to_be_analysed_stays(register, store) -> None:
    run, waiting = analysed(register, store, source=upload("door")), a_run(register, source=upload("door again"))
    another = a_run(register, source=upload("window", frames=5))
    delete(run, register, store)
    assert kept(store) == {kind: count for kind, count in OF_THE_CLIP.items() if kind != "video"}
    delete(another, register, store)
    assert kept(store).keys() == {"tracks", "detections", "background"}
    delete(waiting, register, store)
    assert kept(store) == {}


def test_what_earlier_and_broken_off_looks_have_left_is_gone(register, store) -> None:
    run = analysed(register, store, source=upload("door"))
    clip = probe_clip(run.source)
    for kind in ("span", "detections", "tracks"):
        leave(store, kind=kind, key="e" * 40, belongs_to=clip.sha256)
    delete(run, register, store)
    assert kept(store) == {}


def test_everything_that_is_made_for_a_look_is_gone_with_it(register, store, monkeypatch) -> None:
    monkeypatch.setenv("HEATDASH_MODELS", "")
    run = analysed_run(file="door.png")
    task = a_task(register, run=run, kind=ANALYSIS, project=asks())
    register.claim("w")
    run_task(task=task, run=run, register=register, store=store)
    assert register.task(task.task_id).state == DONE
    assert kept(store).keys() >= {"detections", "tracks", "background", "examined"}
    delete(register.run(run.run_id), register, store)
    assert kept(store) == {}


def test_everything_that_is_asked_of_a_look_is_gone_with_it(register, store, monkeypatch) -> None:
    monkeypatch.setattr("heatdash.stages.render.write_overlay", lambda **_: 0)
    run = analysed_run()
    finished = open_finished_analysis(run=run, store=store)
    audit_snippet(
        finished=finished, scene=Scene(lines=(GATE,)), step=AuditStep(from_s=2.0, to_s=4.0, counted=None), hide=False
    )
    make_download(answer=finished.answer(run.project), name=run.name, language="en", store=store, corrections=None)
    analysis, measured = finished.analysis(run.project), finished.measured(run.project)
    with render_clip(analysis=analysis, measured=measured, store=store, progress=Quiet(), with_video=True):
        kinds = {"detections", "tracks", "background", "examined", "snippet", "files", "video"}
        assert kept(store).keys() == kinds
    delete(run, register, store)
    assert kept(store) == {}


def test_whatever_is_kept_says_what_it_belongs_to_but_for_what_everybody_shares() -> None:
    calls = [
        {keyword.arg: ast.unparse(keyword.value) for keyword in node.keywords}
        for module in Path(heatdash.__file__).parent.rglob("*.py")
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "get_or_make"
    ]
    assert sorted(given["kind"] for given in calls if "belongs_to" not in given) == ["'export'", "'sample'"]


def test_a_clip_that_was_not_uploaded_stays_with_what_was_made_from_it(register, store, tmp_path) -> None:
    run = analysed(register, store, source=make_clip(tmp_path / "door.mp4"))
    delete(run, register, store)
    assert register.everyones_runs() == []
    assert run.source.exists()
    assert kept(store) == EVERYTHING


def test_a_run_whose_upload_is_gone_already_can_be_forgotten(register, store) -> None:
    run = a_run(register, source=uploads_folder() / "gone" / "clip.mp4")
    delete(run, register, store)
    assert register.run(run.run_id) is None


def test_a_running_task_is_stopped_before_its_clip_goes(register, store) -> None:
    run = a_run(register, source=upload("door"))
    task = a_task(register, run=run)
    register.claim("w")
    clip_was_there: list[bool] = []

    def work() -> None:
        while register.tell(task_id=task.task_id, stage="watch", done=1, total=9, frames_per_s=None):
            pass
        clip_was_there.append(run.source.exists())
        register.finish(task_id=task.task_id, state=STOPPED)

    worker = threading.Thread(target=work)
    worker.start()
    delete(run, register, store)
    worker.join(10)
    assert clip_was_there == [True]
    assert not run.source.exists()


def test_a_run_is_forgotten_with_its_clip_when_its_time_is_over(register, store, monkeypatch) -> None:
    run = analysed(register, store, source=upload("door"))
    forget_expired(register=register, store=store)
    assert register.run(run.run_id) is not None, "without a limit runs stay for ever"
    monkeypatch.setenv("HEATDASH_KEEP_DAYS", "30")
    for passed_days, is_there in ((29.9, True), (30.1, False)):
        then_s = run.created_at_s + passed_days * 24 * 3600
        monkeypatch.setattr("time.time", lambda then_s=then_s: then_s)
        forget_expired(register=register, store=store)
        assert (register.run(run.run_id) is not None) == run.source.exists() == is_there
    assert kept(store) == {}
    assert register.everyones_runs() == []


def test_a_clip_goes_at_once_though_something_made_from_it_is_in_use_and_that_is_found_later(register, store) -> None:
    run = analysed(register, store, source=upload("door"))
    with store.open(kind="tracks", key=found().tracks_key):
        delete(run, register, store)
    assert not run.source.exists()
    assert run.source.parent.exists()
