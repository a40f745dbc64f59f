"""Builds answers from walks, without a file, a model or a picture to decode."""

from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np

from heatdash.media.empty_scene import EmptyScene
from heatdash.messages import Message
from heatdash.stages.analyse import Analysis
from heatdash.stages.answer import Answer
from heatdash.stages.clip_paths import clip_paths
from heatdash.stages.measure import measure_clip
from heatdash.stages.people_boxes import no_boxes
from heatdash.stages.render import Rendered
from heatdash.values.clip import Clip
from heatdash.values.measure_settings import MeasureSettings
from heatdash.values.project import Project
from heatdash.values.recording_start import RecordingStart
from heatdash.values.run import UsedModel
from heatdash.values.scene import Line, Scene, Zone
from tests.builders.tracks import FPS, PICTURE_PX, Row, stand, tracks, walk

GATE = Line(name="Gate", start=(0.5, 1.0), end=(0.5, 0.0))
DOOR = Zone(name="Door", points=((0.0, 0.0), (0.25, 0.0), (0.25, 1.0), (0.0, 1.0)))
SCENE = Scene(zones=(DOOR,), lines=(GATE,))
BUSY = (
    walk(track=1, start=(20, 50), end=(140, 50), seconds=6),
    walk(track=2, start=(140, 60), end=(60, 60), seconds=4, begin_s=1),
    stand(track=3, at=(20, 80), seconds=3, begin_s=2, class_name="car"),
)
"""One person comes in through the gate and starts in the door, another goes out, a car stands in the door."""
COARSE = MeasureSettings(grid=16)
"""A map of few cells, which is written in no time."""


def answer(
    *walks: Iterable[Row],
    seconds: float = 10.0,
    scene: Scene = SCENE,
    measure: MeasureSettings = COARSE,
    start: str | None = None,
    picture_px: tuple[int, int] = PICTURE_PX,
    notices: tuple[Message, ...] = (),
    clip_name: str = "clip.mp4",
    change: Callable[[Project], Project] = lambda project: project,
) -> Answer:
    """What the walks come to in a clip of so many seconds, ten frames each; a busy one where no walk is given."""
    table = tracks(*(walks or BUSY))
    picture = np.zeros((picture_px[1], picture_px[0], 3), np.uint8)
    begin = None if start is None else RecordingStart.read(start)
    analysis = Analysis(
        clip=clip(seconds=seconds, name=clip_name),
        model=UsedModel(name="yolo26n", backend="openvino", origin="a folder", sha256="ab" * 32),
        project=change(Project(scene=scene, measure=measure, start=begin)),
        runs_on="CPU",
        watched_frames=round(seconds * FPS),
        detections_key="0",
        tracks_key="1",
        tracks=table,
        paths=clip_paths(clip=clip(seconds=seconds), tracks=table, sample_fps=None),
        refining=None,
        unseen=None,
        background=EmptyScene(pixels=picture, filled=np.zeros(picture.shape[:2], dtype=bool)),
        hidden=no_boxes(),
        stages=(),
        notices=notices,
    )
    return Answer(
        analysis=analysis,
        measured=measure_clip(analysis),
        rendered=Rendered(picture=picture, video=None, stages=()),
    )


def clip(*, seconds: float, name: str = "clip.mp4") -> Clip:
    """A clip that has been probed and whose file is not there."""
    times_s = np.arange(round(seconds * FPS)) / FPS
    return Clip(
        path=Path(name),
        sha256="0" * 64,
        container="mp4",
        codec="h264",
        width_px=PICTURE_PX[0],
        height_px=PICTURE_PX[1],
        rotation_deg=0,
        average_fps=FPS,
        is_variable_rate=False,
        duration_s=seconds,
        lost_frames=0,
        times_s=times_s,
        keyframes=np.zeros(1, np.int64),
    )
