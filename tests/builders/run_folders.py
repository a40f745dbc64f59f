"""Folders as `analyze` leaves them, made from walks over a clip whose frames show their own number; without a model.

`run_folder(tmp_path, walk(track=1, start=(20, 50), end=(140, 50), seconds=6))`
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from heatdash.exports.folder import write_answer
from heatdash.media.probe_clip import probe_clip
from heatdash.values.measure_settings import MeasureSettings
from heatdash.values.project import Project
from heatdash.values.scene import Scene
from tests.builders.answers import COARSE, SCENE, answer
from tests.builders.clips import clip_content
from tests.builders.tracks import FPS, PICTURE_PX, Row


def run_folder(
    folder: Path,
    *walks: Iterable[Row],
    scene: Scene = SCENE,
    measure: MeasureSettings = COARSE,
    start: str | None = None,
    seconds: float = 10.0,
    change: Callable[[Project], Project] = lambda project: project,
) -> Path:
    """The folder `run` beside the clip `clip.mp4`. Where no walk is given, one goes in at 3 s and one out at 4 s."""
    width_px, height_px = PICTURE_PX
    frames = round(seconds * FPS)
    path = folder / "clip.mp4"
    path.write_bytes(clip_content(frames=frames, fps=FPS, width=width_px, height=height_px, keyframe_every=25))
    made = answer(*walks, seconds=seconds, scene=scene, measure=measure, start=start, change=change)
    write_answer(answer=replace(made, analysis=replace(made.analysis, clip=probe_clip(path))), folder=folder / "run")
    return folder / "run"
