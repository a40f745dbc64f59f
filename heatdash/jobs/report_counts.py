"""The counts over time, few enough rows to read."""

from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from heatdash.jobs.answer_clip import Answer
from heatdash.measure.measure_counts import measure_counts
from heatdash.tables.columns import BIN_START_S, PLACE
from heatdash.values.measure_settings import BINS_MIN

MOST_BINS = 40


@dataclass(frozen=True, eq=False)
class ReportCounts:
    """Each place with its bins, as in `Counts.bins_together`; what a place cannot know is None.

    `coarser_min` is the bins' length where they are longer than asked for, and 0 where one holds the whole time.
    """

    places: tuple[tuple[str, list[dict[str, Any]]], ...]
    coarser_min: int | None


def report_counts(answer: Answer) -> ReportCounts:
    """The counts with all classes together, place by place, the whole picture first; at most `MOST_BINS` bins.

    Where the bins asked for are more, the next longer ones that are few enough are counted anew: how many different
    objects came in an hour cannot be added up from its minutes.
    """
    bins, coarser_min = answer.measured.counts.bins_together, None
    wanted_min = answer.analysis.project.measure.bin_min
    least_min = wanted_min if isinstance(wanted_min, int) else 0
    for longer_min in (*(length for length in BINS_MIN if length > least_min), None):
        if bins[BIN_START_S].nunique() <= MOST_BINS:
            break
        bins, coarser_min = _counted(answer, longer_min), longer_min or 0
    names = [str(name) for name in bins[PLACE].cat.categories]
    return ReportCounts(
        places=tuple((name, _rows(bins[bins[PLACE] == name])) for name in (names[-1], *names[:-1])),
        coarser_min=coarser_min,
    )


def _counted(answer: Answer, bin_min: int | None) -> pd.DataFrame:
    project = answer.analysis.project
    counts = measure_counts(
        paths=answer.measured.paths,
        settings=replace(project.measure, bin_min=bin_min),
        scene=project.scene,
        clock_start_s=None if project.start is None else project.start.seconds_of_day,
    )
    return counts.bins_together


def _rows(bins: pd.DataFrame) -> list[dict[str, Any]]:
    told = bins.astype(object)
    return [
        {str(name): cell for name, cell in row.items()} for row in told.where(bins.notna(), None).to_dict("records")
    ]
