import hashlib
import threading
from pathlib import Path

import pytest

from heatdash.jobs.forget_run import forget_run
from heatdash.jobs.open_store import open_store
from heatdash.jobs.render_clip import background_of, video_key
from heatdash.jobs.uploads import uploads_folder
from heatdash.media.probe_clip import probe_clip
from heatdash.store.artefact_store import ArtefactStore
from heatdash.store.run_register import RunRegister
from heatdash.values.run import DONE, STOPPED, VIDEO, Run
from tests.builders.clips import make_clip
from tests.builders.runs import a_run, a_task, asks, found


@pytest.fixture
def register(data_folder: Path) -> RunRegister:
    return RunRegister(data_folder / "runs.sqlite")


@pytest.fixture
def store(data_folder: Path) -> ArtefactStore:
    return open_store()


def upload(name: str) -> Path:
    """A clip as the upload leaves it: in a folder of its own, with a record beside it."""
    folder = uploads_folder() / hashlib.md5(name.encode()).hexdigest()
    folder.mkdir(parents=True)
    (folder / "upload.json").write_text("{}", encoding="utf-8")
    return make_clip(folder / "clip.mp4")


def analysed(register: RunRegister, store: ArtefactStore, *, source: Path) -> Run:
    """A run of the clip with everything that a look and a video leave."""
    run = a_run(register, source=source)
    register.keep_found(run_id=run.run_id, found=found())
    task = a_task(register, run=run, kind=VIDEO, project=asks("intensity"))
    register.claim("w")
    register.finish(task_id=task.task_id, state=DONE)
    video = video_key(tracks_key=found().tracks_key, project=asks("intensity"))
    for kind, key in (("tracks", found().tracks_key), ("detections", found().detections_key), ("video", video)):
        with store.get_or_make(kind=kind, key=key, make=lambda folder: {}):
            pass
    for kind in ("median", "first"):
        background_of(probe_clip(source), kind=kind, store=store)
    return register.run(run.run_id)


def kept(store: ArtefactStore) -> dict[str, int]:
    """How many artefacts there are of each kind."""
    counts = {
        kind: len(list((store.root / kind).glob("*"))) for kind in ("tracks", "detections", "video", "background")
    }
    return {kind: count for kind, count in counts.items() if count}


EVERYTHING = {"tracks": 1, "detections": 1, "video": 1, "background": 2}


def test_the_upload_and_what_was_made_from_it_are_gone(register, store) -> None:
    run = analysed(register, store, source=upload("door"))
    assert kept(store) == EVERYTHING
    forget_run(run=run, register=register, store=store)
    assert register.run(run.run_id) is None
    assert list(uploads_folder().iterdir()) == []
    assert kept(store) == {}


def test_what_another_run_looks_at_stays(register, store) -> None:
    run = analysed(register, store, source=upload("door"))
    a_run(register, source=run.source, owner="ben")
    forget_run(run=run, register=register, store=store)
    assert register.run(run.run_id) is None
    assert run.source.exists()
    assert kept(store) == EVERYTHING


def test_what_the_same_clip_uploaded_twice_has_in_common_stays(register, store) -> None:
    run, other = (analysed(register, store, source=upload(name)) for name in ("door", "door again"))
    forget_run(run=run, register=register, store=store)
    assert not run.source.exists()
    assert other.source.exists()
    assert kept(store) == EVERYTHING


def test_a_clip_that_was_not_uploaded_stays_with_what_was_made_from_it(register, store, tmp_path) -> None:
    run = analysed(register, store, source=make_clip(tmp_path / "door.mp4"))
    forget_run(run=run, register=register, store=store)
    assert register.everyones_runs() == []
    assert run.source.exists()
    assert kept(store) == EVERYTHING


def test_a_run_whose_upload_is_gone_already_can_be_forgotten(register, store) -> None:
    run = a_run(register, source=uploads_folder() / "gone" / "clip.mp4")
    forget_run(run=run, register=register, store=store)
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
    forget_run(run=run, register=register, store=store)
    worker.join(10)
    assert clip_was_there == [True]
    assert not run.source.exists()
