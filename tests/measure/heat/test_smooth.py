import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heatdash.measure.heat.smooth import smoothed
from heatdash.values.heat import Heat


def spread(values, smoothing, metric="dwell_time"):
    return smoothed(heat=Heat(np.array(values, dtype=np.float64), metric), smoothing=smoothing).values


def spot(*, rows, columns, at):
    values = np.zeros((rows, columns))
    values[at] = 1.0
    return values


def test_the_standard_deviation_is_so_many_half_thousandths_of_the_width():
    values = spread(spot(rows=90, columns=160, at=(45, 80)), 50)
    x, y = np.arange(160) - 80, np.arange(90) - 45
    # 25 thousandths of 160 cells are 4 cells, across and down alike.
    assert np.sqrt((values.sum(axis=0) * x**2).sum()) == pytest.approx(4, rel=1e-3)
    assert np.sqrt((values.sum(axis=1) * y**2).sum()) == pytest.approx(4, rel=1e-3)
    assert values[45, 84] / values[45, 80] == pytest.approx(np.exp(-0.5))


@settings(max_examples=40)
@given(
    rows=st.integers(1, 20),
    columns=st.integers(1, 30),
    smoothing=st.floats(0, 199),
    seed=st.integers(0, 99),
)
def test_the_total_stays_and_no_value_passes_the_largest(rows, columns, smoothing, seed):
    values = np.random.default_rng(seed).random((rows, columns)) ** 4
    after = spread(values, smoothing)
    assert after.sum() == pytest.approx(values.sum())
    assert values.min() - 1e-12 <= after.min() <= after.max() <= values.max() + 1e-12


@pytest.mark.parametrize("at", [(0, 0), (0, 15), (8, 0), (8, 15), (4, 0)])
def test_nothing_leaves_the_picture_at_its_border(at):
    after = spread(spot(rows=9, columns=16, at=at), 199)
    assert after.sum() == pytest.approx(1)
    assert np.unravel_index(after.argmax(), after.shape) == at


@pytest.mark.parametrize("shape", [(9, 16), (400, 300), (1, 500), (30, 4)])
@pytest.mark.parametrize("smoothing", [3, 24, 199])
def test_it_is_the_usual_gaussian_with_mirrored_borders(shape, smoothing):
    ndimage = pytest.importorskip("scipy.ndimage")
    values = np.random.default_rng(4).random(shape)
    expected = ndimage.gaussian_filter(values, smoothing / 2000 * shape[1], mode="reflect", truncate=4.0)
    np.testing.assert_allclose(spread(values, smoothing), expected, rtol=1e-9)


def test_even_heat_stays_as_it_is():
    np.testing.assert_allclose(spread(np.full((9, 16), 3.0), 60), 3.0)


def test_no_smoothing_and_classic_intensity_change_nothing():
    values = spot(rows=9, columns=16, at=(4, 4))
    assert np.array_equal(spread(values, 0), values)
    assert np.array_equal(spread(values, 100, "intensity"), values)
