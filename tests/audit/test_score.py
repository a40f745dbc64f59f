"""The score of a check, beside cases worked out by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from heatdash.audit.model import MISSED, RIGHT, WATCHED, WRONG, Audit, AuditStep, Counted, Verdict
from heatdash.audit.score import AuditScore, score_of
from heatdash.errors import BadSettingError
from heatdash.values.checked import LINE, Subject

COUNTS = some.integers(0, 3000)


def test_two_of_ten_wrong_and_two_missed() -> None:
    score = AuditScore(right=8, wrong=2, missed=2)
    assert (score.counted, score.true_count, score.error_pct, score.geh) == (10, 10, 0.0, 0.0)
    assert (score.precision, score.recall) == (0.8, 0.8)
    # Wilson (1927): (0.8 + 1.9207 / 10 ± 1.96 * sqrt(0.016 + 0.9604 / 100)) / 1.38415
    assert score.precision_95 == pytest.approx((0.4902, 0.9433), abs=1e-4)
    assert score.recall_95 == score.precision_95
    # Wrong: 0.567 to 5.098 of ten; missed: 2 + 1.9207 ± 1.96 * sqrt(2.9604), which is 0.548 to 7.293.
    # 10 - sqrt(1.4516² + 3.0980²), 10 + sqrt(5.2930² + 1.4331²)
    assert score.true_95 == pytest.approx((6.5788, 15.4835), abs=1e-3)


def test_too_many_and_too_few_have_a_sign() -> None:
    assert AuditScore(right=8, wrong=2, missed=0).error_pct == pytest.approx(25.0)
    assert AuditScore(right=8, wrong=0, missed=2).error_pct == pytest.approx(-20.0)


def test_geh_is_told_as_for_an_hour() -> None:
    # A quarter of an hour: 400 counted and 360 true ones an hour, sqrt(2 * 40² / 760).
    assert AuditScore(right=90, wrong=10, missed=0, seconds=900).geh == pytest.approx(2.0520, abs=1e-4)
    assert AuditScore(right=90, wrong=10, missed=0).geh == pytest.approx(1.0260, abs=1e-4)


@pytest.mark.parametrize(
    ("right", "wrong", "missed", "unknown"),
    [
        (0, 0, 0, {"error_pct", "precision", "precision_95", "recall", "recall_95", "true_95", "geh", "seconds"}),
        (0, 0, 3, {"precision", "precision_95", "true_95", "seconds"}),
        (0, 3, 0, {"error_pct", "recall", "recall_95", "seconds"}),
        (3, 0, None, {"missed", "true_count", "true_95", "error_pct", "recall", "recall_95", "geh", "seconds"}),
        (3, 0, 0, {"seconds"}),
    ],
)
def test_what_cannot_be_told_is_none(right: int, wrong: int, missed: int | None, unknown: set[str]) -> None:
    told = AuditScore(right=right, wrong=wrong, missed=missed).to_json()
    assert {name for name, value in told.items() if value is None} == unknown


def test_a_perfect_small_check_promises_little() -> None:
    score = AuditScore(right=3, wrong=0, missed=0)
    assert score.precision == 1.0
    assert score.precision_95 == pytest.approx((0.4385, 1.0), abs=1e-4)
    assert score.true_95 == pytest.approx((1.3155, 6.8415), abs=1e-3)


@given(right=COUNTS, wrong=COUNTS, missed=COUNTS)
def test_every_interval_holds_its_value_and_stays_in_bounds(right: int, wrong: int, missed: int) -> None:
    score = AuditScore(right=right, wrong=wrong, missed=missed)
    for share, interval in ((score.precision, score.precision_95), (score.recall, score.recall_95)):
        if interval is not None:
            assert 0 <= interval[0] <= share <= interval[1] <= 1
    if score.true_95 is not None:
        assert 0 <= score.true_95[0] <= score.true_count <= score.true_95[1]


@given(right=some.integers(1, 300), wrong=COUNTS, missed=COUNTS, seconds=some.floats(1, 1e5))
def test_the_figures_follow_from_their_meaning(right: int, wrong: int, missed: int, seconds: float) -> None:
    score = AuditScore(right=right, wrong=wrong, missed=missed, seconds=seconds)
    assert score.counted * score.precision == pytest.approx(score.true_count * score.recall)
    assert score.true_count * (1 + score.error_pct / 100) == pytest.approx(score.counted)
    turned = AuditScore(right=right, wrong=missed, missed=wrong, seconds=seconds)
    assert (turned.precision, turned.recall) == (score.recall, score.precision)
    assert turned.geh == score.geh


@given(right=some.integers(1, 50), wrong=some.integers(0, 50))
def test_a_longer_check_narrows_the_interval(right: int, wrong: int) -> None:
    short = AuditScore(right=right, wrong=wrong, missed=0).precision_95
    long = AuditScore(right=4 * right, wrong=4 * wrong, missed=0).precision_95
    assert long[1] - long[0] < short[1] - short[0]


@pytest.mark.parametrize("counts", [(-1, 0, 0), (0, -1, 0), (0, 0, -1)])
def test_less_than_none_is_refused(counts: tuple[int, int, int]) -> None:
    right, wrong, missed = counts
    with pytest.raises(BadSettingError, match="give 0 or more"):
        AuditScore(right=right, wrong=wrong, missed=missed)


@pytest.mark.parametrize("seconds", [0.0, -1.0, float("nan"), float("inf")])
def test_no_time_is_refused(seconds: float) -> None:
    with pytest.raises(BadSettingError, match="give more than 0"):
        AuditScore(right=1, wrong=0, missed=0, seconds=seconds)


def test_how_many_were_missed_is_known_once_everything_was_looked_at() -> None:
    crossing = Counted(t_s=3.0, direction="in", track_id=7)
    audit = Audit(
        subject=Subject(LINE, "Gate"),
        steps=(AuditStep(2.0, 4.0, crossing), AuditStep(4.0, 6.0, crossing), AuditStep(6.0, 9.0)),
    )
    for step, word in ((0, RIGHT), (1, WRONG), (2, MISSED)):
        audit = audit.said(Verdict(step=step, word=word, t_s=3.0))
    assert score_of(audit=audit, seconds=9.0) == AuditScore(right=1, wrong=1, missed=None, seconds=9.0)
    audit = audit.said(Verdict(step=2, word=WATCHED, t_s=6.0))
    assert score_of(audit=audit, seconds=9.0) == AuditScore(right=1, wrong=1, missed=1, seconds=9.0)
