import math

import numpy as np
import pytest

from heatdash.measure.heat.fading import faded_seconds, half_life_of, left_after
from heatdash.values.measure_settings import MeasureSettings


def test_half_is_left_after_the_half_life_and_all_where_nothing_fades():
    ages = np.array([0.0, 3.0, 6.0])
    assert left_after(age_s=ages, half_life_s=3.0).tolist() == [1, 0.5, 0.25]
    assert left_after(age_s=ages, half_life_s=math.inf).tolist() == [1, 1, 1]


def test_only_a_decaying_question_has_a_half_life():
    assert half_life_of(MeasureSettings(mode="decaying", half_life_s=7)) == 7
    assert half_life_of(MeasureSettings(mode="cumulative", half_life_s=7)) == math.inf


@pytest.mark.parametrize("half_life_s", [1e-6, 0.001, 0.5, 60.0, 1e9, math.inf])
def test_seconds_add_up_while_they_fade(half_life_s):
    t_s = np.cumsum(np.random.default_rng(1).uniform(0.01, 0.1, 400))
    dt_s = np.random.default_rng(2).uniform(0.01, 0.1, 400)
    sums = [0.0]
    for i, dt in enumerate(dt_s):
        sums.append(sums[-1] * 0.5 ** ((t_s[i] - t_s[i - 1]) / half_life_s if i else 0.0) + dt)
    np.testing.assert_allclose(faded_seconds(t_s=t_s, dt_s=dt_s, half_life_s=half_life_s), sums, rtol=1e-10)


def test_of_no_frames_there_are_no_seconds():
    none = np.empty(0)
    assert faded_seconds(t_s=none, dt_s=none, half_life_s=3.0).tolist() == [0]
