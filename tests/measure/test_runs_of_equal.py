import numpy as np

from heatdash.measure.runs_of_equal import runs_of_equal


def test_a_run_ends_where_the_value_changes_or_the_track_ends() -> None:
    runs = runs_of_equal(values=np.array([1, 1, 0, 0, 0, 1]), first=np.array([0, 4, 6]))
    found = zip(runs.start.tolist(), runs.stop.tolist(), runs.track.tolist(), strict=True)
    assert list(found) == [(0, 2, 0), (2, 4, 0), (4, 5, 1), (5, 6, 1)]


def test_no_rows_have_no_runs() -> None:
    assert len(runs_of_equal(values=np.empty(0), first=np.zeros(1, np.int64)).start) == 0
