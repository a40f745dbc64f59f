from itertools import combinations

import numpy as np
import pytest
from scipy import stats

from heatdash.measure.compare.exchange_units import DRAWN, Units, chance_in_all, chance_in_each, scores, units_of
from heatdash.measure.compare.match_times import match_times
from tests.builders.periods import days_from, period


def units(before: list[float], after: list[float], *, is_paired: bool, watched_s: float = 1.0) -> Units:
    """Units watched for a second, or as long as said, each with so much an amount."""
    count = len(before) + len(after)
    amounts = np.array([*before, *after], dtype=np.float64)[:, None]
    return Units(is_paired, len(before), np.full(count, watched_s), amounts, np.ones(count))


def all_scores(of: Units, usual: float = 0.0) -> np.ndarray:
    return np.concatenate(list(scores(units=of, usual=usual)))


BEFORE, AFTER = [3.0, 5.0, 4.0, 6.0, 4.0, 2.0], [6.0, 7.0, 4.0, 9.0, 7.0, 4.0]


def test_a_score_is_welchs_t() -> None:
    expected = stats.ttest_ind(AFTER, BEFORE, equal_var=False).statistic
    assert all_scores(units(BEFORE, AFTER, is_paired=False))[0, 0] == pytest.approx(expected)
    uneven = stats.ttest_ind(AFTER, BEFORE[:4], equal_var=False).statistic
    assert all_scores(units(BEFORE[:4], AFTER, is_paired=False))[0, 0] == pytest.approx(uneven)


def test_the_score_of_pairs_is_that_of_their_differences() -> None:
    expected = stats.ttest_rel(AFTER, BEFORE).statistic
    assert all_scores(units(BEFORE, AFTER, is_paired=True))[0, 0] == pytest.approx(expected)


def test_how_long_it_was_watched_changes_no_score() -> None:
    for is_paired in (False, True):
        once, longer = (
            all_scores(units(BEFORE, AFTER, is_paired=is_paired, watched_s=watched_s), usual=1.0)
            for watched_s in (1.0, 3600.0)
        )
        np.testing.assert_allclose(once, longer)


def test_every_way_to_exchange_within_few_pairs_is_gone_through() -> None:
    # Differences of 1, 2 and 3: the mean is as far from 0 in one way of four, and its mirror image.
    of = units([0.0, 0.0, 0.0], [1.0, 2.0, 3.0], is_paired=True)
    means = [abs(one + two + three) / 3 for one in (1, -1) for two in (2, -2) for three in (3, -3)]
    assert sorted(set(means)) == [0.0, 2 / 3, 4 / 3, 2.0]
    assert len(all_scores(of)) == 4
    assert chance_in_each(units=of).tolist() == [1 / 4]


def test_every_way_to_split_few_units_is_gone_through() -> None:
    # Of 0, 1, 2, 3 and 7, 9, 8 no other split of seven into four and three is as far apart.
    of = units([0.0, 1.0, 2.0, 3.0], [7.0, 9.0, 8.0], is_paired=False)
    assert len(all_scores(of)) == len(list(combinations(range(7), 4))) == 35
    assert chance_in_each(units=of).tolist() == [1 / 35]


def test_the_chance_is_that_of_scipys_exact_test() -> None:
    def welch(one: np.ndarray, other: np.ndarray, axis: int) -> np.ndarray:
        return np.abs(stats.ttest_ind(one, other, equal_var=False, axis=axis).statistic)

    exact = stats.permutation_test(
        (BEFORE, AFTER), welch, vectorized=True, alternative="greater", n_resamples=np.inf, axis=0
    )
    assert chance_in_each(units=units(BEFORE, AFTER, is_paired=False))[0] == pytest.approx(exact.pvalue)


def test_one_of_many_columns_is_far_off_more_easily() -> None:
    random = np.random.default_rng(1)
    amounts = random.gamma(2.0, 3.0, (12, 40))
    amounts[6:, 0] += 6.0
    of = Units(False, 6, np.ones(12), amounts, np.ones(12))
    score, in_all = chance_in_all(units=of, usual=0.0)
    in_each = chance_in_each(units=of)
    assert (in_all >= in_each).all()
    assert in_all[0] > in_each[0]
    assert np.argmax(np.abs(score)) == np.argmin(in_all)
    assert in_all.min() == pytest.approx(
        np.mean(np.abs(all_scores(of)).max(axis=1) >= np.abs(score).max() * (1 - 1e-9))
    )


def test_what_is_usual_is_added_to_what_seems_to_scatter_little() -> None:
    # The first column has the same mean as the second, and hardly scatters: by chance, if it is as the second.
    steady, usual = [5.0, 5.1, 4.9, 5.0], [2.0, 8.0, 3.0, 7.0]
    amounts = np.array([[*steady, 6.0, 6.1, 5.9, 6.0], [*usual, 3.0, 9.0, 4.0, 8.0]]).T
    of = Units(False, 4, np.ones(8), amounts, np.ones(8))
    alone, added = (all_scores(of, usual=usual)[0] for usual in (0.0, 1.0))
    assert alone[0] > 15
    assert 0 < added[0] < 2
    assert added[1] == pytest.approx(alone[1], rel=0.4)


def test_nothing_anywhere_is_no_difference() -> None:
    for is_paired in (False, True):
        of = units([0.0] * 6, [0.0] * 6, is_paired=is_paired)
        score, p = chance_in_all(units=of, usual=1.0)
        assert (score.tolist(), p.tolist()) == ([0.0], [1.0])


def test_a_difference_without_any_scatter_is_beyond_chance() -> None:
    for is_paired, smallest in ((False, 2 / 924), (True, 1 / 32)):
        of = units([0.1] * 6, [0.3] * 6, is_paired=is_paired)
        score, p = chance_in_all(units=of, usual=0.0)
        assert score.tolist() == [np.inf]
        assert p.tolist() == [smallest]


@pytest.mark.parametrize("is_paired", [False, True])
@pytest.mark.parametrize("count", [6, 20])
def test_swapped_periods_differ_as_much_the_other_way(is_paired: bool, count: int) -> None:
    before, after = np.random.default_rng(2).gamma(2.0, 3.0, (2, count)).tolist()
    if not is_paired:
        after = [*after, 4.0, 5.0]
    one, other = units(before, after, is_paired=is_paired), units(after, before, is_paired=is_paired)
    (score, p), (mirrored, same) = (chance_in_all(units=some, usual=1.0) for some in (one, other))
    assert score == pytest.approx(-mirrored)
    assert p.tolist() == same.tolist()


def test_the_ways_drawn_are_the_same_each_time() -> None:
    before, after = np.random.default_rng(3).gamma(2.0, 3.0, (2, 20)).tolist()
    for is_paired in (False, True):
        one, other = (all_scores(units(before, after, is_paired=is_paired)) for _ in range(2))
        assert len(one) == DRAWN + 1
        assert np.array_equal(one, other)


def test_the_rate_of_days_is_what_was_measured_in_all_the_time_watched() -> None:
    before = period("2026-03-02 09:00", [[6.0]] * 18, watched_s=[300.0] * 9 + [150.0] * 9)
    after = period("2026-03-02 12:00", [[3.0]] * 18)
    matched = match_times(before=before, after=after)
    one, other = units_of(matched=matched, before=before, after=after).rates
    assert one.tolist() == pytest.approx([108 / 4050])
    assert other.tolist() == pytest.approx([54 / 5400])


def test_a_pair_with_more_blocks_weighs_more() -> None:
    before, after = days_from(0, np.zeros((6, 12, 1))), days_from(7, np.full((5, 12, 1), 3.0))
    last = period("2026-03-14 09:00", np.full((4, 1), 30.0))
    joined_after = type(after)(*(np.concatenate([getattr(one, name) for one in (after, last)]) for name in vars(after)))
    matched = match_times(before=before, after=joined_after)
    one, other = units_of(matched=matched, before=before, after=joined_after).rates
    assert one.tolist() == [0.0]
    assert other.tolist() == pytest.approx([(5 * 12 * 0.01 + 4 * 0.1) / 64])
