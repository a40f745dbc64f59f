from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from heatdash.measure.heat.cell_grid import CellGrid, cell_grid
from heatdash.measure.heat.heat import heat_of
from heatdash.measure.heat.path_pieces import TICKS, PathPieces, path_pieces
from heatdash.measure.heat.smooth import smoothed
from heatdash.measure.paths import Paths
from heatdash.measure.points import anchor_points
from heatdash.measure.watched_time import watched_time
from heatdash.values.heat import Heat
from heatdash.values.measure_settings import MODES, MeasureSettings
from heatdash.values.scene import Scene
from tests.builders.tracks import along, paths, walk
from tests.measure.clips import examples

# Of a picture of 160 x 90 pixels, cells of 10 x 10.
GRID = cell_grid(grid=16, width_px=160, height_px=90)
CAR = np.array([[10.0, 30.0], [150.0, 70.0]])


def pieces(clip: Paths, grid: CellGrid = GRID) -> PathPieces | None:
    points = anchor_points(paths=clip, anchor="bottom-center")
    return path_pieces(paths=clip, points=points, grid=grid)


def listed(clip: Paths) -> list[tuple[float, float, float, float]]:
    """Where and from which moment to which."""
    found = pieces(clip)
    assert found is not None
    columns = (found.x, found.y, found.begin / TICKS, found.end / TICKS)
    return list(zip(*(column.tolist() for column in columns), strict=True))


def test_who_goes_slowly_needs_no_pieces():
    assert pieces(paths(along(track=1, points=[(5, 5), (15, 5), (15, 15)]), along(track=2, points=[(95, 85)]))) is None
    assert pieces(paths()) is None


def test_who_goes_fast_is_half_a_cell_further_from_piece_to_piece():
    # 20 pixels are two cells: each half of the way has two pieces, of 5 pixels each.
    assert listed(paths(along(track=1, points=[(5, 5), (25, 5)], begin_s=1))) == [
        (5, 5, 10, 10.5),
        (7.5, 5, 10.5, 10.75),
        (12.5, 5, 10.75, 11),
        (17.5, 5, 11, 11.25),
        (22.5, 5, 11.25, 11.5),
        (25, 5, 11.5, 12),
    ]


def test_who_goes_slowly_beside_somebody_fast_is_in_one_place_for_each_moment():
    clip = paths(
        along(track=1, points=[(5, 45), (15, 45)], begin_s=1), along(track=2, points=[(5, 5), (45, 5)], begin_s=1)
    )
    assert listed(clip)[:2] == [(5, 45, 10, 11), (15, 45, 11, 12)]
    assert len(listed(clip)) == 2 + 1 + 4 + 4 + 1


def test_who_is_lost_is_in_no_place_in_between():
    clip = paths(
        walk(track=1, start=(5, 5), end=(125, 5), seconds=0.2, missing=[1]),
        along(track=2, points=[(5, 85)], begin_s=0.3),
    )
    assert pieces(clip) is None


def test_a_jump_across_the_picture_has_no_more_pieces_than_ticks():
    clip = paths(along(track=1, points=[(0, 0), (160, 90)] * 10))
    found = pieces(clip, cell_grid(grid=640, width_px=160, height_px=90))
    assert found is not None
    assert len(found.x) == (len(clip) - 1) * TICKS + 2


@settings(max_examples=30)
@given(clip=examples())
def test_pieces_fill_the_moments_of_their_tracks_and_no_others(clip):
    whole = clip.paths()
    found = pieces(whole)
    assume(found is not None)
    for track in range(whole.track_count):
        rows = slice(whole.first[track], whole.first[track + 1])
        mine = slice(found.first[track], found.first[track + 1])
        ticks = np.concatenate([np.arange(a, b) for a, b in zip(found.begin[mine], found.end[mine], strict=True)])
        assert ticks.tolist() == [TICKS * moment + tick for moment in whole.moment[rows] for tick in range(TICKS)]


@settings(max_examples=20)
@given(clip=examples(), mode=st.sampled_from(MODES))
def test_all_the_time_is_spent_however_fast_they_go(clip, mode):
    asked = MeasureSettings(grid=40, mode=mode, half_life_s=0.3)
    one_cell = MeasureSettings(grid=1, mode=mode, half_life_s=0.3)
    along_the_way, in_all = (
        heat_of(paths=clip.paths(), settings=question, scene=Scene()).values.sum() for question in (asked, one_cell)
    )
    assert along_the_way == pytest.approx(in_all, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize(("fps", "likeness"), [(12, 0.92), (15, 0.94), (25, 0.97)])
def test_a_car_that_crosses_the_picture_in_half_a_second_leaves_its_way_and_not_dots(fps, likeness):
    """With one place for each moment, the drawn heat is like that of the exact motion by 0.83, 0.55 and 0.73."""
    asked = MeasureSettings()
    shares = np.arange(fps // 2 + 1) / fps / 0.5
    clip = paths(along(track=1, points=CAR[0] + (CAR[1] - CAR[0]) * shares[:, None]), seconds=2)
    frames = clip.watched.frames
    clip = replace(clip, watched=watched_time(frames=frames, t_s=frames / fps, duration_s=len(frames) / fps))
    grid = cell_grid(grid=asked.grid, width_px=clip.width_px, height_px=clip.height_px)
    way = CAR[0] + (CAR[1] - CAR[0]) * np.linspace(0, shares[-1], 50_001)[:, None]
    exact = np.bincount(grid.cells_at(*way.T.astype(np.float32)), minlength=grid.cell_count).reshape(grid.shape)
    found, wanted = (
        smoothed(heat=each, smoothing=asked.smoothing).values.reshape(-1)
        for each in (heat_of(paths=clip, settings=asked, scene=Scene()), Heat(exact / fps, asked.metric))
    )
    assert np.corrcoef(found, wanted)[0, 1] > likeness
