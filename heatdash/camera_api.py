"""A camera from Python: the clips of its recorder as one recording, asked as one clip is."""

import sys
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from heatdash.messages import Message
from heatdash.stages.answer_recording import AnsweredRecording, answer_recording
from heatdash.stages.progress import ProgressBar, Quiet
from heatdash.stages.read_parts import read_parts
from heatdash.store.artefact_store import open_store
from heatdash.values.camera import Camera
from heatdash.values.name_pattern import NamePattern
from heatdash.values.project import Project
from heatdash.values.recording import Recording, recording_of


@dataclass(frozen=True, eq=False)
class OpenCamera:
    """A camera and what its clips show, each at its place on the clock.

    `problems` tell of clips that could not be read or placed, and of what else is odd, each in a sentence.
    """

    camera: Camera
    recording: Recording
    problems: tuple[Message, ...]
    _sources: dict[str, Path]

    def answer(self, *, project: Project | None = None, progress: bool = False, **options: Any) -> AnsweredRecording:
        """The answer to a question about the whole recording, or about the time from `from_s` up to `to_s` of it.

        Each clip is watched once: further questions are answered from its tracks. `options` are those of
        `heatdash.analyze`, and change `project`, or the default one; the places are the camera's unless `project` has
        others. A mistake raises a HeatDashError with a sentence that says what to do.
        """
        asked = (project or Project()).with_options(options)
        if not asked.scene.places:
            asked = replace(asked, scene=self.camera.scene)
        return answer_recording(
            recording=self.recording,
            sources=self._sources,
            project=asked,
            store=open_store(),
            progress=ProgressBar(sys.stderr) if progress else Quiet(),
        )


def open_camera(paths: str | Path | Iterable[str | Path], *, camera: Camera | None = None, **about: Any) -> OpenCamera:
    """The clips in the files and folders at `paths`, as one camera's recording.

    `camera` says what is known of it; without one, `about` does: `name`, `zone`, such as "Europe/Berlin", `scene`, and
    `name_pattern`, where HeatDash cannot read from the files' names when they began. A clip whose day and time are not
    known is left out, and told among the problems.
    """
    if isinstance(about.get("name_pattern"), str):
        about["name_pattern"] = NamePattern(about["name_pattern"])
    known = camera or Camera(**{"name": "Camera", **about})
    places = [paths] if isinstance(paths, str | Path) else list(paths)
    read = read_parts(paths=map(Path, places), zone=known.zone, pattern=known.name_pattern)
    recording = recording_of(parts=read.parts, zone=known.zone)
    sources = {file.part.sha256: file.path for file in read.files}
    return OpenCamera(known, recording, (*read.problems, *recording.problems), sources)
