"""Files hold what was corrected beside what was counted, and say which is which."""

import csv
from pathlib import Path

import openpyxl
import pytest

from heatdash.audit.correct import corrections_of
from heatdash.audit.model import OTHER_CLASS, RIGHT, WRONG, Audit, Verdict
from heatdash.audit.steps import audit_steps
from heatdash.exports.corrections import Corrections
from heatdash.exports.files import DOWNLOAD, Delivery, exports_for
from heatdash.exports.summary import summary_of
from heatdash.messages import ENGLISH
from heatdash.stages.answer import Answer
from heatdash.tables.columns import CORRECTED, VERDICTS
from heatdash.values.checked import LINE, Subject
from tests.builders.answers import answer

CHINESE = "zh"


def judged(given: Answer, *words: str, by: str = "Anna") -> Corrections:
    """Anna's verdicts on the crossings of the gate, by time."""
    gate = Subject(LINE, "Gate")
    steps = audit_steps(events=given.events, subject=gate, from_s=0.0, to_s=10.0, duration_s=10.0)
    classes = ["car" if word == OTHER_CLASS else "" for word in words]
    said = tuple(Verdict(number, word, 0.0, classes[number], by=by) for number, word in enumerate(words))
    made = corrections_of([Audit(subject=gate, steps=steps, verdicts=said)])
    assert made is not None
    return made


def written(folder: Path, given: Answer, corrections: Corrections | None, *, language: str = ENGLISH) -> Path:
    delivery = Delivery(answer=given, title="Yard", language=language, source="clip.mp4", corrections=corrections)
    folder.mkdir()
    for export in exports_for(delivery, to=DOWNLOAD):
        export.write(delivery, folder / export.name)
    return folder


def test_corrections_come_in_files_of_their_own_and_tables_stay_as_counted(tmp_path: Path) -> None:
    given = answer(start="2026-11-23T12:00:00")
    plain = written(tmp_path / "plain", given, None)
    both = written(tmp_path / "both", given, judged(given, RIGHT, WRONG))
    names = {file.name for file in both.iterdir()}
    assert names - {file.name for file in plain.iterdir()} == {"corrected.csv", "verdicts.csv"}
    for name in ("counts.csv", "events.csv", "flows.csv", "heat.csv", "tracks.csv", "zones.csv", "project.json"):
        assert (both / name).read_bytes() == (plain / name).read_bytes()
    with (both / "corrected.csv").open(encoding="utf-8") as file:
        assert next(csv.reader(file)) == list(CORRECTED)
    with (both / "verdicts.csv").open(encoding="utf-8") as file:
        head, *rows = csv.reader(file)
    assert set(head) == {column.name for column in VERDICTS.columns}
    assert len(rows) == 2


def test_the_summary_says_whether_there_are_corrections() -> None:
    given = answer()
    assert summary_of(given)["corrections"] is None
    told = summary_of(given, corrections=judged(given, RIGHT, OTHER_CLASS))["corrections"]
    assert (told["other_figures"], told["corrected_in"]) == ("counted", ["corrected.csv", "verdicts.csv"])
    (check,) = told["checks"]
    assert (check["check"], check["place"]) == ("line", "Gate")
    assert (check["counted"], check["checked"], check["right"]) == (2, 2, 2)
    assert not check["done"], "nobody has looked between them"


@pytest.mark.parametrize(
    ("language", "sheets", "row"),
    [
        (ENGLISH, ["Corrected", "Verdicts"], ["Gate", "", "car", "out", 0, 0, 0, 0, 1, 1]),
        (CHINESE, ["更正", "判断"], ["Gate", "", "汽车", "出", 0, 0, 0, 0, 1, 1]),
    ],
)
def test_workbook_and_report_tell_them(tmp_path: Path, language: str, sheets: list[str], row: list[object]) -> None:
    given = answer()
    folder = written(tmp_path / "files", given, judged(given, RIGHT, OTHER_CLASS), language=language)
    book = openpyxl.load_workbook(folder / "workbook.xlsx")
    assert [name for name in book.sheetnames if name in sheets] == sheets
    rows = [list(cells) for cells in book[sheets[0]].iter_rows(values_only=True)]
    assert row in [cells[:10] for cells in rows]
    told = {ENGLISH: "every other figure is as it was counted", CHINESE: "其他数字均为原始计数"}[language]
    assert told in (folder / "report.html").read_text(encoding="utf-8")
    first = [cell for cells in book.worksheets[0].iter_rows(values_only=True) for cell in cells if cell]
    assert any(told in str(cell) for cell in first)


def test_other_verdicts_are_other_corrections() -> None:
    given = answer()
    made = [judged(given, RIGHT), judged(given, WRONG), judged(given, RIGHT, RIGHT), judged(given, RIGHT, by="Bert")]
    assert len({one.to_text() for one in made}) == len(made)
