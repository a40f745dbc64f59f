"""What is drawn is as hot at its hottest spot as what was measured."""

import tracemalloc
from dataclasses import replace

import numpy as np
import pytest

from heatdash.measure.watched_time import watched_time
from heatdash.stages.measure import measure_paths
from heatdash.values.classes import parse_classes
from heatdash.values.measure_settings import AUTO_BINS, MeasureSettings
from heatdash.values.metrics import METRICS
from heatdash.values.project import Project
from tests.builders.tracks import paths, stand, walk

SEEN = paths(
    walk(track=1, start=(20, 50), end=(140, 60), seconds=6, begin_s=2),
    stand(track=2, at=(40, 80), seconds=3),
    stand(track=3, at=(100, 40), seconds=1, class_name="car"),
)


@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize("smoothing", [0, 24, 199])
def test_the_hottest_spot_shows_the_value_of_the_hottest_cell(metric, smoothing):
    measured = measure_paths(paths=SEEN, project=Project(measure=MeasureSettings(metric=metric, smoothing=smoothing)))
    assert measured.heat.top > 0
    assert measured.drawn_heat.top == pytest.approx(measured.heat.top)


def test_where_nothing_is_seen_nothing_is_drawn():
    measured = measure_paths(paths=SEEN, project=Project(classes=parse_classes("bicycle")))
    assert measured.drawn_heat.top == measured.heat.top == 0
    assert measured.counts.bins["class_name"].unique().tolist() == ["bicycle"]


def test_what_is_remembered_changes_no_answer():
    remembered: dict = {}
    for classes in ("", "car", "person"):
        project = Project(classes=parse_classes(classes))
        again = measure_paths(paths=SEEN, project=project, remembered=remembered)
        fresh = measure_paths(paths=SEEN, project=project)
        assert again.counts.summary == fresh.counts.summary
        assert (again.heat.values == fresh.heat.values).all()


@pytest.mark.parametrize("mode", ["cumulative", "decaying"])
def test_months_between_two_frames_take_neither_time_nor_memory(mode):
    seconds = len(SEEN.watched.t_s) / 10
    times_s = SEEN.watched.t_s + 1e7 * (SEEN.watched.t_s > 3)
    months = watched_time(frames=SEEN.watched.frames, t_s=times_s, duration_s=seconds + 1e7)
    project = Project(measure=MeasureSettings(mode=mode, bin_min=AUTO_BINS))
    tracemalloc.start()
    try:
        measured = measure_paths(paths=replace(SEEN, watched=months), project=project)
        peak_bytes = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak_bytes < 50e6
    assert np.isfinite(measured.heat.top)
