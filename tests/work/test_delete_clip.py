"""A clip is deleted and its result stays: nothing is left in which people can be seen, and no answer changes."""

import os
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from heatdash.audit.model import AuditStep
from heatdash.audit.snippet import audit_snippet
from heatdash.errors import BadClipError, StorageError
from heatdash.exports.download import make_download
from heatdash.stages.empty_scene import background_key, is_blank
from heatdash.stages.finished_analysis import FinishedAnalysis, open_finished_analysis
from heatdash.stages.place_picture import place_key
from heatdash.store.artefact_key import artefact_key
from heatdash.store.artefact_store import ArtefactStore, open_store
from heatdash.store.retention import evict_unused
from heatdash.store.run_register import RunRegister, open_register
from heatdash.store.upload_records import UploadRecord, clip_deleted_at, read_record, uploads_folder
from heatdash.values.artefacts import FILES, SNIPPETS, VIDEOS
from heatdash.values.run import STOPPED, VIDEO, Run
from heatdash.values.scene import Scene
from heatdash.work import delete_clip as module
from heatdash.work.delete_clip import delete_clip, delete_expired_clips, finish_deleting_clips, may_delete_clip
from heatdash.work.forget_run import forget_run
from heatdash.work.read_apart import APART, READERS
from heatdash.work.sweep import sweep
from tests.builders.analysed_runs import analysed_run, draw_video, lose_tracks, new_run
from tests.builders.answers import GATE
from tests.builders.tracks import stand

WITHOUT_PEOPLE = {"tracks": 1, "detections": 1, "examined": 1, "background": 1}
DAY_S = 24 * 3600


@pytest.fixture(scope="module", autouse=True)
def _readers_end_with_the_tests() -> Iterator[None]:
    yield
    READERS.end()


@pytest.fixture
def register(data_folder: Path) -> RunRegister:
    return open_register()


@pytest.fixture
def store(data_folder: Path) -> ArtefactStore:
    return open_store()


def opened(run: Run, store: ArtefactStore) -> FinishedAnalysis:
    return open_finished_analysis(run=run, store=store, reader=APART)


def kept(store: ArtefactStore) -> dict[str, int]:
    """How many artefacts there are of each kind."""
    counts = {folder.name: len(list(folder.iterdir())) for folder in store.root.iterdir() if folder.name != "locks"}
    return {kind: count for kind, count in counts.items() if count}


def looked_at(run: Run, store: ArtefactStore) -> FinishedAnalysis:
    """The run's analysis, after somebody has watched, checked, taken home and sketched."""
    finished = opened(run, store)
    draw_video(run)
    clip, source = finished.clip, os.fspath(run.source)
    first = background_key(clip=clip, kind="first", detections_key="")
    for kind, key, belongs_to in (
        ("background", first, clip.sha256),
        ("place", place_key(clip), clip.sha256),
        (FILES, artefact_key(kind=FILES, version=1, clip=source), source),
        (SNIPPETS, artefact_key(kind=SNIPPETS, version=1, clip=source), source),
    ):
        with store.get_or_make(kind=kind, key=key, make=lambda folder: {}, belongs_to=belongs_to):
            pass
    return finished


def test_what_shows_people_goes_and_the_answers_stay(register, store) -> None:
    run = analysed_run()
    before = looked_at(run, store)
    assert kept(store).keys() == {*WITHOUT_PEOPLE, "snippet", "files", "video", "place"}
    assert may_delete_clip(run)
    delete_clip(run=run, register=register, store=store)
    assert kept(store) == WITHOUT_PEOPLE
    assert sorted(path.name for path in run.source.parent.iterdir()) == ["clip.facts", "upload.json"]
    assert not may_delete_clip(run)
    after = opened(run, store)
    assert after.clip == before.clip
    assert (after.clip.times_s == before.clip.times_s).all()
    measured = after.measured(run.project)
    assert measured.counts.summary == before.measured(run.project).counts.summary
    picture = after.picture(project=run.project, measured=measured)
    assert (picture == before.picture(project=run.project, measured=before.measured(run.project))).all()
    made = make_download(answer=after.answer(run.project), name=run.name, language="en", store=store, corrections=None)
    assert {"report.pdf", "heatmap.png", "tracks.csv"} <= {name for name, _ in made.sizes_bytes}


def test_nothing_is_left_to_read_pictures_from(register, store) -> None:
    run = analysed_run()
    finished = opened(run, store)
    delete_clip(run=run, register=register, store=store)
    with pytest.raises(BadClipError):
        APART.probe(run.source.with_name("other.mp4"))
    with pytest.raises(BadClipError):
        APART.frame(clip=finished.clip, index=0)
    step = AuditStep(from_s=2.0, to_s=4.0, counted=None)
    with pytest.raises(BadClipError):
        audit_snippet(finished=finished, scene=Scene(lines=(GATE,)), step=step, hide=True, write=APART.snippet)


@pytest.mark.parametrize("why", ["a picture", "another model", "a moment", "first frame"])
def test_where_somebody_could_be_seen_the_ground_is_blank(why: str, register, store, monkeypatch) -> None:
    walks = (stand(track=1, at=(20, 50), seconds=0),) if why == "a picture" else ()
    run = analysed_run(*walks, file="door.png" if walks else "door.mp4")
    assert run.found is not None
    if why == "first frame":
        style = replace(run.project.style, background="first")
        register.keep_found(run_id=run.run_id, found=replace(run.found, project=replace(run.project, style=style)))
        run = register.run(run.run_id)
    shown_before = opened(run, store).place(hide=False)
    if why == "another model":
        monkeypatch.setattr("heatdash.stages.empty_scene.PEOPLE", frozenset())
    if why == "a moment":
        monkeypatch.setattr("heatdash.stages.empty_scene.FEWEST_PICTURES", 1000)
    delete_clip(run=run, register=register, store=store)
    shown = opened(run, store).place(hide=False)
    if why == "first frame":
        assert not is_blank(shown)
        assert (shown != shown_before).any()
    else:
        assert is_blank(shown)
        assert "background" not in kept(store)


def test_a_result_of_the_same_clip_uploaded_again_keeps_all(register, store) -> None:
    run, again = analysed_run(), analysed_run(name="Again", file="again.mp4", owner="ben")
    for one in (run, again):
        looked_at(one, store)
    delete_clip(run=run, register=register, store=store)
    assert again.source.exists()
    assert clip_deleted_at(again.source) is None
    assert kept(store) == {
        **{"tracks": 2, "detections": 2, "examined": 1, "background": 3, "place": 1},
        **{"snippet": 1, "files": 1, "video": 1},
    }
    register.delete(again.run_id)
    forget_run(run=again, register=register, store=store)
    sweep()
    assert kept(store) == {"tracks": 1, "detections": 1, "examined": 1, "background": 1}


def test_two_results_of_the_same_clip_can_both_do_without_it(register, store) -> None:
    run, again = analysed_run(), analysed_run(name="Again", file="again.mp4", owner="ben")
    for one in (run, again):
        looked_at(one, store)
        delete_clip(run=one, register=register, store=store)
    assert kept(store) == {"tracks": 2, "detections": 2, "examined": 1, "background": 2}
    assert opened(run, store).counts == opened(again, store).counts


def test_a_deletion_that_broke_off_is_finished_by_the_sweep(register, store, monkeypatch) -> None:
    run = analysed_run()
    looked_at(run, store)

    def break_off(record: UploadRecord, **_: object) -> None:
        raise KeyboardInterrupt

    clear = module._clear
    monkeypatch.setattr(module, "_clear", break_off)
    with pytest.raises(KeyboardInterrupt):
        delete_clip(run=run, register=register, store=store)
    monkeypatch.setattr(module, "_clear", clear)
    assert run.source.exists()
    sweep()
    assert not run.source.exists()
    assert kept(store) == WITHOUT_PEOPLE
    record = read_record(run.source.parent)
    assert record is not None
    assert not record.is_cleared
    monkeypatch.setattr(module, "SETTLED_S", 0.0)
    sweep()
    record = read_record(run.source.parent)
    assert record is not None
    assert record.is_cleared


def test_what_was_being_watched_goes_with_a_later_sweep(register, store) -> None:
    run = analysed_run()
    draw_video(run)
    with store.open(kind=VIDEOS, key=next((store.root / VIDEOS).iterdir()).name) as video:
        assert video is not None
        delete_clip(run=run, register=register, store=store)
        assert kept(store)[VIDEOS] == 1
    finish_deleting_clips(register=register, store=store)
    assert VIDEOS not in kept(store)


def test_what_is_worked_on_is_stopped_first(register, store) -> None:
    run = analysed_run()
    task = register.ask(run_id=run.run_id, kind=VIDEO, project=run.project)
    register.claim("w")
    was_there: list[bool] = []

    def work() -> None:
        while register.tell(task_id=task.task_id, stage="render", done=1, total=9, frames_per_s=None):
            time.sleep(0.01)
        was_there.append(run.source.exists())
        register.finish(task_id=task.task_id, state=STOPPED)

    worker = threading.Thread(target=work)
    worker.start()
    delete_clip(run=run, register=register, store=store)
    worker.join()
    assert was_there == [True]
    assert not run.source.exists()


def test_where_nothing_would_be_left_the_clip_stays(register, store) -> None:
    run = analysed_run()
    lose_tracks(run)
    with pytest.raises(StorageError):
        delete_clip(run=run, register=register, store=store)
    assert run.source.exists()
    assert not may_delete_clip(new_run(file="new.mp4"))


def test_clips_go_after_their_days_and_results_stay(register, store, monkeypatch) -> None:
    monkeypatch.setenv("HEATDASH_KEEP_CLIPS_DAYS", "2")
    run, bare = analysed_run(), new_run(name="Bare", file="bare.png")
    looked_at(run, store)
    now_s = time.time()
    for passed_s, is_there in ((1.9 * DAY_S, True), (2.1 * DAY_S, False)):
        monkeypatch.setattr("time.time", lambda passed_s=passed_s: now_s + passed_s)
        delete_expired_clips(register=register, store=store)
        assert run.source.exists() == bare.source.exists() == is_there
    assert register.run(bare.run_id) is None
    assert register.run(run.run_id) == run
    assert clip_deleted_at(run.source) == pytest.approx(now_s + 2.1 * DAY_S, abs=60)
    assert kept(store) == WITHOUT_PEOPLE


def test_what_nobody_could_make_again_is_never_pushed_out(register, store) -> None:
    run, other = analysed_run(), analysed_run(name="Other", file="other.png")
    delete_clip(run=run, register=register, store=store)
    evict_unused(root=store.root, limit_bytes=1, keeps=store.keeps())
    assert kept(store) == WITHOUT_PEOPLE
    assert opened(run, store).counts
    with pytest.raises(StorageError):
        opened(other, store)


def test_once_the_result_is_deleted_too_nothing_is_left(register, store) -> None:
    run = analysed_run()
    looked_at(run, store)
    delete_clip(run=run, register=register, store=store)
    register.delete(run.run_id)
    forget_run(run=run, register=register, store=store)
    assert kept(store) == {}
    assert list(uploads_folder().iterdir()) == []
