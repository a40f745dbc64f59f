"""The slow pass of the app: whatever needs the pixels or the model, done once, so that questions need neither."""

from dataclasses import replace
from functools import partial
from pathlib import Path

from heatdash.jobs.analyse_clip import Analysis, analyse_clip
from heatdash.jobs.progress import Progress
from heatdash.jobs.render_clip import background_of
from heatdash.store.artefact_store import ArtefactStore
from heatdash.values.project import Project


def look_at_clip(*, source: Path, project: Project, store: ArtefactStore, progress: Progress) -> Analysis:
    """Everything that moves in the clip, of whatever class, and its background lies in the store afterwards."""
    background = partial(background_of, kind=project.style.background, store=store)
    analysis = analyse_clip(
        source=source,
        project=replace(project, classes=(), style=replace(project.style, blur=False)),
        store=store,
        progress=progress,
        meanwhile=background,
    )
    # Where nothing had to be watched, nothing was done meanwhile.
    background(analysis.clip)
    return analysis
