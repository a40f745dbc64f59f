from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heatdash.measure import in_threads
from heatdash.measure.heat.heat import heat_of, range_end_s
from heatdash.measure.watched_time import watched_time
from heatdash.values.measure_settings import MODES, MeasureSettings
from heatdash.values.metrics import METRICS
from heatdash.values.scene import EXCLUDE, ROI, Scene, Zone
from tests.builders.tracks import PICTURE_PX, along, paths, stand, walk
from tests.measure.clips import BESIDE_BORDERS_PX, SCENES, examples, questions
from tests.measure.heat.slow_heat import SlowHeat

GRID_METRICS = [metric.key for metric in METRICS.values() if not metric.is_of_pixels]
# Of a picture of 160 x 90 pixels, cells of 10 x 10.
GRID = 16
NO_PLACES = Scene()
LEFT_HALF = Zone("Left", ((0.0, 0.0), (0.5, 0.0), (0.5, 1.0), (0.0, 1.0)), ROI)
CLOSE = {"rtol": 1e-9, "atol": 1e-12}


def heat(clip, metric="dwell_time", *, scene=NO_PLACES, at_s=None, **asked):
    question = MeasureSettings(**{"metric": metric, "grid": GRID, **asked})
    return heat_of(paths=clip, settings=question, scene=scene, at_s=at_s).values


def cells(values):
    """The cells with heat, as {(row, column): value}."""
    return {(int(r), int(c)): pytest.approx(values[r, c]) for r, c in zip(*np.nonzero(values), strict=True)}


# By hand: cells of 10 x 10 pixels, ten frames a second, a clip of 10 seconds.


def test_time_spent_is_the_seconds_of_the_frames_in_a_cell():
    clip = paths(
        stand(track=1, at=(35, 25), seconds=2),
        stand(track=2, at=(35, 25), seconds=1),
        stand(track=3, at=(5, 5), seconds=0),
    )
    # The clip's first frame stands for half the time up to the second.
    assert cells(heat(clip)) == {(2, 3): 2.05 + 1.05, (0, 0): 0.05}


def test_average_occupancy_is_object_seconds_by_observed_seconds():
    clip = paths(
        stand(track=1, at=(35, 25), seconds=1.9, begin_s=1), stand(track=2, at=(35, 25), seconds=0.9, begin_s=1)
    )
    assert cells(heat(clip, "avg_occupancy")) == {(2, 3): 3.0 / 10}
    # 30 moments a second: the range begins with one at 2.0 s, and the last one of the stay is half a frame after 2.9 s.
    assert cells(heat(clip, "avg_occupancy", from_s=2, to_s=4)) == {(2, 3): 29 / 60}


def test_share_of_time_counts_two_at_once_only_once():
    clip = paths(
        stand(track=1, at=(35, 25), seconds=1.9, begin_s=1), stand(track=2, at=(36, 26), seconds=1.9, begin_s=2)
    )
    assert cells(heat(clip, "occupancy_pct")) == {(2, 3): 30.0}


def test_visits_count_each_object_once_however_often_it_comes_back():
    clip = paths(
        along(track=1, points=[(5, 5), (15, 5), (5, 5), (15, 5)]),
        along(track=2, points=[(15, 5), (16, 6)]),
    )
    assert cells(heat(clip, "unique_visits")) == {(0, 0): 1, (0, 1): 2}


def test_a_fast_object_leaves_no_holes_in_visits():
    clip = paths(along(track=1, points=[(5, 5), (45, 5)]), along(track=2, points=[(65, 65), (35, 85)]))
    along_the_top = {(0, column): 1 for column in range(5)}
    down_to_the_left = dict.fromkeys([(6, 6), (6, 5), (7, 5), (7, 4), (8, 4), (8, 3)], 1)
    assert cells(heat(clip, "unique_visits")) == along_the_top | down_to_the_left


def test_a_way_through_a_corner_touches_only_the_cells_it_leaves_and_enters():
    clip = paths(along(track=1, points=[(5, 5), (35, 35)]))
    assert cells(heat(clip, "unique_visits")) == {(i, i): 1 for i in range(4)}


def test_decaying_time_spent_halves_with_each_half_life():
    clip = paths(stand(track=1, at=(35, 25), seconds=0, begin_s=4))
    asked = {"mode": "decaying", "half_life_s": 2}
    assert cells(heat(clip, **asked)) == {(2, 3): pytest.approx(0.1 / 2**3, rel=1e-3)}
    assert cells(heat(clip, at_s=6.0, **asked)) == {(2, 3): pytest.approx(0.1 / 2, rel=1e-3)}
    assert cells(heat(clip, at_s=3.9, **asked)) == {}


def test_decaying_average_of_what_never_changes_is_what_it_always_is():
    clip = paths(stand(track=1, at=(35, 25), seconds=9.9), stand(track=2, at=(36, 25), seconds=9.9))
    asked = {"mode": "decaying", "half_life_s": 3}
    assert cells(heat(clip, "avg_occupancy", **asked)) == {(2, 3): 2.0}
    assert cells(heat(clip, "occupancy_pct", at_s=1.234, **asked)) == {(2, 3): 100.0}


def test_decaying_visits_fade_from_the_latest_touch():
    clip = paths(along(track=1, points=[(5, 5), (15, 5), (5, 5), (15, 5)], begin_s=1))
    asked = {"mode": "decaying", "half_life_s": 0.1, "at_s": 1.5}
    assert cells(heat(clip, "unique_visits", **asked)) == {(0, 0): 2**-3, (0, 1): 2**-2}


def test_a_cell_passed_between_two_samples_is_touched_half_way_through_it():
    clip = paths(along(track=1, points=[(5, 5), (25, 5)], begin_s=1))
    asked = {"mode": "decaying", "half_life_s": 0.1}
    assert cells(heat(clip, "unique_visits", at_s=1.049, **asked)) == {(0, 0): 2**-0.49}
    assert cells(heat(clip, "unique_visits", at_s=1.1, **asked)) == {(0, 0): 0.5, (0, 1): 2**-0.5, (0, 2): 1}


# Edges.


def test_a_point_on_a_border_belongs_to_the_cell_after_and_at_the_pictures_edge_to_the_last():
    clip = paths(
        along(track=1, points=[(10, 10)]), along(track=2, points=[(160, 90)]), along(track=3, points=[(300, -5)])
    )
    assert cells(heat(clip)) == {(1, 1): 0.05, (8, 15): 0.05, (0, 15): 0.05}


def test_rows_make_cells_square_and_there_is_at_least_one():
    assert heat(paths(), grid=16).shape == (9, 16)
    assert heat(paths(), grid=160).shape == (90, 160)
    assert heat(paths(), grid=1).shape == (1, 1)


@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize("mode", MODES)
def test_nobody_seen_and_nothing_looked_at_is_no_heat(metric, mode):
    shape = (90, 160) if metric == "intensity" else (9, 16)
    somebody = paths(stand(track=1, at=(5, 5), seconds=1))
    for values in (heat(paths(), metric, mode=mode), heat(somebody, metric, mode=mode, from_s=20, to_s=30)):
        assert values.shape == shape
        assert values.dtype == np.float64
        assert not values.any()


def test_an_image_stands_for_one_second():
    watched = watched_time(frames=np.array([0]), t_s=np.array([0.0]), duration_s=1.0)
    clip = paths(stand(track=1, at=(5, 5), seconds=0), stand(track=2, at=(5, 5), seconds=0), seconds=0.1)
    clip = type(clip)(**{**vars(clip), "watched": watched})
    for metric, expected in (("dwell_time", 2), ("avg_occupancy", 2), ("occupancy_pct", 100), ("unique_visits", 2)):
        assert cells(heat(clip, metric)) == {(0, 0): expected}


def test_a_point_on_the_edge_of_a_region_counts_and_on_that_of_an_excluded_zone_does_not():
    clip = paths(along(track=1, points=[(80, 45)]), along(track=2, points=[(81, 45)]))
    assert cells(heat(clip, scene=Scene(zones=(LEFT_HALF,)))) == {(4, 8): 0.05}
    hole = Zone("Hole", LEFT_HALF.points, EXCLUDE)
    assert cells(heat(clip, scene=Scene(zones=(hole,)))) == {(4, 8): 0.05}
    assert cells(heat(clip, scene=Scene(zones=(LEFT_HALF, hole)))) == {}


def test_what_is_passed_counts_only_within_the_region():
    clip = paths(along(track=1, points=[(55, 5), (105, 5)]))
    scene = Scene(zones=(LEFT_HALF,))
    assert cells(heat(clip, "unique_visits", scene=scene)) == {(0, 5): 1, (0, 6): 1, (0, 7): 1}


def test_observed_time_is_not_cut_by_regions():
    clip = paths(stand(track=1, at=(35, 25), seconds=9.9))
    assert cells(heat(clip, "occupancy_pct", scene=Scene(zones=(LEFT_HALF,)))) == {(2, 3): 100.0}


def test_the_range_ends_where_it_is_asked_to_or_with_the_clip():
    clip = paths()
    assert range_end_s(paths=clip, settings=MeasureSettings()) == 10
    assert range_end_s(paths=clip, settings=MeasureSettings(to_s=4.03)) == 4.03
    assert range_end_s(paths=clip, settings=MeasureSettings(to_s=99)) == 10


# Whatever the clip.


@pytest.mark.parametrize("metric", GRID_METRICS)
@settings(max_examples=20)
@given(data=st.data())
def test_heat_is_what_plain_loops_make_it(metric, data):
    # Time is spent at places in between, and rounding decides about those on a border.
    clip = data.draw(examples(aside_px=0.0 if metric == "unique_visits" else BESIDE_BORDERS_PX))
    drawn, scene = data.draw(questions(metric=metric)), data.draw(st.sampled_from(SCENES))
    moment_s, whole = data.draw(st.sampled_from([0.0, 0.7, 1.234, 1.65])), clip.paths()
    for question in (replace(drawn, mode=mode) for mode in MODES):
        slow = SlowHeat(table=clip.table, frames=clip.frames, settings=question, scene=scene, picture=PICTURE_PX)
        end_s = range_end_s(paths=whole, settings=question)
        for at_s in (None, moment_s):
            values = heat_of(paths=whole, settings=question, scene=scene, at_s=at_s).values
            expected = np.array(slow.at(end_s if at_s is None else min(at_s, end_s)))
            np.testing.assert_allclose(values, expected, rtol=1e-7, atol=1e-9)


@pytest.mark.parametrize("metric", METRICS)
@settings(max_examples=10)
@given(data=st.data(), clip=examples(), order=st.integers(0, 9), rows_a_part=st.integers(1, 30))
def test_shuffling_rows_and_splitting_tracks_change_nothing(metric, data, clip, order, rows_a_part):
    question = replace(data.draw(questions(metric=metric)), mode=data.draw(st.sampled_from(MODES)))
    scene = data.draw(st.sampled_from(SCENES))
    expected = heat_of(paths=clip.paths(), settings=question, scene=scene).values
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(in_threads, "ROWS_A_PART", rows_a_part)
        values = heat_of(paths=clip.paths(order), settings=question, scene=scene).values
    assert np.array_equal(values, expected)


@pytest.mark.parametrize("metric", [metric.key for metric in METRICS.values() if metric.is_additive])
@settings(max_examples=15)
@given(clip=examples(), cut_s=st.sampled_from([0.1, 0.95, 1.5, 2.9]))
def test_an_additive_metric_before_and_after_a_moment_makes_up_the_whole(metric, clip, cut_s):
    whole = clip.paths()
    parts = heat(whole, metric, to_s=cut_s) + heat(whole, metric, from_s=cut_s)
    np.testing.assert_allclose(parts, heat(whole, metric), **CLOSE)


@pytest.mark.parametrize("metric", [metric.key for metric in METRICS.values() if not metric.is_additive])
def test_a_metric_that_is_not_additive_says_more_when_its_parts_are_added(metric):
    clip = paths(stand(track=1, at=(35, 25), seconds=9.9))
    parts = heat(clip, metric, to_s=5) + heat(clip, metric, from_s=5)
    assert parts.max() > heat(clip, metric).max() > 0


@pytest.mark.parametrize("metric", GRID_METRICS)
def test_watching_fewer_frames_changes_precision_and_not_scale(metric):
    clip = paths(
        walk(track=1, start=(5, 45), end=(155, 45), seconds=9.9),
        walk(track=2, start=(155, 5), end=(5, 80), seconds=9.9),
    )
    frames = clip.watched.frames[::5]
    watched = watched_time(frames=frames, t_s=clip.watched.t_s[::5], duration_s=10.0)
    fewer = clip.of_rows(clip.moment % 5 == 0)
    fewer = type(fewer)(**{**vars(fewer), "watched": watched, "moment": fewer.moment // 5})
    all_of_it, some = heat(clip, metric, grid=4), heat(fewer, metric, grid=4)
    np.testing.assert_allclose(some, all_of_it, atol=0.12 * all_of_it.max())
    if metric == "dwell_time":
        assert some.sum() == pytest.approx(all_of_it.sum()) == pytest.approx(20)
