"""A filled sheet is scored, however a spreadsheet has saved it; one of another result is refused."""

from pathlib import Path

import pytest

from heatdash.audit.model import MISSED, RIGHT, WATCHED, WRONG, Audit, AuditStep, Counted, Verdict
from heatdash.audit.score import AuditScore, score_of
from heatdash.audit.sheet import audit_sheet, filled_audit
from heatdash.audit.sheet_score import SheetScore
from heatdash.errors import HeatDashError
from heatdash.values.checked import LINE, Subject

STEPS = (
    AuditStep(from_s=2.0, to_s=4.0, counted=Counted(t_s=3.0, direction="in", track_id=1)),
    AuditStep(from_s=3.057, to_s=5.057, counted=Counted(t_s=4.057, direction="out", track_id=2)),
    AuditStep(from_s=0.0, to_s=2.0),
    AuditStep(from_s=5.057, to_s=10.0),
)
EARLIER = """t_s,direction,track_id,verdict
0.000,,,watched
3.000,in,1,right
4.057,out,2,wrong
5.057,,,watched
6.250,,,missed
"""
"""A sheet as earlier versions saved it."""
FILLED = """t_s,direction,track_id,verdict,check,place,to_place,true_class,by,at,sample_seed
0.000,,,watched,line,Gate,,,,,
3.000,in,1,right,line,Gate,,,,,
4.057,out,2,wrong,line,Gate,,,,,
5.057,,,watched,line,Gate,,,,,
6.250,,,missed,line,Gate,,,,,
"""


def judged(*words: tuple[int, str, float]) -> Audit:
    return Audit(
        subject=Subject(LINE, "Gate"),
        steps=STEPS,
        verdicts=tuple(Verdict(step=step, word=word, t_s=t_s) for step, word, t_s in words),
    )


ALL = judged((0, RIGHT, 3.0), (1, WRONG, 4.057), (2, WATCHED, 2.0), (3, MISSED, 6.25), (3, WATCHED, 10.0))


def score(tmp_path: Path, text: str, *, encoding: str = "utf-8") -> SheetScore:
    (tmp_path / "audit.csv").write_text(text, encoding=encoding)
    return SheetScore(audit=read(tmp_path), seconds=10.0)


def read(tmp_path: Path) -> Audit:
    return filled_audit(sheet=tmp_path / "audit.csv", audit=Audit(subject=Subject(LINE, "Gate"), steps=STEPS))


def test_the_sheet_tells_everything_by_time() -> None:
    assert audit_sheet(ALL) == FILLED


def test_a_sheet_that_is_not_filled_has_a_row_for_all_that_is_to_do() -> None:
    assert audit_sheet(Audit(subject=Subject(LINE, "Gate"), steps=STEPS)).splitlines()[1:] == [
        f"{row},line,Gate,,,,," for row in ("0.000,,,", "3.000,in,1,", "4.057,out,2,", "5.057,,,")
    ]


def test_the_sheet_comes_to_the_score_of_its_check(tmp_path: Path) -> None:
    told = score(tmp_path, audit_sheet(ALL))
    assert told.score == score_of(audit=ALL, seconds=10.0) == AuditScore(right=1, wrong=1, missed=1, seconds=10.0)
    assert (told.open_counted, told.open_stretches) == (0, 0)


@pytest.mark.parametrize("audit", [judged(), judged((0, RIGHT, 3.0)), judged((0, WRONG, 3.0), (3, MISSED, 7.0))])
def test_a_check_that_is_not_done_tells_what_is_open(tmp_path: Path, audit: Audit) -> None:
    told = score(tmp_path, audit_sheet(audit))
    assert told.score == score_of(audit=audit, seconds=10.0)
    assert told.score.missed is None
    assert told.open_counted == 2 - told.score.counted
    assert told.open_stretches == 2
    assert "2 stretches between them" in told.in_words()["not looked at yet"]


def test_stretches_that_were_taken_out_were_not_looked_at(tmp_path: Path) -> None:
    told = score(tmp_path, "\n".join(row for row in FILLED.splitlines() if "watched" not in row))
    assert (told.open_counted, told.open_stretches, told.score.true_count) == (0, 2, None)


@pytest.mark.parametrize("filled", [EARLIER, FILLED], ids=["an earlier sheet", "a sheet"])
def test_what_a_spreadsheet_saves_is_understood(tmp_path: Path, filled: str) -> None:
    told = score(tmp_path, filled, encoding="utf-8-sig")
    assert told.score == AuditScore(right=1, wrong=1, missed=1, seconds=10.0)
    assert score(tmp_path, filled.replace(",", ";").replace(".", ",")) == told
    odd = filled.replace("4.057", "4.06").replace("right", " Right ").replace("\n", "\r\n")
    assert score(tmp_path, odd).score == told.score
    assert score(tmp_path, f"{filled}{',' * filled.splitlines()[0].count(',')}\n") == told


def test_the_figures_are_told_in_words(tmp_path: Path) -> None:
    words = score(tmp_path, FILLED).in_words()
    assert words["counted"] == "2: 1 right, 1 wrong"
    assert words["counted rightly"] == "50 % (9 to 91 %) of the counted (precision)"
    assert words["truly crossed"] == "2"
    assert words["counting error"] == "+0.0 % of the truth"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "has no columns t_s, direction, track_id, verdict"),
        ("a,b\n1,2\n", "has no columns"),
        (EARLIER.replace("right", "perhaps"), "Line 3 of the sheet 'audit.csv' has the verdict 'perhaps'"),
        (EARLIER.replace("right", "missed"), "Line 3 .* write one of right, wrong, class beside"),
        (EARLIER.replace("watched", "right"), "Line 2 .* watched or missed beside the others"),
        (EARLIER.replace("6.250", "soon"), "Line 6 of the sheet 'audit.csv' is 'soon,,,missed'"),
        (EARLIER.replace("3.000,in,1,right", "3.000,in"), "Line 3"),
        (EARLIER.replace("3.000,in,1", "3.000,in,5"), "2 counted ones that are not the 2"),
        (EARLIER.replace("3.000,in,1", "3.100,in,1"), "not the 2 of this count"),
        (EARLIER.replace("3.000,in,1,right\n", ""), "1 counted ones that are not the 2"),
    ],
)
def test_what_is_no_such_sheet_is_told(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(HeatDashError, match=words):
        score(tmp_path, text)


def test_a_sheet_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(HeatDashError, match="cannot be read"):
        read(tmp_path)
