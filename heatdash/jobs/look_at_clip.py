"""The slow pass of the app: whatever needs the pixels or the model, done once, so that questions need neither."""

from dataclasses import replace
from functools import partial
from pathlib import Path

from heatdash.jobs.analyse_clip import Analysis, analyse_clip
from heatdash.jobs.prepare_scene import prepare_scene
from heatdash.jobs.progress import Progress
from heatdash.store.artefact_store import ArtefactStore
from heatdash.values.project import Project


def look_at_clip(*, source: Path, project: Project, store: ArtefactStore, progress: Progress) -> Analysis:
    """Everything that moves in the clip, of whatever class, and its scene lies in the store afterwards."""
    scene = partial(prepare_scene, background=project.style.background, store=store)
    analysis = analyse_clip(
        source=source,
        project=replace(project, classes=(), style=replace(project.style, blur=False)),
        store=store,
        progress=progress,
        meanwhile=scene,
    )
    # Where nothing had to be watched, nothing was done meanwhile.
    scene(analysis.clip)
    return analysis
