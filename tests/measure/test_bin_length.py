"""Bins are as long as asked for; where that is left to the time looked at, they are few, round and not too few."""

import pytest

from heatdash.measure.bin_length import MOST_BINS, STEPS_S, bin_length_s
from heatdash.values.measure_settings import AUTO_BINS


@pytest.mark.parametrize(("bin_min", "expected_s"), [(1, 60), (15, 900), (None, 47.5)])
def test_bins_are_as_long_as_asked_for(bin_min: int | None, expected_s: float) -> None:
    assert bin_length_s(bin_min=bin_min, seconds=47.5) == expected_s


@pytest.mark.parametrize(
    ("seconds", "expected_s"),
    [(0, 1), (7, 1), (30, 1), (30.5, 2), (60, 2), (600, 30), (3600, 120), (8 * 3600, 1800), (86400, 3600)],
)
def test_the_time_looked_at_decides_where_that_is_left_to_it(seconds: float, expected_s: float) -> None:
    assert bin_length_s(bin_min=AUTO_BINS, seconds=seconds) == expected_s


@pytest.mark.parametrize("seconds", [8, 12.5, 24, 60, 61, 90, 301, 749, 1801, 5400, 20_000, 100_000, 250_000])
def test_a_chart_has_neither_few_bars_nor_too_many(seconds: float) -> None:
    bars = seconds / bin_length_s(bin_min=AUTO_BINS, seconds=seconds)
    assert min(8, seconds / STEPS_S[0]) <= bars <= MOST_BINS
