import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from heatdash.measure.compare.period_blocks import PeriodBlocks, coarse_heat
from tests.builders.periods import joined, period


def test_blocks_that_were_watched_for_less_than_half_are_left_out() -> None:
    blocks = period("2026-03-02 09:00", [[1.0]] * 4, watched_s=[300, 149, 150, 0])
    assert blocks.kept.tolist() == [0, 2]


def test_a_block_knows_its_day_and_its_time_of_day() -> None:
    blocks = period("2026-03-02 23:50", [[1.0]] * 4)
    assert blocks.times_of_day.tolist() == [286, 287, 0, 1]
    assert np.diff(blocks.days).tolist() == [0, 1, 0]


@pytest.mark.parametrize(
    ("watched_s", "amounts", "said"),
    [
        (np.full(2, 300.0), np.ones((3, 1)), "each"),
        (np.full(3, 301.0), np.ones((3, 1)), "301"),
        (np.full(3, -1.0), np.ones((3, 1)), "0 to 300"),
        (np.full(3, 300.0), np.full((3, 1), -1.0), "at least 0"),
        (np.full(3, 300.0), np.full((3, 1), np.nan), "finite"),
    ],
)
def test_blocks_check_themselves(watched_s: np.ndarray, amounts: np.ndarray, said: str) -> None:
    begins = np.datetime64("2026-03-02T09:00") + 5 * np.arange(3)
    with pytest.raises(ValueError, match=said):
        PeriodBlocks(begins, watched_s, amounts)


def test_blocks_come_in_order_of_days() -> None:
    with pytest.raises(ValueError, match="order of time"):
        joined(period("2026-03-03 09:00", [[1.0]]), period("2026-03-02 09:00", [[1.0]]))


def test_each_coarse_cell_is_the_sum_of_its_fine_ones() -> None:
    fine = np.arange(90 * 160, dtype=np.float64).reshape(90, 160)
    coarse = coarse_heat(values=np.stack([fine, 2 * fine]))
    assert coarse.shape == (2, 18, 32)
    assert np.array_equal(coarse[0], fine.reshape(18, 5, 32, 5).sum(axis=(1, 3)))
    assert np.array_equal(coarse[1], 2 * coarse[0])


def test_a_fine_cell_on_a_border_is_shared_out() -> None:
    assert coarse_heat(values=np.array([[6.0, 6.0, 6.0]]), most_columns=2).tolist() == [[9.0, 9.0]]
    assert coarse_heat(values=np.array([[3.0, 0.0, 0.0]]), most_columns=2).tolist() == [[3.0, 0.0]]


def test_a_coarse_grid_stays_as_it_is() -> None:
    values = np.random.default_rng(1).random((18, 32))
    assert coarse_heat(values=values) is values


@given(rows=st.integers(1, 40), columns=st.integers(1, 70), most=st.integers(1, 40), seed=st.integers(0, 9))
def test_the_total_stays(rows: int, columns: int, most: int, seed: int) -> None:
    values = np.random.default_rng(seed).random((rows, columns))
    coarse = coarse_heat(values=values, most_columns=most)
    assert coarse.shape[1] == min(most, columns)
    assert coarse.sum() == pytest.approx(values.sum())
