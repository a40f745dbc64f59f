"""What was said of a count is kept in order, and can be taken back."""

import pytest

from heatdash.audit.model import MISSED, QUICK, RIGHT, WATCHED, WRONG, Audit, AuditStep, Counted, Verdict
from heatdash.errors import BadSettingError
from heatdash.values.checked import LINE, Subject

CROSSING = AuditStep(from_s=2.0, to_s=4.0, counted=Counted(t_s=3.0, direction="in", track_id=7))
BETWEEN = AuditStep(from_s=4.0, to_s=9.0)
AUDIT = Audit(subject=Subject(LINE, "Gate"), steps=(CROSSING, BETWEEN))


def say(audit: Audit, *words: tuple[int, str]) -> Audit:
    for step, word in words:
        audit = audit.said(Verdict(step=step, word=word, t_s=audit.steps[step].from_s))
    return audit


def test_the_last_verdict_on_a_crossing_counts() -> None:
    audit = say(AUDIT, (0, RIGHT), (0, WRONG))
    assert (audit.verdict_of(0), audit.count_of(WRONG), audit.count_of(RIGHT)) == (WRONG, 1, 0)
    assert audit.undone().verdict_of(0) == RIGHT


def test_missed_ones_add_up_and_judge_nothing() -> None:
    audit = say(AUDIT, (0, MISSED), (1, MISSED), (1, MISSED))
    assert [verdict.t_s for verdict in audit.missed] == [2.0, 4.0, 4.0]
    assert (audit.verdict_of(0), audit.verdict_of(1)) == ("", "")
    assert len(audit.undone().missed) == 2


def test_it_is_done_once_every_part_was_judged() -> None:
    assert AUDIT.next_open(0) == 0
    half = say(AUDIT, (1, WATCHED))
    assert not half.is_done
    assert half.next_open(1) == 0, "after the end the first open part comes again"
    assert say(half, (0, RIGHT)).is_done


def test_nothing_can_be_taken_back_from_nothing() -> None:
    assert AUDIT.undone() == AUDIT


def test_what_was_said_is_read_back_as_it_was_written() -> None:
    audit = say(AUDIT, (0, RIGHT), (1, MISSED), (1, WATCHED))
    assert AUDIT.with_text(audit.to_text()) == audit


@pytest.mark.parametrize(("step", "word"), [(0, WATCHED), (1, RIGHT), (1, WRONG), (2, WATCHED), (-1, RIGHT), (0, "")])
def test_a_verdict_that_has_no_meaning_there_is_refused(step: int, word: str) -> None:
    with pytest.raises(BadSettingError, match="begin the check anew"):
        AUDIT.said(Verdict(step=step, word=word, t_s=0.0))


def test_only_long_stretches_without_a_crossing_are_hurried() -> None:
    assert AuditStep(from_s=0, to_s=9.9).speed == 1
    assert AuditStep(from_s=0, to_s=10).speed == QUICK
    assert AuditStep(from_s=0, to_s=10, counted=CROSSING.counted).speed == 1


@pytest.mark.parametrize(("from_s", "to_s"), [(3.0, 3.0), (3.0, 2.0), (-1.0, 2.0)])
def test_a_part_that_holds_nothing_is_refused(from_s: float, to_s: float) -> None:
    with pytest.raises(BadSettingError, match="give from < to"):
        AuditStep(from_s=from_s, to_s=to_s)
