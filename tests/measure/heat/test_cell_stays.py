import numpy as np

from heatdash.measure.heat.cell_grid import cell_grid
from heatdash.measure.heat.cell_stays import CellStays, cell_stays, cell_stays_of_any, stays_within
from heatdash.measure.heat.path_pieces import TICKS
from heatdash.values.scene import EXCLUDE, Scene, Zone
from tests.builders.tracks import along, paths, walk

GRID = cell_grid(grid=16, width_px=160, height_px=90)


def listed(stays):
    """Each stay's cell, and its begin and end in moments."""
    return list(zip(stays.cell.tolist(), (stays.begin / TICKS).tolist(), (stays.end / TICKS).tolist(), strict=True))


def in_cells(cells, *, begin, end):
    return CellStays(np.array(cells, dtype=np.int32), np.array(begin) * TICKS, np.array(end) * TICKS)


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
    each = in_cells([4, 4, 4, 4, 4, 9, 3], begin=[0, 2, 5, 9, 9, 0, 19], end=[3, 5, 6, 10, 20, 2, 20])
    joined = cell_stays_of_any(stays=each, tick_count=20 * TICKS)
    assert listed(joined) == [(3, 19, 20), (4, 0, 6), (4, 9, 20), (9, 0, 2)]


def test_no_stays_joined_are_none():
    assert listed(cell_stays_of_any(stays=in_cells([], begin=[], end=[]), tick_count=5)) == []


def test_who_goes_fast_stays_for_parts_of_moments_in_the_cells_on_the_way():
    # Four cells in one step: half of it in four pieces of half a cell, and so the other half.
    assert stays(along(track=1, points=[(5, 5), (45, 5)], begin_s=1)) == [
        (0, 10, 10.625),
        (1, 10.625, 10.875),
        (2, 10.875, 11.125),
        (3, 11.125, 11.375),
        (4, 11.375, 12),
    ]


def test_of_a_range_the_parts_of_stays_in_it_are_left():
    each = in_cells([4, 5, 6, 7], begin=[0, 2, 3.5, 6], end=[2, 4, 6, 9])
    assert listed(stays_within(stays=each, begin=2 * TICKS, end=6 * TICKS)) == [(5, 0, 2), (6, 1.5, 4)]
