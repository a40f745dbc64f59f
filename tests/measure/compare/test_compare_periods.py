import numpy as np
import pytest

from heatdash.errors import BadSettingError
from heatdash.measure.compare.compare_periods import compare_periods
from heatdash.measure.compare.match_times import (
    DAYS,
    PAIRED,
    RUNS,
    TOLD,
    TOO_FEW_DAYS,
    TOO_SHORT,
    UNPAIRED,
    MatchedTimes,
)
from heatdash.measure.compare.period_blocks import PeriodBlocks
from tests.builders.periods import days_from, joined, period

ROWS, COLUMNS = 9, 16
SHELF = (4, 11)


def heat(random: np.random.Generator, *shape: int, more: float = 0.0) -> np.ndarray:
    """Seconds of stay in so many blocks, or days and blocks of them; at the shelf there are `more` than elsewhere."""
    seconds = random.gamma(1.5, 2.0, (*shape, ROWS, COLUMNS))
    seconds[..., SHELF[0], SHELF[1]] *= 1 + more
    return seconds


def weeks(seed: int, *, first: int, count: int = 7, more: float = 0.0) -> PeriodBlocks:
    return days_from(first, heat(np.random.default_rng(seed), count, 12, more=more))


def hours(seed: int, begin: str, *, blocks: int = 36, more: float = 0.0) -> PeriodBlocks:
    return period(begin, heat(np.random.default_rng(seed), blocks, more=more))


CASES = {
    "hours of one day": (hours(1, "2026-03-02 09:00"), hours(2, "2026-03-02 12:00", more=3.0)),
    "a week": (weeks(1, first=0), weeks(2, first=7, more=3.0)),
    "five days": (weeks(3, first=0, count=5), weeks(4, first=7, count=5, more=3.0)),
    "three weeks": (weeks(1, first=0, count=21), weeks(2, first=21, count=21, more=3.0)),
}
TESTS = {"hours of one day": (UNPAIRED, RUNS), "five days": (UNPAIRED, DAYS)}


@pytest.mark.parametrize("case", CASES)
def test_what_clearly_changed_is_found_where_it_is(case: str) -> None:
    before, after = CASES[case]
    compared = compare_periods(before=before, after=after)
    assert compared.matched.verdict == TOLD
    assert (compared.matched.test, compared.matched.unit) == TESTS.get(case, (PAIRED, DAYS))
    assert compared.holds[SHELF]
    (region,) = compared.regions
    assert region.is_more
    assert np.array_equal(region.cells, compared.holds)
    assert region.after_s_per_h > region.before_s_per_h
    rows, columns = np.nonzero(compared.holds)
    assert np.hypot(rows - SHELF[0], columns - SHELF[1]).max() <= 2
    (line,) = region.outlines
    x, y = np.array(line).T
    assert x.min() <= SHELF[1] / COLUMNS < x.max()
    assert y.min() <= SHELF[0] / ROWS < y.max()


@pytest.mark.parametrize("case", CASES)
def test_swapped_periods_give_the_same_the_other_way_round(case: str) -> None:
    before, after = CASES[case]
    one, other = compare_periods(before=before, after=after), compare_periods(before=after, after=before)
    assert np.array_equal(one.p, other.p)
    np.testing.assert_allclose(one.score, -other.score, atol=1e-9)
    np.testing.assert_allclose(one.difference, -other.difference, atol=1e-9)
    assert [region.is_more for region in other.regions] == [False]
    assert other.regions[0].outlines == one.regions[0].outlines


@pytest.mark.parametrize("case", CASES)
def test_it_is_the_same_each_time(case: str) -> None:
    before, after = CASES[case]
    one, other = (compare_periods(before=before, after=after) for _ in range(2))
    assert np.array_equal(one.p, other.p)
    assert np.array_equal(one.score, other.score)


@pytest.mark.parametrize(("before", "after"), [(0, 7), (0, 0)])
def test_equal_periods_give_nothing(before: int, after: int) -> None:
    compared = compare_periods(before=weeks(1, first=before), after=weeks(1, first=after))
    assert compared.matched.verdict == TOLD
    assert not compared.difference.any()
    assert (compared.p == 1).all()
    assert compared.regions == ()


def test_the_maps_are_seconds_a_watched_hour() -> None:
    before = period("2026-03-02 09:00", np.full((18, 1, 2), [[6.0, 0.0]]), watched_s=[300.0] * 9 + [150.0] * 9)
    compared = compare_periods(before=before, after=period("2026-03-02 12:00", np.full((18, 1, 2), [[3.0, 0.0]])))
    assert compared.before.tolist() == [[pytest.approx(108 / (4050 / 3600)), 0.0]]
    assert compared.after.tolist() == [[36.0, 0.0]]
    assert compared.difference.tolist() == [[pytest.approx(-60.0), 0.0]]


def test_what_was_hardly_watched_counts_nowhere() -> None:
    random = np.random.default_rng(4)
    before, after = hours(1, "2026-03-02 09:00"), hours(2, "2026-03-02 13:00")
    gap = period("2026-03-02 12:00", 1000 * heat(random, 12), watched_s=140.0)
    with_gap, without = (compare_periods(before=one, after=after) for one in (joined(before, gap), before))
    assert with_gap.matched.blocks_before == without.matched.blocks_before == 36
    assert np.array_equal(with_gap.before, without.before)
    assert np.array_equal(with_gap.p, without.p)


@pytest.mark.parametrize(
    ("before", "after", "verdict"),
    [
        (hours(1, "2026-03-02 09:00", blocks=6), hours(2, "2026-03-02 12:00", more=50.0), TOO_SHORT),
        (hours(1, "2026-03-02 09:00", blocks=0), hours(2, "2026-03-02 12:00", more=50.0), TOO_SHORT),
        (hours(1, "2026-03-02 09:00"), hours(2, "2026-03-03 09:00", more=50.0), TOO_FEW_DAYS),
        (weeks(1, first=0, count=3), weeks(2, first=7, count=3, more=50.0), TOO_FEW_DAYS),
    ],
)
def test_what_cannot_be_told_has_maps_and_holds_nowhere(
    before: PeriodBlocks, after: PeriodBlocks, verdict: str
) -> None:
    compared = compare_periods(before=before, after=after)
    assert compared.matched.verdict == verdict
    assert compared.difference[SHELF] > 0
    assert (compared.p == 1).all()
    assert compared.regions == ()


def test_pairs_of_days_find_what_is_hidden_in_the_week() -> None:
    # Some weekdays have five times as many people as others; at the shelf each has a little more than the week before.
    random = np.random.default_rng(6)
    week = np.array([1, 1, 1, 2, 3, 5, 1])[:, None, None, None]
    one, other = (week * random.normal(10.0, 0.5, (7, 12, ROWS, COLUMNS)).clip(0) for _ in range(2))
    other[:, :, SHELF[0], SHELF[1]] *= 1.3
    before, after = days_from(0, one), days_from(7, other)
    paired = compare_periods(before=before, after=after)
    assert paired.matched.test == PAIRED
    assert paired.holds[SHELF]
    days = tuple(np.arange(12 * day, 12 * day + 12) for day in range(7))
    unpaired = compare_periods(before=before, after=after, matched=MatchedTimes(TOLD, UNPAIRED, DAYS, days, days))
    np.testing.assert_allclose(unpaired.difference, paired.difference)
    assert not unpaired.holds.any()


def test_a_cell_that_nobody_came_to_does_not_differ() -> None:
    before, after = (period(f"2026-03-02 {clock}", np.zeros((18, 1, 40))) for clock in ("09:00", "12:00"))
    before.amounts[:, 0, 2] = np.arange(18.0)
    after.amounts[:, 0, 2] = np.arange(18.0)[::-1]
    compared = compare_periods(before=before, after=after)
    assert np.isfinite(compared.score).all()
    assert compared.score[0, 30] == 0.0
    assert compared.p[0, 30] == 1.0


def test_grids_of_two_shapes_are_refused() -> None:
    before = period("2026-03-02 09:00", np.ones((18, 9, 16)))
    after = period("2026-03-02 12:00", np.ones((18, 12, 16)))
    with pytest.raises(BadSettingError, match="16 x 9 cells before and of 16 x 12 after"):
        compare_periods(before=before, after=after)


def test_where_nothing_changed_something_holds_in_few_comparisons() -> None:
    # 5 of 100 are expected; more than 13 would come by chance less than once in a thousand times.
    alarms = 0
    for seed in range(100):
        random = np.random.default_rng((9, seed))
        days = [random.lognormal(0.0, 0.2, (7, 1, 1, 1)) * random.gamma(0.4, 5.0, (7, 6, 4, 6)) for _ in range(2)]
        compared = compare_periods(before=days_from(0, days[0]), after=days_from(7, days[1]))
        alarms += bool(compared.holds.any())
    assert alarms <= 13
