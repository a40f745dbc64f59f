"""Runs in a register, and projects that differ in one word."""

from pathlib import Path

from heatdash.messages import verbatim
from heatdash.store.run_register import RunRegister
from heatdash.values.measure_settings import MeasureSettings
from heatdash.values.project import Project
from heatdash.values.run import ANALYSIS, Found, Run, Task, UsedModel
from heatdash.values.watch_settings import WatchSettings


def asks(metric: str = "dwell_time") -> Project:
    """A project that asks for this metric of what `motion` finds."""
    return Project(watch=WatchSettings(model="motion"), measure=MeasureSettings(metric=metric))


def a_run(register: RunRegister, *, source: Path = Path("/clips/door.mp4"), owner: str = "anna") -> Run:
    """A new run of the owner's in the register."""
    return register.new_run(owner=owner, name="Door", source=source, project=asks())


def a_task(
    register: RunRegister, *, run: Run | None = None, kind: str = ANALYSIS, project: Project | None = None
) -> Task:
    """A task that waits, for a run of its own unless one is given."""
    run = run or a_run(register)
    return register.ask(run_id=run.run_id, kind=kind, project=project or run.project)


def found(*, tracks_key: str = "a" * 40, detections_key: str = "b" * 40) -> Found:
    """What a look of 31 people and 2 cars has left."""
    return Found(
        tracks_key=tracks_key,
        detections_key=detections_key,
        project=asks(),
        model=UsedModel(name="yolo26n", backend="openvino", origin="/models", sha256="c" * 64),
        runs_on="OpenVINO on CPU",
        watched_frames=240,
        duration_s=24.0,
        class_counts=(("person", 31), ("car", 2)),
        notices=(verbatim("The file is damaged."),),
    )
