import numpy as np
import pytest

from heatdash.measure.compare.compare_values import compare_values
from heatdash.measure.compare.match_times import DAYS, PAIRED, RUNS, TOO_FEW_DAYS
from heatdash.measure.compare.period_blocks import PeriodBlocks
from tests.builders.periods import days_from, noisy_days, period


def weekly(*per_day: float) -> np.ndarray:
    """Days of twelve blocks, an hour, each with so many counted in it."""
    return np.repeat(np.array(per_day)[:, None, None] / 12, 12, axis=1)


def test_six_pairs_of_days_by_hand() -> None:
    # The differences are 1 to 6. Less than 1 taken from each leaves all above 0, and no other of the 32 ways to
    # exchange is as far from 0: no chance. From 1 on there is a second one, and 2 of 32 are more than 5 %; so up to 6.
    changed = compare_values(
        before=days_from(0, weekly(*[10.0] * 6)), after=days_from(7, weekly(11, 12, 13, 14, 15, 16))
    )
    assert (changed.matched.test, changed.matched.unit) == (PAIRED, DAYS)
    (change,) = changed.changes
    assert change.before == pytest.approx(10.0)
    assert change.after == pytest.approx(13.5)
    assert change.difference == pytest.approx(3.5)
    assert change.relative == pytest.approx(0.35)
    assert change.p == 1 / 32
    assert change.holds
    assert change.difference_95 == pytest.approx((1.0, 6.0), rel=1e-3)


@pytest.mark.parametrize("count", [5, 7, 16])
def test_within_the_interval_are_the_differences_that_chance_explains(count: int) -> None:
    random = np.random.default_rng(2)
    before, after = (raised(noisy_days(random, first=first, count=count), by=1000.0) for first in (0, 21))
    (change,) = compare_values(before=before, after=after).changes
    assert change.difference_95 is not None
    least, most = change.difference_95
    for end, inwards in ((least, 1), (most, -1)):
        for share, is_chance in ((0.01, True), (-0.01, False)):
            shift = end + inwards * share * (most - least)
            shifted = compare_values(before=before, after=raised(after, by=-shift / 12))
            assert (shifted.changes[0].p > 0.05) == is_chance


def raised(blocks: PeriodBlocks, *, by: float) -> PeriodBlocks:
    """The blocks with so much more in each."""
    return PeriodBlocks(blocks.begins, blocks.watched_s, blocks.amounts + by)


def test_runs_of_one_day_have_an_interval_too() -> None:
    random = np.random.default_rng(3)
    before, after = (period(f"2026-03-02 {clock}", random.gamma(2.0, 3.0, (36, 2))) for clock in ("09:00", "12:00"))
    changed = compare_values(before=before, after=after)
    assert changed.matched.unit == RUNS
    for change in changed.changes:
        assert change.difference_95 is not None
        assert change.difference_95[0] < change.difference < change.difference_95[1]
        assert change.difference_95[0] < 0 < change.difference_95[1]
        assert not change.holds


def test_swapped_periods_have_the_interval_the_other_way_round() -> None:
    random = np.random.default_rng(4)
    for count in (5, 7, 20):
        before = noisy_days(random, first=0, count=count, places=3)
        after = noisy_days(random, first=21, count=count, places=3, more=0.4)
        one, other = compare_values(before=before, after=after), compare_values(before=after, after=before)
        for change, mirrored in zip(one.changes, other.changes, strict=True):
            assert change.p == mirrored.p
            assert change.difference == pytest.approx(-mirrored.difference)
            assert change.difference_95 is not None
            assert mirrored.difference_95 is not None
            least, most = mirrored.difference_95
            assert change.difference_95 == pytest.approx((-most, -least), rel=1e-3)


def test_a_place_where_nothing_was_counted_is_told_nothing_of() -> None:
    random = np.random.default_rng(5)
    counts = [random.poisson(2.0, (7, 12, 3)).astype(float) for _ in range(2)]
    for count in counts:
        count[..., 1] = 0.0
    counts[0][..., 2] = 0.0
    never, gone = (compare_values(before=days_from(0, counts[0]), after=days_from(7, counts[1])).changes)[1:]
    assert (never.difference, never.difference_95, never.p, never.relative) == (0.0, None, 1.0, None)
    assert gone.relative is None
    assert gone.difference_95 is not None
    assert gone.difference_95[0] > 0
    assert gone.holds


def test_among_many_places_one_is_far_off_more_easily() -> None:
    random = np.random.default_rng(6)
    before, after = noisy_days(random, first=0, count=14, places=30), noisy_days(random, first=14, count=14, places=30)
    changed = compare_values(before=before, after=after)
    first = (type(one)(one.begins, one.watched_s, one.amounts[:, :1]) for one in (before, after))
    (alone,) = compare_values(**dict(zip(("before", "after"), first, strict=True))).changes
    assert changed.changes[0].p > alone.p
    assert changed.changes[0].difference_95 == pytest.approx(alone.difference_95, rel=1e-6)


def test_what_cannot_be_told_has_rates_but_no_interval() -> None:
    random = np.random.default_rng(7)
    before, after = noisy_days(random, first=0, count=2), noisy_days(random, first=7, count=2, more=9.0)
    changed = compare_values(before=before, after=after)
    assert changed.matched.verdict == TOO_FEW_DAYS
    (change,) = changed.changes
    assert change.after > 5 * change.before
    assert (change.difference_95, change.p, change.holds) == (None, 1.0, False)


def test_other_places_are_refused() -> None:
    with pytest.raises(ValueError, match="one column"):
        compare_values(before=days_from(0, np.ones((7, 12, 2))), after=days_from(7, np.ones((7, 12, 3))))


def test_the_interval_holds_the_true_change_about_as_often_as_it_says() -> None:
    # 95 of 100 are expected, and fewer than 42 of 50 less than once in a thousand times.
    within = 0
    for seed in range(25):
        random = np.random.default_rng((10, seed))
        for count in (7, 5):
            before = noisy_days(random, first=0, count=count)
            after = noisy_days(random, first=7, count=count, more=0.5)
            (change,) = compare_values(before=before, after=after).changes
            assert change.difference_95 is not None
            true = 240 * 0.5 * np.exp(0.15**2 / 2)
            within += change.difference_95[0] <= true <= change.difference_95[1]
    assert within >= 42
