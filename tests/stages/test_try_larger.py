"""Ten seconds of a clip, looked at twice."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from heatdash.detect.detector import FrameBoxes, frame_boxes
from heatdash.errors import BadClipError, BadModelError, StoppedError
from heatdash.media.probe_clip import probe_clip
from heatdash.media.read_frames import read_frames
from heatdash.media.write_video import write_video
from heatdash.stages import try_larger as module
from heatdash.stages.open_model import OpenedModel
from heatdash.stages.progress import Quiet
from heatdash.stages.try_larger import GLANCES, TRIAL_VERSION, stored_trial, try_larger
from heatdash.store.artefact_store import ArtefactStore
from heatdash.values.clip import Clip, Frame
from heatdash.values.link_settings import LinkSettings
from heatdash.values.project import Project
from heatdash.values.trial import BUSIEST, MIDDLE, WHOLE
from heatdash.values.watch_settings import WatchSettings
from tests.builders.golden import check_artefact, json_content
from tests.builders.scenes import make_picture, make_scene
from tests.stages.watching import Listener

FPS = 10


@dataclass
class Seer:
    """Sees a person who is in view from `begin_s` to `end_s`, and a small one with them only in a large input."""

    side_px: int
    begin_s: float = 0.0
    end_s: float = 1000.0
    tall: float = 0.3
    mannequin: bool = False
    class_names = {0: "person", 1: "poster"}  # noqa: RUF012
    picture_px = (64, 48)
    runs_on = "a test"

    def detect(self, *, frames: Iterable[Frame], background: Callable[[], object]) -> Iterator[FrameBoxes]:
        """A person who walks, one above them who is small, a poster everywhere, and perhaps a mannequin."""
        for frame in frames:
            x, rows = 0.1 + 0.02 * (frame.t_s % 30), [[0.8, 0.8, 0.9, 0.9, 0.9, 1]]
            rows += [[0.5, 0.1, 0.6, 0.4, 0.9, 0]] * self.mannequin
            if self.begin_s <= frame.t_s < self.end_s:
                rows.append([x, 0.97 - self.tall, x + 0.08, 0.97, 0.9, 0])
                rows += [[x, 0.1, x + 0.02, 0.16, 0.6, 0]] * (self.side_px > 640)
            none = np.zeros(len(rows), np.uint8)
            yield frame_boxes(frame=frame, rows=np.array(rows), colour=none, look=np.tile(none[:, None], 8))


@pytest.fixture
def store(tmp_path: Path, data_folder: Path) -> ArtefactStore:
    return ArtefactStore(root=tmp_path / "store", limit_bytes=10**9)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    folder = tmp_path / "model"
    folder.mkdir()
    (folder / "model.xml").write_text("<net/>")
    (folder / "metadata.yaml").write_text("imgsz: 640\nnames: {0: person, 1: poster}")
    return Project(watch=WatchSettings(model=str(folder)), link=LinkSettings(tracker="bytetrack"))


@pytest.fixture
def minute(tmp_path: Path) -> Clip:
    """A clip of a minute, in which nothing need be."""
    pixels = np.zeros((48, 64, 3), np.uint8)
    frames = (Frame(index=n, t_s=n / FPS, pixels=pixels) for n in range(60 * FPS))
    write_video(path=tmp_path / "minute.mp4", frames=frames, width_px=64, height_px=48)
    return probe_clip(tmp_path / "minute.mp4")


def sees(monkeypatch: pytest.MonkeyPatch, *, bound_px: int | None = None, **seen: Any) -> list[int | None]:
    """The sizes that the model was opened for, from now on."""
    opened: list[int | None] = []

    def open_model(*, settings: WatchSettings, **_: object) -> OpenedModel:
        opened.append(settings.input_px)
        return OpenedModel(Seer(bound_px or settings.input_px or 640, **seen))

    monkeypatch.setattr(module, "open_model", open_model)
    return opened


def test_the_larger_size_finds_who_is_small_around_the_fullest_picture(minute, project, store, monkeypatch) -> None:
    sees(monkeypatch, begin_s=40.0, end_s=50.0)
    trial = try_larger(clip=minute, project=project, store=store, progress=Quiet())
    assert (trial.where, trial.to_s - trial.from_s, trial.frames) == (BUSIEST, 10.0, 100)
    assert (trial.clip_frames, trial.picture_px) == (600, 48)
    # The glances are five seconds apart, from 2.5 s on: the first in which somebody is is that of 42.5 s.
    assert trial.from_s == pytest.approx(37.5, abs=0.11)
    assert (trial.own.objects["person"], trial.larger.objects["person"]) == (1, 2)
    assert trial.own.moments["person"] == pytest.approx(75, abs=3)
    assert (trial.own.input_px, trial.larger.input_px) == (640, 1280)
    assert trial.own.height_px["people"] == pytest.approx(0.3 * 48, abs=0.5)
    assert trial.is_advised(())


def test_where_people_are_large_the_middle_size_is_tried(minute, project, store, monkeypatch) -> None:
    opened = sees(monkeypatch, tall=45 / 48)
    assert try_larger(clip=minute, project=project, store=store, progress=Quiet()).larger.input_px == 960
    assert opened == [None, 960]


def test_where_nobody_is_seen_the_middle_is_tried_and_a_poster_is_nobody(minute, project, store, monkeypatch) -> None:
    sees(monkeypatch, begin_s=2000.0)
    trial = try_larger(clip=minute, project=project, store=store, progress=Quiet())
    assert (trial.where, trial.own.kinds(trial.names(()))) == (MIDDLE, {"other": 1})
    assert 20 < trial.from_s < trial.to_s < 45


def test_who_never_moves_is_not_counted(minute, project, store, monkeypatch) -> None:
    sees(monkeypatch, mannequin=True)
    trial = try_larger(clip=minute, project=project, store=store, progress=Quiet())
    assert (trial.own.objects["person"], trial.larger.objects["person"]) == (1, 2)
    assert (trial.own.static, trial.larger.static) == (1, 1)


def test_a_short_clip_is_tried_as_a_whole(tmp_path, project, store, monkeypatch) -> None:
    sees(monkeypatch)
    clip = probe_clip(make_scene(tmp_path / "short.mp4", frames=50))
    trial = try_larger(clip=clip, project=project, store=store, progress=Quiet())
    assert (trial.where, trial.from_s, trial.to_s, trial.frames) == (WHOLE, 0.0, 2.0, 20)


def test_it_is_tried_once_for_each_model_and_confidence(minute, project, store, monkeypatch) -> None:
    opened = sees(monkeypatch)
    assert stored_trial(clip=minute, project=project, store=store) is None
    trial = try_larger(clip=minute, project=project, store=store, progress=Quiet())
    assert stored_trial(clip=minute, project=project, store=store) == trial
    far = replace(project, watch=replace(project.watch, input_px=1280, sample_fps=5.0))
    assert try_larger(clip=minute, project=far, store=store, progress=Quiet()) == trial
    assert len(opened) == 2
    surer = replace(project, link=replace(project.link, conf=0.5))
    assert stored_trial(clip=minute, project=surer, store=store) is None


def test_progress_counts_every_picture_looked_at(minute, project, store, monkeypatch) -> None:
    sees(monkeypatch)
    counted: list[int] = []
    try_larger(clip=minute, project=project, store=store, progress=Listener(on_frame=counted.append))
    assert counted == list(range(1, GLANCES + 200 + 1))


def test_a_trial_that_is_stopped_leaves_nothing(minute, project, store, monkeypatch) -> None:
    sees(monkeypatch)

    def stop(done: int) -> None:
        if done == 50:
            raise StoppedError("messages.verbatim", sentence="Stopped.")

    with pytest.raises(StoppedError):
        try_larger(clip=minute, project=project, store=store, progress=Listener(on_frame=stop))
    assert stored_trial(clip=minute, project=project, store=store) is None


def test_what_a_larger_picture_cannot_change_is_refused_in_a_sentence(
    minute, project, store, monkeypatch, tmp_path
) -> None:
    sees(monkeypatch, bound_px=640)
    with pytest.raises(
        BadModelError, match="The model 'model' looks at pictures of 640 pixels and cannot look at larger ones"
    ):
        try_larger(clip=minute, project=project, store=store, progress=Quiet())
    sees(monkeypatch, bound_px=1920)
    with pytest.raises(BadModelError, match="looks at pictures of 1920 pixels and cannot look at larger ones"):
        try_larger(clip=minute, project=project, store=store, progress=Quiet())
    still = probe_clip(make_picture(tmp_path / "still.png"))
    with pytest.raises(BadClipError, match=r"'still.png' is a still picture"):
        try_larger(clip=still, project=project, store=store, progress=Quiet())
    motion = Project(watch=WatchSettings(model="motion"))
    with pytest.raises(BadModelError, match="choose a detection model"):
        try_larger(clip=minute, project=motion, store=store, progress=Quiet())


def test_what_is_kept_of_a_trial_under_a_version_stays_the_same(
    minute, project, store, monkeypatch, record_artefacts
) -> None:
    sees(monkeypatch, begin_s=40.0, end_s=50.0, mannequin=True)
    kept = try_larger(clip=minute, project=project, store=store, progress=Quiet()).to_json()
    for look in ("own", "larger"):
        kept[look].pop("seconds")
    check_artefact(
        kind="trial",
        constant="TRIAL_VERSION",
        number=TRIAL_VERSION,
        content=[json_content(kept)],
        record=record_artefacts,
    )


@pytest.mark.model
def test_a_real_model_finds_people_who_are_small_for_it_only_in_the_larger_size(
    real_model: Path, real_clip: Callable[[str], Path], store: ArtefactStore, tmp_path: Path
) -> None:
    clip = shrunken(probe_clip(real_clip("tud-campus.mp4")), tmp_path / "small.mp4")
    project = Project(watch=WatchSettings(model=str(real_model)))
    trial = try_larger(clip=clip, project=project, store=store, progress=Quiet())
    assert trial.larger.input_px == 1280
    assert trial.larger.seen({"person"}) > 1.15 * trial.own.seen({"person"}) > 0
    assert trial.is_advised(())
    assert trial.own.height_px["people"] == pytest.approx(trial.larger.height_px["people"], rel=0.3)
    assert trial.times_as_long > 1


def shrunken(clip: Clip, path: Path) -> Clip:
    """The clip in the middle of a grey picture of 1920x1080, at half its size."""
    around = np.full((1080, 1920, 3), 110, np.uint8)

    def within() -> Iterator[Frame]:
        for frame in read_frames(clip=clip):
            picture = around.copy()
            picture[420:660, 800:1120] = cv2.resize(frame.pixels, (320, 240), interpolation=cv2.INTER_AREA)
            yield replace(frame, pixels=picture)

    write_video(path=path, frames=within(), width_px=1920, height_px=1080)
    return probe_clip(path)
