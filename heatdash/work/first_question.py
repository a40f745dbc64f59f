"""What the app asks of a clip before its visitor has changed anything."""

from dataclasses import replace
from typing import TYPE_CHECKING

from heatdash.stages.stored_sample import sample_scene
from heatdash.store.artefact_store import ArtefactStore
from heatdash.tables.columns import CLASS_NAME, COLOUR
from heatdash.values.classes import PEOPLE, ClassChoice, present
from heatdash.values.measure_settings import AUTO_BINS, MeasureSettings
from heatdash.values.project import Project
from heatdash.values.style import Style
from heatdash.values.watch_settings import WatchSettings

if TYPE_CHECKING:
    from heatdash.stages.analyse import Analysis

OF_PEOPLE = Project(
    watch=WatchSettings(sample_fps=10.0),
    classes=tuple(map(ClassChoice, sorted(PEOPLE))),
    measure=MeasureSettings(bin_min=AUTO_BINS),
    # These colours can be told apart with every kind of colour blindness, and in grey.
    style=Style(colormap="inferno", opacity=0.6, blur=True),
)
"""What is asked of a new clip."""


def sample_question(store: ArtefactStore) -> Project:
    """What is asked of the sample, with its places."""
    return replace(OF_PEOPLE, scene=sample_scene(store), measure=replace(OF_PEOPLE.measure, metric="unique_visits"))


def first_shown(project: Project, *, analysis: "Analysis") -> Project:
    """The project as Explore shows it first, once the clip was analysed: of the classes asked for, those found.

    The video of this one is what the visitor will want to see.
    """
    found = analysis.project
    kinds = analysis.tracks[[CLASS_NAME, COLOUR]].drop_duplicates().astype(str)
    classes = present(project.classes, among={ClassChoice(*kind) for kind in kinds.itertuples(index=False)})
    return replace(project, classes=classes, watch=found.watch, link=found.link)
