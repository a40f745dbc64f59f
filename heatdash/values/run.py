"""A run of the library: the model that watched its clip, what its analysis found, and its tasks."""

import json
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path

from heatdash.messages import Message, message_from_json
from heatdash.values.project import Project, project_from_json


@dataclass(frozen=True)
class UsedModel:
    """The model that watched a clip.

    `backend` is openvino, ultralytics or motion; `origin` says where the model was found; `sha256` is of its files.
    """

    name: str
    backend: str
    origin: str
    sha256: str


ANALYSIS, VIDEO, PLACE, TRIAL = "look", "video", "place", "trial"
"""The kinds of tasks: watching and following, once per clip; drawing a video, once per question; making the picture of
the place without its people that is sketched on before the analysis; and trying a larger picture on ten seconds.
"""

QUEUED, RUNNING, DONE, FAILED, STOPPED = "queued", "running", "done", "failed", "stopped"


@dataclass(frozen=True)
class Found:
    """What a finished analysis has left in the store, and what is known of it without opening it.

    `project` states how the clip was watched and linked, whatever the run asks by now. `class_counts` are the objects
    followed, by class, the most frequent first.
    """

    tracks_key: str
    detections_key: str
    project: Project
    model: UsedModel
    runs_on: str
    watched_frames: int
    duration_s: float
    class_counts: tuple[tuple[str, int], ...]
    notices: tuple[Message, ...]

    def asked(self, project: Project) -> Project:
        """The project's question, about a clip that was watched and linked as this one was."""
        return replace(project, watch=self.project.watch, link=self.project.link)

    def to_json(self) -> str:
        """The text that `found_from_json` reads."""
        content = {field.name: getattr(self, field.name) for field in fields(self)}
        notices = [notice.to_json() for notice in self.notices]
        nested = {"project": self.project.to_json(), "model": asdict(self.model), "notices": notices}
        return json.dumps({**content, **nested})


def found_from_json(text: str) -> Found:
    """The `Found` that `to_json` has written."""
    content = json.loads(text)
    return Found(
        **{
            **content,
            "project": project_from_json(content["project"]),
            "model": UsedModel(**content["model"]),
            "class_counts": tuple((name, count) for name, count in content["class_counts"]),
            "notices": tuple(map(message_from_json, content["notices"])),
        }
    )


@dataclass(frozen=True)
class Task:
    """A piece of work for a run, as it was when it was read.

    `ahead` counts the tasks that the queue does before it. `stage`, `done` and `total` (frames) and `frames_per_s`
    say how far a running one is; `error` is the sentence that explains a failed one. `expected` holds how many seconds
    each stage should take, in order. An extra one was not asked for by anyone; `asked_by` is then the run's owner.
    """

    task_id: int
    run_id: str
    kind: str
    project: Project
    state: str
    asked_by: str = ""
    is_extra: bool = False
    ahead: int = 0
    stage: str = ""
    done: int = 0
    total: int = 0
    frames_per_s: float | None = None
    expected: tuple[tuple[str, float], ...] = ()
    error: Message | None = None
    asked_at_s: float = 0.0
    finished_at_s: float | None = None

    @property
    def is_open(self) -> bool:
        """True while it waits or runs."""
        return self.state in (QUEUED, RUNNING)

    @property
    def seconds_left(self) -> float | None:
        """The time that all its stages still need, the running one at its present speed; None where it is unknown."""
        names = [name for name, _ in self.expected]
        number = names.index(self.stage) if self.stage in names else -1
        later_s = sum(seconds for _, seconds in self.expected[number + 1 :])
        if self.frames_per_s and self.total:
            return (self.total - self.done) / self.frames_per_s + later_s
        share_left = 1 - self.done / self.total if self.total else 1.0
        rest_s = self.expected[number][1] * share_left if number >= 0 else 0.0
        return rest_s + later_s or None


@dataclass(frozen=True)
class Work:
    """A task in its visitor's eyes: the run's name, and the seconds until it is done, waiting included, where known."""

    task: Task
    name: str
    seconds_left: float | None


RESTORABLE_S = 24 * 3600
"""So long after it was deleted, a run can be restored."""


@dataclass(frozen=True)
class Run:
    """An entry of the library. `project` is the question as it stands now; `found` is None until its clip is analysed.

    `run_id` opens the run for its `owner`, who alone may change it; others see it by a link. Times are seconds since
    1970; `deleted_at_s` is None unless the run was deleted and can still be restored.
    """

    run_id: str
    owner: str
    name: str
    source: Path
    created_at_s: float
    project: Project
    found: Found | None = None
    deleted_at_s: float | None = None
