"""All tables of crossings, visits, flows and movements, made together."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from heatdash.measure.paths import Paths
from heatdash.measure.places.count_bins import bin_edges_s, count_bins
from heatdash.measure.places.event_table import event_table, visit_table
from heatdash.measure.places.find_places import FoundPlaces, Remembered, find_places
from heatdash.measure.places.movements import Movements, measure_movements
from heatdash.measure.places.occupancy_over_time import occupancy_over_time
from heatdash.measure.places.place_summaries import Summary, place_summaries
from heatdash.measure.places.place_tables import flows, journeys, zone_table
from heatdash.values.arrays import Marks
from heatdash.values.measure_settings import MeasureSettings
from heatdash.values.recording_start import RecordingStart
from heatdash.values.scene import Scene


@dataclass(frozen=True, eq=False)
class Counts:
    """The tables that answer one question, with the columns of `heatdash.tables.columns`, and the numbers by place.

    All are made from what was `found`, of which other steps of time can be counted. `bins_together` is `bins` with all
    classes taken together, and without the column of their names. `over_time` has finer steps than the bins, for
    charts.
    """

    found: FoundPlaces
    events: pd.DataFrame
    visits: pd.DataFrame
    bins: pd.DataFrame
    bins_together: pd.DataFrame
    zones: pd.DataFrame
    flows: pd.DataFrame
    journeys: pd.DataFrame
    movements: Movements
    over_time: pd.DataFrame
    summary: Summary


def measure_counts(
    *,
    paths: Paths,
    settings: MeasureSettings,
    scene: Scene,
    keep: Marks | None = None,
    class_names: Sequence[str] = (),
    start: RecordingStart | None = None,
    remembered: Remembered | None = None,
) -> Counts:
    """Every table of counts for the tracks marked in `keep` (all, where it is None), in the settings' time range.

    The classes of `class_names` are in the tables even where none was seen. The recording's start aligns the bins. A
    caller who asks about the same paths again passes the same `remembered`, so that only new or moved places are
    searched.
    """
    found = find_places(
        paths=paths, settings=settings, scene=scene, keep=keep, class_names=class_names, remembered=remembered
    )
    return counts_of(found=found, settings=settings, start=start)


def counts_of(*, found: FoundPlaces, settings: MeasureSettings, start: RecordingStart | None) -> Counts:
    """Every table of counts of what was found."""
    edges_s = bin_edges_s(from_s=found.from_s, to_s=found.to_s, bin_min=settings.bin_min, start=start)
    return Counts(
        found=found,
        events=event_table(found=found),
        visits=visit_table(found=found),
        bins=count_bins(found=found, edges_s=edges_s),
        bins_together=count_bins(found=found, edges_s=edges_s, by_class=False),
        zones=zone_table(found=found),
        flows=flows(found=found),
        journeys=journeys(found=found),
        movements=measure_movements(found=found, interval_min=settings.interval_min, start=start),
        over_time=occupancy_over_time(found=found),
        summary=place_summaries(found=found),
    )
