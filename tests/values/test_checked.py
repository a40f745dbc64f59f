"""What looking at some of the counted says of all of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from heatdash.errors import BadSettingError
from heatdash.values.checked import CLASS, FLOW, LINE, ZONE, CheckedCount, Sample, Subject, check_sample, wilson
from heatdash.values.wording import Wording

GATE = Subject(LINE, "Gate")


def sampled(*, counted: int, checked: int, right: int, size: int | None = None) -> CheckedCount:
    sample = Sample(size=checked if size is None else size, seed=1)
    return CheckedCount(GATE, counted, checked, right, missed=0, is_done=sample.size == checked, sample=sample)


def test_28_of_30_right_say_how_many_of_900_are() -> None:
    # (28/30 + 1.9207/30 ± 1.96 * sqrt(0.93333 * 0.06667 / 30 + 0.9604/900)) / (1 + 3.8415/30) is 0.7868 to 0.9815.
    count = sampled(counted=900, checked=30, right=28)
    assert count.right_95 == pytest.approx((708.1, 883.4), abs=0.1)
    assert count.estimated == pytest.approx(840.0)
    assert count.told(Wording()) == ("28 of 30 looked at were right: between 79 % and 98 % of all 900; so 708 to 883.")
    assert count.told(Wording("zh")) == "已看 30 个，其中 28 个正确：占全部 900 个的 79% 至 98%，即 708 至 883 个。"
    assert count.to_json()["right_share_95"] == [0.7868, 0.9815]


def test_what_was_seen_is_known_for_sure() -> None:
    assert sampled(counted=30, checked=30, right=28).right_95 == (28, 28)
    assert sampled(counted=30, checked=30, right=28).told(Wording()) == (
        "All 30 looked at: 28 right, 2 wrong. Corrected: 28."
    )
    assert sampled(counted=31, checked=30, right=28).right_95 == (28, 29)


@given(counted=some.integers(1, 2000), data=some.data())
def test_the_interval_holds_the_estimate_and_stays_within_what_is_known(counted: int, data: some.DataObject) -> None:
    checked = data.draw(some.integers(1, counted))
    right = data.draw(some.integers(0, checked))
    count = sampled(counted=counted, checked=checked, right=right)
    assert count.right_95 is not None
    assert count.estimated is not None
    least, most = count.right_95
    assert right <= least <= count.estimated + 1e-9
    assert count.estimated - 1e-9 <= most <= counted - (checked - right)


def test_until_a_whole_sample_is_seen_nothing_is_said_of_all() -> None:
    count = sampled(counted=900, checked=12, right=11, size=30)
    assert (count.right_95, count.estimated) == (None, None)
    assert count.told(Wording()).startswith("12 of the 30 drawn are looked at: 11 right, 1 wrong.")


def test_every_correction_so_far_counts_and_the_rest_stays_as_counted() -> None:
    count = CheckedCount(GATE, counted=10, checked=4, right=3, missed=2, is_done=False)
    assert (count.wrong, count.corrected) == (1, 11)
    assert "Corrected so far: 11; the rest is taken as it was counted." in count.told(Wording())
    whole = CheckedCount(GATE, counted=10, checked=10, right=9, missed=2, is_done=True)
    assert whole.told(Wording()) == "All 10 and all between them looked at: 9 right, 1 wrong, 2 missed. Corrected: 11."
    way = CheckedCount(Subject(FLOW, "A", "B"), counted=10, checked=10, right=9, missed=0, is_done=True)
    assert way.told(Wording()) == "All 10 looked at: 9 right, 1 wrong. Corrected: 9."


def test_each_subject_has_a_name() -> None:
    subjects = (GATE, Subject(ZONE, "Door"), Subject(FLOW, "Door", "Gate"), Subject(CLASS))
    assert [subject.told(Wording()) for subject in subjects] == ["Gate", "Door", "Door → Gate", "Kinds of objects"]
    assert [subject.can_miss for subject in subjects] == [True, True, False, False]


@pytest.mark.parametrize("size", [0, -1, 31])
def test_a_sample_of_nothing_or_of_more_than_there_is_is_refused(size: int) -> None:
    with pytest.raises(BadSettingError, match=f"A sample of {size} was asked for, and 30 are counted"):
        check_sample(sample=Sample(size=size, seed=1), counted=30)


def test_of_nothing_there_is_no_share() -> None:
    assert wilson(hits=0, trials=0) is None
