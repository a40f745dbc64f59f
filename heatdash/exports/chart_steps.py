"""The counts of an answer in other steps of time than were asked for."""

import pandas as pd

from heatdash.measure.places.count_bins import bin_edges_s, count_bins
from heatdash.stages.answer import Answer
from heatdash.values.measure_settings import AUTO_BINS


def chart_steps(answer: Answer) -> pd.DataFrame:
    """The columns of `Counts.bins_together`, in as many steps as fit into a chart, however long the clip.

    The objects are counted again: how many came in an hour cannot be added up from its minutes.
    """
    found, start = answer.measured.counts.found, answer.analysis.project.start
    edges_s = bin_edges_s(from_s=found.from_s, to_s=found.to_s, bin_min=AUTO_BINS, start=start)
    return count_bins(found=found, edges_s=edges_s, by_class=False)
