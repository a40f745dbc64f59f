import pytest

from heatdash.measure.heat.cell_grid import cell_grid
from heatdash.measure.heat.cell_visits import cell_passes, cell_visits
from heatdash.measure.points import anchor_points
from heatdash.values.scene import Scene
from tests.builders.tracks import along, paths, walk

GRID = cell_grid(grid=16, width_px=160, height_px=90)


def passed(*points):
    """The cells between the samples of one track, as (row, column) with the share of the way, in their order."""
    clip = paths(along(track=1, points=points))
    found = cell_passes(paths=clip, points=anchor_points(paths=clip, anchor="bottom-center"), grid=GRID)
    cells = zip(found.row.tolist(), found.cell.tolist(), found.share.tolist(), strict=True)
    return [(row, divmod(cell, 16), pytest.approx(share, abs=1e-8)) for row, cell, share in cells]


def test_between_neighbouring_cells_nothing_is_passed():
    assert passed((5, 5), (15, 5), (15, 15), (15, 16), (5, 16)) == []


def test_what_lies_straight_between_is_passed_in_either_direction():
    assert passed((5, 5), (45, 5)) == [(0, (0, 1), 0.25), (0, (0, 2), 0.5), (0, (0, 3), 0.75)]
    assert passed((45, 5), (5, 5)) == [(0, (0, 3), 0.25), (0, (0, 2), 0.5), (0, (0, 1), 0.75)]
    assert passed((5, 45), (5, 15)) == [(0, (3, 0), 1 / 3), (0, (2, 0), 2 / 3)]


def test_a_slanting_way_passes_the_cell_it_enters_first():
    # From the left cell to the one below and right of it: first over the right border, or over the lower one.
    assert passed((8, 5), (12, 11)) == [(0, (0, 1), pytest.approx((0.5 + 5 / 6) / 2))]
    assert passed((5, 8), (11, 12)) == [(0, (1, 0), pytest.approx((0.5 + 5 / 6) / 2))]


def test_a_way_through_corners_passes_only_the_cells_between_them():
    assert [cell for _, cell, _ in passed((5, 5), (35, 35))] == [(1, 1), (2, 2)]
    assert [cell for _, cell, _ in passed((35, 5), (5, 35))] == [(1, 2), (2, 1)]


def test_a_way_along_a_border_is_in_the_cell_the_border_belongs_to():
    assert [cell for _, cell, _ in passed((5, 20), (35, 20))] == [(2, 1), (2, 2)]
    assert [cell for _, cell, _ in passed((130, 90), (160, 90))] == [(8, 14)]


def test_from_a_border_backwards_the_cell_before_it_is_passed():
    assert [cell for _, cell, _ in passed((30, 5), (15, 5))] == [(0, 2)]
    assert [cell for _, cell, _ in passed((15, 5), (30, 5))] == [(0, 2)]


def test_nothing_is_passed_between_one_track_and_the_next():
    clip = paths(along(track=1, points=[(5, 5)]), along(track=2, points=[(155, 85)]))
    found = cell_passes(paths=clip, points=anchor_points(paths=clip, anchor="bottom-center"), grid=GRID)
    assert len(found.row) == 0


def test_a_touch_knows_when_the_same_track_last_touched_the_cell():
    clip = paths(along(track=1, points=[(5, 5), (6, 5), (35, 5), (15, 5)]), along(track=2, points=[(5, 5)], begin_s=2))
    found = cell_visits(paths=clip, anchor="bottom-center", scene=Scene(), grid=GRID)
    columns = (found.cell, found.begin_s, found.end_s, found.again)
    listed = list(zip(*(column.tolist() for column in columns), strict=True))
    way = 0.1 / 29
    assert [(cell, again) for cell, _, _, again in listed] == [
        (0, False), (1, False), (1, True), (2, False), (2, True), (3, False), (0, False),
    ]  # fmt: skip
    assert [begin for _, begin, _, _ in listed] == pytest.approx(
        [0, 0.1 + 9 * way, 0.3, 0.1 + 19 * way, 0.2 + 0.1 * 10 / 20, 0.2, 2.0]
    )
    assert listed[0][2] == pytest.approx(0.1)
    assert found.before_s[2] == pytest.approx(0.1 + 9 * way)


def test_a_track_that_was_lost_went_straight():
    clip = paths(walk(track=1, start=(5, 5), end=(45, 5), seconds=0.4, missing=[1, 2, 3]))
    found = cell_visits(paths=clip, anchor="bottom-center", scene=Scene(), grid=GRID)
    assert found.begin_s.tolist() == pytest.approx([0, 0.1, 0.2, 0.3, 0.4])
