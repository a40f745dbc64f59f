"""HeatDash from Python: what the command `analyze` does, with tables, arrays and pictures in hand."""

import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from heatdash.cli_options import read_class_map, read_json, with_tracker
from heatdash.errors import BadSettingError, StorageError
from heatdash.exports.folder import write_answer
from heatdash.media.probe_clip import probe_clip
from heatdash.media.recording_time import asked_start
from heatdash.stages.answer import Answer, answer_clip
from heatdash.stages.progress import ProgressBar, Quiet
from heatdash.store.artefact_store import open_store
from heatdash.values.project import Project
from heatdash.values.scene import Scene, parse_region, scene_from_json


def analyze(
    source: str | Path,
    *,
    scene: Scene | Mapping[str, Any] | str | Path | None = None,
    region: str | Sequence[tuple[float, float]] | None = None,
    video: str | Path | None = None,
    project: Project | None = None,
    progress: bool = False,
    **options: Any,
) -> Answer:
    """The answer to a question about the clip or image at `source`.

    What an earlier analysis of the same clip has found is used, also where it was made by the app or the command line:
    only a clip that was never watched like this is watched, so that further questions are answered at once.

    `scene` holds zones and lines: a Scene, a scene.json, or its content; `region` is one place instead, in pixels: two
    points are a line, three or more a zone. `video` is the path to write the heatmap video to; without it none is made.
    `options` are those of the command line, spelt for Python: `metric="unique_visits"`, `classes="person"`,
    `sample_fps=10`, `half_life_s=5`. They change `project`, or the default one. `progress` shows a bar on stderr.
    A mistake raises a HeatDashError with a sentence that says what to do.
    """
    path = Path(source)
    if scene is not None and region is not None:
        raise BadSettingError("values.two_scenes")
    if isinstance(options.get("start"), str):
        options["start"] = asked_start(path=path, asked=options["start"])
    if isinstance(options.get("class_map"), str | Path):
        options["class_map"] = read_class_map(options["class_map"]).to_json()
    asked = project or Project()
    if options.get("tracker") is not None:
        asked = with_tracker(asked, options.pop("tracker"))
    asked = asked.with_options(options)
    if scene is not None:
        asked = replace(asked, scene=_scene_in(scene))
    elif region is not None:
        clip, text = probe_clip(path), region if isinstance(region, str) else repr(list(region))
        asked = replace(asked, scene=parse_region(text=text, width_px=clip.width_px, height_px=clip.height_px))
    answering = answer_clip(
        source=path,
        project=asked,
        store=open_store(),
        progress=ProgressBar(sys.stderr) if progress else Quiet(),
        with_video=video is not None,
    )
    with answering as answer:
        if video is None or answer.video is None:
            return answer
        return replace(answer, rendered=replace(answer.rendered, video=_copied(answer.video, Path(video))))


def save(answer: Answer, *, folder: str | Path) -> list[Path]:
    """Write the files of the command line's `analyze` into the folder. The files written; all appear, or none does."""
    return write_answer(answer=answer, folder=Path(folder))


def _scene_in(scene: Scene | Mapping[str, Any] | str | Path) -> Scene:
    if isinstance(scene, Scene):
        return scene
    if isinstance(scene, Mapping):
        return scene_from_json(scene)
    return scene_from_json(read_json(Path(scene), what="scene"))


def _copied(kept: Path, path: Path) -> Path:
    """A copy of the video that stays when the store drops its own."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(kept, path)
    except OSError as error:
        raise StorageError(
            "media.not_written", name=path.name, folder=str(path.parent), reason=str(error.strerror)
        ) from error
    return path
