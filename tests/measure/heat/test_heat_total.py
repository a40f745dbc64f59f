"""Heat of several parts: what adds up, and what divides."""

import math

import numpy as np
import pytest

from heatdash.measure.heat.heat_total import HeatTotal, sum_of_heat


def part(
    *cells: float, metric: str = "dwell_time", watched_s: float = 10.0, at_s: float = 10.0, half: float = math.inf
):
    return HeatTotal(metric, np.array([cells]), watched_s, half, at_s)


def test_seconds_add_up_and_averages_are_of_the_watched_time() -> None:
    parts = (part(4, 0), part(2, 1, watched_s=20))
    assert sum_of_heat(parts=parts).heat.values.tolist() == [[6, 1]]
    shares = [part(4, 0, metric="avg_occupancy"), part(2, 1, metric="avg_occupancy", watched_s=20)]
    assert sum_of_heat(parts=shares).heat.values.tolist() == [[pytest.approx(6 / 30), pytest.approx(1 / 30)]]


def test_who_goes_on_from_part_to_part_adds_heat_but_no_watched_time() -> None:
    parts = [part(4, 0, metric="avg_occupancy")]
    found = sum_of_heat(parts=parts, across=[part(1, 1, metric="avg_occupancy", watched_s=99)])
    assert found.heat.values.tolist() == [[pytest.approx(0.5), pytest.approx(0.1)]]


def test_what_was_earlier_has_faded_by_the_end_of_the_last_part() -> None:
    parts = [part(8, 0, at_s=10, half=5), part(1, 1, at_s=20, half=5)]
    assert sum_of_heat(parts=parts).total.tolist() == [[pytest.approx(8 / 4 + 1), 1]]
    assert sum_of_heat(parts=parts).observed_s == pytest.approx(10 / 4 + 10)


def test_a_part_whose_picture_has_another_shape_is_left_out() -> None:
    odd = HeatTotal("dwell_time", np.ones((2, 2)), 10.0, math.inf, 30.0)
    found = sum_of_heat(parts=[part(1, 2), odd, part(1, 0)])
    assert found.heat.values.tolist() == [[2, 2]]
    assert found.observed_s == 20
