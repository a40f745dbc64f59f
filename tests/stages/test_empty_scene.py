"""The picture under the map: made of what was seen when, and with nobody in it that a model would find."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from heatdash.media.empty_scene import EmptyScene
from heatdash.media.probe_clip import probe_clip
from heatdash.media.write_video import write_video
from heatdash.sample.camera import HEIGHT_PX, WIDTH_PX
from heatdash.sample.cutouts import Look
from heatdash.sample.make_sample import play
from heatdash.sample.stage import Stage
from heatdash.sample.walks import Walk
from heatdash.stages.analyse import analyse_clip
from heatdash.stages.empty_scene import background_key, background_of
from heatdash.stages.progress import Quiet
from heatdash.stages.watch import DETECTIONS_FILE
from heatdash.store.artefact_store import ArtefactStore, open_store
from heatdash.store.parquet_tables import write_table
from heatdash.values.arrays import Pixels
from heatdash.values.clip import Clip
from heatdash.values.project import Project
from heatdash.values.watch_settings import WatchSettings
from tests.builders.detections import Row, detections, walk
from tests.builders.scenes import Square, ground, make_picture, make_scene, square, standing

FRAMES = 200
BODY = np.s_[50:70, 70:90]
"""Pixels of a square of 24 pixels that stands at (80, 60); its box begins at (68, 48)."""
SEEN: dict[str, Any] = {"at": (68, 48), "size": (24, 24)}


@pytest.fixture
def store(tmp_path: Path) -> ArtefactStore:
    return ArtefactStore(root=tmp_path / "store", limit_bytes=10**9)


def background(clip: Clip, store: ArtefactStore, *seen: Iterable[Row], kind: str = "median") -> EmptyScene:
    """The background of a clip in which this was seen."""

    def make(folder: Path) -> dict[str, Any]:
        write_table(path=folder / DETECTIONS_FILE, table=detections(*seen))
        return {}

    key = "a" * 40
    with store.get_or_make(kind="detections", key=key, make=make):
        return background_of(clip=clip, kind=kind, detections_key=key, sample_fps=None, store=store)


def at_the_spot(*, frames: int = FRAMES, class_name: str = "person", conf: float = 0.9, missing: Any = ()) -> list[Row]:
    """What a model sees of somebody who stands where BODY is."""
    return walk(
        start=(68, 48), end=(68, 48), frames=frames, size=(24, 24), class_name=class_name, conf=conf, missing=missing
    )


def filmed(tmp_path: Path, *squares: Square) -> Clip:
    return probe_clip(make_scene(tmp_path / "clip.mp4", squares=squares, frames=FRAMES))


def is_empty(scene: EmptyScene) -> bool:
    """True where the ground can be seen at BODY."""
    return bool(np.abs(scene.pixels.astype(int) - ground()[:, :, ::-1])[BODY].max() < 40)


def test_a_model_that_misses_somebody_for_seconds_does_not_leave_them_in_it(
    tmp_path: Path, store: ArtefactStore
) -> None:
    """Those are the only moments without a box: a picture made of them would be one of the person."""
    clip = filmed(tmp_path, standing("red", at=(80, 60)))
    missing = {*range(30, 60), *range(90, 130), *range(150, 185)}
    scene = background(clip, store, at_the_spot(missing=missing, conf=0.06))
    assert scene.filled[BODY].all()
    assert np.ptp(scene.pixels[BODY].astype(int), axis=2).max() < 30


def test_a_parked_car_belongs_to_the_scene_and_a_person_before_it_does_not(
    tmp_path: Path, store: ArtefactStore
) -> None:
    clip = filmed(tmp_path, standing("blue", at=(80, 60)), square("red", start=(20, 60), end=(140, 60)))
    person = walk(start=(8, 48), end=(128, 48), frames=FRAMES, size=(24, 24))
    scene = background(clip, store, at_the_spot(class_name="car"), person)
    assert not scene.filled.any()
    blue, _, red = scene.pixels[BODY].reshape(-1, 3).mean(axis=0)
    assert blue > 150 > 90 > red


def test_a_car_that_leaves_in_the_end_does_not(tmp_path: Path, store: ArtefactStore) -> None:
    clip = filmed(tmp_path, standing("blue", at=(80, 60), until=0.8))
    assert is_empty(background(clip, store, at_the_spot(frames=160, class_name="car")))


def test_of_a_still_picture_and_of_the_first_frame_nothing_is_taken_away(tmp_path: Path, store: ArtefactStore) -> None:
    still = probe_clip(make_picture(tmp_path / "still.png", squares=[standing("red", at=(80, 60))]))
    assert not is_empty(background(still, store, at_the_spot(frames=1)))
    clip = filmed(tmp_path, standing("red", at=(80, 60), until=0.5))
    assert not is_empty(background(clip, store, at_the_spot(frames=100), kind="first"))
    assert is_empty(background(clip, store, at_the_spot(frames=100)))


def test_other_detections_are_another_scene_but_the_same_first_frame(tmp_path: Path) -> None:
    clip = filmed(tmp_path)
    keys = {
        kind: {background_key(clip=clip, kind=kind, detections_key=key) for key in ("a" * 40, "b" * 40)}
        for kind in ("median", "first")
    }
    assert [len(keys[kind]) for kind in ("median", "first")] == [2, 1]


FACING = Look("b", coat=(58, 54, 88), legs=(60, 54, 50), shirt=(214, 218, 220), skin=0.72)
AWAY = Look("a", coat=(98, 88, 72), legs=(90, 106, 124), skin=0.66, breadth=0.96)
PLAZAS = {
    "somebody stands there for the first 80 %": (
        Walk(FACING, -6.0, 1.3, ((-6.0, 9.0), (0.5, 9.0), (9.0, 9.0)), stop_at=1, stop_s=20.0),
    ),
    "two stand there all the time": (
        Walk(FACING, -9.0, 1.3, ((-6.0, 9.0), (0.5, 9.0), (9.0, 9.0)), stop_at=1, stop_s=99.0),
        Walk(AWAY, -12.0, 1.3, ((-7.0, 12.4), (-3.6, 13.0), (9.0, 12.0)), stop_at=1, stop_s=99.0),
    ),
}


@pytest.mark.model
@pytest.mark.parametrize("name", ["one-by-one.mp4", "tud-campus.mp4", "car-park-overhead.mp4", *PLAZAS])
def test_in_it_the_model_finds_nobody(
    name: str,
    real_model: Path,
    real_clip: Callable[[str], Path],
    tmp_path: Path,
    data_folder: Path,
    surest_person: Callable[[Pixels], float],
) -> None:
    source = _plaza(tmp_path / "plaza.mp4", PLAZAS[name]) if name in PLAZAS else real_clip(name)
    project = Project(watch=WatchSettings(model=str(real_model), sample_fps=5.0))
    analysis = analyse_clip(source=source, project=project, store=open_store(), progress=Quiet())
    assert analysis.tracks.shape[0] > 20
    assert surest_person(analysis.background.pixels) < 0.2
    assert analysis.background.filled_share < 0.1


def _plaza(path: Path, cast: tuple[Walk, ...]) -> Path:
    write_video(path=path, frames=play(Stage(cast), []), width_px=WIDTH_PX, height_px=HEIGHT_PX)
    return path
