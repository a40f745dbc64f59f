"""The counts of an answer in other steps of time than were asked for."""

from dataclasses import replace

import pandas as pd

from heatdash.measure.places.measure_counts import measure_counts
from heatdash.stages.answer import Answer
from heatdash.values.measure_settings import AUTO_BINS


def chart_steps(answer: Answer) -> pd.DataFrame:
    """The columns of `Counts.bins_together`, in as many steps as fit into a chart, however long the clip.

    The objects are counted again: how many came in an hour cannot be added up from its minutes.
    """
    project = answer.analysis.project
    counts = measure_counts(
        paths=answer.measured.paths,
        settings=replace(project.measure, bin_min=AUTO_BINS),
        scene=project.scene,
        start=project.start,
    )
    return counts.bins_together
