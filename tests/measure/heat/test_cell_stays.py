import numpy as np

from heatdash.measure.heat.cell_grid import cell_grid
from heatdash.measure.heat.cell_stays import CellStays, cell_stays, cell_stays_of_any
from heatdash.values.scene import EXCLUDE, Scene, Zone
from tests.builders.tracks import along, paths, walk

GRID = cell_grid(grid=16, width_px=160, height_px=90)


def listed(stays):
    return list(zip(stays.cell.tolist(), stays.begin.tolist(), stays.end.tolist(), strict=True))


def stays(*walks, scene=None):
    return listed(cell_stays(paths=paths(*walks), anchor="bottom-center", scene=scene or Scene(), grid=GRID))


def test_a_stay_lasts_from_its_first_moment_to_before_the_one_after_its_last():
    assert stays(along(track=1, points=[(5, 5), (6, 6), (15, 5), (5, 5)], begin_s=1)) == [
        (0, 10, 12),
        (1, 12, 13),
        (0, 13, 14),
    ]


def test_a_track_that_is_lost_for_a_frame_stays_twice():
    assert stays(walk(track=1, start=(5, 5), end=(6, 5), seconds=0.4, missing=[2])) == [(0, 0, 2), (0, 3, 5)]


def test_tracks_in_one_cell_stay_each_on_its_own():
    assert stays(along(track=1, points=[(5, 5)] * 2), along(track=2, points=[(5, 5)] * 2, begin_s=0.2)) == [
        (0, 0, 2),
        (0, 2, 4),
    ]


def test_where_nothing_counts_nothing_stays():
    hole = Zone("Hole", ((0.0, 0.0), (0.04, 0.0), (0.04, 1.0), (0.0, 1.0)), EXCLUDE)
    # The zone goes up to 6.4 pixels.
    points = [(6, 5), (7, 5), (8, 5), (6, 5)]
    assert stays(along(track=1, points=points), scene=Scene(zones=(hole,))) == [(0, 1, 3)]


def test_of_no_track_there_are_no_stays():
    assert stays() == []


def test_stays_that_overlap_or_touch_are_one_and_others_stay_apart():
    cells = [4, 4, 4, 4, 4, 9, 3]
    begin = [0, 2, 5, 9, 9, 0, 19]
    end = [3, 5, 6, 10, 20, 2, 20]
    joined = cell_stays_of_any(
        stays=CellStays(np.array(cells, dtype=np.int32), np.array(begin), np.array(end)), moment_count=20
    )
    assert listed(joined) == [(3, 19, 20), (4, 0, 6), (4, 9, 20), (9, 0, 2)]


def test_no_stays_joined_are_none():
    none = np.empty(0, dtype=np.int64)
    assert listed(cell_stays_of_any(stays=CellStays(none.astype(np.int32), none, none), moment_count=5)) == []
