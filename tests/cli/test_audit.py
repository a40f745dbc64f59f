"""The command that lets people check a count, as they use it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from heatdash.audit.folder import audit_of
from heatdash.audit.model import RIGHT, Verdict
from heatdash.audit.sheet import audit_sheet
from heatdash.cli import main
from heatdash.exports.folder import read_run_folder
from heatdash.values.checked import CLASS, ZONE, Sample, Subject
from tests.builders.commands import Said, summary_in, table_in
from tests.builders.run_folders import run_folder

FILLED = "t_s,direction,track_id,verdict\n0,,,watched\n3,in,1,right\n4,out,2,wrong\n5,,,watched\n6.2,,,missed\n"

Audit = Callable[..., Said]


@pytest.fixture
def audit(capsys: pytest.CaptureFixture[str]) -> Audit:
    """Runs `audit` in this process."""

    def run(*arguments: str | Path) -> Said:
        capsys.readouterr()
        code = main(["audit", *map(str, arguments)])
        said = capsys.readouterr()
        return Said(code, said.out, said.err)

    return run


@pytest.fixture
def run(tmp_path: Path) -> Path:
    return run_folder(tmp_path)


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    path = tmp_path / "audit.csv"
    path.write_text(FILLED)
    return path


def test_the_page_lies_in_the_result_unless_another_folder_is_named(audit: Audit, run: Path, tmp_path: Path) -> None:
    said = audit(run, "--line", "Gate")
    assert (said.code, said.out) == (
        0,
        f"Open {run / 'audit-Gate' / 'audit.html'} in a browser; it tells what to do.\n",
    )
    assert "audit" in said.err, "how far it is"
    assert len(list((run / "audit-Gate" / "snippets").glob("*.mp4"))) == 4

    said = audit(run, "--line", "Gate", "--out", tmp_path / "check", "--json")
    assert json.loads(said.out) == {"page": str(tmp_path / "check" / "audit.html")}
    assert said.err == ""
    assert (tmp_path / "check" / "audit.html").is_file()


def test_quiet_says_nothing(audit: Audit, run: Path) -> None:
    assert audit(run, "--line", "Gate", "--quiet") == Said(0, "", "")


def test_a_sheet_is_scored_in_words(audit: Audit, run: Path, sheet: Path) -> None:
    said = audit(run, "--line", "Gate", "--sheet", sheet)
    assert said.code == 0
    told = dict(line.split("  ", 1) for line in said.out.splitlines())
    assert told["counted"].strip() == "2: 1 right, 1 wrong"
    assert told["truly crossed"].strip() == "2"
    assert not (run / "audit-Gate").exists()


def test_a_sheet_is_scored_for_other_programs(audit: Audit, run: Path, sheet: Path) -> None:
    told = json.loads(audit(run, "--line", "Gate", "--sheet", sheet, "--json").out)
    assert (told["right"], told["wrong"], told["missed"], told["seconds"]) == (1, 1, 1, 10.0)
    assert (told["precision"], told["recall"], told["error_pct"], told["geh"]) == (0.5, 0.5, 0.0, 0.0)
    assert (told["open_crossings"], told["open_stretches"]) == (0, 0)


def test_a_clip_is_not_needed_to_score_a_sheet(audit: Audit, run: Path, sheet: Path) -> None:
    (run.parent / "clip.mp4").unlink()
    assert audit(run, "--line", "Gate", "--sheet", sheet).code == 0
    assert audit(run, "--line", "Gate").code == 2


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("{run}",), "give --line, --zone, --flow or --kinds"),
        (("{run}", "--line", "Door"), "choose one of: Gate"),
        (("{run}", "--zone", "Gate"), "There is no zone 'Gate' that counts in this result; choose one of: Door"),
        (
            ("{run}", "--flow", "Door", "Yard"),
            "There is no place 'Yard' that counts in this result; choose",
        ),
        (("{run}", "--line", "Gate", "--seed", "3"), "give --sample too"),
        (("{run}", "--line", "Gate", "--sample", "3"), "A sample of 3 was asked for, and 2 are counted"),
        (("{run}", "--line", "Gate", "--zone", "Door"), "not allowed with"),
        (("{run}/nowhere", "--line", "Gate"), "give a folder that 'analyze' has written"),
        (("{run}", "--line", "Gate", "--sheet", "{run}/events.csv"), "has no columns t_s, direction"),
        (("{run}", "--line", "Gate", "--sheet", "{run}/none.csv"), "cannot be read"),
        (("{run}", "--line", "Gate", "--sheet", "a.csv", "--out", "b"), "not allowed with"),
    ],
)
def test_a_mistake_is_one_sentence(audit: Audit, run: Path, arguments: tuple[str, ...], words: str) -> None:
    said = audit(*(argument.format(run=run) for argument in arguments))
    assert (said.code, said.out) == (2, "")
    assert words in said.err
    assert said.err.count("\n") == 1


def folder_content(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def test_sheets_correct_a_result_and_leave_what_was_counted(audit: Audit, run: Path, sheet: Path) -> None:
    before = folder_content(run)
    assert summary_in(run)["corrections"] is None
    said = audit(run, "--line", "Gate", "--correct", sheet)
    assert said.out == f"Written beside what was counted: corrected.csv, verdicts.csv, summary.json in {run}\n"
    rows = table_in(run, "corrected.csv")
    names = ("place", "class_name", "figure", "counted", "checked", "wrong", "missed", "corrected")
    assert [tuple(row[name] for name in names) for row in rows] == [
        ("Gate", "", "", "0", "0", "0", "1", "1"),
        ("Gate", "person", "in", "1", "1", "0", "0", "1"),
        ("Gate", "person", "out", "1", "1", "1", "0", "0"),
    ]
    assert [row["verdict"] for row in table_in(run, "verdicts.csv")] == [
        *("watched", "right", "wrong", "watched", "missed"),
    ]
    told = summary_in(run)
    assert told["corrections"]["other_figures"] == "counted"
    assert told["corrections"]["checks"][0]["corrected"] == 2
    after = folder_content(run)
    assert after.keys() - before.keys() == {"corrected.csv", "verdicts.csv"}
    assert [name for name in before if before[name] != after[name]] == ["summary.json"]
    assert {**told, "corrections": None} == json.loads(before["summary.json"])


def test_a_sheet_says_itself_what_it_is_about(audit: Audit, run: Path, tmp_path: Path) -> None:
    door = Subject(ZONE, "Door")
    made = audit_of(run=read_run_folder(run), subject=door)
    said = made.said(Verdict(0, RIGHT, 0.0, by="=SUM(A1), Anna", at_s=1e9))
    (tmp_path / "door.csv").write_text(audit_sheet(said))
    assert audit(run, "--correct", tmp_path / "door.csv").code == 0
    (row,) = table_in(run, "verdicts.csv")
    assert (row["check"], row["place"], row["by"], row["at"]) == (
        *("zone", "Door", "'=SUM(A1), Anna", "2001-09-09T01:46:40Z"),
    )
    wrong = audit(run, "--line", "Gate", "--sheet", tmp_path / "door.csv")
    assert wrong.err == "The sheet 'door.csv' is about 'Door'; give the sheet of what is to be checked.\n"
    twice = audit(run, "--correct", tmp_path / "door.csv", tmp_path / "door.csv")
    assert "is the second one about 'Door'" in twice.err


def test_what_cannot_correct_is_told(audit: Audit, run: Path, sheet: Path, tmp_path: Path) -> None:
    assert "does not say what it is about; give --line too" in audit(run, "--correct", sheet).err
    (tmp_path / "empty.csv").write_text(audit_sheet(audit_of(run=read_run_folder(run), subject=Subject(CLASS))))
    assert "There is no verdict in empty.csv" in audit(run, "--correct", tmp_path / "empty.csv").err
    assert not (run / "corrected.csv").exists()


@pytest.mark.parametrize(
    ("asked", "snippets"),
    [
        (("--zone", "Door"), ["between-0001.mp4", "visit-0001.mp4", "visit-0002.mp4"]),
        (("--flow", "Door", "Gate"), ["way-0001.mp4"]),
        (("--kinds", "--sample", "2", "--seed", "4"), ["object-0001.mp4", "object-0003.mp4"]),
    ],
)
def test_visits_ways_and_kinds_have_a_page_too(
    audit: Audit, run: Path, tmp_path: Path, asked: tuple[str, ...], snippets: list[str]
) -> None:
    said = audit(run, *asked, "--out", tmp_path / "check", "--json")
    assert json.loads(said.out)["page"] == str(tmp_path / "check" / "audit.html")
    assert sorted(file.name for file in (tmp_path / "check" / "snippets").iterdir()) == snippets


def test_a_sample_is_scored_by_its_sheet(audit: Audit, run: Path, tmp_path: Path) -> None:
    said = audit(run, "--kinds", "--sample", "2", "--seed", "4", "--out", tmp_path / "check")
    assert said.out.startswith("Drawn: 2, by the seed 4; --seed 4 draws the same again.\n")
    audited = audit_of(run=read_run_folder(run), subject=Subject(CLASS), sample=Sample(size=2, seed=4))
    for number in audited.to_see:
        audited = audited.said(Verdict(number, RIGHT, audited.steps[number].counted.t_s))
    path = tmp_path / "audit.csv"
    path.write_text(audit_sheet(audited))
    told = json.loads(audit(run, "--kinds", "--sheet", path, "--json").out)
    assert told["checked"]["sample"] == {"size": 2, "seed": 4}
    assert told["checked"]["right_95"] == [2, 3]
    words = audit(run, "--kinds", "--sheet", path).out
    assert "2 of 2 looked at were right: between 67 % and 100 % of all 3; so 2 to 3." in words
    path.write_text(path.read_text().replace(",4\n", ",5\n", 1))
    assert "which draws others in this result" in audit(run, "--kinds", "--sheet", path).err
