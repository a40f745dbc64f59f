"""The slow pass of the app: whatever needs the pixels or the model, done once, so that questions need neither."""

from dataclasses import replace
from pathlib import Path

from heatdash.jobs.analyse_clip import Analysis, analyse_clip
from heatdash.jobs.examine_clip import examine_clip
from heatdash.jobs.progress import Progress
from heatdash.jobs.render_clip import background_of
from heatdash.store.artefact_store import ArtefactStore
from heatdash.values.clip import Clip
from heatdash.values.project import Project


def look_at_clip(*, source: Path, project: Project, store: ArtefactStore, progress: Progress) -> Analysis:
    """Everything that moves in the clip, of whatever class, and its scene lies in the store afterwards."""

    def scene(clip: Clip) -> None:
        background_of(clip, kind=project.style.background, store=store)
        examine_clip(clip=clip, store=store)

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
