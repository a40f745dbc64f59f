"""What was counted, what was looked at and what comes of it stand side by side; nothing is overwritten."""

import pandas as pd

from heatdash.audit.correct import checked_count, checked_figures, corrections_of
from heatdash.audit.model import MISSED, OTHER_CLASS, RIGHT, WATCHED, WRONG, Audit, AuditStep, Counted, Verdict
from heatdash.tables.columns import CORRECTED, VERDICTS
from heatdash.values.checked import CLASS, LINE, ZONE, Sample, Subject
from heatdash.values.wording import Wording

STEPS = (
    AuditStep(2.0, 4.0, Counted(3.0, "in", 1, "person")),
    AuditStep(4.0, 6.0, Counted(5.0, "in", 2, "person")),
    AuditStep(6.0, 8.0, Counted(7.0, "out", 3, "person")),
    AuditStep(0.0, 2.0),
)
AUDIT = Audit(subject=Subject(LINE, "Gate"), steps=STEPS)


def figures(audit: Audit) -> dict[tuple[str, str], tuple[int, ...]]:
    return {
        (one.figure, one.class_name): (one.counted, one.checked, one.right, one.wrong, one.missed, one.corrected)
        for one in checked_figures(audit)
    }


def test_wrong_ones_go_missed_ones_come_and_another_class_moves() -> None:
    audit = (
        AUDIT.said(Verdict(0, RIGHT, 3.0))
        .said(Verdict(1, OTHER_CLASS, 5.0, "car"))
        .said(Verdict(2, WRONG, 7.0))
        .said(Verdict(3, MISSED, 1.0, "person", "out"))
        .said(Verdict(3, MISSED, 1.5, "person", "out"))
    )
    assert figures(audit) == {
        ("in", "car"): (0, 0, 0, 0, 1, 1),
        ("in", "person"): (2, 2, 1, 1, 0, 1),
        ("out", "person"): (1, 1, 0, 1, 2, 2),
    }
    whole = checked_count(audit)
    assert (whole.counted, whole.checked, whole.right, whole.missed, whole.corrected) == (3, 3, 2, 2, 4)


def test_the_last_verdict_holds_and_what_nobody_saw_stays_as_counted() -> None:
    audit = AUDIT.said(Verdict(0, WRONG, 3.0)).said(Verdict(0, RIGHT, 3.0))
    assert figures(audit)["in", "person"] == (2, 1, 1, 0, 0, 2)


def test_where_the_class_is_checked_another_one_is_wrong() -> None:
    steps = (AuditStep(2.0, 4.0, Counted(3.0, "", 1, "person")),)
    said = Audit(subject=Subject(CLASS), steps=steps).said(Verdict(0, OTHER_CLASS, 3.0, "car"))
    assert figures(said) == {("tracks", "car"): (0, 0, 0, 0, 1, 1), ("tracks", "person"): (1, 1, 0, 1, 0, 0)}
    assert (checked_count(said).right, checked_count(said).wrong) == (0, 1)


def test_a_zone_counts_visits_whichever_end_was_seen() -> None:
    ends = (Counted(3.0, "in", 1, "person"), Counted(5.0, "out", 2, "person"))
    steps = tuple(AuditStep(end.t_s - 1, end.t_s + 1, end) for end in ends)
    said = Audit(subject=Subject(ZONE, "Door"), steps=steps).said(Verdict(0, RIGHT, 3.0))
    assert figures(said) == {("visits", "person"): (2, 1, 1, 0, 0, 2)}


def test_who_and_when_stand_beside_each_verdict_and_each_figure() -> None:
    audit = (
        AUDIT.said(Verdict(0, RIGHT, 3.0, by="Anna", at_s=1_000_000_000.4))
        .said(Verdict(1, RIGHT, 5.0, by="Bert", at_s=1_000_000_060.0))
        .said(Verdict(3, WATCHED, 0.0))
    )
    told = corrections_of([audit])
    assert told is not None
    assert told.verdicts[["t_s", "verdict", "by", "at"]].to_numpy().tolist() == [
        [0.0, "watched", "", ""],
        [3.0, "right", "Anna", "2001-09-09T01:46:40Z"],
        [5.0, "right", "Bert", "2001-09-09T01:47:40Z"],
    ]
    row = told.corrected.iloc[0]
    assert (row["figure"], row["by"], row["at"]) == ("in", "Anna; Bert", "2001-09-09T01:47:40Z")


def test_the_tables_are_as_specified_and_without_a_verdict_there_are_none() -> None:
    assert corrections_of([AUDIT]) is None
    told = corrections_of([AUDIT, AUDIT.said(Verdict(0, RIGHT, 3.0))])
    assert told is not None
    CORRECTED.check(told.corrected)
    VERDICTS.check(told.verdicts)
    assert len(told.checks) == 1


def test_a_whole_sample_is_said_of_all_and_named_by_its_seed() -> None:
    sampled = Audit(subject=AUDIT.subject, steps=STEPS, sample=Sample(size=2, seed=5))
    assert pd.isna(corrections_of([sampled.said(Verdict(sampled.to_see[0], RIGHT, 0.0))]).corrected["estimated"]).all()
    for number in sampled.to_see:
        sampled = sampled.said(Verdict(number, RIGHT, 0.0))
    told = corrections_of([sampled])
    assert told.verdicts["sample_seed"].tolist() == [5, 5]
    assert told.to_json()["checks"][0]["sample"] == {"size": 2, "seed": 5}
    assert list(told.told(Wording()))[1] == (
        "Gate: 2 of 2 looked at were right: between 67 % and 100 % of all 3; so 2 to 3."
    )
