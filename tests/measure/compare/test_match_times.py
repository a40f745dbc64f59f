import numpy as np
import pytest

from heatdash.measure.compare.match_times import (
    DAYS,
    PAIRED,
    RUNS,
    TOLD,
    TOO_FEW_DAYS,
    TOO_SHORT,
    UNPAIRED,
    MatchedTimes,
    match_times,
)
from heatdash.measure.compare.period_blocks import PeriodBlocks
from tests.builders.periods import days_from, joined, period


def hours(begin: str, blocks: int) -> PeriodBlocks:
    return period(begin, np.ones((blocks, 1)))


def days(first: int, count: int, *, blocks: int = 12, clock: str = "09:00") -> PeriodBlocks:
    return days_from(first, np.ones((count, blocks, 1)), clock=clock)


def lengths(units: tuple[np.ndarray, ...]) -> list[int]:
    return [len(unit) for unit in units]


def kind(matched: MatchedTimes) -> tuple[str, str, str]:
    return matched.verdict, matched.test, matched.unit


@pytest.mark.parametrize(
    ("blocks", "expected"),
    [(18, [3] * 6), (23, [4, 4, 3, 3, 3, 3, 3]), (36, [6] * 6), (72, [12] * 6), (84, [12] * 7)],
)
def test_a_day_is_cut_into_six_runs_or_into_hours(blocks: int, expected: list[int]) -> None:
    matched = match_times(before=hours("2026-03-02 08:00", blocks), after=hours("2026-03-02 15:00", blocks))
    assert kind(matched) == (TOLD, UNPAIRED, RUNS)
    assert lengths(matched.before) == lengths(matched.after) == expected
    assert np.concatenate(matched.before).tolist() == list(range(blocks))
    assert (matched.blocks_before, matched.blocks_after) == (blocks, blocks)


def test_runs_of_both_periods_are_as_long_as_the_shorter_one_leaves() -> None:
    matched = match_times(before=hours("2026-03-02 08:00", 18), after=hours("2026-03-02 15:00", 36))
    assert lengths(matched.before) == [3] * 6
    assert lengths(matched.after) == [3] * 12


@pytest.mark.parametrize(("blocks", "other"), [(17, 40), (40, 17), (5, 40)])
def test_less_than_an_hour_and_a_half_of_a_day_is_too_short(blocks: int, other: int) -> None:
    matched = match_times(before=hours("2026-03-02 08:00", blocks), after=hours("2026-03-02 15:00", other))
    assert matched.verdict == TOO_SHORT
    assert (matched.blocks_before, matched.blocks_after) == (blocks, other)


def test_five_blocks_are_too_short_on_however_many_days() -> None:
    matched = match_times(before=days(0, 5, blocks=1), after=days(7, 5, blocks=1))
    assert matched.verdict == TOO_SHORT


def test_what_was_hardly_watched_is_not_compared() -> None:
    gaps = period("2026-03-02 08:00", np.ones((20, 1)), watched_s=[300.0] * 9 + [100.0] * 2 + [300.0] * 9)
    matched = match_times(before=gaps, after=hours("2026-03-02 15:00", 18))
    assert matched.verdict == TOLD
    assert np.concatenate(matched.before).tolist() == [*range(9), *range(11, 20)]


@pytest.mark.parametrize(("before", "after"), [(1, 1), (3, 3), (2, 30)])
def test_few_days_do_not_show_how_days_differ(before: int, after: int) -> None:
    matched = match_times(before=days(0, before), after=days(30, after))
    assert matched.verdict == TOO_FEW_DAYS
    assert (matched.blocks_before, matched.blocks_after) == (12 * before, 12 * after)


@pytest.mark.parametrize(("before", "after"), [(3, 4), (4, 4), (5, 5), (5, 30)])
def test_days_without_partners_are_held_against_all(before: int, after: int) -> None:
    matched = match_times(before=days(0, before), after=days(35, after))
    assert kind(matched) == (TOLD, UNPAIRED, DAYS)
    assert lengths(matched.before) == [12] * before
    assert lengths(matched.after) == [12] * after


def test_days_are_held_against_all_at_the_times_of_day_that_both_periods_have() -> None:
    matched = match_times(before=days(0, 4, clock="09:00"), after=days(7, 4, clock="09:30"))
    assert kind(matched) == (TOLD, UNPAIRED, DAYS)
    assert matched.before[0].tolist() == [6, 7, 8, 9, 10, 11]
    assert matched.after[0].tolist() == [0, 1, 2, 3, 4, 5]


def test_days_without_any_time_of_day_in_common_are_held_against_all_as_they_are() -> None:
    matched = match_times(before=days(0, 4, clock="09:00"), after=days(7, 4, clock="15:00"))
    assert kind(matched) == (TOLD, UNPAIRED, DAYS)
    assert lengths(matched.before) == lengths(matched.after) == [12] * 4


def test_six_days_are_paired_by_weekday_at_the_times_of_day_that_both_have() -> None:
    before = days(0, 6)
    after = joined(days(8, 5, clock="09:30"), days(14, 1), hours("2026-03-17 09:00", 3))
    matched = match_times(before=before, after=after)
    assert kind(matched) == (TOLD, PAIRED, DAYS)
    # Monday with the Monday two weeks later; from Tuesday on half an hour of each, with the next day of that weekday.
    assert lengths(matched.before) == lengths(matched.after) == [12, 6, 6, 6, 6, 6]
    assert matched.before[0].tolist() == list(range(12))
    assert matched.after[0].tolist() == list(range(60, 72))
    assert matched.before[1].tolist() == list(range(18, 24))
    assert matched.after[1].tolist() == list(range(6))


def test_days_are_paired_with_the_nearest_of_their_weekday_and_evenly() -> None:
    matched = match_times(before=days(0, 14), after=days(14, 7))
    assert kind(matched) == (TOLD, PAIRED, DAYS)
    assert [int(unit[0]) // 12 for unit in matched.before] == [7, 8, 9, 10, 11, 12, 13]
    even = match_times(before=days(0, 14), after=days(14, 14))
    assert [int(unit[0]) // 12 for unit in even.after] == list(range(14))


def test_the_same_day_of_two_cameras_is_one_pair() -> None:
    matched = match_times(before=days(0, 14), after=days(7, 14))
    pairs = zip(matched.before, matched.after, strict=True)
    same = [int(one[0]) // 12 - (int(other[0]) // 12 + 7) for one, other in pairs]
    assert same.count(0) == 7


def test_a_day_whose_partner_has_no_time_of_day_in_common_is_left_out() -> None:
    after = joined(days(7, 6), days(13, 1, clock="15:00"))
    matched = match_times(before=days(0, 7), after=after)
    assert kind(matched) == (TOLD, PAIRED, DAYS)
    assert len(matched.before) == len(matched.after) == 6


def test_swapped_periods_are_matched_the_other_way_round() -> None:
    for before, after in ((days(0, 14), days(14, 9)), (days(0, 4), days(8, 5)), (days(0, 1), days(1, 1))):
        one, other = match_times(before=before, after=after), match_times(before=after, after=before)
        assert kind(one) == kind(other)
        assert [unit.tolist() for unit in one.before] == [unit.tolist() for unit in other.after]
        assert [unit.tolist() for unit in one.after] == [unit.tolist() for unit in other.before]
