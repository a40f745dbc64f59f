from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heatdash.measure.heat.growing_heat import GrowingHeat
from heatdash.measure.heat.heat import heat_of, range_end_s
from heatdash.measure.heat.smooth import smoothed
from heatdash.values.measure_settings import MODES, MeasureSettings
from heatdash.values.metrics import METRICS
from heatdash.values.scene import Scene
from tests.builders.tracks import paths, stand, walk
from tests.measure.clips import SCENES, examples, questions

WALKS = (walk(track=1, start=(5, 45), end=(155, 45), seconds=8), stand(track=2, at=(55, 25), seconds=3, begin_s=2))


def growing(clip, *, scene=SCENES[0], **asked):
    return GrowingHeat(paths=clip, settings=MeasureSettings(**{"grid": 16, **asked}), scene=scene)


@pytest.mark.parametrize("metric", METRICS)
@settings(max_examples=12)
@given(
    data=st.data(),
    clip=examples(),
    moments=st.lists(st.sampled_from([0.0, 0.05, 0.5, 0.7, 1.234, 1.8, 1.85, 2.9, 2.96]), max_size=6).map(sorted),
)
def test_at_each_moment_and_at_the_end_it_is_the_smoothed_heat_of_that_moment(metric, data, clip, moments):
    drawn, scene = data.draw(questions(metric=metric)), data.draw(st.sampled_from(SCENES))
    whole = clip.paths()
    for question in (replace(drawn, mode=mode) for mode in MODES):
        growing_heat = GrowingHeat(paths=whole, settings=question, scene=scene)
        for t_s in (*moments, range_end_s(paths=whole, settings=question), 99.0):
            exact = heat_of(paths=whole, settings=question, scene=scene, at_s=t_s)
            expected, heat = smoothed(heat=exact, smoothing=question.smoothing), growing_heat.at(t_s)
            np.testing.assert_allclose(heat.values, expected.values, rtol=1e-7, atol=1e-9)
            assert heat.metric == metric


@pytest.mark.parametrize("metric", METRICS)
def test_an_earlier_moment_starts_over_and_what_was_given_stays(metric):
    heat = growing(paths(*WALKS), metric=metric)
    early = heat.at(2.0)
    kept = early.values.copy()
    heat.at(7.0)
    assert np.array_equal(early.values, kept)
    np.testing.assert_allclose(heat.at(2.0).values, kept)


@pytest.mark.parametrize("metric", METRICS)
def test_the_peak_of_cumulative_heat_is_the_last_one(metric):
    heat = growing(paths(*WALKS), metric=metric)
    assert heat.peak.values == pytest.approx(heat.at(10.0).values)
    assert heat.peak.top > 0


@pytest.mark.parametrize("metric", METRICS)
def test_the_peak_of_decaying_heat_is_each_spots_largest_after_one_half_life(metric):
    clip, asked = paths(*WALKS), {"metric": metric, "mode": "decaying", "half_life_s": 1.0}
    twin = growing(clip, **asked)
    most = np.max([twin.at(t_s).values for t_s in np.linspace(1, 10, 46)], axis=0)
    assert growing(clip, **asked).peak.values == pytest.approx(most)
    assert twin.at(10.0).top < most.max()


def test_where_the_range_is_shorter_than_the_half_life_its_end_counts():
    heat = growing(paths(*WALKS), mode="decaying", half_life_s=60, from_s=2, to_s=5)
    assert heat.peak.values == pytest.approx(heat.at(5).values)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("metric", METRICS)
def test_without_anybody_all_is_nothing(metric, mode):
    for clip, asked in ((paths(), {}), (paths(*WALKS), {"from_s": 50, "to_s": 60})):
        heat = growing(clip, metric=metric, mode=mode, scene=Scene(), **asked)
        assert heat.peak.top == 0
        assert not heat.at(3.0).values.any()
