"""The command that lets people check a count, as they use it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from heatdash.cli import main
from tests.builders.commands import Said
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
        (("{run}",), "The following arguments are required: --line"),
        (("{run}", "--line", "Door"), "choose one of: Gate"),
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
