"""Runs that were analysed, and what is left of them, in the register and the store of the data folder; without a model.

`analysed_run(walk(track=1, start=(0, 50), end=(90, 50), seconds=3), name="Entrance")`
"""

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from heatdash.messages import Message
from heatdash.stages.link import TRACKS_FILE
from heatdash.stages.render import video_key
from heatdash.stages.watch import DETECTIONS_FILE
from heatdash.store.artefact_store import open_store
from heatdash.store.parquet_tables import write_table
from heatdash.store.run_register import open_register
from heatdash.store.upload_records import uploads_folder
from heatdash.tables.columns import CLASS_NAME, DETECTIONS, FRAME, LOOK, T_S, TRACK_ID
from heatdash.values.artefacts import VIDEO_FILE, VIDEOS
from heatdash.values.measure_settings import MeasureSettings
from heatdash.values.project import Project
from heatdash.values.run import ANALYSIS, DONE, QUEUED, RUNNING, VIDEO, Run, Task
from heatdash.work.uploads import finish_upload
from tests.builders.answers import BUSY, SCENE
from tests.builders.clips import clip_content, numbered_picture
from tests.builders.runs import found
from tests.builders.tracks import FPS, PICTURE_PX, Row, tracks, walk

ASKS = Project(scene=SCENE, measure=MeasureSettings(grid=20))
"""A question about a zone, Door, and a line, Gate; its map has few cells, and is drawn in no time."""
SECONDS = 10.0
_STEP_S = 600.0
PICTURE = ".png"


def upload(name: str = "clip.mp4", *, content: bytes | None = None, owner: str = "anna") -> Path:
    """A file that the owner's browser has sent; ten seconds of a clip, or a picture, unless the content is given."""
    folder = uploads_folder() / hashlib.md5(name.encode()).hexdigest()
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"clip{Path(name).suffix}"
    path.write_bytes(_content(path.suffix) if content is None else content)
    finish_upload(path, owner=owner)
    return path


def new_run(*, owner: str = "anna", name: str = "Entrance", file: str = "clip.mp4", project: Project = ASKS) -> Run:
    """A run that has not been analysed yet."""
    return open_register().new_run(owner=owner, name=name, source=upload(file), project=project)


def analysed_run(
    *walks: Iterable[Row],
    owner: str = "anna",
    name: str = "Entrance",
    file: str = "clip.mp4",
    project: Project = ASKS,
    notices: tuple[Message, ...] = (),
) -> Run:
    """A run whose look has found the walks; two people and a car, where none is given."""
    run = new_run(owner=owner, name=name, file=file, project=project)
    return find(run, *walks, notices=notices)


def run_of_hours() -> Run:
    """An analysed run whose clip takes a picture every ten minutes for three hours, while somebody walks by."""
    comes = walk(track=1, start=(20, 50), end=(140, 50), seconds=0.5)
    run = analysed_run([{**row, T_S: _STEP_S * int(str(row[FRAME]))} for row in comes], file="morning.mp4")
    run.source.write_bytes(clip_content(frames=19, times_s=tuple(_STEP_S * n for n in range(19))))
    return run


def find(run: Run, *walks: Iterable[Row], notices: tuple[Message, ...] = ()) -> Run:
    """The run after a look at its clip, which has found the walks."""
    table = tracks(*(walks or BUSY))
    key = hashlib.sha1(run.run_id.encode()).hexdigest()
    keep_table(run, kind="tracks", key=key, file=TRACKS_FILE, table=table)
    boxes = table.assign(**{LOOK: np.uint64(0)})[list(DETECTIONS)]
    classes = {"class_names": {"0": "person", "2": "car"}}
    keep_table(run, kind="detections", key=key, file=DETECTIONS_FILE, table=boxes, meta=classes)
    counts = table.groupby(CLASS_NAME, observed=True)[TRACK_ID].nunique().sort_values(ascending=False)
    is_picture = run.source.suffix == PICTURE
    looked = replace(
        found(tracks_key=key, detections_key=key),
        project=run.project,
        watched_frames=1 if is_picture else round(SECONDS * FPS),
        duration_s=1.0 if is_picture else SECONDS,
        class_counts=tuple((str(name), int(count)) for name, count in counts.items()),
        notices=notices,
    )
    open_register().keep_found(run_id=run.run_id, found=looked)
    return again(run)


def keep_table(
    run: Run, *, kind: str, key: str, file: str, table: pd.DataFrame, meta: dict[str, Any] | None = None
) -> None:
    """The store has such an artefact of the run's clip."""

    def make(folder: Path) -> dict[str, Any]:
        write_table(path=folder / file, table=table)
        return meta or {}

    with open_store().get_or_make(kind=kind, key=key, make=make, belongs_to=_hash_of_clip(run)):
        return


def _hash_of_clip(run: Run) -> str:
    return hashlib.sha256(run.source.read_bytes()).hexdigest()


def again(run: Run) -> Run:
    """The run as the register has it now."""
    kept = open_register().run(run.run_id)
    assert kept is not None
    return kept


def place_names(run: Run) -> list[str]:
    """The names of the run's places as it is asked now, zones first."""
    scene = again(run).project.scene
    return [place.name for place in scene.places]


def lose_tracks(run: Run) -> None:
    """The store has dropped what the run's look has found, to save space."""
    assert run.found is not None
    assert open_store().drop(kind="tracks", key=run.found.tracks_key)


def damage_tracks(run: Run) -> None:
    """The file with what the run's look has found was cut short."""
    assert run.found is not None
    (open_store().root / "tracks" / run.found.tracks_key / TRACKS_FILE).write_bytes(b"PAR1")


def draw_video(run: Run, *, project: Project | None = None) -> Task:
    """The video for the run's question as it stands, or for another one, has been made."""
    assert run.found is not None
    asked = run.found.asked(project or run.project)

    def make(folder: Path) -> dict[str, Any]:
        (folder / VIDEO_FILE).write_bytes(_content(".mp4"))
        return {"frames": 100}

    task = task_of(run, kind=VIDEO, state=DONE, project=asked)
    key = video_key(tracks_key=run.found.tracks_key, project=asked)
    with open_store().get_or_make(kind=VIDEOS, key=key, make=make, belongs_to=_hash_of_clip(run)):
        return task


def task_of(
    run: Run, *, kind: str = ANALYSIS, state: str = QUEUED, error: Message | None = None, project: Project | None = None
) -> Task:
    """A task for the run that has come to this state; a running one has watched 30 of 100 frames, 10 a second."""
    register = open_register()
    task = register.ask(run_id=run.run_id, kind=kind, project=project or run.project)
    if state != QUEUED:
        claimed = register.claim("worker")
        assert claimed is not None, "no other task waits"
        assert claimed.task_id == task.task_id, "no other task waits"
        stage = "watch" if kind == ANALYSIS else "render"
        register.tell(task_id=task.task_id, stage=stage, done=30, total=100, frames_per_s=10.0)
    if state not in (QUEUED, RUNNING):
        register.finish(task_id=task.task_id, state=state, error=error)
    told = register.task(task.task_id)
    assert told is not None
    return told


@cache
def _content(suffix: str) -> bytes:
    import cv2

    width, height = PICTURE_PX
    if suffix == PICTURE:
        return cv2.imencode(suffix, numbered_picture(number=5, width=width, height=height))[1].tobytes()
    frames = round(SECONDS * FPS)
    return clip_content(f"clip{suffix}", frames=frames, fps=FPS, width=width, height=height, keyframe_every=25)
